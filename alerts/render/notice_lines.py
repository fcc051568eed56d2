"""Notices about what we cannot see, in a desk's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from alerts.render.words import say
from tocsin.model import Reason

SHOWN: Final = 30  #: regions named one by one


def blind_title(reason: Reason, count: int, language: str) -> str:
    """Return the headline of a notice about regions that became blind, or are seen again."""
    key = "blind.title" if reason is Reason.BLIND else "seeing.title"
    return say(language, key, n=count)


def blind_lines(names: Sequence[str], language: str) -> list[str]:
    """Return the regions of such a notice, the first thirty by name."""
    lines = [f"• {name}" for name in names[:SHOWN]]
    rest = len(names) - SHOWN
    return [*lines, say(language, "more_lines", n=rest)] if rest > 0 else lines
