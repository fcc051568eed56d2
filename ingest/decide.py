"""What a poll means: new articles, revisions, and what to remember. Pure.

Laws kept here: `at` (architecture law 4), the first poll as a backlog, undated
batches, revisions only for material changes, and a possible gap where every
entry of a window is new (ingest.md §3, §6).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from ingest import rhythm
from ingest.dates import believable
from ingest.identity import Identified, article_id
from ingest.parsed import Parsed, Path
from ingest.plain import cut
from ingest.spec import FeedSpec, IngestSpec
from tocsin.model import Article, AtReason, FeedState, Identity

_BEFORE: Final = timedelta(hours=48)
_AFTER: Final = timedelta(minutes=10)
_FETCH_TIME: Final = timedelta(minutes=2)
_UNDATED_SHARE: Final = 0.8
_UNDATED_LEAST: Final = 3  #: dated entries from which a batch can be called undated
_GAP_LEAST: Final = 3  #: entries from which "all of them are new" says anything
_TOUCH: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store remembers of one article of one feed; all its keys lead to the same record."""

    article: str
    content: str
    revision: int
    touched: datetime  #: when the entry was last seen in the feed, to the day
    backlog: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one document did: the state, the articles to say, the keys to remember."""

    state: FeedState
    articles: tuple[Article, ...] = ()
    seen: Mapping[str, Known] = field(default_factory=dict)
    new: int = 0
    revised: int = 0
    possible_gap: bool = False


def decide(
    spec: FeedSpec,
    state: FeedState,
    parsed: Parsed,
    *,
    found: Sequence[Identified],
    known: Mapping[str, Known],
    limits: IngestSpec,
    now: datetime,
) -> Decision:
    """Return what a document's entries mean, given what is known under their keys.

    ``found`` is what `identify` made of ``parsed.entries``; ``known`` holds at
    least every known key among theirs. The order of articles is that of the
    document. ``state.due`` is left alone: scheduling comes after.
    """
    pairs = list(_recall(found, known))
    gap = bool(state.entries) and len(found) >= _GAP_LEAST and all(old is None for _, old in pairs)
    taken = {old.article for old in known.values()}
    batch = _Batch(spec, state, parsed, limits, now, taken=taken, unknown=gap)
    undated = _is_undated(found, now)
    articles: list[Article] = []
    seen: dict[str, Known] = {}
    for one, recalled in pairs:
        article, remember = batch.judge(one, recalled, undated=undated)
        seen.update({key: remember for key in one.keys if known.get(key) != remember})
        if article is not None:
            articles.append(article)
    new = [article for article in articles if article.revision == 1]
    return Decision(
        state=_learned(state, parsed, found, new, gap=gap, now=now),
        articles=tuple(articles), seen=seen, new=len(new), revised=len(articles) - len(new),
        possible_gap=gap,
    )  # fmt: skip


def window_time(
    published: datetime | None, *, seen: datetime, undated: bool = False
) -> tuple[datetime, AtReason]:
    """Return the time an article counts at, and why (architecture law 4)."""
    if undated:
        return seen, AtReason.UNDATED
    if published is None:
        return seen, AtReason.NO_DATE
    if published < seen - _BEFORE:
        return seen, AtReason.TOO_OLD
    if published > seen + _AFTER:
        return seen, AtReason.FUTURE
    return published, AtReason.PUBLISHED


class _Batch:
    """One document's entries on their way to articles."""

    def __init__(
        self, spec: FeedSpec, state: FeedState, parsed: Parsed, limits: IngestSpec, now: datetime,
        *, taken: Collection[str], unknown: bool,
    ) -> None:  # fmt: skip
        self._spec, self._limits, self._now, self._taken = spec, limits, now, taken
        self._unknown = unknown
        self._first = state.entries == 0
        self._since = state.first_polled
        self._language = spec.language or parsed.language
        self._source = replace(
            spec.source, language=self._language, since=state.first_polled or now, entries=state.entries
        )

    def judge(
        self, one: Identified, known: tuple[Known, Identity] | None, *, undated: bool
    ) -> tuple[Article | None, Known]:
        if known is None:
            remember = Known(
                article=self._new_id(one), content=one.content, revision=1, touched=self._now,
                backlog=self._is_backlog(one),
            )  # fmt: skip
            return self._article(one, remember, one.rule, undated=undated), remember
        old, rule = known
        if old.content == one.content:
            fresh = self._now - old.touched < _TOUCH
            return None, old if fresh else replace(old, touched=self._now)
        remember = replace(old, content=one.content, revision=old.revision + 1, touched=self._now)
        return self._article(one, remember, rule, undated=undated), remember

    def _new_id(self, one: Identified) -> str:
        """The id of a new article; another one where its key was the name of an article that has moved on."""
        article = article_id(self._spec.id, one.key)
        return article_id(self._spec.id, one.key + one.content) if article in self._taken else article

    def _is_backlog(self, one: Identified) -> bool:
        """A feed's first entries are a backlog, but not what was published after we began to watch an empty feed.

        So are old entries of a window in which nothing is known: the publisher
        changed links and guids, and did not report all this today.
        """
        published = one.entry.published
        if self._unknown:
            return published is not None and published < self._now - _BEFORE
        watched = self._since is not None and published is not None and self._since < published <= self._now
        return self._first and not watched

    def _article(self, one: Identified, known: Known, rule: Identity, *, undated: bool) -> Article:
        entry = one.entry
        published = believable(entry.published, seen=self._now)
        undated = undated and published is not None and _is_now(published, self._now)
        at, why = window_time(published, seen=self._now, undated=undated)
        return Article(
            id=known.article, revision=known.revision, url=_web(entry.link) or _web(entry.guid),
            source=self._source, title=entry.title, summary=cut(entry.summary, self._limits.extract_length),
            text=cut(entry.text, self._limits.text_length) if self._spec.full_text else "",
            language=self._language, published=published, seen=self._now, at=at, at_reason=why,
            identity=rule, backlog=known.backlog, undated=undated, sections=entry.sections,
        )  # fmt: skip


