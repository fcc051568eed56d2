"""The four stages of the embedded runtime, each a reader of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from tocsin.atlas import Atlas
from tocsin.codec import Message, encode
from tocsin.fold import Fold
from tocsin.index.writer import Writer
from tocsin.model import (
    Action,
    Article,
    Coverage,
    FeedState,
    Incident,
    Mention,
    Notification,
    Prior,
    Rejected,
    Signal,
    Summary,
    TaggedArticle,
    Tick,
    WindowCount,
)
from tocsin.runtime.embedded.log import Record
from tocsin.runtime.embedded.stages import Outputs
from tocsin.runtime.rejected import untagged
from tocsin.topics import ARTICLES, FEEDS, INCIDENTS, MENTIONS, REJECTED, SIGNALS, TAGGED, WINDOWS, Topic

EVERY_PARTITION = "@0"  #: key ``@n`` means partition n; embedded has one
Batch = Sequence[tuple[Record, Message]]


class Tagger(Protocol):
    """What tagging needs of `streams.tag.Tagger`."""

    @property
    def name(self) -> str:
        """Its name; another one reads otherwise."""
        ...

    def tag(self, article: Article) -> TaggedArticle:
        """Return the article with places, terms and a verdict."""
        ...


class Rereading(Protocol):
    """What tells how much more a changed tagger finds (`tocsin.runtime.embedded.reread`)."""

    def compared(self, tagger: Tagger, at: datetime) -> tuple[Coverage, ...]:
        """Return what is to be told of a tagger at a moment; nothing is written."""
        ...

    def keep(self) -> None:
        """Remember which tagger speaks; the caller owns the transaction."""
        ...


class Tagging:
    """Articles to tagged articles and mentions."""

    name = "tagging"
    topics = (ARTICLES,)

    def __init__(
        self, tagger: Callable[[], Tagger], atlas: Atlas, heard: Callable[[TaggedArticle], None],
        reread: Rereading | None = None,
    ) -> None:  # fmt: skip
        self._tagger, self._atlas, self._heard, self._reread = tagger, atlas, heard, reread
        self._told: tuple[Coverage, ...] = ()

    def prepare(self, records: Batch) -> None:
        """Reread kept articles if another tagger spoke last; it takes seconds, in which others must be able to write."""
        first = next((message for _, message in records if isinstance(message, Article)), None)
        if self._reread is not None and first is not None:
            self._told = self._reread.compared(self._tagger(), first.seen)

    def work(self, topic: Topic, records: Batch, out: Outputs) -> None:
        """Tag each article; one that breaks the tagger is rejected, the others go on."""
        from streams.mentions import mentions

        tagger = self._tagger()
        if self._reread is not None:
            self._reread.keep()
        for said in self._told:
            out.say(MENTIONS, EVERY_PARTITION, said)
        self._told = ()
        for record, article in records:
            if not isinstance(article, Article):
                continue
            try:
                tagged = tagger.tag(article)
                found = mentions(tagged, self._atlas)
            except Exception as error:  # noqa: BLE001  # one poisonous article must not silence all others
                out.say(REJECTED, record.key, _rejected(topic, record, article, error))
                continue
            out.say(TAGGED, article.id, tagged)
            for mention in found:
                out.say(MENTIONS, mention.region, mention)
            if not article.canary:
                self._heard(tagged)


class Detection:
    """Mentions, ticks, coverage and priors to signals; ticks and coverage travel on."""

    name = "detection"
    topics = (MENTIONS,)

    def __init__(self, fold: Fold[Mention | Tick | Coverage | Prior, Signal | WindowCount | Summary]) -> None:
        self._fold = fold

    def work(self, topic: Topic, records: Batch, out: Outputs) -> None:
        """Fold the batch; a signal stands in the log before the tick that follows it."""
        for record, message in records:
            if not isinstance(message, Mention | Tick | Coverage | Prior):
                continue
            for said in self._fold.apply(message):
                out.say(WINDOWS if isinstance(said, WindowCount) else SIGNALS, said.region, said)
            if isinstance(message, Tick | Coverage):
                out.say(SIGNALS, record.key, message)
        out.keep(self.name, self._fold.changed().items())


class Alerting:
    """Signals, actions, ticks and coverage to incidents, planned messages and priors."""

    name = "alerting"
    topics = (SIGNALS,)

    def __init__(
        self,
        fold: Fold[Signal | Action | Tick | Coverage | Summary, Incident | Notification | Prior],
        plan: Callable[[Notification], None],
    ) -> None:
        self._fold, self._plan = fold, plan

    def work(self, topic: Topic, records: Batch, out: Outputs) -> None:
        """Fold the batch; planned messages enter the ledger in the same transaction."""
        for _, message in records:
            if not isinstance(message, Signal | Action | Tick | Coverage | Summary):
                continue
            for said in self._fold.apply(message):
                if isinstance(said, Notification):
                    self._plan(said)
                elif isinstance(said, Incident):
                    out.say(INCIDENTS, said.id, said)
                else:
                    out.say(MENTIONS, EVERY_PARTITION, said)
        out.keep(self.name, self._fold.changed().items())


def _rejected(topic: Topic, record: Record, article: Article, error: Exception) -> Rejected:
    return Rejected(
        topic=topic.name,
        partition=0,
        offset=record.offset,
        key=record.key,
        reason=untagged(error),
        value=encode(article),
        at=article.seen,
    )


class Indexing:
    """What all stages said, into the search index."""

    name = "indexing"
    topics = (TAGGED, WINDOWS, SIGNALS, INCIDENTS, FEEDS, REJECTED)

    def __init__(self, writer: Writer) -> None:
        self._put: dict[type, Callable[[Sequence[Any]], None]] = {
            TaggedArticle: writer.tagged,
            WindowCount: writer.windows,
            Signal: writer.signals,
            Incident: writer.incidents,
            FeedState: writer.feeds,
            Rejected: writer.rejected,
        }

    def work(self, topic: Topic, records: Batch, out: Outputs) -> None:
        """Put the batch in; what is not for the index (ticks, actions) is passed over."""
        by_type: dict[type, list[Message]] = {}
        for _, message in records:
            by_type.setdefault(type(message), []).append(message)
        for kind, messages in by_type.items():
            if kind in self._put:
                self._put[kind](messages)
