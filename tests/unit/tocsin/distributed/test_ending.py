"""A role that is told to end does so, whatever it waits for."""

import asyncio

import pytest

from tocsin.runtime.distributed.roles import until


async def ended(stop, log, *, waits=False):
    try:
        await stop.wait()
        if waits:
            await asyncio.Event().wait()  # for a server that never comes back
        log.append("by itself")
    finally:
        log.append("closed")


@pytest.mark.parametrize(
    ("waits", "said"),
    [
        pytest.param(False, ["by itself", "closed"], id="what is in hand is done"),
        pytest.param(True, ["closed"], id="what cannot be done is left, and connections are closed"),
    ],
)
async def test_a_role_ends_when_it_is_told(waits, said):
    stop, log = asyncio.Event(), []
    asyncio.get_running_loop().call_later(0.01, stop.set)
    await asyncio.wait_for(until(stop, ended(stop, log, waits=waits), grace=0.05), 5)
    assert log == said


async def test_what_a_role_dies_of_is_raised():
    async def dies():
        raise ValueError("lost")

    with pytest.raises(ValueError, match="lost"):
        await until(asyncio.Event(), dies())
