"""What runs beside the alerting fold: the dead-man's switch (on the active alerter), and Slack's buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from alerts.ledger import Ledger
from tocsin.clock import SystemClock
from tocsin.index.search import Search
from tocsin.runtime.buttons import buttons
from tocsin.runtime.deadman import switch
from tocsin.runtime.distributed.append import KafkaActs, KafkaAppend
from tocsin.runtime.distributed.connection import kafka_connection
from tocsin.runtime.road import Road
from tocsin.settings import setting

if TYPE_CHECKING:
    from tocsin.runtime.distributed.stages import Stages


@asynccontextmanager
async def beside(
    stages: Stages,
    environment: Mapping[str, str],
    search: Search,
    ledger: Ledger,
    *,
    active: Callable[[], bool],
) -> AsyncIterator[None]:
    """Turn the switch while ``active`` says so, and listen to buttons, while the block runs."""
    clock = SystemClock()
    append = KafkaAppend(kafka_connection(environment))
    road = Road(append=append, search=search, ledger=ledger)
    turning = switch(road, stages.alerts, clock, heartbeat=setting("HEARTBEAT", environment))

    def told(name: str) -> str | None:
        return setting(name, environment)

    async with buttons(
        told, lambda: stages.config.routes, search=search, put=KafkaActs(append).put, clock=clock
    ):
        task = asyncio.create_task(turning.run(active)) if turning else None
        try:
            yield
        finally:
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
