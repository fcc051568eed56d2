"""What building large tables does to memory: nothing is swept meanwhile, and what was needed for it is given back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Keep Python from looking for garbage while tables of half a million values grow; also a decorator.

    They hold no cycles, and looking at all of them again and again costs a
    third of the time it takes to build them.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def settled() -> None:
    """Take what is there now for what stays: later sweeps pass it over, and freed memory goes back to the system."""
    give_back()
    gc.freeze()


def give_back() -> None:
    """Return memory that is no longer needed to the system, where the C library can (glibc)."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return
