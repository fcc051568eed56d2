"""A map of counts per grid cell."""

from __future__ import annotations

from kibana.saved import Json, name, packed, saved, view_reference


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
