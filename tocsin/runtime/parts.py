"""The pure parts that every runtime drives, built from one configuration."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from alerts.config import AlertConfig, alert_config
from alerts.fold import AlertFold
from streams.regions.spec import areas_of
from tocsin.atlas import Atlas, shipped
from tocsin.config import Config

if TYPE_CHECKING:
    from streams.detect.fold import DetectorFold
    from streams.tag import Tagger


@dataclass(frozen=True)
class Parts:
    """Atlas, tagger and folds of one configuration; each is built when it is first asked for.

    ``settings`` names the deployment settings that are set (``SLACK_TOKEN``):
    receivers that need others take no part.
    """

    config: Config
    settings: Collection[str] = ()

    @cached_property
    def atlas(self) -> Atlas:
        """The shipped regions and the operator's areas."""
        return shipped().with_areas(areas_of(self.config.regions))

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger with this configuration's names and lexicons."""
        from streams.tag import build_tagger

        return build_tagger(self.atlas, self.config.regions, self.config.lexicons, self.config.themes)

    @cached_property
    def alerts(self) -> AlertConfig:
        """Rules, routes, receivers, silences and the budget."""
        return alert_config(
            self.config.rules,
            self.config.routes,
            self.config.silences,
            budget=self.config.budget,
            settings=self.settings,
        )

    def detection(self, *, curves: bool = True) -> DetectorFold:
        """Return a new, empty detection fold; without ``curves`` it does not say what each hour held."""
        from streams.detect.fold import DetectorFold

        return DetectorFold(self.config.detector, self.atlas, curves=curves)

    def alerting(self) -> AlertFold:
        """Return a new, empty alerting fold."""
        return AlertFold(self.alerts, self.atlas)
