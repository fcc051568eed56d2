"""What an article shows so far of countries and their divisions, and how much that speaks for a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log10

from streams.regions.sighting import Sighting
from streams.regions.table import ADMIN1, CAPITAL, CITY, COUNTRY, TOWN, Spot

_COUNTRY, _CAPITAL, _ADMIN1 = 2.0, 1.5, 0.3  #: what a kind of place is ahead of a city as large
_GREAT = 0.8  #: a city so large that its name alone means it
_SEEN, NEIGHBOUR, _HOME = 2.5, 1.0, 1.5
_TONGUE = 0.7  #: where the text's language is that of the news, if no newsroom is known
_SAME_DIVISION = 1.5  #: another name in the text lies in the place's own division
_LARGE = 100_000  #: people of a city that needs less evidence beside a capital's name
_MUCH = 3  #: how many times more people make a small place likelier than its namesake


#: The country that most news in a language is about, where no newsroom is known: only languages of one country, and
#: none of those whose ordinary words the shipped villages have not been tried on.
SPOKEN_IN = {
    "am": "ET", "bn": "BD", "kk": "KZ", "km": "KH", "ky": "KG", "my": "MM", "om": "ET", "ps": "AF", "so": "SO", "tg": "TJ", "th": "TH", "ti": "ET", "uz": "UZ",
}  # fmt: skip


@dataclass(slots=True)
class Scene:
    """What the article shows so far: countries, and how strongly."""

    borders: Mapping[str, frozenset[str]]
    home: str | None  #: the newsroom's country
    tongue: frozenset[str] = frozenset()  #: countries whose news are written in the text's language
    seen: dict[str, float] = field(default_factory=dict)
    most: float = 0.0  #: the strongest country's
    divisions: set[str] = field(default_factory=set)  #: those that are named, or a place in them
    settlements: set[str] = field(default_factory=set)  #: divisions in which a place is named

    def add(self, country: str, weight: float) -> None:
        """Count evidence for a country."""
        if weight > 0:
            total = self.seen[country] = self.seen.get(country, 0.0) + weight
            self.most = max(self.most, total)

    def place(self, sighting: Sighting, spot: Spot, weight: float) -> None:
        """Count a place that a name means as evidence for its country and its division."""
        weight *= sighting.zone * sighting.factor
        self.add(spot.country, weight)
        if weight > 0 and spot.admin1 and spot.kind != CAPITAL and not sighting.away:
            self.divisions.add(spot.admin1)
            if spot.kind in (CITY, TOWN) or sighting.seated:
                self.settlements.add(spot.admin1)

    def is_around(self, spot: Spot) -> bool:
        """Tell whether the text is about the surroundings of a place, as the newsroom may be.

        The bare name of a division shows it only for a city: "a Texas man" may well be in Paris.
        """
        if spot.country != (self.home or spot.country):
            return False
        large = spot.population >= _LARGE and self.home is not None
        return spot.admin1 in (self.divisions if large else self.settlements)

    def favours(self, spot: Spot) -> float:
        """Return how much speaks for a place: its size and kind, and what else the article shows."""
        score = log10(spot.population + 10)
        if spot.kind == COUNTRY:
            score += _COUNTRY
        elif spot.kind == CAPITAL:
            score += _CAPITAL
        elif spot.kind == ADMIN1:
            score += _ADMIN1
        elif spot.population >= 500_000:
            score += _GREAT
        return score + self.evidence(spot)

    def evidence(self, spot: Spot) -> float:
        """Return how much of the article's other names speaks for a place."""
        score = 0.0
        seen = self.seen.get(spot.country)
        if seen is not None:
            score += _SEEN * (0.4 + 0.6 * seen / self.most)
        elif any(country in self.seen for country in self.borders.get(spot.country, ())):
            score += NEIGHBOUR
        if spot.country == self.home:
            score += _HOME
        elif self.home is None and spot.country in self.tongue:
            score += _TONGUE
        if spot.admin1 in self.divisions:
            score += _SAME_DIVISION
        return score

    def prefers(self, spot: Spot) -> tuple[float, bool, int, int]:
        """Return what small places are ordered by: their country, their division, their size."""
        return (
            self.seen.get(spot.country, 0.0),
            spot.admin1 in self.divisions,
            spot.population,
            -spot.number,
        )

    def is_sole(self, best: Spot, fitting: Sequence[Spot]) -> bool:
        """Tell whether a small place is likelier than its namesakes in other divisions of the country."""
        shown = best.admin1 in self.divisions
        return not any(
            (spot.admin1 in self.divisions) == shown and _MUCH * spot.population >= best.population
            for spot in fitting
            if spot.country == best.country and spot.admin1 != best.admin1
        )
