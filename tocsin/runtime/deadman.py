"""The dead-man's switch at work: sends the canary, looks whether it came back, warns, and beats outwards.

Turned by the runtimes beside everything else; what it decides stands in `alerts.deadman`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from alerts.config import AlertConfig
from alerts.deadman import DeadMan, Heartbeat, rehearsed_id
from tocsin.clock import Clock
from tocsin.runtime.road import Road

_log = logging.getLogger(__name__)
LOOK: Final = 5.0  #: seconds between two looks
BEAT: Final = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Switch:
    """One switch of one process; `run` ends when it is cancelled."""

    road: Road
    clock: Clock
    deadman: DeadMan
    receivers: Mapping[str, str]  #: who is told, with their languages
    heartbeat: Heartbeat | None = None
    look: float = LOOK
    _beaten: datetime | None = field(default=None, init=False)

    def follow(self, asked: Switch) -> None:
        """Go on as another switch would; test articles on their way are still waited for."""
        self.receivers = asked.receivers
        self.deadman.period = asked.deadman.period

    async def run(self, active: Callable[[], bool] = lambda: True) -> None:
        """Turn until cancelled, while this process is the ``active`` one."""
        while True:
            if active():
                await self._once()
            await asyncio.sleep(self.look)

    async def _once(self) -> None:
        try:
            await asyncio.to_thread(self.turn)
        except Exception as error:  # noqa: BLE001  # a switch that dies says nothing; no beat goes out meanwhile
            _log.warning("the dead-man's switch could not look: %r", error)
            return
        await self._beat()

    def turn(self) -> None:
        """Send what is due, take note of what came back, say what is overdue."""
        now = self.clock.now()
        article = self.deadman.send(now)
        if article is not None:
            self.road.send(article)
        for canary in sorted(self.deadman.sent, key=lambda name: self.deadman.sent[name], reverse=True):
            if self.road.arrived(rehearsed_id(canary)):
                self.deadman.came_back(canary)
                break
        notes = self.deadman.overdue(now, self.receivers)
        if notes:
            _log.error("two test articles did not come back: alerts may not be getting through")
            self.road.plan(notes)

    async def _beat(self) -> None:
        """Call outwards once a minute, unless our own test articles are lost: then silence is the message."""
        now = self.clock.now()
        if self.heartbeat is None or self.deadman.warned:
            return
        if self._beaten is not None and now - self._beaten < BEAT:
            return
        self._beaten = now
        if not await self.heartbeat.beat():
            _log.warning("nobody answered the heartbeat")


def switch(road: Road, alerts: AlertConfig, clock: Clock, *, heartbeat: str | None) -> Switch | None:
    """Return the switch that routes.yaml and ``TOCSIN_HEARTBEAT`` ask for, or nothing where they ask for none."""
    spec = alerts.routes.deadman
    receivers = {
        name: alerts.receivers[name].language
        for name in (spec.to if spec else ())
        if name in alerts.receivers
    }
    if not receivers:
        return None
    assert spec is not None
    return Switch(
        road=road, clock=clock, deadman=DeadMan(period=spec.every), receivers=receivers,
        heartbeat=Heartbeat(heartbeat) if heartbeat else None,
    )  # fmt: skip
