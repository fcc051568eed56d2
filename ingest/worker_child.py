"""The inside of a parse worker: jobs on stdin, answers on stdout, one at a time, under limits.

Frames are a tag, a length (4 bytes, big-endian) and msgpack or text:
``J`` a job; ``R`` what it says; ``E`` it is no feed; ``M`` out of memory;
``S`` it needs feedparser and this worker has no time for that.
"""

from __future__ import annotations

import signal
import struct
import sys
from contextlib import suppress
from typing import BinaryIO, Final

import msgspec

from ingest.document import parse
from ingest.parsing import Job
from tocsin.errors import FeedFault

HEAD: Final = struct.Struct(">cI")


class _NeedsTime(BaseException):
    """Ends a parse in the fast lane; a BaseException, so that no parser swallows it."""


def main(argv: list[str]) -> None:
    """Serve jobs until stdin ends: ``fast|slow MEMORY_BYTES DEADLINE_SECONDS``."""
    lane, memory, deadline = argv[0], int(argv[1]), int(argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the poller's to handle
    _load(lane)
    _limit(memory)
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    while (body := _read(jobs)) is not None:
        # Should the poller die while we hang, the alarm ends us.
        signal.alarm(deadline + 5)
        tag, answer = _answer(body, lane)
        signal.alarm(0)
        answers.write(HEAD.pack(tag, len(answer)) + answer)
        answers.flush()


def _answer(body: bytes, lane: str) -> tuple[bytes, bytes]:
    try:
        job = msgspec.msgpack.decode(body, type=Job)
        found = parse(
            job.body, content_type=job.content_type, parser=job.parser, url=job.url,
            full_text=job.full_text, on_slow=_no_time if lane == "fast" else None,
        )  # fmt: skip
        return b"R", msgspec.msgpack.encode(found)
    except FeedFault as fault:
        return b"E", str(fault).encode()
    except _NeedsTime:
        return b"S", b""
    except (MemoryError, RecursionError) as error:
        return b"M", type(error).__name__.encode()


def _no_time() -> None:
    raise _NeedsTime


def _load(lane: str) -> None:
    """Import the parsers before memory is capped, and by one parse each what they import late."""
    sound = (
        b"<rss version='2.0'><channel><item><title>t</title><link>http://e.com/</link></item></channel></rss>"
    )
    parse(sound, parser="fast")
    if lane == "slow":
        parse(sound, parser="feedparser")


def _limit(memory: int) -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # a path object would be no clearer here
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    _, length = HEAD.unpack(head)
    return stream.read(length)
