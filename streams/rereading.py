"""Rereading: how much more, or less, a changed tagger finds in the same articles.

A changed lexicon raises counts, which looks like news. So when it first speaks,
articles of the last days are read by it again, and each region's growth is told
to the detector as feeds that begin to count are: records of the shard
`tocsin.coverage.REREAD`, one for the world (the growth of all regions together)
and one for each region that grew otherwise, with its growth over the world's.
A lexicon is of one language: regions with few mentions are drawn to the growth
of the languages in which they are spoken of, and these to that of all.

Each runtime brings its kept articles: the embedded one when a changed tagger
first speaks, the distributed one by `tocsin reread`, before its workers start.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Final, Protocol

from streams.changes import WORTH
from streams.mentions import mentions
from tocsin.atlas import Atlas
from tocsin.coverage import WORLD, reread
from tocsin.model import Article, Coverage, Mention, TaggedArticle

REACH: Final = timedelta(days=7)  #: from which articles are read again
SAMPLE: Final = 10_000  #: articles that are read again at most, evenly spread: some seconds

DRAWN: Final = 20.0  #: mentions that draw a growth to the wider one: of all, of a language
MOST: Final = 10.0  #: a growth is at most so much, and at least its inverse
Counts = Counter[tuple[str, str]]  #: mentions by region and language
Weights = Mapping[tuple[str, str], float]  #: the same, each as a multiple
Expected = Callable[[str, str], float]  #: of a tagger and a region: `streams.changes.History.expected`


class Reads(Protocol):
    """What rereading needs of `streams.tag.Tagger`."""

    @property
    def name(self) -> str:
        """Its name; another one reads otherwise."""
        ...

    def tag(self, article: Article) -> TaggedArticle:
        """Return the article with places, terms and a verdict."""
        ...


class Comparison:
    """What articles mentioned as they were tagged, and what a tagger finds in them now.

    The detector may have been told already that more is found than by the one
    that tagged an article (``expected``): then only what is beyond that grows.
    """

    def __init__(
        self, tagger: Reads, atlas: Atlas, expected: Expected = lambda _tagger, _region: 1.0
    ) -> None:
        self.articles = 0  #: that were read again
        self._tagger, self._atlas, self._expected = tagger, atlas, expected
        self._before: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._after, self._spoken = Counts(), Counts()

    def read(self, was: TaggedArticle) -> None:
        """Read an article again, unless this tagger has tagged it, or it breaks it."""
        if was.tagger == self._tagger.name:
            return
        try:
            now = self._tagger.tag(was.article)
        except Exception:  # noqa: BLE001  # one poisonous article must not keep tocsin from starting
            return
        self.articles += 1
        for (region, language), count in counted(mentions(was, self._atlas)).items():
            self._before[region, language] += count * self._expected(was.tagger, region)
        self._after += counted(mentions(now, self._atlas))

    def look(self, was: TaggedArticle) -> None:
        """Take an article for the languages in which its regions are spoken of."""
        self._spoken += counted(mentions(was, self._atlas))

    def growths(self, *, hour: int) -> tuple[Coverage, ...]:
        """Return what is to be told of the tagger, from an hour on."""
        return growths(self._before, self._after, self._spoken, hour=hour)


def counted(found: Iterable[Mention]) -> Counts:
    """Return how many mentions each region has in each language."""
    return Counter((mention.region, mention.language) for mention in found)


def growths(before: Weights, after: Counts, spoken: Counts, *, hour: int) -> tuple[Coverage, ...]:
    """Return what is to be told of a changed tagger; empty where little changed.

    Args:
        before: what articles mentioned, as they were tagged, or what was expected of that by now.
        after: what the same articles mention now.
        spoken: mentions of more articles as they were tagged: in which languages regions are spoken of.
        hour: from which on it holds.
    """
    return tuple(
        reread(region, growth, hour=hour)
        for region, growth in compared(before, after, spoken).items()
        if abs(growth - 1.0) >= WORTH
    )


def compared(before: Weights, after: Counts, spoken: Counts) -> dict[str, float]:
    """Return the growth of all regions' mentions together (under `WORLD`), and each region's on top of it."""
    world = _drawn(sum(before.values()), after.total(), 1.0)
    were, are = _by(before, 1), _by(after, 1)
    languages = {language: _drawn(were[language], are[language], world) for language in {*were, *are}}
    mixed: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    taken: tuple[Weights, ...] = (before, after, spoken)
    for counts in taken:
        for (region, language), count in counts.items():
            mixed[region][language] += count
    were, are = _by(before, 0), _by(after, 0)
    found = {WORLD: world}
    for region, mix in sorted(mixed.items()):
        usual = sum(languages.get(language, world) * count for language, count in mix.items())
        found[region] = _drawn(were[region], are[region], usual / sum(mix.values())) / world
    return found


def _by(counts: Weights, part: int) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for key, count in counts.items():
        found[key[part]] += count
    return found


def _drawn(before: float, after: float, usual: float) -> float:
    return min(MOST, max(1 / MOST, (after + DRAWN * usual) / (before + DRAWN)))
