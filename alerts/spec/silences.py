"""``config/silences.yaml``: what nobody wants to hear for a while."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

import pydantic

from alerts.spec.values import Name
from tocsin.model import Silence
from tocsin.strict import Mistake, Strict


class SilenceSpec(Strict):
    """One mute: no sending for what matches all that it names, until it ends."""

    id: Name
    regions: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    starts_at: pydantic.AwareDatetime
    ends_at: pydantic.AwareDatetime
    by: str
    comment: str

    @pydantic.model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise Mistake("a silence must end after it starts", path=("ends_at",))
        if not (self.regions or self.themes or self.rules or self.receivers):
            raise ValueError(
                "name regions, themes, rules or receivers; a silence over everything hides a war"
            )
        return self

    def silence(self) -> Silence:
        """Return the silence this describes."""
        return Silence(
            id=self.id, regions=tuple(self.regions), themes=tuple(self.themes), rules=tuple(self.rules),
            receivers=tuple(self.receivers), starts_at=_plain(self.starts_at), ends_at=_plain(self.ends_at),
            by=self.by, comment=self.comment,
        )  # fmt: skip


def _plain(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


class SilenceFile(Strict):
    """A file of silences."""

    silences: tuple[SilenceSpec, ...] = ()
