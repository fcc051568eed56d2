"""A small set of rules and routes, and a driver that moves the alerting fold through virtual time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from alerts.config import AlertConfig, alert_config
from alerts.fold import AlertFold, Out, Record
from alerts.spec import RouteFile, RuleFile
from tocsin.atlas import Atlas
from tocsin.model import Incident, Notification, Tick
from tocsin.testing.signals import fergana

RULES: Final[dict[str, Any]] = {
    "rules": [
        {"name": "violence-spike", "themes": ["violence"], "when": {"spike": {}}},
        {
            "name": "atrocity",
            "themes": ["violence"],
            "when": {"threshold": {"stories": 2, "categories": ["mass-atrocity"], "level": "critical"}},
        },
        {
            "name": "sequence",
            "when": {
                "sequence": {
                    "stages": [
                        {"theme": "unrest"},
                        {"theme": "violence"},
                        {"theme": "displacement"},
                    ]
                }
            },
        },
        {"name": "blind", "levels": ["country"], "when": {"silence": {"coverage_below": 0.3}}, "for": "6h"},
    ]
}
ROUTES: Final[dict[str, Any]] = {
    "receivers": [
        {"name": "desk", "slack": {"channel": "C1"}, "second": "log"},
        {"name": "log", "log": {}},
    ],
    "routes": [{"to": ["desk"]}],
}


def config(
    rules: dict[str, Any] | None = None, routes: dict[str, Any] | None = None, **more: Any
) -> AlertConfig:
    """Return a config from plain data; what is left out is a small shipped-like default."""
    return alert_config(
        [RuleFile.model_validate(rules or RULES)], RouteFile.model_validate(routes or ROUTES), **more
    )


class Rehearsal:
    """Feeds records to an alerting fold and keeps what it said."""

    def __init__(self, settings: AlertConfig | None = None, atlas: Atlas | None = None) -> None:
        self.atlas = atlas or fergana()
        self.config = settings or config()
        self.fold = AlertFold(self.config, self.atlas)
        self.said: list[Out] = []

    def feed(self, *records: Record) -> list[Out]:
        """Apply records and return what they gave."""
        out = [found for record in records for found in self.fold.apply(record)]
        self.said += out
        return out

    def wait(self, start: datetime, span: timedelta, *, every: timedelta = timedelta(minutes=1)) -> list[Out]:
        """Let time pass by ticks from ``start`` on, and return what was said."""
        ticks = int(span / every)
        return self.feed(*(Tick(at=start + every * (number + 1)) for number in range(ticks)))

    def restart(self) -> None:
        """Go on with a new fold that knows only the kept rows."""
        rows = getattr(self, "_rows", {})
        for key, value in self.fold.changed().items():
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
        self._rows = rows
        self.fold = AlertFold(self.config, self.atlas)
        self.fold.load(rows.items())

    def notes(self) -> list[Notification]:
        """Return all planned messages so far."""
        return [one for one in self.said if isinstance(one, Notification)]

    def steps(self) -> list[Incident]:
        """Return all incident transitions so far."""
        return [one for one in self.said if isinstance(one, Incident)]
