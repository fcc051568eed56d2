"""The search port on Elasticsearch; one client, usable from several threads."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from tocsin.clock import hour_of, start_of
from tocsin.errors import BackendFault
from tocsin.index.elastic.listing import cursor_after, millis, request
from tocsin.index.marks import marked
from tocsin.index.names import Kind, alias, index
from tocsin.index.query import Query
from tocsin.index.search import OPEN, RANK, Hits, RegionCount
from tocsin.model import FeedState, Incident, Rejected, TaggedArticle, WindowCount

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

T = TypeVar("T")
_MOST: Final = 10_000  #: hits of one request, the server's own limit
_REGIONS: Final = 6_000  #: more than the atlas has


class ElasticSearch:
    """Answers `tocsin.index.search.Search` from the aliases of `tocsin.index.names`.

    Raises `BackendFault` where Elasticsearch fails.
    """

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client

    def search(self, query: Query) -> Hits:
        """Return the articles that fit, in the order asked for."""
        found = self._search(Kind.ARTICLES, **request(query))
        rows, total = found["hits"], found["total"]["value"]
        shown, more = rows[: query.limit], len(rows) > query.limit
        return Hits(
            hits=tuple(marked(_message(row, TaggedArticle), query) for row in shown),
            total=total,
            cursor=cursor_after(query, shown[-1]["sort"]) if more else None,
        )

    def article(self, article_id: str) -> TaggedArticle | None:
        """Return an article in its newest revision."""
        found = self._messages(
            Kind.ARTICLES,
            TaggedArticle,
            query={"ids": {"values": [article_id]}},
            sort=[{"revision": "desc"}],
            size=1,
        )
        return found[0] if found else None

    def incidents(
        self, *, open_only: bool = True, region: str | None = None, since: datetime | None = None,
        limit: int = 200,
    ) -> tuple[Incident, ...]:  # fmt: skip
        """Return incidents as they stand: worst level first, then the latest step first."""
        listed = len(OPEN) if open_only else len(RANK)
        filters: list[dict[str, Any]] = [{"range": {"rank": {"lt": listed}}}]
        if region is not None:
            filters.append({"term": {"regions": region}})
        if since is not None:
            filters.append({"range": {"at": {"gte": millis(since)}}})
        return self._messages(
            Kind.INCIDENTS,
            Incident,
            query={"bool": {"filter": filters}},
            sort=[{"rank": "asc"}, {"at": "desc"}, {"incident": "asc"}],
            size=min(limit, _MOST),
        )

    def incident(self, incident_id: str) -> Incident | None:
        """Return an incident as it stands."""
        reply = self._ask(lambda client: client.get(index=index(Kind.INCIDENTS), id=incident_id))
        return _message(reply, Incident) if reply.get("found") else None

    def steps(self, incident_id: str) -> tuple[Incident, ...]:
        """Return every step of an incident, oldest first."""
        query = {"term": {"incident": incident_id}}
        return self._messages(Kind.ALERTS, Incident, query=query, sort=[{"step": "asc"}], size=_MOST)

    def windows(
        self, region: str, theme: str, since: datetime, until: datetime | None = None
    ) -> tuple[WindowCount, ...]:
        """Return the hours that are known of one region and theme, oldest first."""
        hours = {"gte": millis(start_of(hour_of(since)))}
        if until is not None:
            hours["lt"] = millis(start_of(hour_of(until)))
        filters: list[dict[str, Any]] = [
            {"term": {"region": region}},
            {"term": {"theme": theme}},
            {"range": {"hour": hours}},
        ]
        return self._messages(
            Kind.WINDOWS, WindowCount, query={"bool": {"filter": filters}}, sort=[{"hour": "asc"}], size=_MOST
        )

    def feeds(self) -> tuple[FeedState, ...]:
        """Return what we remember of every feed, by feed id."""
        return self._messages(
            Kind.FEEDS, FeedState, query={"match_all": {}}, sort=[{"feed": "asc"}], size=_MOST
        )

    def regions(self, since: datetime) -> tuple[RegionCount, ...]:
        """Return what was reported of every region since then, most violent reports first, then by code."""
        about = {
            "violent": {"filter": {"term": {"violence.violent": True}}},
            "newest": {"max": {"field": "at"}},
        }
        reply = self._ask(
            lambda client: client.search(
                index=alias(Kind.ARTICLES),
                size=0,
                query={"range": {"at": {"gte": millis(since)}}},
                aggs={"regions": {"terms": {"field": "region_path", "size": _REGIONS}, "aggs": about}},
            )
        )
        buckets = reply.get("aggregations", {}).get("regions", {}).get("buckets", ())
        counts = [
            RegionCount(
                region=bucket["key"],
                articles=bucket["doc_count"],
                violent=bucket["violent"]["doc_count"],
                newest=_moment(bucket["newest"]["value"], since),
            )
            for bucket in buckets
        ]
        return tuple(sorted(counts, key=lambda one: (-one.violent, -one.articles, one.region)))

    def rejected(self, limit: int = 100) -> tuple[Rejected, ...]:
        """Return what was refused, newest first; of one record the latest word.

        A record that was put back in another month has a row in both, and one
        that was indexed before names told records apart may have a row of its own.
        """
        found = self._search(
            Kind.REJECTED,
            query={"match_all": {}},
            sort=[{"at": "desc"}, {"offset": "desc"}],
            size=min(2 * limit, _MOST),
        )
        latest: dict[str, Rejected] = {}
        for row in found["hits"]:
            one = _rejected(row["_source"])
            latest.setdefault(one.name, one)
        return tuple(latest.values())[:limit]

    def _messages(self, kind: Kind, cls: type[T], **asked: Any) -> tuple[T, ...]:
        found = self._search(kind, **asked, source=["message"])
        return tuple(_message(row, cls) for row in found["hits"])

    def _search(self, kind: Kind, **asked: Any) -> Mapping[str, Any]:
        if "from" in asked:
            asked["from_"] = asked.pop("from")
        reply = self._ask(lambda client: client.search(index=alias(kind), **asked))
        hits: Mapping[str, Any] = reply.get("hits", {"hits": [], "total": {"value": 0}})
        return hits

    def _ask(self, how: Any) -> Mapping[str, Any]:
        """Return the reply as plain data; what is not there yet is an empty reply."""
        from elasticsearch import ApiError, NotFoundError, TransportError

        try:
            reply: Mapping[str, Any] = how(self._client).body
        except NotFoundError:
            return {}
        except ApiError as error:
            raise BackendFault(f"Elasticsearch answered {error.meta.status}: {error.message}") from error
        except TransportError as error:
            raise BackendFault(f"Elasticsearch does not answer: {type(error).__name__}") from error
        return reply


def _message(row: Mapping[str, Any], cls: type[T]) -> T:
    return msgspec.convert(row["_source"]["message"], type=cls)


def _rejected(source: Mapping[str, Any]) -> Rejected:
    return msgspec.convert(
        {**source, "value": base64.b64decode(source["value"])}, type=Rejected, builtin_types=(bytes,)
    )


def _moment(milliseconds: float, zone: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, zone.tzinfo)
