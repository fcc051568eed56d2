"""Parse workers: processes that can be killed, in two lanes.

The fast lane reads nearly everything and kills what takes longer than two
seconds, so nobody waits long behind a hostile document. What needs feedparser
goes to the slow lane, which has more time and, when busy, more workers.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from ingest.fetch import Fault
from ingest.parsed import Parsed
from ingest.parsing import Job, ParseFailed
from ingest.spec import IngestSpec, ParserChoice

_HEAD: Final = 5
_START: Final = 20.0  #: seconds a worker may take to import its parsers
_ROOT: Final = str(Path(__file__).parents[1])
_BOOT: Final = (
    "import sys; sys.path.insert(0, {root!r}); from ingest.worker_child import main; main(sys.argv[1:])"
)
_MOST_SLOW: Final = 4
_OWN_DEATHS: Final = frozenset({signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGALRM})


class ParseWorkers:
    """A `ParsePool` of worker processes, started when first needed; close it in the loop it was used in."""

    def __init__(self, limits: IngestSpec, *, fast: int = 1, slow: int = _MOST_SLOW) -> None:
        memory = limits.parse_memory_mb * 1024 * 1024
        self._fast = _Lane("fast", fast, memory, limits.parse_timeout.total_seconds())
        self._slow = _Lane("slow", slow, memory, limits.slow_parse_timeout.total_seconds())

    async def parse(self, job: Job) -> Parsed | ParseFailed:
        """Return what a document says, or how the worker fared."""
        body = msgspec.msgpack.encode(job)
        answer = None
        if job.parser is not ParserChoice.FEEDPARSER:
            answer = await self._fast.run(body)
        if answer is None or answer[0] == b"S":
            answer = await self._slow.run(body)
        return _understood(*answer)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers that run."""
        return tuple(worker.pid for lane in (self._fast, self._slow) for worker in lane.workers)

    async def close(self) -> None:
        """Kill all workers."""
        await self._fast.close()
        await self._slow.close()


class _Lane:
    def __init__(self, name: str, most: int, memory: int, deadline: float) -> None:
        self._arguments = (name, str(memory), str(int(deadline) + 1))
        self._deadline = deadline
        self._free: list[Process] = []
        self.workers: set[Process] = set()
        self._room = asyncio.Semaphore(most)

    async def run(self, body: bytes) -> tuple[bytes, bytes]:
        async with self._room:
            try:
                worker = self._free.pop() if self._free else await self._spawn()
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                return b"D", f"cannot start: {type(error).__name__}".encode()
            kept = False
            try:
                async with asyncio.timeout(self._deadline):
                    answer = await _ask(worker, body)
                kept = answer[0] != b"M"  # what ran out of memory may be in pieces
                return answer
            except TimeoutError:
                return b"T", f"killed after {self._deadline:g} s".encode()
            except (OSError, asyncio.IncompleteReadError):
                return await _death(worker)
            finally:
                if kept:
                    self._free.append(worker)
                else:
                    await self._end(worker)

    async def close(self) -> None:
        for worker in list(self.workers):
            await self._end(worker)
        self._free.clear()

    async def _spawn(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _BOOT.format(root=_ROOT), *self._arguments,
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=2**22,
        )  # fmt: skip
        self.workers.add(worker)
        try:
            async with asyncio.timeout(_START):  # its first answer tells that the imports are done
                await _ask(worker, msgspec.msgpack.encode(Job(body=b"")))
        except BaseException:
            await self._end(worker)
            raise
        return worker

    async def _end(self, worker: Process) -> None:
        self.workers.discard(worker)
        with suppress(ProcessLookupError):
            worker.kill()
        if worker.stdin is not None:
            worker.stdin.close()
        with suppress(OSError):
            await worker.communicate()


async def _death(worker: Process) -> tuple[bytes, bytes]:
    """How a worker died: by what it was reading (a crash of the parser), or by another hand."""
    code = await worker.wait()
    tag = b"T" if -code in _OWN_DEATHS else b"D"
    return tag, f"the worker ended with {code}".encode()


async def _ask(worker: Process, body: bytes) -> tuple[bytes, bytes]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(b"J" + len(body).to_bytes(4, "big") + body)
    await worker.stdin.drain()
    head = await worker.stdout.readexactly(_HEAD)
    return head[:1], await worker.stdout.readexactly(int.from_bytes(head[1:], "big"))


def _understood(tag: bytes, answer: bytes) -> Parsed | ParseFailed:
    if tag == b"R":
        return msgspec.msgpack.decode(answer, type=Parsed)
    fault = {b"E": Fault.NOT_A_FEED, b"D": Fault.WORKER}.get(tag, Fault.HUNG)
    return ParseFailed(fault=fault, detail=answer.decode("utf-8", "replace")[:200])
