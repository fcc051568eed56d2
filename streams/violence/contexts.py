"""What a text and its sentences are about, as far as it may silence words of violence; looked up when first asked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from streams.text import TITLE
from streams.violence.casualties import Toll
from streams.violence.found import Findings, FoundExclusion, FoundTerm, Place
from streams.violence.lexicon import USUAL, Category, Kind, Scope
from streams.violence.scenes import PARTS, STOPS, Scenes
from streams.violence.themes import CategorySpec

_PAGE_SHARE = 2  #: different words that make a page of sport, culture …
_MANY = 50  #: contexts in one sentence from which only those around a word are looked at
_AROUND = 40  #: words; none reaches further (`ExclusionSpec.near`), its own words counted
#: What moves markets; "attack" and "kill" are their own words.
_MOVING = frozenset({Category.CLASH, Category.EXPLOSION, Category.ABDUCTION, Category.FORCE, Category.RIOT})
_START = attrgetter("place.start")


class Contexts:
    """The contexts of one text."""

    def __init__(
        self,
        findings: Findings,
        categories: Mapping[str, CategorySpec],
        tolls: Sequence[Toll],
        scenes: Scenes,
    ) -> None:
        self.findings = findings
        self.categories = categories
        self._scenes = scenes
        self._crowded: dict[tuple[int, int], tuple[list[FoundExclusion], list[FoundExclusion]]] = {}
        self.tolls = {
            (toll.field, toll.sentence) for toll in tolls if toll.deaths
        }  #: sentences that count deaths

    @cached_property
    def _exclusions(self) -> list[FoundExclusion]:
        """What may silence, in the order it was found: not where the deed was done."""
        return [exclusion for exclusion in self.findings.exclusions if not self._scenes.is_scene(exclusion)]

    @cached_property
    def pages(self) -> Mapping[Kind, str]:
        """Kinds that hold for the whole article, with the word that shows it."""
        findings = self.findings
        words: dict[Kind, dict[str, bool]] = {}
        for found in self._exclusions:
            exclusion = findings.lexicon.exclusions[found.number]
            if exclusion.scope is not Scope.ARTICLE or (exclusion.kind is Kind.MARKET and self._is_moved):
                continue
            title = self._in_title(found.place)
            seen = words.setdefault(exclusion.kind, {})
            word = findings.word(found.place)
            seen[word] = seen.get(word, False) or (title if exclusion.sure is None else exclusion.sure)
        return {
            kind: ", ".join(list(seen)[:2])
            for kind, seen in words.items()
            if any(seen.values()) or len({word.lower() for word in seen}) >= _PAGE_SHARE
        }

    @cached_property
    def _is_moved(self) -> bool:
        """Whether the title tells a deed, and in a clause behind it the market: "missiles hit refinery, oil price jumps"."""
        specs = self.findings.lexicon.exclusions
        starts = [
            found.place.start
            for found in self._exclusions
            if specs[found.number].kind is Kind.MARKET and self._in_title(found.place)
        ]
        if not starts:
            return False
        folded, market = self.findings.prepared.fields[0].folded, min(starts)
        return any(
            found.place.end <= market
            and PARTS.search(folded, found.place.end, market)
            and found.term.weight >= USUAL
            and found.term.category in _MOVING
            and found.spared is None
            for found in self.findings.terms
            if self._in_title(found.place)
        )

    def _in_title(self, place: Place) -> bool:
        return self.findings.prepared.fields[place.field].name == TITLE

    @cached_property
    def _disasters(self) -> list[FoundTerm]:
        return [
            found
            for found in self.findings.terms
            if self.categories[found.term.category].effect == "suppress" and found.spared is None
        ]

    @cached_property
    def suppressed(self) -> frozenset[tuple[int, int]]:
        """Sentences with a disaster, as (field, sentence)."""
        return frozenset(
            (found.place.field, number)
            for found in self._disasters
            for number in (found.sentence, *found.sentences.going_on(found.sentence))
        )

    def is_apart(self, found: FoundTerm) -> bool:
        """Whether a mark parts a term from each disaster of its sentence; "firefighters battle blaze" is one clause."""
        field, start, end = found.place
        folded = self.findings.prepared.fields[field].folded
        for other in self._disasters:
            if other.place.field == field and other.sentence == found.sentence:
                first, last = sorted(((start, end), other.place[1:]))
                if STOPS.search(folded, first[1], last[0]) is None:
                    return False
        return True

    @cached_property
    def disaster_page(self) -> str | None:
        """The disaster word in the title, or the first of two different ones."""
        in_title = next((found for found in self._disasters if found.zone == TITLE), None)
        several = len({found.number for found in self._disasters}) > 1
        page = in_title or (self._disasters[0] if several else None)
        return self.findings.word(page.place) if page else None

    @cached_property
    def _near(self) -> dict[tuple[int, int], list[FoundExclusion]]:
        """What reaches over a sentence or a part of it, in the order it was found."""
        specs = self.findings.lexicon.exclusions
        places: dict[tuple[int, int], list[FoundExclusion]] = {}
        for exclusion in self._exclusions:
            if specs[exclusion.number].scope in (Scope.NEAR, Scope.SENTENCE):
                field, start, _ = exclusion.place
                sentences = self.findings.sentences[field]
                number = sentences.number(start)
                places.setdefault((field, number), []).append(exclusion)
                if specs[exclusion.number].scope is Scope.SENTENCE:
                    for further in sentences.going_on(number):
                        places.setdefault((field, further), []).append(exclusion)
        return places

    def near(self, found: FoundTerm) -> Sequence[FoundExclusion]:
        """Return the contexts that may reach a term within its sentence, in the order they were found."""
        key = found.place.field, found.sentence
        there = self._near.get(key, ())
        return there if len(there) <= _MANY else self._around(found, key)

    def _around(self, found: FoundTerm, key: tuple[int, int]) -> list[FoundExclusion]:
        """Return of many contexts those that hold for the whole sentence, and those that stand around a term."""
        if key not in self._crowded:
            specs = self.findings.lexicon.exclusions
            whole: dict[int, FoundExclusion] = {}
            parts: list[FoundExclusion] = []
            for exclusion in self._near[key]:
                if specs[exclusion.number].scope is Scope.SENTENCE:
                    whole.setdefault(exclusion.number, exclusion)
                else:
                    parts.append(exclusion)
            self._crowded[key] = [*whole.values()], sorted(parts, key=_START)
        whole_, parts_ = self._crowded[key]
        words = self.findings.sentences[key[0]].words(key[1])
        at = bisect_left(words, (found.place.start, 0))
        low, high = words[max(0, at - _AROUND)][0], words[min(len(words) - 1, at + _AROUND)][1]
        return [
            *whole_,
            *parts_[bisect_left(parts_, low, key=_START) : bisect_right(parts_, high, key=_START)],
        ]
