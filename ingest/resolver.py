"""Name look-ups in threads that nobody has to wait for.

``getaddrinfo`` cannot be interrupted; without a network it may hang for a
minute. In the loop's own threads it would hold up the end of the process and
everything else that runs there, so each look-up gets a daemon thread.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

_AT_ONCE: Final = 64
_Found = list[dict[str, Any]]
_FLAGS: Final = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class DaemonResolver:
    """A resolver for aiohttp (duck-typed `AbstractResolver`): at most 64 look-ups at once."""

    def __init__(self, lookup: Callable[..., list[Any]] = socket.getaddrinfo) -> None:
        self._lookup = lookup
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> _Found:
        """Return the addresses of a name; raise `OSError` where there are none."""
        async with self._room:
            infos = await self._in_thread(host, port, family)
        found = [_address(host, info) for info in infos]
        if not found:
            raise OSError(None, "DNS lookup failed")
        return found

    async def close(self) -> None:
        """Leave running look-ups to themselves."""

    async def _in_thread(self, host: str, port: int, family: int) -> list[Any]:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[list[Any]] = loop.create_future()

        def look_up() -> None:
            try:
                answer: list[Any] | OSError = self._lookup(
                    host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
                )
            except (OSError, UnicodeError) as error:
                answer = error if isinstance(error, OSError) else OSError(None, f"no host name: {host}")
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_settle, done, answer)

        threading.Thread(target=look_up, name="name-look-up", daemon=True).start()
        return await done


def _settle(done: asyncio.Future[list[Any]], answer: list[Any] | OSError) -> None:
    if done.done():
        return
    if isinstance(answer, OSError):
        done.set_exception(answer)
    else:
        done.set_result(answer)


def _address(host: str, info: Any) -> dict[str, Any]:
    family, _, proto, _, address = info
    literal = str(address[0])
    if family == socket.AF_INET6 and len(address) > 3 and address[3]:
        literal, _ = socket.getnameinfo(address, _FLAGS)  # a link-local address keeps its scope
    return {
        "hostname": host, "host": literal, "port": address[1], "family": family, "proto": proto, "flags": _FLAGS,
    }  # fmt: skip
