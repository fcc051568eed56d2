"""Places and the names that are looked for, while they are gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

from gazetteer import inflection
from streams.text import scans_of

COUNTRY, CAPITAL, ADMIN1, CITY, TOWN, DISTRICT = "C", "K", "A", "P", "T", "D"
MEANINGS = 40  #: places that one name can mean


@dataclass
class Place:
    """A place that a name can mean."""

    kind: str
    country: str
    admin1: str
    population: int
    name: str


@dataclass
class Table:
    """Places by number, and for each name which places it can mean and how."""

    places: list[Place] = field(default_factory=list)
    names: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    languages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    local: dict[str, dict[int, set[str]]] = field(
        default_factory=dict
    )  #: name -> place -> languages that call it so
    dropped: dict[str, str] = field(default_factory=dict)  #: name -> why it is not looked for
    unsought: Container[str] = frozenset()  #: spellings of small places that are words of some language

    def add_place(self, place: Place) -> int:
        """Add a place and return its number."""
        self.places.append(place)
        return len(self.places) - 1

    def add(self, name: str, place: int, how: str) -> None:
        """Add a name of a place.

        ``x`` as it is, ``a`` an alternate spelling, ``s`` a stem that needs an
        ending, ``j`` the stem of an adjective.
        """
        for key in scans_of(name):
            if len(key) >= 2 and not key.replace(" ", "").isdigit():
                known = self.names[key].get(place)
                self.names[key][place] = min(known or how, how, key="xajs".index)

    def add_forms(self, name: str, place: int) -> None:
        """Add what a Cyrillic name becomes in its cases."""
        if (short := inflection.stem(name)) is not None:
            self.add(short, place, "s")
        for form in inflection.shifted(name):
            self.add(form, place, "s")
        if (adjective := inflection.adjective(name)) is not None:
            self.add(adjective, place, "j")
        for form in inflection.cases(name):
            self.add(form, place, "s")
