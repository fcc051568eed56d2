"""``config/routes.yaml``: who is told what, when not, and what happens if nobody reacts."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Final, Literal, Self

import pydantic

from alerts.spec.values import Name, Offset, OpenLevel, Period, Span, TimeOfDay, WebAddress
from tocsin.strict import Strict

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Language = Literal["en", "de"]
CHANNEL_ID: Final = r"^[CGD][A-Z0-9]+$"  #: a name cannot be looked up after a crash
SettingName = Annotated[str, pydantic.StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]


class LogReceiver(Strict):
    """Prints alerts: text for people, or JSON lines."""

    format: Literal["text", "json"] = "text"


class SlackReceiver(Strict):
    """Posts to one Slack channel with a bot token (setting ``token_setting``)."""

    channel: Annotated[str, pydantic.StringConstraints(pattern=CHANNEL_ID)] | None = None
    channel_setting: SettingName | None = None
    token_setting: SettingName = "SLACK_TOKEN"  # noqa: S105 - the name of a setting, not a token
    mention: str | None = None

    @pydantic.model_validator(mode="after")
    def _one_channel(self) -> Self:
        if (self.channel is None) == (self.channel_setting is None):
            raise ValueError("say either channel or channel_setting")
        return self


class WebhookReceiver(Strict):
    """Posts JSON in Alertmanager's webhook shape."""

    url: WebAddress | None = None
    url_setting: SettingName | None = None

    @pydantic.model_validator(mode="after")
    def _one_url(self) -> Self:
        if (self.url is None) == (self.url_setting is None):
            raise ValueError("say either url or url_setting")
        return self


class EmailReceiver(Strict):
    """Sends mail over SMTP; user and password come from settings only."""

    to: Annotated[tuple[str, ...], pydantic.Field(min_length=1)]
    sender: str
    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user_setting: SettingName | None = None
    password_setting: SettingName | None = None


class ReceiverSpec(Strict):
    """One place messages go to, and the one that hears if it no longer takes them."""

    name: Name
    log: LogReceiver | None = None
    slack: SlackReceiver | None = None
    webhook: WebhookReceiver | None = None
    email: EmailReceiver | None = None
    language: Language = "en"
    second: Name | None = None
    when_set: SettingName | None = None

    @pydantic.model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(kind is not None for kind in (self.log, self.slack, self.webhook, self.email)) != 1:
            raise ValueError("say exactly one of log, slack, webhook, email (log: {} takes the defaults)")
        return self


class QuietHours(Strict):
    """Hours in which a route stays silent; what was muted goes into the next digest."""

    from_: Annotated[TimeOfDay, pydantic.Field(alias="from")]
    until: TimeOfDay
    utc_offset: Offset = 0.0
    days: tuple[Day, ...] = ()
    except_level: OpenLevel | None = "critical"


class Escalation(Strict):
    """What happens until someone acknowledges: mention a group, then tell the next receivers."""

    level: OpenLevel = "critical"
    after: Span = timedelta(minutes=10)
    mention: str | None = None
    then: tuple[Name, ...] = ()


class RouteSpec(Strict):
    """Which incidents go to which receivers. Every route that matches speaks."""

    to: Annotated[tuple[Name, ...], pydantic.Field(min_length=1)]
    themes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    labels: dict[Name, str] = pydantic.Field(default_factory=dict)
    level: OpenLevel = "watch"
    quiet_hours: QuietHours | None = None
    escalate: Escalation | None = None
    remind_after: Period | None = timedelta(hours=4)


class Grouping(Strict):
    """How long the first message waits for more sources, and how often a message is brought up to date."""

    wait: Span = timedelta(seconds=60)
    interval: Span = timedelta(minutes=5)


class Matcher(Strict):
    """Which incidents one side of an inhibition means."""

    themes: tuple[str, ...] = ()
    level: OpenLevel = "watch"


class Inhibition(Strict):
    """While an incident like ``source`` is open, those like ``target`` stay silent."""

    source: Matcher
    target: Matcher
    same: Literal["region", "place", "theme"] = "region"


class Digest(Strict):
    """A summary at fixed times."""

    to: Annotated[tuple[Name, ...], pydantic.Field(min_length=1)]
    at: Annotated[tuple[TimeOfDay, ...], pydantic.Field(min_length=1)] = (time(6),)
    utc_offset: Offset = 0.0
    days: tuple[Day, ...] = ()


class Links(Strict):
    """Where buttons lead; ``{text}`` and ``{url}`` in ``translate`` are filled in."""

    kibana: WebAddress | None = None
    desk: WebAddress | None = None
    translate: WebAddress | None = None


class DeadManSpec(Strict):
    """A test article travels the whole road each period; if two do not come back, these receivers are told."""

    every: Period = timedelta(minutes=15)
    to: Annotated[tuple[Name, ...], pydantic.Field(min_length=1)]


class RouteFile(Strict):
    """Receivers, routes, and how alerts are grouped and muted."""

    receivers: Annotated[tuple[ReceiverSpec, ...], pydantic.Field(min_length=1)]
    routes: Annotated[tuple[RouteSpec, ...], pydantic.Field(min_length=1)]
    grouping: Grouping = Grouping()
    inhibit: tuple[Inhibition, ...] = ()
    digests: tuple[Digest, ...] = ()
    links: Links = Links()
    rule_muters: tuple[str, ...] = ()
    deadman: DeadManSpec | None = None
