"""Pieces of a sentence over which a year dates: clauses, and what words like "who", "since" and "after" part from the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from streams.text import Field
from streams.violence.compiled import CompiledLexicon
from streams.violence.found import Place
from streams.violence.qualifiers import stands_first
from streams.violence.scenes import PARTS, STOPS

_IN_DATE = re.compile(r"\d,\s?(?=\d{4}(?!\d))")  #: a comma between day and year parts nothing: "May 4, 2022"


class Piece(NamedTuple):
    """A piece of a sentence."""

    start: int
    end: int
    since: bool  #: begins behind a word of `since`
    tied: bool  #: begins behind another word: "who", "after"
    parted: bool  #: a comma or the like stands behind it: no colon, and no word


class _Cut(NamedTuple):
    start: int
    end: int
    since: bool
    is_mark: bool


def pieces_of(
    field: Field, bounds: tuple[int, int], lexicon: CompiledLexicon, deeds: Sequence[Place]
) -> list[Piece]:
    """Return the pieces of a sentence in reading order; no word within one of its ``deeds`` ends one."""
    begin, stop = bounds
    cuts = [
        _Cut(mark.start(), mark.end(), since=False, is_mark=PARTS.match(mark.group()) is not None)
        for mark in STOPS.finditer(field.folded, begin, stop)
        if not _IN_DATE.match(field.folded, mark.start() - 1)
    ]
    cuts += [
        _Cut(start, end, since=stands_first(lexicon.since[0], field.scan[start:end]), is_mark=False)
        for start, end in lexicon.breaks.places(field.scan, begin, stop)
        if not any(place.start < end and start < place.end for place in deeds)
    ]
    cuts.sort()
    first, last = _Cut(begin, begin, since=False, is_mark=False), _Cut(stop, stop, since=False, is_mark=False)
    return [
        Piece(
            one.end,
            max(one.end, next_.start),
            since=one.since,
            tied=not one.since and not one.is_mark and one.end > one.start,
            parted=next_.is_mark,
        )
        for one, next_ in pairwise([first, *cuts, last])
    ]
