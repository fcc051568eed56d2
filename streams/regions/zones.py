"""How much a place in the text counts: dateline, title, lead, body, trailing agency line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from streams.regions import shipped
from streams.regions.sighting import Sighting
from streams.text import BODY, LEAD, TITLE, Field, Prepared, scan_of
from tocsin.strict import Strict

DATELINE, BOILERPLATE = "dateline", "boilerplate"
WEIGHTS = {DATELINE: 4.0, TITLE: 3.0, LEAD: 1.5, BODY: 1.0, BOILERPLATE: 0.0}
_SHOUTED_TITLE = 2.0  #: a title in capitals only
#: "OSH, June 12 (Reuters) -", "KABUL, Afghanistan (AP) —", "МОСКВА, 5 мая — РИА", "Bischkek (dpa) –"
_DATELINE = re.compile(
    r"\s*(?P<where>[^\W\d_][^\n()–—]{1,70}?)"
    r"(?:\s*\((?:[^\W\d_][\w ./&'’-]{1,28})\)\s*[-–—:,]*\s|\s+[-–—]{1,2}\s|\s*[—–]\s)"
)
_ENDS_DATELINE = re.compile(
    "[(–—-]"
)  #: no dateline is without one of these: quicker to see than that none is there
_DESK = 0.5  #: where an agency's writer sits, by its Japanese fashion: it says where something happened only if nothing else does
#: "Nidal al-Mughrabi ［カイロ １８日 ロイター］ -": who writes (a name: no sentence, no date), and in brackets where and when
_BRACKETED = re.compile(
    r"[^［\[\n。、,.;:!?！？0-9０-９]{0,60}(?P<desk>[［\[][^\]］\n]{0,30}(?:ロイター|ＡＦＰ|AFP|共同|時事)[\]］])"
)
_TRAILING_PART = 300  #: characters from the end in which an agency's line is looked for


class Zones:
    """The zones of one article."""

    def __init__(self, prepared: Prepared, *, shouted: bool) -> None:
        self._prepared = prepared
        self._title = _SHOUTED_TITLE if shouted else WEIGHTS[TITLE]
        #: per field in which a name was found, where its dateline ends, and where a closing line begins
        self._bounds: dict[int, tuple[int, int]] = {}
        #: … and where the name of the writer's desk begins and ends, if brackets tell it
        self._desks: dict[int, tuple[int, int]] = {}

    def weight(self, sighting: Sighting) -> float:
        """Return what a sighting's zone counts."""
        number, start = sighting.field, sighting.start
        field = self._prepared.fields[number]
        if field.name == TITLE:
            return self._title
        bounds = self._bounds.get(number)
        if bounds is None:
            bounds = self._bounds[number] = _dateline_end(field), _trailing_start(field)
            self._desks[number] = _desk(field)
        dateline, trailing = bounds
        desk, ends = self._desks[number]
        if start < ends:
            return _DESK if start >= desk else WEIGHTS[BOILERPLATE]
        if sighting.end <= dateline:
            return WEIGHTS[DATELINE]
        if start >= trailing:
            return WEIGHTS[BOILERPLATE]
        return WEIGHTS[LEAD] if start < self._prepared.leads[number] else WEIGHTS[BODY]


def _dateline_end(field: Field) -> int:
    """Return where a field's dateline ends, 0 if it has none."""
    head = field.written(0, 110)
    found = _DATELINE.match(head) if _ENDS_DATELINE.search(head) else None
    if found is None:
        return 0
    where = found["where"]
    words = where.split()
    small = sum(word[0].islower() for word in words)
    if (
        len(words) > 9
        or small > 2
        or not (where[0].isupper() or (where[0].isalpha() and where.lower() == where.upper()))
    ):
        return 0
    return found.end("where")


def _desk(field: Field) -> tuple[int, int]:
    """Return where a field that begins with its writer's name tells in brackets where that desk is, and where this ends."""
    head = field.written(0, 160)
    found = _BRACKETED.match(head) if "[" in head or "［" in head else None
    return found.span("desk") if found else (0, 0)


def _trailing_start(field: Field) -> int:
    """Return where an agency's closing line begins, the field's end if there is none."""
    end = len(field.scan)
    if end < 80:
        return end
    begin = max(60, end - _TRAILING_PART)
    found = _closing().find_matches_as_indexes(field.scan[begin:])
    return begin + found[0][1] if found else end


@lru_cache(maxsize=1)
def _closing() -> Any:
    """Return the automaton that finds the phrases closing lines begin with, the leftmost first."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    phrases = [scan_of(phrase) for phrase in shipped.read("agencies.yaml", _Agencies).closing]
    return AhoCorasick(phrases, matchkind=MatchKind.LeftmostFirst)


class _Agencies(Strict):
    closing: tuple[str, ...]
