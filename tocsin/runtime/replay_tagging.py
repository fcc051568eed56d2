"""Tagging for a replay: in this process, or ahead of it in others where there is more than one core.

What an article mentions hangs on the article alone, so other processes may find
it out while this one folds, and the outcome is the same, byte for byte. They
are forked when all articles are read: nothing but mentions goes through pipes,
which also bound how far ahead anybody runs. What a process that died leaves
undone is done here, and so is what broke there: if it breaks here too, it is
told, and counts as an article that mentions nothing.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import BinaryIO, Final

from tocsin.model import Article, Mention
from tocsin.runtime.replay import Publishers

CHUNK: Final = 32  #: articles that are handed over at once
MOST: Final = 4  #: processes: one fold does not keep up with more

Find = Callable[[Article], tuple[Mention, ...]]
Chunk = dict[int, tuple[Mention, ...] | None]  #: by index: what mentions anything, and none where that broke
Broken = Callable[[int, Exception], None]  #: told of an article's place in the list, and of what it led to


def fails(_place: int, error: Exception) -> None:
    """Let an article that breaks the tagger end the replay."""
    raise error


def cores() -> int:
    """Return how many cores this process may use; one where it cannot safely fork."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def processes(cores: int) -> int:
    """Return how many processes are to tag beside this one: folding leaves time to share where there are two cores."""
    return min(cores, MOST) if cores > 1 else 0


class Tagging:
    """Finds what each of a list of articles mentions; ``build`` makes what finds it, which may take seconds.

    ``broken`` is told of each article that breaks it.
    """

    def __init__(
        self, articles: Sequence[Article], build: Callable[[], Find], *, beside: int, broken: Broken = fails
    ) -> None:
        self._articles, self._build, self._broken = articles, build, broken
        self._find: Find | None = None
        self._child = 0
        self._pipes: list[BinaryIO] = []
        if beside:
            with suppress(OSError):  # no more processes or files allowed: all is tagged here
                self._child, self._pipes = _forked(articles, build, beside)
        gc.freeze()  # articles live as long as the replay: nobody need walk them again and again

    def __iter__(self) -> Iterator[tuple[Article, tuple[Mention, ...]]]:
        """Yield each article with its mentions, in the order of the list, as of a source that began with it."""
        publishers = Publishers({})
        try:
            for number, start in enumerate(range(0, len(self._articles), CHUNK)):
                chunk = self._articles[start : start + CHUNK]
                for article, found in zip(chunk, self._found(number, start, chunk), strict=True):
                    since, entries = publishers.count(article)
                    yield (
                        article,
                        tuple([replace(one, feed_since=since, feed_entries=entries) for one in found]),
                    )
        finally:
            self._close()

    def _close(self) -> None:
        """Let the other processes go: who still writes finds nobody to read it, and ends."""
        while self._pipes:
            self._pipes.pop().close()
        if self._child:
            os.waitpid(self._child, 0)
            self._child = 0

    def _found(self, number: int, start: int, chunk: Sequence[Article]) -> Iterator[tuple[Mention, ...]]:
        """Yield the mentions of each article of a chunk, from the process whose turn it is."""
        beside = self._beside(number)
        for index, article in enumerate(chunk):
            found = beside.get(index, ()) if beside is not None else None
            yield self._here(start + index, article) if found is None else found

    def _beside(self, number: int) -> Chunk | None:
        """Return what another process found in a chunk, or None where none did."""
        if self._pipes:
            with suppress(EOFError, pickle.UnpicklingError):
                pipe = self._pipes[number % len(self._pipes)]
                found: Chunk = pickle.load(pipe)  # noqa: S301  # of our own child
                return found
        return None

    def _here(self, place: int, article: Article) -> tuple[Mention, ...]:
        if self._find is None:
            self._find = self._build()
        try:
            return self._find(article)
        except Exception as error:  # noqa: BLE001  # as live: one poisonous article must not silence all others
            self._broken(place, error)
            return ()


def _forked(articles: Sequence[Article], build: Callable[[], Find], count: int) -> tuple[int, list[BinaryIO]]:
    """Start processes that share what one of them builds; return that one, and what each writes."""
    pipes = [os.pipe() for _ in range(count)]
    try:
        child = _fork()
    except OSError:
        for end in chain.from_iterable(pipes):
            os.close(end)
        raise
    if not child:
        with suppress(BaseException):  # whatever it is, the parent meets it too, or has ended
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            for read, _ in pipes:
                os.close(read)
            find = build()
            mine = next((number for number in range(1, count) if not _fork()), 0)
            for number, (_, write) in enumerate(pipes):
                if number != mine:
                    os.close(write)
            _work(articles, find, pipes[mine][1], turn=mine, of=count)
            while True:  # who forked others waits for them; then there is no child to wait for
                os.wait()
        os._exit(0)
    for _, write in pipes:
        os.close(write)
    return child, [os.fdopen(read, "rb") for read, _ in pipes]


def _fork() -> int:
    with warnings.catch_warnings():
        # threads of whoever called hold no lock that tagging needs
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _work(articles: Sequence[Article], find: Find, pipe: int, *, turn: int, of: int) -> None:
    """Write the mentions of every chunk whose turn it is; most articles have none."""
    with os.fdopen(pipe, "wb") as file:
        for start in range(turn * CHUNK, len(articles), of * CHUNK):
            found = (_tried(find, article) for article in articles[start : start + CHUNK])
            pickle.dump({index: one for index, one in enumerate(found) if one != ()}, file)
            file.flush()


def _tried(find: Find, article: Article) -> tuple[Mention, ...] | None:
    try:
        return find(article)
    except Exception:  # noqa: BLE001  # whatever it is, the parent meets it too, and tells it
        return None