def _recall(
    found: Sequence[Identified], known: Mapping[str, Known]
) -> Iterator[tuple[Identified, tuple[Known, Identity] | None]]:
    """Pair entries with what is known of them; within one window an article belongs to one entry.

    Entries that are known by their strongest key come first: another entry
    that only shares link and title with an article already taken is new.
    """
    strong = [_strong(one, known) for one in found]
    taken = {match.article for match in strong if match is not None}
    used: set[str] = set()
    for one, match in zip(found, strong, strict=True):
        if match is not None:
            if match.article not in used:
                used.add(match.article)
                yield one, (match, one.rule)
            continue
        weak = known.get(one.alias if one.rule is Identity.GUID and one.alias else one.key)
        if weak is None or weak.article in taken:
            yield one, None
        else:
            taken.add(weak.article)
            yield one, (weak, Identity.MOVED if one.rule is Identity.GUID else one.rule)


def _strong(one: Identified, known: Mapping[str, Known]) -> Known | None:
    """What is known under the stronger of an entry's keys: its guid; else link and title before the link alone."""
    if one.rule is Identity.GUID or one.alias is None:
        return known.get(one.key)
    return known.get(one.alias)


def _is_undated(found: Iterable[Identified], now: datetime) -> bool:
    dates = [one.entry.published for one in found if one.entry.published is not None]
    now_ish = sum(_is_now(date, now) for date in dates)
    return len(dates) >= _UNDATED_LEAST and now_ish > _UNDATED_SHARE * len(dates)


def _is_now(moment: datetime, now: datetime) -> bool:
    return abs(moment - now) <= _FETCH_TIME


def _web(link: str | None) -> str | None:
    return link if link and link.startswith(("http://", "https://")) else None


def _learned(
    state: FeedState, parsed: Parsed, found: Sequence[Identified], new: Sequence[Article], *, gap: bool,
    now: datetime,
) -> FeedState:  # fmt: skip
    since = state.first_polled or now
    if not new:
        rates, rates_at = state.rates, state.rates_at
    elif not state.rates or state.rates_at is None:
        dates = [believable(one.entry.published, seen=now) for one in found]
        rates, rates_at = rhythm.first_rates(dates, now=now), now
    else:
        rates = rhythm.learn(state.rates, state.rates_at, [a.at for a in new], since=since, now=now)
        rates_at = now
    return replace(
        state, rates=rates, rates_at=rates_at, first_polled=since,
        entries=state.entries + len(new), last_new=now if new else state.last_new,
        quiet_gap=_quiet_gap(state, now) if new and state.entries else state.quiet_gap,
        gaps=state.gaps + gap, haste=max(state.haste / 2, 0.1) if gap else min(state.haste * 1.1, 1.0),
        documents=state.documents + 1,
        fallbacks=state.fallbacks + (parsed.path in {Path.FEEDPARSER, Path.RESCUE}),
        title=parsed.title or state.title, wait=parsed.hints.wait.total_seconds() if parsed.hints.wait else 0.0,
        skip_hours=parsed.hints.skip_hours, skip_days=parsed.hints.skip_days, bad_hash=None,
    )  # fmt: skip


def _quiet_gap(state: FeedState, now: datetime) -> float | None:
    """A running 99.9 % quantile of silences, in hours: it takes each longer one and forgets 0.05 % at a time."""
    if state.last_new is None:
        return state.quiet_gap
    silence = (now - state.last_new).total_seconds() / 3600
    return round(max(silence, (state.quiet_gap or 0.0) * 0.9995), 3)
