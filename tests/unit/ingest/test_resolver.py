import asyncio
import socket
import threading
import time

import pytest

from ingest.resolver import DaemonResolver


async def test_a_name_becomes_addresses():
    found = await DaemonResolver().resolve("127.0.0.1", 80)
    assert [(one["host"], one["port"], one["family"]) for one in found] == [("127.0.0.1", 80, socket.AF_INET)]


async def test_a_name_without_addresses_is_an_error():
    def nothing(*args, **kinds):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(OSError, match="unknown"):
        await DaemonResolver(nothing).resolve("nowhere.invalid")


async def test_an_impossible_name_is_an_error():
    with pytest.raises(OSError, match="no host name"):
        await DaemonResolver().resolve("a" * 70 + ".example")


def test_a_look_up_that_hangs_does_not_keep_the_loop():
    released = threading.Event()

    async def ask():
        async with asyncio.timeout(0.1):
            await DaemonResolver(lambda *args, **kinds: released.wait(30) and []).resolve("slow.example")

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        asyncio.run(ask())
    assert time.monotonic() - began < 2
    released.set()
