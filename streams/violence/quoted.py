"""Phrases across quote marks: 'gunmen "stormed" the village' has the words of "gunmen stormed".

A quote mark is a space where words are looked for, so that there are two of them beside each quoted word, and no phrase
runs across. Around marks near words of violence a text is read once more without the second; what is found then is told
in the offsets of the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from streams.matcher import Hit, Matcher
from streams.text import Field, Prepared
from streams.violence.cues import SPACELESS

_MARK = re.compile('["«»“”„「」]')
_ASCII_MARK = re.compile('"')  #: the only one of them in most English texts, and found ten times as quickly
#: The space beside a quote mark, if words stand on both sides; or the mark, where words need no space.
_SPARE = re.compile(
    r"(?<![\s.,:;!?…–—]) (?=[\"«“„][^\s.,:;!?…–—])"
    r"|(?<=[^\s.,:;!?…–—][\"»”“]) (?![\s\"«“„(\[–—])"
    rf"|(?<=[{SPACELESS}])[“”„「」](?=[{SPACELESS}])"
)
_NEAR = 40  #: letters between a word of violence and a quote mark that may stand within the same phrase
_LONGEST = 120  #: letters of the longest phrase, and to spare
#: The end of what is quoted.
_CLOSES = re.compile(r"[\"»”“]\s|[”」]")


def across_quotes(
    prepared: Prepared, matcher: Matcher, places: Iterable[tuple[int, int, int]]
) -> Iterator[Hit]:
    """Yield what a matcher finds in a text across its quote marks, near some places: field, start and end of each."""
    mark = _ASCII_MARK if prepared.plain.isascii() else _MARK
    if mark.search(prepared.plain) is None:
        return
    near: dict[int, list[tuple[int, int]]] = {}
    for number, start, end in places:
        near.setdefault(number, []).append((start, end))
    for number, there in near.items():
        field = prepared.fields[number]
        for spare in _grouped(_spare(field.plain, mark, sorted(there))):
            yield from _across(number, field, spare, matcher)


def _spare(text: str, quote: re.Pattern[str], places: Sequence[tuple[int, int]]) -> Sequence[int]:
    """Return where a text has spaces (or marks) to spare beside its quote marks near some places."""
    starts = [start for start, _ in places]
    spare: list[int] = []
    for mark in quote.finditer(text):  # to try the long expression at every letter takes ten times as long
        at = mark.start()
        last = bisect_right(starts, at + _NEAR) - 1
        if last >= 0 and at - _NEAR < places[last][1]:
            spare += [gap for gap in (at - 1, at, at + 1) if gap >= 0 and _SPARE.match(text, gap)]
    return sorted({*spare})


def _grouped(spare: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the offsets in groups so far apart that no phrase runs from one to another."""
    group: list[int] = []
    for gap in spare:
        if group and gap - group[-1] > 2 * _LONGEST:
            yield group
            group = []
        group.append(gap)
    if group:
        yield group


def _across(number: int, field: Field, spare: Sequence[int], matcher: Matcher) -> Iterator[Hit]:
    """Yield what a matcher finds in a field only without the letters at some offsets, which lie near one another."""
    text = field.plain
    first = text.rfind(" ", 0, max(0, spare[0] - _LONGEST)) + 1
    stop = text.find(" ", spare[-1] + _LONGEST)
    piece = _without(text[first : stop if stop > 0 else len(text)], [gap - first for gap in spare])
    ahead = [gap - before - first for before, gap in enumerate(spare)]  # where each was, in the piece
    for hit in matcher.hits(Prepared([(field.name, piece)])):
        start, last = bisect_right(ahead, hit.start), bisect_right(ahead, hit.end - 1)
        if start == last:  # no quote mark within: it was found before
            continue
        begin, end = bisect_right(ahead, hit.word_start), bisect_right(ahead, hit.word_end - 1)
        yield Hit(
            number, first + hit.start + start, first + hit.end + last, hit.pattern,
            first + hit.word_start + begin, first + hit.word_end + end,
        )  # fmt: skip


def ends_within(prepared: Prepared, hit: Hit) -> bool:
    """Whether something quoted ends within a hit: of what "enjoys 'throwing bombs' on Twitter" says, half is meant otherwise."""
    return _CLOSES.search(prepared.fields[hit.field].plain, hit.start, hit.end) is not None


def _without(text: str, gaps: Sequence[int]) -> str:
    """Return a text without the letters at some offsets."""
    bounds = zip([0, *(gap + 1 for gap in gaps)], [*gaps, len(text)], strict=True)
    return "".join([text[start:end] for start, end in bounds])
