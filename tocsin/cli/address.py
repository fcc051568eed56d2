"""Where a desk page may be shown: on this machine alone, under the names that a proxy gives it.

The page knows no passwords: whoever reaches it may acknowledge and silence. So it
listens on loopback, and who lets others in puts something before it that knows them.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

import click

_PORTS: Final = range(65_536)
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


def address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, int] | None:
    """Read ``HOST:PORT`` of this machine alone (a click callback)."""
    if value is None:
        return None
    host, _, written = value.rpartition(":")
    host = host.strip("[]")
    if not host or not (written.isascii() and written.isdigit()):
        raise click.BadParameter("write HOST:PORT, for example 127.0.0.1:8642")
    if len(written) > 5 or int(written) not in _PORTS:
        raise click.BadParameter(f"{written} is no port: they end with {_PORTS[-1]}")
    if not _is_loopback(host):
        raise click.BadParameter(
            f"{host} can be reached from other machines, and the page has no passwords; take 127.0.0.1, and let others"
            " in through a tunnel or a proxy that knows them (docs/operations.md, 'The desk page for others')"
        )
    return host, int(written)


def names(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Read host names (a click callback)."""
    for value in values:
        if not _NAME.fullmatch(value):
            raise click.BadParameter(
                f"{value!r} is no host name; write it like desk.example.org, without port"
            )
    return values


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
