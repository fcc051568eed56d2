"""Messages of the log into the index: each batch until it is stored, in an order that survives interruption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.atlas import Atlas
from tocsin.codec import Message
from tocsin.index.bulk import Bulk, Held
from tocsin.index.documents import (
    article_operations,
    feed_operations,
    incident_operations,
    rejected_operations,
    running_hours,
    running_operation,
    window_operations,
)
from tocsin.index.names import Kind, index
from tocsin.index.operations import Operation
from tocsin.model import FeedState, Incident, Rejected, Signal, TaggedArticle, WindowCount


def operations(message: Message, offset: int, atlas: Atlas) -> Iterator[Operation]:
    """Yield what puts a message in, where that needs no look at what is stored; nothing for other messages."""
    match message:
        case WindowCount():
            yield from window_operations(message, offset, atlas)
        case Incident():
            yield from incident_operations(message, atlas)
        case FeedState():
            yield from feed_operations(message)
        case Rejected():
            yield from rejected_operations(message)


class Indexer:
    """Writes batches of messages; an article's rows before the article."""

    def __init__(self, atlas: Atlas, bulk: Bulk) -> None:
        self._atlas = atlas
        self._bulk = bulk

    async def write(self, batch: Sequence[tuple[Message, int]]) -> None:
        """Put in messages with their offsets; return when all are stored or dead."""
        articles = [one for one, _ in batch if isinstance(one, TaggedArticle) and not one.article.canary]
        signals = [one for one, _ in batch if isinstance(one, Signal)]
        others = [made for one, offset in batch for made in operations(one, offset, self._atlas)]
        if articles:
            await self._articles(_newest(articles))
        if signals:
            await self._running(signals)
        await self._bulk.write(others)

    async def _articles(self, batch: list[TaggedArticle]) -> None:
        stored = await self._stored(batch)
        rows: list[Operation] = []
        heads: list[Operation] = []
        for one in batch:
            held = stored.get(one.article.id, {})
            if held.get("revision", 0) > one.article.revision:
                continue  # deletes are remembered for a minute only: an old revision must not write at all
            before = [place["region"] for place in held.get("message", {}).get("places", ())]
            *of_regions, head = article_operations(one, self._atlas, before=before)
            rows += of_regions
            heads.append(head)
        await self._bulk.write(rows)
        await self._bulk.write(heads)

    async def _running(self, batch: list[Signal]) -> None:
        """Put in running hours, each with the highest score that a signal of it had."""
        hours = running_hours(batch)
        if not hours:  # test signals alone: they are in no index
            return
        asked = [
            {"_index": made.index, "_id": made.id}
            for made in (running_operation(one, self._atlas) for one in hours)
        ]
        held = await self._bulk.stored(asked, ["score"])
        scored = [
            one.scored(max(one.count.score or 0.0, held.get(one.id, {}).get("score") or 0.0)) for one in hours
        ]
        await self._bulk.write([running_operation(one, self._atlas) for one in scored])

    async def _stored(self, batch: list[TaggedArticle]) -> Held:
        """Return what is stored of these articles: their revision and the regions they have rows for."""
        asked = [{"_index": index(Kind.ARTICLES, one.article.seen), "_id": one.article.id} for one in batch]
        return await self._bulk.stored(asked, ["revision", "message.places.region"])


def _newest(articles: list[TaggedArticle]) -> list[TaggedArticle]:
    kept: dict[str, TaggedArticle] = {}
    for one in articles:
        held = kept.get(one.article.id)
        if held is None or one.article.revision >= held.article.revision:
            kept[one.article.id] = one
    return list(kept.values())
