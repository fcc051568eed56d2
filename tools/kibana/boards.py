"""A dashboard: panels where they stand, and the lists to choose from above them."""

from __future__ import annotations

from collections.abc import Mapping

from kibana.saved import Json, name, packed, saved, view_reference

CONTROLS = (("country", "Country"), ("category", "Kind of violence"))
Placed = tuple[Json, int, int, int, int]  #: panel, x, y, width, height of 48 columns


def by_reference(kind: str, identity: str, title: str) -> Json:
    """Return a panel that shows an object of its own."""
    return {"type": kind, "title": title, "id": identity}


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
