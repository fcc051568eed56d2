"""Made-up articles whose places and themes are known, and a replay of them: no tagger in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from alerts.config import AlertConfig
from alerts.fold import AlertFold
from streams.detect.fold import DetectorFold
from streams.detect.spec import DetectorSpec
from streams.shingles import fingerprint
from tocsin.atlas import Atlas
from tocsin.model import Article, Coverage, Incident, Mention, Notification, Source
from tocsin.runtime.replay import Chain, Replay
from tocsin.testing.alerting import config
from tocsin.testing.signals import fergana

Wrapped = Callable[[Any], Any]


def told(
    number: int, at: datetime, *, paper: int, story: int = 0, town: str = "", themes: Iterable[str] = ()
) -> Article:
    """Return an article of a paper; with a town and themes it reports them, without it is other news."""
    source = Source(feed=f"f{paper}", publisher=f"p{paper}", owner=f"o{paper}")
    return Article(
        id=f"a{number:05}", source=source, title=f"story {story}", seen=at, at=at,
        sections=(town, f"{story}", *themes),
    )  # fmt: skip


def mentions(article: Article, atlas: Atlas) -> tuple[Mention, ...]:
    """Return the mentions of an article that `told` made: its town and what that lies in."""
    town, story, *themes = article.sections
    if not themes:
        return ()
    prints = fingerprint(" ".join(f"w{story}x{i}" for i in range(12)))
    source = article.source
    return tuple(
        Mention(
            article=article.id, revision=1, region=region, themes=tuple(themes), at=article.at,
            seen=article.seen, publisher=source.publisher, owner=source.owner, feed=source.feed, language="en",
            categories=("armed-clash",), shingles=prints.shingles, teaser=prints.teaser, title=article.title,
        )
        for region in (town, *atlas.ancestors(town))
    )  # fmt: skip


def played(
    articles: Iterable[Article],
    *,
    settings: AlertConfig | None = None,
    coverage: Callable[[Article | None, datetime], Iterable[Coverage]] = lambda _article, _now: (),
    behind: Wrapped = lambda fold: fold,
) -> tuple[list[Incident | Notification], DetectorFold, AlertFold]:
    """Return what alerts said of the articles, and both folds as they stand then; ``behind`` wraps each fold."""
    atlas = fergana()
    detection = DetectorFold(DetectorSpec(learning_days=3), atlas)
    alerting = AlertFold(settings or config(), atlas)
    chain = Chain(
        read=lambda articles: ((article, mentions(article, atlas)) for article in articles),
        detection=behind(detection), alerting=behind(alerting),
    )  # fmt: skip
    return list(Replay(chain, coverage=coverage).play(articles)), detection, alerting
