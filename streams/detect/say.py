"""Saying: a `Signal` from a key's numbers and cells, complete enough to be judged and shown without a look-up."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import datetime
from typing import Final

from streams.detect.held import Window, held
from streams.detect.measure import Measured, Numbers
from streams.detect.region import Key, Place
from streams.detect.shape import Shape
from streams.detect.show import evidence
from streams.stories import Report
from tocsin.model import TIERS, Cause, KeyState, Mention, Signal, WindowScore
from tocsin.quick import quick

LOOKED_AT: Final = 150  #: newest reports from which the evidence is chosen ...
GLANCED_AT: Final = 24  #: ... and where nothing is unusual
UNUSUAL: Final = 1.5  #: scores from which evidence is chosen with care
_signal, _score = quick(Signal), quick(WindowScore)


def signal(
    place: Place, key: Key, found: Measured, shape: Shape, *, hour: int, at: datetime, cause: Cause,
    state: KeyState, owners: int,
) -> Signal:  # fmt: skip
    """Return the signal of a key from what was measured; ``hour`` is the one its windows end in."""
    inside = held(place, key, shape, hour=hour, best=found.best)
    best, score = inside.windows[found.best], found.score
    looked_at = inside.newest[: LOOKED_AT if score >= UNUSUAL else GLANCED_AT]
    return _signal(
        region=place.code,
        theme=key.theme,
        at=at,
        cause=cause,
        state=state,
        score=0.0 if score != score else score,  # noqa: PLR0124  # nan: nothing can be said
        window=shape.windows[found.best],
        windows=tuple(map(_window, shape.windows, inside.windows, found.windows)),
        usual=found.usual,
        tier=bisect_right(TIERS, found.usual),
        owners=owners,
        stories=best.stories,
        articles=best.articles,
        publishers=inside.owners,
        languages=inside.languages,
        categories=best.categories,
        deaths=best.deaths,
        coverage=found.windows[found.best].coverage,
        evidence=evidence(key, looked_at),
        article_ids=inside.article_ids,
        tagger=inside.newest[0].mention.tagger if inside.newest else "",
    )


def _window(length: int, inside: Window, numbers: Numbers) -> WindowScore:
    return _score(
        hours=length,
        stories=inside.stories,
        articles=inside.articles,
        publishers=inside.publishers,
        expected=numbers.mean,
        variance=numbers.variance,
        surprise=numbers.surprise,
        coverage=numbers.coverage,
        deaths=inside.deaths,
        categories=inside.categories,
    )


def as_early(found: Signal) -> Signal:
    """Return the signal of a learning key that may open all the same."""
    return replace(found, early=True)


def canary(mention: Mention, *, owners: int, at: datetime) -> Signal:
    """Return the signal of a test article: it carries the mark and the article, and no count."""
    key = Key(theme=min(mention.themes, default=""), row=0)
    return Signal(
        region=mention.region,
        theme=key.theme,
        at=at,
        cause=Cause.MENTION,
        state=KeyState.READY,
        score=0.0,
        window=1,
        windows=(),
        usual=0.0,
        tier=0,
        owners=owners,
        publishers=(mention.owner,),
        languages=(mention.language,),
        evidence=evidence(key, [Report(mention)]),
        article_ids=(mention.article,),
        tagger=mention.tagger,
        canary=mention.canary,
    )
