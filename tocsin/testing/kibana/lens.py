"""A Lens layer as aggregations, with everything wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tocsin.testing.kibana.kql import Kql

_NUMBERS: Final = frozenset({"integer", "long", "float", "double", "short", "byte"})
_OPERATIONS: Final = {
    "sum": "sum", "average": "avg", "min": "min", "max": "max", "unique_count": "cardinality", "count": "value_count",
}  # fmt: skip
RECORDS: Final = "___records___"


def misfits(layer: Mapping[str, Any], fields: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a layer's columns."""
    columns, order = layer["columns"], layer["columnOrder"]
    if set(order) != set(columns):
        yield "columnOrder differs from the columns"
    bucketed = [columns[one]["isBucketed"] for one in order if one in columns]
    if bucketed != sorted(bucketed, reverse=True):
        yield "a metric stands before a bucket"
    for column in columns.values():
        yield from _misfit(column, columns, fields)


def _misfit(
    column: Mapping[str, Any], columns: Mapping[str, Any], fields: Mapping[str, str]
) -> Iterator[str]:
    operation, field = column["operationType"], column["sourceField"]
    if operation not in {*_OPERATIONS, "terms", "date_histogram"}:
        yield f"operation {operation} is not among those that every Kibana has"
    if field == RECORDS:
        return
    kind = fields.get(field)
    if kind is None:
        yield f"no field {field}"
    elif (
        (operation == "terms" and kind not in {"keyword", "boolean", *_NUMBERS})
        or (operation == "date_histogram" and kind != "date")
        or (operation in {"sum", "average"} and kind not in _NUMBERS)
        or (operation in {"min", "max"} and kind not in _NUMBERS | {"date"})
    ):
        yield f"{operation} does not fit {field}: {kind}"
    order = column["params"].get("orderBy", {})
    if order.get("type") == "column" and order["columnId"] not in columns:
        yield f"ordered by {order['columnId']}, which is no column"


def aggregations(layer: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """Return what Kibana would ask for a layer without misfits."""
    columns = layer["columns"]
    buckets = [one for one in layer["columnOrder"] if columns[one]["isBucketed"]]
    metrics = {
        one: made
        for one in layer["columnOrder"]
        if not columns[one]["isBucketed"] and (made := _metric(columns[one], fields)) is not None
    }
    inner = metrics
    for one in reversed(buckets):
        inner = {one: _bucket(columns[one], metrics) | ({"aggs": {**metrics, **inner}} if inner else {})}
    return inner


def _metric(column: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any] | None:
    field, operation = column["sourceField"], column["operationType"]
    made = None if field == RECORDS else {_OPERATIONS[operation]: {"field": field}}
    only = column.get("filter")
    if only is None:
        return made
    filtered: dict[str, Any] = {"filter": Kql(only["query"], fields).query()}
    return filtered | ({"aggs": {"value": made}} if made else {})


def _bucket(column: Mapping[str, Any], metrics: Mapping[str, Any]) -> dict[str, Any]:
    params, field = column["params"], column["sourceField"]
    if column["operationType"] == "date_histogram":
        return {"date_histogram": {"field": field, "fixed_interval": "3h", "min_doc_count": 0}}
    order = params["orderBy"]
    if order["type"] != "column":
        by: dict[str, str] = {"_key": "asc"}
    else:
        by = {order["columnId"] if order["columnId"] in metrics else "_count": "desc"}
    return {"terms": {"field": field, "size": params["size"], "order": by}}
