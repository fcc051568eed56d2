"""Receivers: where messages go. `build` makes them from what operators wrote; clients are loaded lazily."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from alerts.receiver import Receiver
from alerts.spec import Links, ReceiverSpec
from alerts.spec.routes import CHANNEL_ID
from tocsin.errors import ConfigProblem

Setting = Callable[[str], str | None]


def build(
    specs: Mapping[str, ReceiverSpec], setting: Setting, *, links: Links | None = None
) -> dict[str, Receiver]:
    """Return the receivers by name; ``setting`` gives ``TOCSIN_X`` for ``X``.

    Raises:
        ConfigProblem: a setting that a receiver needs is not set.
    """
    return {name: _one(spec, setting, links or Links()) for name, spec in specs.items()}


def _one(spec: ReceiverSpec, setting: Setting, links: Links) -> Receiver:
    if spec.slack:
        from alerts.receivers.slack import SlackChannel

        return SlackChannel(
            token=_needed(setting, spec.slack.token_setting),
            channel=spec.slack.channel or _channel(setting, spec.slack.channel_setting or ""),
            language=spec.language, links=links, base_url=setting("SLACK_URL"),
        )  # fmt: skip
    if spec.webhook:
        from alerts.receivers.webhook import Webhook

        url = spec.webhook.url or _needed(setting, spec.webhook.url_setting or "")
        return Webhook(url=url, receiver=spec.name, language=spec.language)
    if spec.email:
        from alerts.receivers.email import Mailbox

        user, password = spec.email.user_setting, spec.email.password_setting
        return Mailbox(
            spec.email, language=spec.language, user=_needed(setting, user) if user else None,
            password=_needed(setting, password) if password else None,
        )  # fmt: skip
    from alerts.receivers.log import Console

    assert spec.log is not None
    return Console(form=spec.log.format, language=spec.language)


def _channel(setting: Setting, name: str) -> str:
    value = _needed(setting, name)
    if not re.match(CHANNEL_ID, value):
        raise ConfigProblem(
            f"TOCSIN_{name}", f"{value!r} is no channel ID; it stands in the channel's details (C...)"
        )
    return value


def _needed(setting: Setting, name: str) -> str:
    value = setting(name)
    if not value:
        raise ConfigProblem(f"TOCSIN_{name}", "is not set, but a receiver in routes.yaml needs it")
    return value
