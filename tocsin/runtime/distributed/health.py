"""``/health`` and ``/metrics`` of one role, on loopback.

A role is well while each of its loops has turned within the last minute. One
that is well is degraded where alerts do not arrive: a restart would not help.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from tocsin.errors import ConfigProblem
from tocsin.metrics import DeliveryGauges

_log = logging.getLogger(__name__)
PATIENCE: Final = 60.0  #: seconds without a turn until a loop counts as stuck
PORTS: Final = {"poll": 9411, "process": 9412, "index": 9413, "alert": 9414}


class Health:
    """Collects the beats of a role's loops."""

    def __init__(self, role: str) -> None:
        self.role = role
        self.registry = CollectorRegistry()
        self._turns = Counter("tocsin_turns", "turns of a loop", ["role", "loop"], registry=self.registry)
        self._values = Gauge("tocsin_value", "what a role measures", ["role", "name"], registry=self.registry)
        self._deliveries: DeliveryGauges | None = None
        self._degraded: str | None = None
        self._last: dict[str, float] = {}

    def beat(self, loop: str) -> None:
        """Say that a loop has turned."""
        self._last[loop] = monotonic()
        self._turns.labels(self.role, loop).inc()

    def measure(self, name: str, value: float) -> None:
        """Give one figure of the role."""
        self._values.labels(self.role, name).set(value)

    def delivered(
        self, counts: Mapping[tuple[str, str], int], unheard: Iterable[tuple[str, bool]], words: str | None
    ) -> None:
        """Give how far messages have come, and what did not arrive, also in words."""
        if self._deliveries is None:
            self._deliveries = DeliveryGauges(self.registry)
        self._deliveries.set(counts, unheard)
        self._degraded = words

    def stuck(self) -> tuple[str, ...]:
        """Return the loops that have not turned for a minute; before its first turn a loop is not stuck."""
        now = monotonic()
        return tuple(sorted(loop for loop, last in self._last.items() if now - last > PATIENCE))

    def report(self) -> dict[str, Any]:
        """Return what ``/health`` says."""
        stuck = self.stuck()
        return {
            "role": self.role, "well": not stuck, "stuck": list(stuck), "degraded": self._degraded,
            "loops": sorted(self._last),
        }  # fmt: skip


def address(setting: str | None, role: str) -> tuple[str, int] | None:
    """Return host and port to serve on; ``off`` for none. The default is a port of the role's on loopback.

    Raises:
        ConfigProblem: the setting is no ``host:port``.
    """
    if setting is None:
        return "127.0.0.1", PORTS[role]
    if setting == "off":
        return None
    host, _, port = setting.rpartition(":")
    if not (host and port.isdigit()):
        raise ConfigProblem("TOCSIN_HEALTH", f"{setting} should read host:port, or off")
    return host, int(port)


@asynccontextmanager
async def served(health: Health, where: tuple[str, int] | None) -> AsyncIterator[str | None]:
    """Serve while the block runs; a port in use gives way to a free one (a second worker on one machine)."""
    if where is None:
        yield None
        return
    server = await _listen(health, where)
    host, port = server.sockets[0].getsockname()[:2]
    _log.info("%s: health and metrics at http://%s:%d", health.role, host, port)
    async with server:
        yield f"http://{host}:{port}"


async def _listen(health: Health, where: tuple[str, int]) -> asyncio.Server:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), 5)
            writer.write(_reply(health, line.decode("latin-1").split(" ")[1:2]))
            await writer.drain()
        except (TimeoutError, OSError):
            pass
        finally:
            writer.close()

    try:
        return await asyncio.start_server(answer, *where)
    except OSError:
        return await asyncio.start_server(answer, where[0], 0)


def _reply(health: Health, path: list[str]) -> bytes:
    from tocsin.codec import encode_value

    if path == ["/metrics"]:
        return _http(200, "text/plain; version=0.0.4; charset=utf-8", generate_latest(health.registry))
    if path == ["/health"]:
        report = health.report()
        return _http(200 if report["well"] else 503, "application/json", encode_value(report))
    return _http(404, "text/plain", b"/health or /metrics\n")


def _http(status: int, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} \r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
