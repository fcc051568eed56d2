"""`/metrics` of one process: what the distributed roles say of themselves, asked for when somebody scrapes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from alerts.ledger_sqlite import SqliteLedger
from alerts.undelivered import undelivered
from tocsin.index.sqlite import SqliteSearch, reader
from tocsin.metrics import DeliveryGauges
from tocsin.runtime.embedded.assembly import Embedded
from tocsin.runtime.embedded.database import connect

_PARTS: Final = ("the engine", "delivery")


class Metrics:
    """Reads the database anew at each scrape, in the thread of whoever asks."""

    def __init__(self, embedded: Embedded, broken: Callable[[], tuple[str, ...]] = tuple) -> None:
        self._embedded, self._broken = embedded, broken

    def __call__(self) -> bytes:
        """Return all figures in Prometheus's text format."""
        registry = CollectorRegistry()
        self._parts(registry)
        self._feeds(registry)
        self._deliveries(registry)
        return generate_latest(registry)

    def _parts(self, registry: CollectorRegistry) -> None:
        up = Gauge("tocsin_part_up", "1 while a part of the process works", ["part"], registry=registry)
        broken = self._broken()
        for part in _PARTS:
            up.labels(part.removeprefix("the ")).set(part not in broken)
        lag = Gauge("tocsin_behind_seconds", "how far alerting is behind the clock", registry=registry)
        reached = self._embedded.reached()
        now = self._embedded.clock.now()
        lag.set((now - reached).total_seconds() if reached else float("nan"))

    def _feeds(self, registry: CollectorRegistry) -> None:
        feeds = Gauge(
            "tocsin_feeds", "feeds that were polled, by how their last poll went", ["last"], registry=registry
        )
        with closing(reader(self._embedded.path)) as connection:
            states = SqliteSearch(connection).feeds()
        for last in ("answered", "failed"):
            feeds.labels(last).set(sum((state.failures > 0) == (last == "failed") for state in states))

    def _deliveries(self, registry: CollectorRegistry) -> None:
        with closing(connect(self._embedded.path)) as connection:
            ledger = SqliteLedger(connection)
            counts = {
                (receiver, status.value): count for (receiver, status), count in ledger.counts().items()
            }
            found = undelivered(ledger, self._embedded.clock.now())
        DeliveryGauges(registry).set(counts, [(one.receiver, one.dead) for one in found])
