"""The gauges that `/metrics` of several runtimes share; they are filled when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Gauge


class DeliveryGauges:
    """How far messages to people have come, by receiver."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._rows = Gauge(
            "tocsin_deliveries",
            "messages that the ledger remembers",
            ["receiver", "status"],
            registry=registry,
        )
        self._unheard = Gauge(
            "tocsin_undelivered", "alerts that did not arrive: dead within a day, or waiting for more than 15 minutes",
            ["receiver", "state"], registry=registry,
        )  # fmt: skip

    def set(self, counts: Mapping[tuple[str, str], int], unheard: Iterable[tuple[str, bool]]) -> None:
        """Give the rows by receiver and status, and the receiver of each undelivered alert with whether it is dead.

        A receiver that is known has both states, also where nothing is
        undelivered: an alarm on a series that is not there never rings.
        """
        self._rows.clear()
        self._unheard.clear()
        for (receiver, status), count in counts.items():
            self._rows.labels(receiver, status).set(count)
            for state in ("dead", "waiting"):
                self._unheard.labels(receiver, state).inc(0)
        for receiver, dead in unheard:
            self._unheard.labels(receiver, "dead" if dead else "waiting").inc()
