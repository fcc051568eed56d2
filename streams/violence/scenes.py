"""Contexts that only say where a deed was done: "bomb outside court", "stabbed at a concert" silence nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from streams.violence.cues import Cues, words_of
from streams.violence.found import Findings, FoundExclusion, Place
from streams.violence.lexicon import DOUBTFUL, USUAL, Category, Kind, Scope
from streams.violence.themes import CategorySpec

_REACH = (
    5  #: words beside a context among which its word of place is looked for: it may be three words itself
)
_BETWEEN = 2  #: of them between the word of place and the context: an article, a name


class _Gaps(NamedTuple):
    """How many words may stand between a deed and a context with its word of place or time."""

    before: int  #: if the deed stands before both
    behind: int  #: if it stands behind a context that its word stands before
    verb_last: (
        int  #: if it stands behind a context and its word behind that: "adliye önünde *bir kişi* bıçaklandı"
    )


#: Before a scene stands nothing between: in "murdered boy's mother weeps outside court" somebody else is there.
_SCENE = _Gaps(0, 0, 2)
#: "طعن *مشجع* قبل الديربي", "nach der Premiere *auf offener Straße* erstochen"
_OCCASION = _Gaps(1, 3, 3)
_REMEMBERED = (Category.MASS_ATROCITY,)  #: what operas and memorials name
_EVENTS = frozenset({Kind.SPORT, Kind.CULTURE})
_FAR = 80  #: letters; so many hold no few words
PARTS = re.compile(
    r"[,،–](?!\d)|[;、；，—፣၊|]"
)  #: what parts clauses; the marks in 1,200 and 9–12 part nothing
STOPS = re.compile(rf"{PARTS.pattern}|[:：]")  #: the same, and what stands before what a text is about


class Scenes:
    """The scenes of one text; its deeds are looked up when first asked."""

    def __init__(self, findings: Findings, categories: Mapping[str, CategorySpec]) -> None:
        self._findings = findings
        self._categories = categories

    def is_one(self, place: Place, *, mild: bool = False) -> bool:
        """Whether a word of place stands beside a context, and a deed beside both.

        ``mild``: the context is a place or an event that is no page of its own, so that "at" and "in" will do.
        """
        lexicon = self._findings.lexicon
        return self._is_beside(
            place, lexicon.milder_scenes if mild else lexicon.scenes, lambda: self._deeds, _SCENE
        )

    def is_scene(self, exclusion: FoundExclusion) -> bool:
        """Whether an exclusion is only the scene of a deed: no page of sport or culture is, nor what an accident is about.

        Of such a page a match or a premiere may say when a sure deed was done.
        """
        spec, place = self._findings.lexicon.exclusions[exclusion.number], exclusion.place
        if spec.kind is Kind.ACCIDENT:
            return False
        mild, page = spec.sure is False, spec.scope is Scope.ARTICLE
        if (mild or not page) and self.is_one(place, mild=mild):
            return True
        occasions = self._findings.lexicon.occasions
        return (
            page
            and spec.kind in _EVENTS
            and self._is_beside(place, occasions, lambda: self._sure_deeds, _OCCASION)
        )

    def _is_beside(
        self, place: Place, cues: tuple[Cues, Cues], deeds: Callable[[], Sequence[Place]], gaps: _Gaps
    ) -> bool:
        """Whether one of the words stands before or behind a context, and one of the deeds beside both."""
        before, behind = cues
        if not (before or behind) or not (told := deeds()):
            return False
        sentences = self._findings.sentences[place.field]
        (_, left), (_, right) = sentences.beside(place.start, place.end, _REACH)
        scan = sentences.field.scan
        start, end = _start(before, scan, left), _end(behind, scan, right)
        if start is not None and self._has_deed(place, told, (start, place.end), (gaps.before, gaps.behind)):
            return True
        return end is not None and self._has_deed(
            place, told, (place.start, end), (gaps.before, gaps.verb_last)
        )

    @cached_property
    def _deeds(self) -> list[Place]:
        """Where words stand that tell a deed, in reading order: no hints, and no massacre, which operas and memorials name."""
        return self._told(DOUBTFUL)

    @cached_property
    def _sure_deeds(self) -> list[Place]:
        """Those of them that are usual for violence, and no clash: coaches exchange blows before a final, too."""
        return self._told(USUAL, but=(Category.CLASH, *_REMEMBERED))

    def _told(self, least: float, but: Collection[str] = _REMEMBERED) -> list[Place]:
        return [
            found.place
            for found in self._findings.terms
            if found.spared is None
            and found.term.weight >= least
            and self._categories[found.term.category].effect == "counts"
            and self._categories[found.term.category].alone
            and found.term.category not in but
        ]

    def _has_deed(
        self, place: Place, deeds: Sequence[Place], bounds: tuple[int, int], gaps: tuple[int, int]
    ) -> bool:
        """Whether a deed stands before a context with its word of place, or behind it, at most so many words away."""
        start, end = bounds
        at = bisect_left(deeds, place)
        last = deeds[at - 1] if at else place
        if last.field == place.field and last.end <= place.start:
            behind = max(start, last.end)
            if self._is_close(place, last.end, place.start, behind, gaps[0]):
                return True
        following = deeds[at] if at < len(deeds) else place
        if following.field != place.field or following.start < end:
            return False
        return self._is_close(place, end, following.start, following.start, gaps[1])

    def _is_close(self, place: Place, first: int, last: int, until: int, gap: int) -> bool:
        """Whether no mark parts two offsets of a sentence, and few words stand between the first and ``until``."""
        sentences = self._findings.sentences[place.field]
        if last - first > _FAR or sentences.number(first) != sentences.number(last):
            return False
        if STOPS.search(sentences.field.folded, first, last):
            return False
        return len(words_of(sentences.field.scan, first, until)) <= gap


def _start(before: Cues, scan: str, bounds: tuple[int, int]) -> int | None:
    """Return where the last word of place before a context begins, if one stands near enough to it."""
    window = scan[slice(*bounds)]
    if not before.possible(window):
        return None
    padded = f" {window} "
    found = None
    for match in before.pattern.finditer(padded):
        found = match
    if found is None or len(words_of(padded, found.end())) > _BETWEEN:
        return None
    return bounds[0] + found.start() - 1


def _end(behind: Cues, scan: str, bounds: tuple[int, int]) -> int | None:
    """Return where a word of place right behind a context ends."""
    window = scan[slice(*bounds)].lstrip()
    if not behind.possible(window):
        return None
    found = behind.pattern.match(f" {window} ", 1)
    return bounds[1] - len(window) + found.end() - 1 if found else None
