"""Manners towards hosts: few connections, a pause between starts, Retry-After where it belongs. Pure bookkeeping."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Final

from ingest.spec import IngestSpec

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_PRIVATE: Final = (".local", ".internal", ".lan", ".home.arpa")


@dataclass(slots=True)
class _Host:
    running: int = 0
    next_start: datetime = _LONG_AGO
    waiting: deque[str] = field(default_factory=deque)


class Hosts:
    """Who may be asked now, who must wait and until when."""

    def __init__(self, limits: IngestSpec) -> None:
        self._limits = limits
        self._hosts: dict[str, _Host] = {}
        self._not_before: dict[str, datetime] = {}

    def follow(self, limits: IngestSpec) -> None:
        """Keep other manners from now on; who is being asked, who waits and who is left alone stays known."""
        self._limits = limits

    def earliest(self, host: str, *, now: datetime) -> datetime | None:
        """Return when a request to this host may start (``now`` = at once), or None while it has no free connection."""
        known = self._hosts.get(host)
        asked = self._not_before.get(self._scope(host), now)
        if known is None:
            return max(now, asked)
        if known.running >= self._limits.connections_per_host:
            return None
        return max(now, known.next_start, asked)

    def wait(self, host: str, feed: str) -> None:
        """Queue a feed until one of the host's connections is free."""
        self._hosts.setdefault(host, _Host()).waiting.append(feed)

    def start(self, host: str, *, now: datetime) -> None:
        """Note that a request starts."""
        known = self._hosts.setdefault(host, _Host())
        known.running += 1
        known.next_start = now + self._limits.host_spacing

    def finish(self, host: str) -> Sequence[str]:
        """Note that a request ended; return the feeds that waited for that."""
        known = self._hosts[host]
        known.running -= 1
        waited = tuple(known.waiting)
        known.waiting.clear()
        return waited

    def hold(self, host: str, until: datetime) -> None:
        """Leave a host (or its listed domain) alone until a moment; not private hosts, where each feed speaks for itself."""
        if not self._is_private(host):
            scope = self._scope(host)
            self._not_before[scope] = max(until, self._not_before.get(scope, until))

    def tidy(self, *, now: datetime) -> None:
        """Forget hosts that are free of every duty."""
        limit = now - timedelta(minutes=1)
        self._hosts = {
            name: host
            for name, host in self._hosts.items()
            if host.running or host.waiting or host.next_start > limit
        }
        self._not_before = {scope: until for scope, until in self._not_before.items() if until > now}

    def _scope(self, host: str) -> str:
        for domain in self._limits.retry_after_domains:
            if host == domain or host.endswith("." + domain):
                return domain
        return host

    def _is_private(self, host: str) -> bool:
        if host == "localhost" or host.endswith(_PRIVATE):
            return True
        try:
            address = ip_address(host.strip("[]"))
        except ValueError:
            return False
        return any(address.version == net.version and address in net for net in self._limits.allow_networks)
