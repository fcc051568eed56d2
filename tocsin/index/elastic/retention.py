"""What Elasticsearch lets go of: whole months, and tests of the alarm; incidents stay for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tocsin.errors import BackendFault
from tocsin.index.elastic.listing import millis
from tocsin.index.names import MONTHLY, Kind, alias, index, template

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

#: whole months that are kept beside the running one; years and the small indices are kept for good
KEPT_MONTHS: Final = {
    Kind.ARTICLES: 12, Kind.MENTIONS: 24, Kind.WINDOWS: 24, Kind.POLLS: 3, Kind.REJECTED: 3,
}  # fmt: skip
#: for how long a test of the alarm is kept: the dead-man's switch makes one incident each 15 minutes
KEPT_TESTS: Final = timedelta(days=90)
_AT_ONCE: Final = 1_000


def expired(names: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Return the monthly indices whose whole month lies before what is kept, oldest first."""
    return tuple(
        sorted(
            name
            for kind, months in KEPT_MONTHS.items()
            for name in names
            if name.startswith(f"{template(kind)}-")
            and kind in MONTHLY
            and name < index(kind, _months_before(now, months))
        )
    )


class ElasticRetention:
    """Deletes what is no longer kept."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client

    def retire(self, now: datetime) -> tuple[str, ...]:
        """Delete what is no longer kept at ``now`` and say what it was, in words.

        Raises:
            BackendFault: the server refuses to delete documents: a full disk, a key without the right.
        """
        gone = self._months(now)
        tests = self._tests(now - KEPT_TESTS)
        return (*gone, *((f"{tests} documents of tests of the alarm",) if tests else ()))

    def _months(self, now: datetime) -> tuple[str, ...]:
        held = self._client.indices.get_alias(index=",".join(f"{alias(kind)}*" for kind in KEPT_MONTHS))
        gone = expired(held.keys(), now)
        for name in gone:
            self._client.indices.delete(index=name)
        return gone

    def _tests(self, before: datetime) -> int:
        """Delete tests of the alarm, with their steps and evidence, that are older; return how many documents."""
        marked: list[dict[str, Any]] = [
            {"exists": {"field": "canary"}},
            {"range": {"at": {"lt": millis(before)}}},
        ]
        count = 0
        while hits := self._found(Kind.INCIDENTS, marked):
            names = [hit["_id"] for hit in hits]
            of_them: list[dict[str, Any]] = [{"terms": {"incident": names}}]
            # the incident goes last: an interrupted round finds it, and so the rest, again
            for kind in (Kind.EVIDENCE, Kind.ALERTS):
                while rows := self._found(kind, of_them):
                    count += self._delete(rows)
            count += self._delete(hits)
        return count

    def _found(self, kind: Kind, filters: list[dict[str, Any]]) -> list[dict[str, Any]]:
        query = {"bool": {"filter": filters}}
        reply = self._client.search(index=f"{alias(kind)}*", query=query, size=_AT_ONCE, source=False)
        hits: list[dict[str, Any]] = reply["hits"]["hits"]
        return hits

    def _delete(self, hits: list[dict[str, Any]]) -> int:
        """Delete documents, visibly at once, so that the next look does not find them again."""
        reply = self._client.bulk(operations=list(_deletions(hits)), refresh=True)
        items = [item["delete"] for item in reply["items"]]
        refused = next((item["error"]["type"] for item in items if "error" in item), None)
        if refused is not None:  # the next look would find them again, and the next
            raise BackendFault(f"Elasticsearch deletes no documents: {refused}")
        return sum(item["status"] == 200 for item in items)


def _deletions(hits: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for hit in hits:
        yield {"delete": {"_index": hit["_index"], "_id": hit["_id"]}}


def _months_before(now: datetime, months: int) -> datetime:
    at = now.replace(day=1)
    for _ in range(months):
        at = (at - timedelta(days=1)).replace(day=1)
    return at
