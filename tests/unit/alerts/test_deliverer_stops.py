"""A deliverer that is told to end, ends, also when a kick meets the cancellation."""

import asyncio
import sqlite3

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from tocsin.testing.clock import ManualClock


class Silent:
    looks_up = False

    async def close(self):
        pass


async def test_a_kick_in_the_moment_of_cancellation_does_not_keep_it_alive():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    deliverer = Deliverer(SqliteLedger(connection), {"log": Silent()}, {}, clock=ManualClock())
    for _ in range(50):
        task = asyncio.create_task(deliverer.run())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        deliverer.kick()
        task.cancel()
        done, _ = await asyncio.wait({task}, timeout=2)
        assert done, "still alive"
    connection.close()
