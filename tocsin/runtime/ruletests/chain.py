"""Detection and alerting joined in memory, as every runtime joins them, with time let pass by ticks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from alerts.fold import AlertFold
from streams.detect.fold import DetectorFold
from tocsin.clock import HOUR
from tocsin.model import Coverage, Incident, Mention, Notification, Prior, Signal, Summary, Tick, WindowCount

_MINUTE: Final = timedelta(minutes=1)


class Chain:
    """One detector and one alerter; ``said`` holds all they told so far."""

    def __init__(self, detection: DetectorFold, alerting: AlertFold, *, start: datetime) -> None:
        self._detection = detection
        self._alerting = alerting
        self._start = start
        self.said: list[Notification] = []

    def tick(self, now: datetime, until: datetime) -> datetime:
        """Let time pass: hour by hour while learning, minute by minute from the start on."""
        while now < until:
            step = HOUR if now + HOUR <= self._start else _MINUTE
            now = min(now + step, until)
            self.feed(Tick(at=now))
        return now

    def feed(self, record: Mention | Tick | Coverage | Prior) -> None:
        """Fold one record, and what it gives rise to."""
        for said in self._detection.apply(record):
            if not isinstance(said, WindowCount):
                self._alert(said)
        if isinstance(record, Tick | Coverage):
            self._alert(record)

    def _alert(self, record: Signal | Tick | Coverage | Summary) -> None:
        for said in self._alerting.apply(record):
            if isinstance(said, Prior):
                self.feed(said)
            elif not isinstance(said, Incident):
                self.said.append(said)
