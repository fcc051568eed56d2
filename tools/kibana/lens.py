"""Panels that carry a Lens chart of their own: a number, a table, lines over time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kibana.saved import Json, name, packed, view_reference

Draw = Callable[[str, Mapping[str, str]], Json]


def column(operation: str, field: str, label: str, **more: Any) -> Json:
    """Return one column of a Lens layer; ``bucketed`` ones come first."""
    bucketed = operation in {"terms", "date_histogram"}
    kind = {"terms": "string", "date_histogram": "date"}.get(operation, more.pop("kind", "number"))
    made: Json = {
        "label": label, "customLabel": True, "dataType": kind, "operationType": operation, "sourceField": field,
        "isBucketed": bucketed, "scale": "interval" if kind == "date" else "ordinal" if bucketed else "ratio",
        "params": more.pop("params", {} if bucketed else {"emptyAsNull": True}),
    }  # fmt: skip
    if question := more.pop("only", None):
        made["filter"] = {"language": "kuery", "query": question}
    return made


def count(label: str, only: str | None = None) -> Json:
    """Return a column that counts documents."""
    return column("count", "___records___", label, only=only, params={"emptyAsNull": False})


def hours(field: str) -> Json:
    """Return a column of time."""
    params = {"interval": "auto", "includeEmptyRows": True, "dropPartials": False}
    return column("date_histogram", field, field, params=params)


def terms(field: str, label: str, size: int, by: str | None = None) -> Json:
    """Return a column of the most frequent values, by another column or by the alphabet."""
    order: Json = {"type": "column", "columnId": by} if by else {"type": "alphabetical"}
    params = {
        "size": size, "orderBy": order, "orderDirection": "desc", "otherBucket": False, "missingBucket": False,
        "parentFormat": {"id": "terms"}, "include": [], "exclude": [], "includeIsRegex": False, "excludeIsRegex": False,
    }  # fmt: skip
    return column("terms", field, label, params=params)


def lens(board: str, key: str, title: str, kind: str, view: str, columns: Mapping[str, Json], draw: Draw, question: str) -> Json:  # fmt: skip
    """Return a panel that carries its own Lens chart."""
    layer = name(board, key, "layer")
    ids = {one: name(board, key, one) for one in columns}
    made = json.loads(packed({ids[one]: made for one, made in columns.items()}))
    for one in made.values():
        order = one["params"].get("orderBy", {})
        if "columnId" in order:
            order["columnId"] = ids[order["columnId"]]
    in_order = sorted(columns, key=lambda one: not columns[one]["isBucketed"])
    based = {
        "columnOrder": [ids[one] for one in in_order], "columns": made, "incompleteColumns": {}, "sampling": 1,
        "ignoreGlobalFilters": False,
    }  # fmt: skip
    state = {
        "adHocDataViews": {}, "datasourceStates": {"formBased": {"layers": {layer: based}}}, "filters": [],
        "internalReferences": [], "query": {"language": "kuery", "query": question}, "visualization": draw(layer, ids),
    }  # fmt: skip
    return {
        "type": "lens", "title": title,
        "attributes": {
            "title": "", "description": "", "visualizationType": kind, "type": "lens", "state": state,
            "references": [view_reference(view, f"indexpattern-datasource-layer-{layer}")],
        },
    }  # fmt: skip


def metric(board: str, key: str, title: str, view: str, what: Json, question: str = "") -> Json:
    """Return a panel with one number."""

    def draw(layer: str, ids: Mapping[str, str]) -> Json:
        return {"layerId": layer, "layerType": "data", "metricAccessor": ids["n"]}

    return lens(board, key, title, "lnsMetric", view, {"n": what}, draw, question)


def table(
    board: str, key: str, title: str, view: str, columns: Mapping[str, Json], question: str = ""
) -> Json:
    """Return a panel with a table."""

    def draw(layer: str, ids: Mapping[str, str]) -> Json:
        shown = [
            {"columnId": ids[one], "isTransposed": False} | ({} if made["isBucketed"] else {"isMetric": True})
            for one, made in columns.items()
        ]
        paging = {"size": 20, "enabled": True}
        return {
            "layerId": layer,
            "layerType": "data",
            "columns": shown,
            "paging": paging,
            "rowHeight": "auto",
        }

    return lens(board, key, title, "lnsDatatable", view, columns, draw, question)


def chart(board: str, key: str, title: str, view: str, columns: Mapping[str, Json], *, x: str, y: Sequence[str], split: str | None = None, series: str = "line", question: str = "") -> Json:  # fmt: skip
    """Return a panel with lines or bars over time."""

    def draw(layer: str, ids: Mapping[str, str]) -> Json:
        one: Json = {
            "layerId": layer, "layerType": "data", "seriesType": series, "accessors": [ids[name] for name in y],
            "xAccessor": ids[x], "position": "top", "showGridlines": False,
        }  # fmt: skip
        if split:
            one["splitAccessor"] = ids[split]
        axes = {"x": True, "yLeft": True, "yRight": True}
        return {
            "legend": {"isVisible": True, "position": "right"}, "valueLabels": "hide", "fittingFunction": "None",
            "axisTitlesVisibilitySettings": {**axes, "x": False}, "tickLabelsVisibilitySettings": axes,
            "gridlinesVisibilitySettings": axes, "preferredSeriesType": series, "layers": [one],
        }  # fmt: skip

    return lens(board, key, title, "lnsXY", view, columns, draw, question)
