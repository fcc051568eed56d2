"""Phrases across quote marks: 'gunmen "stormed" the village' has the words of "gunmen stormed".

A quote mark is a space where words are looked for, so that there are two of them beside each quoted word, and no phrase
runs across. A text that speaks of violence is read once more without the second; what is found then is told in the
offsets of the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from streams.matcher import Hit, Matcher
from streams.text import Field, Prepared
from streams.violence.cues import SPACELESS

_MARKS = '"«»“”„「」'
#: The space beside a quote mark, if words stand on both sides; or the mark, where words need no space.
_SPARE = re.compile(
    r"(?<![\s.,:;!?…–—]) (?=[\"«“„][^\s.,:;!?…–—])"
    r"|(?<=[^\s.,:;!?…–—][\"»”“]) (?![\s\"«“„(\[–—])"
    rf"|(?<=[{SPACELESS}])[“”„「」](?=[{SPACELESS}])"
)
_NEAR = 40  #: letters between a word of violence and a quote mark that may stand within the same phrase
#: The end of what is quoted.
_CLOSES = re.compile(r"[\"»”“]\s|[”」]")


def across_quotes(
    prepared: Prepared, matcher: Matcher, places: Iterable[tuple[int, int, int]]
) -> Iterator[Hit]:
    """Yield what a matcher finds in a text across its quote marks, near some places: field, start and end of each."""
    if not any(mark in prepared.plain for mark in _MARKS):
        return
    near: dict[int, list[range]] = {}
    for number, start, end in places:
        near.setdefault(number, []).append(range(start - _NEAR, end + _NEAR))
    for number, there in near.items():
        field = prepared.fields[number]
        spare = [match.start() for match in _SPARE.finditer(field.plain)]
        if any(gap in reach for gap in spare for reach in there):
            yield from _across(number, field, spare, matcher)


def _across(number: int, field: Field, spare: Sequence[int], matcher: Matcher) -> Iterator[Hit]:
    """Yield what a matcher finds in a field only without the letters at some offsets."""
    thin = Prepared([(field.name, _without(field.plain, spare))])
    ahead = [gap - before for before, gap in enumerate(spare)]  # where each was, in `thin`
    for hit in matcher.hits(thin):
        start, last = bisect_right(ahead, hit.start), bisect_right(ahead, hit.end - 1)
        if start == last:  # no quote mark within: it was found before
            continue
        begin, end = bisect_right(ahead, hit.word_start), bisect_right(ahead, hit.word_end - 1)
        bounds = hit.start + start, hit.end + last, hit.pattern, hit.word_start + begin, hit.word_end + end
        yield Hit(number, *bounds)


def ends_within(prepared: Prepared, hit: Hit) -> bool:
    """Whether something quoted ends within a hit: of what "enjoys 'throwing bombs' on Twitter" says, half is meant otherwise."""
    return _CLOSES.search(prepared.fields[hit.field].plain, hit.start, hit.end) is not None


def _without(text: str, gaps: Sequence[int]) -> str:
    """Return a text without the letters at some offsets."""
    bounds = zip([0, *(gap + 1 for gap in gaps)], [*gaps, len(text)], strict=True)
    return "".join([text[start:end] for start, end in bounds])
