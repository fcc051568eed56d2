"""The `alert` role: one active fold of the signals, its ledger in Elasticsearch, and what carries it to people.

A second process waits in the same group and takes over when the first has
gone: it folds on from the last commit, and looks up at the receiver what the
first may have sent.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from alerts.deliver import Deliverer
from alerts.ledger import Ledger
from tocsin import topics
from tocsin.model import Notification
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.fatal import end_process
from tocsin.runtime.distributed.folding import FoldLoop
from tocsin.runtime.distributed.partition import MakeFold, PartitionFold
from tocsin.runtime.distributed.says import ALERTING_READS, of_alerting
from tocsin.runtime.distributed.snapshots import Snapshots

_log = logging.getLogger(__name__)
GROUP: Final = "tocsin-alert"
_LOOK: Final = 0.5  #: seconds between two looks whether we are the active one
#: that a message being said gets to be answered, when we end or are no longer the active one
_PATIENCE: Final = timedelta(seconds=2)

#: makes what delivers; called anew each time this process becomes the active one
MakeDeliverer = Callable[[], Deliverer]


class AlertLoop:
    """Folds the signals and plans messages; delivers while it is the active one."""

    def __init__(
        self,
        connection: KafkaConnection,
        *,
        make_fold: MakeFold,
        snapshots: Snapshots,
        ledger: Ledger,
        make_deliverer: MakeDeliverer,
        beat: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._ledger = ledger
        self._beat = beat
        self._loop = FoldLoop(
            connection,
            topic=topics.SIGNALS,
            group=GROUP,
            make=lambda snapshot: PartitionFold(
                make_fold, reads=ALERTING_READS, says=of_alerting, snapshot=snapshot
            ),
            snapshots=snapshots,
            beat=lambda: beat("alert"),
            plan=self._plan,
        )
        self._delivery = _Delivery(make_deliverer, lambda: self._loop.active, beat)

    @property
    def active(self) -> bool:
        """Whether this is the alerter that folds; a standby is not."""
        return self._loop.active

    async def run(self, stopping: Callable[[], bool]) -> None:
        """Fold and deliver until ``stopping`` says so."""
        self._delivery.start()
        try:
            await self._loop.run(stopping)
        finally:
            await asyncio.to_thread(self._delivery.stop)

    async def _plan(self, notes: Sequence[Notification]) -> None:
        await asyncio.to_thread(self._ledger.plan, notes)
        self._delivery.kick()


class _Delivery(threading.Thread):
    """Runs the deliverer on a loop of its own: its ledger blocks, and the group's heartbeats must not."""

    def __init__(self, make: MakeDeliverer, active: Callable[[], bool], beat: Callable[[str], None]) -> None:
        super().__init__(name="delivery", daemon=True)
        self._make, self._active, self._beat = make, active, beat
        self._ending = threading.Event()
        self._own: asyncio.AbstractEventLoop | None = None
        self._deliverer: Deliverer | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001 – the outermost loop of the thread
            end_process("delivery failed", error)

    def kick(self) -> None:
        """Look for new rows now."""
        if self._own is not None and self._deliverer is not None:
            with suppress(RuntimeError):  # the loop is closing: the ledger keeps what is not out yet
                self._own.call_soon_threadsafe(self._deliverer.kick)

    def stop(self, *, seconds: float = 10.0) -> None:
        """Let messages in hand go out, and end."""
        self._ending.set()
        self.join(seconds)

    async def _main(self) -> None:
        self._own = asyncio.get_running_loop()
        while not self._ending.is_set():
            self._beat("deliver")
            if self._active():
                await self._deliver()
            await asyncio.sleep(_LOOK)

    async def _deliver(self) -> None:
        """Deliver for as long as this process is the active one."""
        deliverer = self._deliverer = self._make()
        delivering = asyncio.create_task(deliverer.run())
        _log.info("this alerter is the active one")
        try:
            while self._active() and not self._ending.is_set():
                self._beat("deliver")
                if delivering.done():
                    delivering.result()
                await asyncio.sleep(_LOOK)
        finally:
            self._deliverer = None
            await deliverer.end(delivering, _PATIENCE)
            await deliverer.close()
