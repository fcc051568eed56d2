"""Saved objects that stand alone: data views, searches, and what every object has."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

CORE = "8.8.0"
STAMPS = {"index-pattern": "8.0.0", "search": "8.0.0", "map": "8.4.0", "dashboard": "8.9.0", "tag": "8.0.0"}
#: what each data view shows, and the field that says when
VIEWS = {
    "articles": "at", "mentions": "at", "windows": "hour", "incidents": "at", "alerts": "at", "evidence": "at",
    "deliveries": "planned_at", "feeds": "last_polled", "polls": "hour", "rejected": "at",
}  # fmt: skip
LINKS = ("articles", "mentions", "evidence", "feeds")
_SPACE = uuid.UUID("0f3f1d52-6a5e-5f0e-9a53-6c1f6a3f7a10")
Json = dict[str, Any]


def name(*parts: str) -> str:
    """Return a fixed id for a part of an object."""
    return str(uuid.uuid5(_SPACE, "/".join(parts)))


def packed(value: object) -> str:
    """Return JSON inside JSON, as Kibana keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def saved(kind: str, identity: str, attributes: Json, references: Sequence[Json] = ()) -> Json:
    """Return one saved object with its stamps."""
    tagged = (
        [{"id": "tocsin", "name": "tag-ref-tocsin", "type": "tag"}]
        if kind in {"dashboard", "search", "map"}
        else []
    )
    return {
        "attributes": attributes, "coreMigrationVersion": CORE, "id": identity, "managed": False,
        "references": [*references, *tagged], "type": kind, "typeMigrationVersion": STAMPS[kind],
    }  # fmt: skip


def view_reference(view: str, reference: str) -> Json:
    """Return a reference to a data view."""
    return {"id": f"tocsin-{view}", "name": reference, "type": "index-pattern"}


def data_view(view: str) -> Json:
    """Return the data view of one alias."""
    link = {"id": "url", "params": {"type": "a", "labelTemplate": "open", "openLinkInCurrentTab": False}}
    formats = {"url": link} if view in LINKS else {}
    return saved(
        "index-pattern",
        f"tocsin-{view}",
        {
            "title": f"tocsin-{view}", "name": f"tocsin {view}", "timeFieldName": VIEWS[view], "fields": "[]",
            "fieldAttrs": "{}", "fieldFormatMap": packed(formats), "runtimeFieldMap": "{}", "sourceFilters": "[]",
            "typeMeta": "{}",
        },
    )  # fmt: skip


def search(identity: str, title: str, view: str, columns: Sequence[str], question: str = "") -> Json:
    """Return a saved search, newest first."""
    reference = "kibanaSavedObjectMeta.searchSourceJSON.index"
    source = {
        "query": {"query": question, "language": "kuery"}, "filter": [], "highlightAll": True, "version": True,
        "indexRefName": reference,
    }  # fmt: skip
    return saved(
        "search",
        identity,
        {
            "title": title, "description": "", "columns": list(columns), "sort": [[VIEWS[view], "desc"]], "grid": {},
            "hideChart": False, "isTextBasedQuery": False, "timeRestore": False,
            "kibanaSavedObjectMeta": {"searchSourceJSON": packed(source)},
        },
        [view_reference(view, reference)],
    )  # fmt: skip
