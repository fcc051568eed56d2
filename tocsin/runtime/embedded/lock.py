"""One tocsin per data folder: a lock that ends with the process, whatever it dies of."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.errors import BackendFault

NAME = "tocsin.lock"


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the data folder.

    Raises:
        BackendFault: another tocsin runs on it, or it cannot be written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / NAME).open("a+", encoding="ascii")
    except OSError as error:
        raise BackendFault(f"{data}: {error.strerror}; name another folder with --data") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackendFault(
                f"{data}: another tocsin (process {_pid(data)}) runs on this folder"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def holder(data: Path) -> int:
    """Return the process that holds a data folder.

    Raises:
        BackendFault: none does.
    """
    path = data / NAME
    if path.is_file():
        with path.open("r", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return _pid(data)
    raise BackendFault(f"{data}: no tocsin runs on this folder; start 'tocsin run' on it first")


def _pid(data: Path) -> int:
    text = (data / NAME).read_text("ascii").strip()
    return int(text) if text.isdigit() else 0
