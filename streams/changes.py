"""Changes of taggers that the detector was told of: what it expects by now, beside what each of them found.

Taggers follow one another within the week of articles that is read again: an
article was tagged by the one before last, say, and what the last one finds more
was told already. What is told is therefore what is still missing. So a change
counts once however often it is told, and one that was told and then did not
come to pass is taken back.

Each place that is told (the embedded log, a partition) has a history of its
own. A change ends with a mark, a growth of the world by exactly 1; without it
the one who told it was ended halfway, and what is missing is told when it is
told again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tocsin.coverage import WORLD

WORTH: Final = 0.02  #: a difference that is worth a record


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was told of one region (or the world) when one tagger was to follow another."""

    before: str
    after: str
    region: str
    growth: float

    @property
    def ends(self) -> bool:
        """Whether this is the mark behind all that was told of a change."""
        return self.region == WORLD and self.growth == 1.0


class History:
    """What one place was told in the days that are read again, in order."""

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.changes: Sequence[Change] = tuple(changes)

    def expected(self, region: str, *, tagger: str) -> float:
        """Return what is expected of a region by now, as a multiple of what a tagger found in it."""
        since = self._since(tagger)
        return math.prod(one.growth for one in since if one.region in {region, WORLD})

    def knows(self, tagger: str) -> bool:
        """Return whether all that was to be told of a tagger was told, or it was the one before."""
        return any(one.before == tagger or (one.after == tagger and one.ends) for one in self.changes)

    def missing(self, grown: Mapping[str, float], *, before: str, after: str) -> Iterator[Change]:
        """Yield what is to be told so that regions grow by so much over what the tagger before found.

        What raises comes first: nowhere is less expected in between than before and after.
        """
        since = self._since(before)
        wanted = {}
        for region in sorted({*grown, *(one.region for one in since)}):
            told = math.prod(one.growth for one in since if one.region == region)
            wanted[region] = round(grown.get(region, 1.0) / told, 4)
        more = [
            Change(before=before, after=after, region=region, growth=growth)
            for region, growth in sorted(wanted.items(), key=lambda one: -one[1])
            if abs(growth - 1.0) >= WORTH
        ]
        yield from more
        ended = Change(before=before, after=after, region=WORLD, growth=1.0)
        if more or (before != after and ended not in self.changes[-1:]):
            yield ended

    def _since(self, tagger: str) -> Sequence[Change]:
        """Return what was told since a tagger spoke: behind the end of what was told of it, or of its own going."""
        known = self.changes
        begun = [number + 1 for number, one in enumerate(known) if one.after == tagger and one.ends]
        gone = [number for number, one in enumerate(known) if one.before == tagger]
        return known[begun[-1] if begun else gone[0] if gone else len(known) :]
