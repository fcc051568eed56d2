"""Stand-ins for the stages, as simple as can be checked by hand: not shipped, only for these tests.

An article ``n`` mentions region ``R<n % 40>``; the fold chains a digest over
the articles of each region, so that a lost, doubled or swapped record shows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin.codec import encode_value
from tocsin.ids import digest
from tocsin.model import (
    Article,
    Cause,
    KeyState,
    Mention,
    Signal,
    Source,
    TaggedArticle,
    Verdict,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(feed="feed", publisher="Paper", owner="owner")
REGIONS = 40


def article(number: int, *, poison: bool = False) -> Article:
    at = START + timedelta(seconds=number)
    title = "poison" if poison else f"Clashes number {number}"
    return Article(id=f"a{number}", source=SOURCE, title=title, seen=at, at=at)


def tag(one: Article) -> TaggedArticle:
    if one.title == "poison":
        raise ValueError("this article breaks the tagger")
    return TaggedArticle(article=one, language="en", verdict=Verdict(violent=True, score=1.0))


def mentions(tagged: TaggedArticle) -> tuple[Mention, ...]:
    one = tagged.article
    return (
        Mention(
            article=one.id, revision=1, region=f"R{int(one.id[1:]) % REGIONS}", themes=("violence",), at=one.at,
            seen=one.seen, publisher="Paper", owner="owner", feed="feed", language="en", title=one.title,
        ),
    )  # fmt: skip


class ChainFold:
    """Keeps per region the articles known and a digest over them in order; signals every tenth."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[int, str, list[str]]] = {}
        self._changed: set[str] = set()

    def apply(self, record: object) -> tuple[Signal, ...]:
        if not isinstance(record, Mention):
            return ()
        count, chain, known = self.rows.get(record.region, (0, "", []))
        if record.article in known:
            return ()
        count, chain = count + 1, digest(chain, record.article)
        self.rows[record.region] = (count, chain, [*known, record.article])
        self._changed.add(record.region)
        if count % 10:
            return ()
        return (
            Signal(
                region=record.region, theme="violence", at=record.at, cause=Cause.MENTION, state=KeyState.READY,
                score=float(count), window=24, windows=(), usual=0.1, tier=0, tagger=chain,
            ),
        )  # fmt: skip

    def changed(self) -> dict[str, bytes | None]:
        rows: dict[str, bytes | None] = {region: encode_value(self.rows[region]) for region in self._changed}
        self._changed.clear()
        return rows

    def load(self, rows) -> None:
        from tocsin.codec import decode_value

        for region, row in rows:
            self.rows[region] = decode_value(row, tuple[int, str, list[str]])
