"""Build Kibana's saved objects: one data view per index, searches, a map, and the dashboard *Desk*.

    python tools/build_kibana.py        writes config/kibana/tocsin.ndjson

Stamps are those of the oldest shape that each type has had since Kibana 8.9:
a newer Kibana lifts older objects, but refuses newer ones.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "config" / "kibana" / "tocsin.ndjson"
CORE = "8.8.0"
STAMPS = {"index-pattern": "8.0.0", "search": "8.0.0", "map": "8.4.0", "dashboard": "8.9.0", "tag": "8.0.0"}
#: what each data view shows, and the field that says when
VIEWS = {
    "articles": "at", "mentions": "at", "windows": "hour", "incidents": "at", "alerts": "at", "evidence": "at",
    "deliveries": "planned_at", "feeds": "last_polled", "polls": "hour", "rejected": "at",
}  # fmt: skip
LINKS = ("articles", "mentions", "evidence", "feeds")
CONTROLS = (("country", "Country"), ("category", "Kind of violence"))
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


Draw = Callable[[str, Mapping[str, str]], Json]


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


def by_reference(kind: str, identity: str, title: str) -> Json:
    """Return a panel that shows an object of its own."""
    return {"type": kind, "title": title, "id": identity}


def grid_map(identity: str, title: str, view: str, question: str) -> Json:
    """Return a map of counts per grid cell, without a base map: it works offline."""
    scaled = {
        "field": {"name": "doc_count", "origin": "source"},
        "fieldMetaOptions": {"isEnabled": False, "sigma": 3},
    }
    style = {
        "fillColor": {"type": "DYNAMIC", "options": {"color": "Yellow to Red", "colorCategory": "palette_0", "type": "ORDINAL", **scaled}},
        "iconSize": {"type": "DYNAMIC", "options": {"minSize": 7, "maxSize": 26, **scaled}},
        "lineColor": {"type": "STATIC", "options": {"color": "#3d3d3d"}},
        "lineWidth": {"type": "STATIC", "options": {"size": 1}},
        "icon": {"type": "STATIC", "options": {"value": "marker"}},
        "symbolizeAs": {"options": {"value": "circle"}},
    }  # fmt: skip
    reference = "layer_0_source_index_pattern"
    source = {
        "type": "ES_GEO_GRID", "id": name(identity, "source"), "geoField": "location", "requestType": "point",
        "resolution": "COARSE", "metrics": [{"type": "count"}], "applyGlobalQuery": True, "applyGlobalTime": True,
        "applyForceRefresh": True, "indexPatternRefName": reference,
    }  # fmt: skip
    layer = {
        "id": name(identity, "layer"), "label": title, "type": "GEOJSON_VECTOR", "alpha": 0.75, "minZoom": 0,
        "maxZoom": 24, "visible": True, "includeInFitToBounds": True, "joins": [],
        "query": {"language": "kuery", "query": question}, "sourceDescriptor": source,
        "style": {"type": "VECTOR", "isTimeAware": True, "properties": style},
    }  # fmt: skip
    state = {
        "zoom": 1.7, "center": {"lon": 20, "lat": 20}, "timeFilters": {"from": "now-7d", "to": "now"},
        "refreshConfig": {"isPaused": True, "interval": 0}, "query": {"query": "", "language": "kuery"}, "filters": [],
        "settings": {"autoFitToDataBounds": False, "backgroundColor": "#ffffff"},
    }  # fmt: skip
    return saved(
        "map", identity,
        {
            "title": title, "description": "", "layerListJSON": packed([layer]), "mapStateJSON": packed(state),
            "uiStateJSON": packed({"isLayerTOCOpen": False, "openTOCDetails": []}),
        },
        [view_reference(view, reference)],
    )  # fmt: skip


Placed = tuple[Json, int, int, int, int]  #: panel, x, y, width, height of 48 columns


def dashboard(identity: str, title: str, panels: Mapping[str, Placed], view: str) -> Json:
    """Return a dashboard with our controls on it."""
    shown, references = _laid_out(identity, panels)
    controls, fields = _controls(identity, view)
    ignored = dict.fromkeys(("ignoreFilters", "ignoreQuery", "ignoreTimerange", "ignoreValidations"), False)
    options = {
        "useMargins": True, "syncColors": True, "syncCursor": True, "syncTooltips": False, "hidePanelTitles": False,
    }  # fmt: skip
    return saved(
        "dashboard", identity,
        {
            "title": title, "description": "", "timeRestore": True, "timeFrom": "now-3d", "timeTo": "now",
            "refreshInterval": {"pause": False, "value": 60000}, "optionsJSON": packed(options),
            "kibanaSavedObjectMeta": {"searchSourceJSON": packed({"query": {"query": "", "language": "kuery"}, "filter": []})},
            "controlGroupInput": {
                "chainingSystem": "HIERARCHICAL", "controlStyle": "oneLine", "ignoreParentSettingsJSON": packed(ignored),
                "panelsJSON": packed(controls),
            },
            "panelsJSON": packed(shown), "version": 1,
        },
        [*references, *fields],
    )  # fmt: skip


def _laid_out(identity: str, panels: Mapping[str, Placed]) -> tuple[list[Json], list[Json]]:
    """Return the panels where they stand, and what they refer to: their own views, or a saved panel."""
    shown: list[Json] = []
    references: list[Json] = []
    for key, (panel, x, y, width, height) in panels.items():
        index = name(identity, key)
        one: Json = {
            "type": panel["type"], "gridData": {"x": x, "y": y, "w": width, "h": height, "i": index},
            "panelIndex": index, "title": panel["title"],
        }  # fmt: skip
        if "attributes" in panel:
            within = panel["attributes"]
            one["embeddableConfig"] = {"attributes": within, "enhancements": {}, "hidePanelTitles": False}
            references += [{**ref, "name": f"{index}:{ref['name']}"} for ref in within["references"]]
        else:
            one |= {"embeddableConfig": {"enhancements": {}}, "panelRefName": f"panel_{index}"}
            references.append({"id": panel["id"], "name": f"{index}:panel_{index}", "type": panel["type"]})
        shown.append(one)
    return shown, references


def _controls(identity: str, view: str) -> tuple[Json, list[Json]]:
    """Return the lists to choose from above a dashboard, and the view each of them refers to."""
    controls: Json = {}
    references: list[Json] = []
    for order, (field, label) in enumerate(CONTROLS):
        control = name(identity, "control", field)
        said = {"id": control, "fieldName": field, "title": label, "selectedOptions": [], "enhancements": {}}
        controls[control] = {
            "order": order, "width": "medium", "grow": True, "type": "optionsListControl", "explicitInput": said,
        }  # fmt: skip
        references.append(view_reference(view, f"controlGroup_{control}:optionsListDataView"))
    return controls, references


def desk() -> Json:
    """Return the dashboard of a watch desk: what is open, where, why, and whether it was said."""
    board = "tocsin-d-desk"
    standing = "not level : (closed or quiet)"
    incidents = {
        "i": terms("incident", "Incident", 50, "u"), "r": terms("region_name", "Place", 1),
        "l": terms("level", "Level", 1), "s": column("max", "stories", "Stories"),
        "p": column("max", "publishers", "Publishers"), "x": column("max", "ratio", "Times usual"),
        "u": column("max", "at", "Updated", kind="date"),
    }  # fmt: skip
    steps = {"t": hours("at"), "l": terms("level", "Level", 6, "n"), "n": count("Steps")}
    usual = {
        "t": hours("hour"),
        "s": column("sum", "stories", "Stories"),
        "e": column("sum", "expected", "Usual"),
    }
    sources = {
        "p": terms("owner", "Owner", 15, "n"), "n": count("Reports"), "a": column("unique_count", "article", "Articles"),
        "l": column("unique_count", "language", "Languages"),
    }  # fmt: skip
    return dashboard(
        board,
        "tocsin · Desk",
        {
            "open": (metric(board, "open", "Open incidents", "incidents", count("Open"), standing), 0, 0, 8, 6),
            "critical": (metric(board, "critical", "Critical", "incidents", count("Critical"), "level : critical"), 8, 0, 8, 6),
            "unsaid": (metric(board, "unsaid", "Not delivered", "deliveries", count("Messages"), "status : (failed or dead)"), 16, 0, 8, 6),
            "incidents": (table(board, "incidents", "Incidents", "incidents", incidents, standing), 0, 6, 24, 18),
            "map": (by_reference("map", "tocsin-m-incidents", "Where"), 24, 0, 24, 24),
            "steps": (chart(board, "steps", "Steps of incidents", "alerts", steps, x="t", y=["n"], split="l", series="bar_stacked"), 0, 24, 24, 12),
            "usual": (chart(board, "usual", "Stories against the usual level", "windows", usual, x="t", y=["s", "e"]), 24, 24, 24, 12),
            "violent": (by_reference("search", "tocsin-s-violent", "Violent articles"), 0, 36, 32, 20),
            "sources": (table(board, "sources", "Who reports", "mentions", sources, "role : main and violence.violent : true"), 32, 36, 16, 20),
        },
        "incidents",
    )  # fmt: skip


def objects() -> list[Json]:
    """Return all saved objects, references before those who refer."""
    return [
        saved("tag", "tocsin", {"name": "tocsin", "description": "", "color": "#bd271e"}),
        *(data_view(view) for view in VIEWS),
        search("tocsin-s-violent", "Violent articles", "articles", ["country", "category", "publisher", "title", "url"], "violence.violent : true"),
        search("tocsin-s-evidence", "Behind an incident", "evidence", ["incident", "publisher", "language", "title", "url"]),
        search("tocsin-s-feeds", "Feeds that need a look", "feeds", ["status", "error", "failures", "last_new", "url"], "not status : ok"),
        search("tocsin-s-rejected", "Dead letters", "rejected", ["topic", "key", "reason"]),
        grid_map("tocsin-m-incidents", "Open incidents", "incidents", "not level : (closed or quiet)"),
        desk(),
    ]  # fmt: skip


def lines() -> list[str]:
    """Return the file's lines."""
    return [packed(one) for one in objects()]


def main() -> None:
    """Write the file."""
    FILE.write_text("\n".join(lines()) + "\n", "utf-8")
    print(FILE, len(lines()))


if __name__ == "__main__":
    main()
