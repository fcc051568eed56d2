"""The alerter's ledger in Elasticsearch: planned before the commit, moved by compare-and-set.

Keeps `alerts.ledger.Ledger`. `plan` creates rows by id, so that planning again
after a crash changes nothing; `move` goes by sequence number, so that of two
alerters one wins. Every write is refreshed at once: a search then sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

import msgspec

from alerts.ledger import WAITING, Row, planned
from tocsin.errors import BackendFault
from tocsin.index.elastic.listing import millis
from tocsin.index.names import Kind, alias, index
from tocsin.index.outcome import BUSY
from tocsin.model import Delivery, LogEntry, Notification

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

_INDEX: Final = index(Kind.DELIVERIES)
_READ: Final = alias(Kind.DELIVERIES)  #: what a reader's key may ask
_MOST: Final = 10_000
#: seconds that the alerter waits for a node that restarts; then it ends, and starts again from its commit
PATIENCE: Final = 30.0
_SETTLED: Final = tuple(status.value for status in Delivery if status not in WAITING)


class ElasticLedger:
    """Rows in the index of deliveries.

    A node that is away or busy is asked again for ``patience`` seconds, which
    blocks; every request may be sent twice. Then, for refused rows and for a
    key without the right, `BackendFault` is raised; other errors are the client's.
    """

    def __init__(self, client: Elasticsearch, *, patience: float = 0.0) -> None:
        self._client = client.options(request_timeout=10, max_retries=0)
        self._patience = patience

    def plan(self, notes: Iterable[Notification]) -> None:
        """Enter messages as planned; one whose id is known changes nothing."""
        planning = list(notes)
        if not planning:
            return
        lines: list[dict[str, Any]] = []
        for order, note in enumerate(planning, self._last() + 1):
            lines += [{"create": {"_index": _INDEX, "_id": note.id}}, _document(note, planned(note), order)]
        reply = self._ask("bulk", operations=lines, refresh=True)
        refused = [item["create"] for item in reply["items"] if item["create"]["status"] not in {201, 409}]
        if refused:
            raise BackendFault(f"the ledger took no row: {refused[0].get('error')}")

    def waiting(self, receiver: str) -> list[Row]:
        """Return the rows of a receiver that are planned, sending or failed, in the order of planning."""
        return self._rows(receiver=[receiver], status=[status.value for status in WAITING])

    def move(self, entry: LogEntry, *, expected: Delivery) -> bool:
        """Write a row's new status if it still has the expected one; return whether it did."""
        from elasticsearch import ConflictError, NotFoundError

        try:
            held = self._ask("get", index=_INDEX, id=entry.id)
            if held["_source"]["status"] != expected.value:
                return False
            self._ask(
                "index",
                index=_INDEX,
                id=entry.id,
                document=_document(_row(held["_source"]).note, entry, held["_source"]["order"]),
                if_seq_no=held["_seq_no"],
                if_primary_term=held["_primary_term"],
                refresh=True,
            )
        except (ConflictError, NotFoundError):
            return False
        return True

    def get(self, row: str) -> Row | None:
        """Return a row by its id."""
        from elasticsearch import NotFoundError

        try:
            return _row(self._ask("get", index=_INDEX, id=row)["_source"])
        except NotFoundError:
            return None

    def sent(self, subject: str, receiver: str) -> list[Row]:
        """Return the rows of a subject that one receiver has accepted, in the order of planning."""
        return self._rows(subject=[subject], receiver=[receiver], status=[Delivery.SENT.value])

    def merged_into(self, row: str) -> list[Row]:
        """Return the rows that another row speaks for, in the order of planning."""
        return self._rows(into=[row])

    def entries(self, *, subject: str | None = None, limit: int = 200) -> Sequence[LogEntry]:
        """Return the latest entries, newest first, for people who ask what was said."""
        chosen = {"subject": [subject]} if subject is not None else {}
        return [row.entry for row in self._rows(newest=True, limit=limit, **chosen)]

    def unsent(self, dead_since: datetime) -> list[Row]:
        """Return the rows of all receivers that are not settled, and those that died since then."""
        waiting = {"terms": {"status": [status.value for status in WAITING]}}
        dead = [{"term": {"status": Delivery.DEAD.value}}, {"range": {"at": {"gte": millis(dead_since)}}}]
        found = self._ask(
            "search",
            index=_READ,
            query={"bool": {"should": [waiting, {"bool": {"filter": dead}}], "minimum_should_match": 1}},
            sort=[{"order": "asc"}, {"planned_at": "asc"}],
            size=_MOST,
        )
        return [_row(hit["_source"]) for hit in found["hits"]["hits"]]

    def counts(self) -> dict[tuple[str, Delivery], int]:
        """Return how many rows each receiver has in each status."""
        inner = {"statuses": {"terms": {"field": "status"}}}
        reply = self._ask(
            "search",
            index=_READ,
            size=0,
            aggs={"receivers": {"terms": {"field": "receiver", "size": 1_000}, "aggs": inner}},
        )
        return {
            (receiver["key"], Delivery(status["key"])): status["doc_count"]
            for receiver in reply["aggregations"]["receivers"]["buckets"]
            for status in receiver["statuses"]["buckets"]
        }

    def forget(self, before: datetime) -> int:
        """Delete settled rows that are older; return how many."""
        old = {"range": {"at": {"lt": millis(before)}}}
        query = {"bool": {"filter": [old, {"terms": {"status": list(_SETTLED)}}]}}
        found = self._ask("search", index=_INDEX, query=query, size=_MOST, source=False)
        lines = [{"delete": {"_index": _INDEX, "_id": hit["_id"]}} for hit in found["hits"]["hits"]]
        if lines:
            self._ask("bulk", operations=lines, refresh=True)
        return len(lines)

    def _ask(self, what: str, **arguments: Any) -> Any:
        """Ask the node, and again while it is away or busy, as long as our patience lasts."""
        from elasticsearch import ApiError, AuthorizationException, TransportError

        end, pause = monotonic() + self._patience, 0.1
        while True:
            try:
                return getattr(self._client, what)(**arguments)
            except (ApiError, TransportError) as error:
                if isinstance(error, AuthorizationException):
                    raise BackendFault("this key may not ask the ledger in Elasticsearch") from error
                if isinstance(error, ApiError) and error.meta.status not in BUSY:
                    raise
                if monotonic() >= end:
                    raise BackendFault(
                        f"the ledger in Elasticsearch does not answer: {type(error).__name__}"
                    ) from error
            sleep(pause)
            pause = min(2.0, 2 * pause)

    def _last(self) -> int:
        """Return the last place in the order of planning: asked each time, for another alerter may have been active."""
        last = self._ask("search", index=_INDEX, size=0, aggs={"last": {"max": {"field": "order"}}})
        return int(last["aggregations"]["last"]["value"] or 0)

    def _rows(self, *, newest: bool = False, limit: int = _MOST, **chosen: list[str]) -> list[Row]:
        filters = [{"terms": {field: values}} for field, values in chosen.items()]
        found = self._ask(
            "search",
            index=_READ,
            query={"bool": {"filter": filters}},
            sort=[{field: "desc" if newest else "asc"} for field in ("order", "planned_at")],
            size=min(limit, _MOST),
        )
        return [_row(hit["_source"]) for hit in found["hits"]["hits"]]


def _document(note: Notification, entry: LogEntry, order: int) -> dict[str, Any]:
    optional = {
        "sent_at": entry.at if entry.status is Delivery.SENT else None,
        "ts": entry.ts,
        "error": entry.error,
        "into": entry.into,
        "incident": note.incident.id if note.incident else None,
        "level": note.incident.level.value if note.incident else None,
        "rule": note.incident.rule if note.incident else None,
        "region": note.incident.place if note.incident else None,
        "theme": note.incident.theme if note.incident else None,
    }
    return {
        "subject": entry.subject,
        "step": entry.step,
        "receiver": entry.receiver,
        "reason": note.reason.value,
        "status": entry.status.value,
        "at": entry.at,
        "planned_at": note.at,
        "tries": entry.tries,
        "edit": note.edit,
        "order": order,
        "message": {"note": msgspec.to_builtins(note), "entry": msgspec.to_builtins(entry)},
    } | {name: value for name, value in optional.items() if value is not None}


def _row(source: dict[str, Any]) -> Row:
    return msgspec.convert(source["message"], type=Row)
