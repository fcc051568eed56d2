"""Countries that a word like "and" joins do the same thing: both are parties of what happens.

"Tajik and Kyrgyz border guards exchanged fire near Batken" is about both
countries, though only one of them is where it happens. Peoples are no states:
"clashes between Kyrgyz and Uzbeks" make no party of Uzbekistan.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from streams.regions import traps
from streams.regions.sighting import Sighting
from streams.text import Prepared

_LONGEST = 10  #: letters between two names that are joined
Pair = frozenset[str]


def joined(prepared: Prepared, found: Sequence[Sighting]) -> frozenset[Pair]:
    """Return the pairs of countries whose names stand side by side with a joining word between them."""
    pairs = set()
    for one, other in pairwise(found):
        gap = other.start - one.end
        if one.field == other.field and 0 < gap <= _LONGEST and one.spot and other.spot:
            between = prepared.fields[one.field].scan[one.end : other.start].strip()
            acting = not (one.origin and other.origin)
            if acting and between in traps.joining() and one.spot.country != other.spot.country:
                pairs.add(frozenset((one.spot.country, other.spot.country)))
    return frozenset(pairs)
