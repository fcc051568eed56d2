"""What an import into Kibana would refuse, or show empty, found without Kibana."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tocsin.testing.kibana.kql import Kql
from tocsin.testing.kibana.lens import aggregations, misfits

CORE: Final = (8, 8, 0)
#: newest shapes that every Kibana since 8.9 takes
STAMPS: Final = {
    "index-pattern": (8, 0, 0), "search": (8, 0, 0), "map": (8, 4, 0), "dashboard": (8, 9, 0), "tag": (8, 0, 0),
}  # fmt: skip
ATTRIBUTES: Final = {
    "tag": "name description color",
    "index-pattern": "title name timeFieldName fields fieldAttrs fieldFormatMap runtimeFieldMap sourceFilters typeMeta",
    "search": "title description columns sort grid hideChart isTextBasedQuery timeRestore kibanaSavedObjectMeta",
    "map": "title description layerListJSON mapStateJSON uiStateJSON",
    "dashboard": "title description timeRestore timeFrom timeTo refreshInterval optionsJSON kibanaSavedObjectMeta "
    "controlGroupInput panelsJSON version",
}
Fields = Callable[[str], Mapping[str, str]]  #: alias -> field -> type


@dataclass(frozen=True, slots=True)
class Asked:
    """A search that a panel would make."""

    where: str
    alias: str
    body: Mapping[str, Any]


@dataclass(slots=True)
class Checked:
    """What was found: problems, and the searches of everything without one."""

    problems: list[str] = field(default_factory=list)
    searches: list[Asked] = field(default_factory=list)


def check(lines: Iterable[str], fields: Fields) -> Checked:
    """Check saved objects against each other and against the mappings of the index."""
    objects = [json.loads(line) for line in lines]
    checker = _Checker(objects, fields)
    for one in objects:
        checker.look(one)
    return checker.checked


class _Checker:
    def __init__(self, objects: Sequence[Mapping[str, Any]], fields: Fields) -> None:
        self.checked = Checked()
        self._known = {(one["type"], one["id"]): one for one in objects}
        self._mappings = fields
        if len(self._known) != len(objects):
            self._say("file", "two objects have one id")

    def look(self, one: Mapping[str, Any]) -> None:
        where = f"{one['type']}/{one['id']}"
        if one["type"] not in STAMPS:
            self._say(where, "is of a type that is not ours")
            return
        for problem in _stamps(one):
            self._say(where, problem)
        used: set[str] = {ref["name"] for ref in one["references"] if ref["type"] == "tag"}
        try:
            getattr(self, f"_{one['type'].replace('-', '_')}")(where, one, used)
        except (KeyError, TypeError, ValueError, LookupError) as error:
            self._say(where, f"{type(error).__name__}: {error}")
        for ref in one["references"]:
            if (ref["type"], ref["id"]) not in self._known:
                self._say(where, f"refers to {ref['type']}/{ref['id']}, which is not here")
            if ref["name"] not in used:
                self._say(where, f"reference {ref['name']} is used by nothing")

    def _say(self, where: str, problem: str) -> None:
        self.checked.problems.append(f"{where}: {problem}")

    def _ask(self, where: str, alias: str, body: Mapping[str, Any]) -> None:
        self.checked.searches.append(Asked(where, alias, body))

    def _view(self, one: Mapping[str, Any], name: str, used: set[str]) -> tuple[str, Mapping[str, str]]:
        """Return the alias and the fields that a reference leads to."""
        (target,) = [ref["id"] for ref in one["references"] if ref["name"] == name] or [None]
        if ("index-pattern", target) not in self._known:
            raise ValueError(f"reference {name} leads to no data view")
        used.add(name)
        alias = self._known["index-pattern", target]["attributes"]["title"]
        return alias, self._mappings(alias)

    def _tag(self, where: str, one: Mapping[str, Any], used: set[str]) -> None:
        pass

    def _index_pattern(self, where: str, one: Mapping[str, Any], used: set[str]) -> None:
        attributes = one["attributes"]
        fields = self._mappings(attributes["title"])
        if fields.get(attributes["timeFieldName"]) != "date":
            self._say(where, f"time field {attributes['timeFieldName']} is no date")
        for name in json.loads(attributes["fieldFormatMap"]):
            if name not in fields:
                self._say(where, f"formats {name}, which is no field")

    def _search(self, where: str, one: Mapping[str, Any], used: set[str]) -> None:
        attributes = one["attributes"]
        source = json.loads(attributes["kibanaSavedObjectMeta"]["searchSourceJSON"])
        alias, fields = self._view(one, source["indexRefName"], used)
        for name in [*attributes["columns"], *(by for by, _ in attributes["sort"])]:
            if name not in fields:
                self._say(where, f"no field {name}")
        query = Kql(source["query"]["query"], fields).query()
        sort = [{by: {"order": order}} for by, order in attributes["sort"]]
        self._ask(where, alias, {"size": 5, "sort": sort, "fields": attributes["columns"], "query": query})

    def _map(self, where: str, one: Mapping[str, Any], used: set[str]) -> None:
        json.loads(one["attributes"]["mapStateJSON"])
        for layer in json.loads(one["attributes"]["layerListJSON"]):
            source = layer["sourceDescriptor"]
            alias, fields = self._view(one, source["indexPatternRefName"], used)
            if fields.get(source["geoField"]) != "geo_point":
                self._say(where, f"{source['geoField']} is no place")
                continue
            cells = {"geotile_grid": {"field": source["geoField"], "precision": 5, "size": 10_000}}
            centre = {"centre": {"geo_centroid": {"field": source["geoField"]}}}
            query = Kql(layer["query"]["query"], fields).query()
            self._ask(where, alias, {"size": 0, "query": query, "aggs": {"cells": {**cells, "aggs": centre}}})

    def _dashboard(self, where: str, one: Mapping[str, Any], used: set[str]) -> None:
        attributes = one["attributes"]
        panels = json.loads(attributes["panelsJSON"])
        for problem in _grid(panels):
            self._say(where, problem)
        shown = [self._panel(f"{where} «{panel['title']}»", one, panel, used) for panel in panels]
        for name, control in json.loads(attributes["controlGroupInput"]["panelsJSON"]).items():
            alias, fields = self._view(one, f"controlGroup_{name}:optionsListDataView", used)
            filtered = control["explicitInput"]["fieldName"]
            if fields.get(filtered) not in {"keyword", "boolean"}:
                self._say(where, f"control on {filtered}: {fields.get(filtered)}")
            for panel in filter(None, shown):
                if filtered not in self._mappings(panel):
                    self._say(where, f"control {filtered} would empty what shows {panel}")
            self._ask(
                where, alias, {"size": 0, "aggs": {"values": {"terms": {"field": filtered, "size": 10}}}}
            )

    def _panel(
        self, where: str, one: Mapping[str, Any], panel: Mapping[str, Any], used: set[str]
    ) -> str | None:
        """Check a panel and return the alias that it shows."""
        index = panel["panelIndex"]
        if "panelRefName" in panel:
            name = f"{index}:{panel['panelRefName']}"
            (ref,) = [ref for ref in one["references"] if ref["name"] == name]
            used.add(name)
            target = self._known.get((panel["type"], ref["id"]))
            views = [
                inner["id"]
                for inner in (target or {}).get("references", ())
                if inner["type"] == "index-pattern"
            ]
            return str(self._known["index-pattern", views[0]]["attributes"]["title"]) if views else None
        inside = panel["embeddableConfig"]["attributes"]
        state = inside["state"]
        alias = None
        for layer_id, layer in state["datasourceStates"]["formBased"]["layers"].items():
            name = f"indexpattern-datasource-layer-{layer_id}"
            alias, fields = self._view(one, f"{index}:{name}", used)
            if [ref["id"] for ref in inside["references"] if ref["name"] == name] != [alias]:
                self._say(where, "refers to one data view inside and to another outside")
            wrong = [*misfits(layer, fields), *_drawn(state["visualization"], layer_id, layer)]
            for problem in wrong:
                self._say(where, problem)
            query = Kql(state["query"]["query"], fields).query()
            if not wrong:
                self._ask(where, alias, {"size": 0, "query": query, "aggs": aggregations(layer, fields)})
        return alias


def _stamps(one: Mapping[str, Any]) -> Iterator[str]:
    unknown = set(one["attributes"]) - set(ATTRIBUTES[one["type"]].split())
    if unknown:
        yield f"unknown attributes {sorted(unknown)}"
    if (
        _version(one["typeMigrationVersion"]) > STAMPS[one["type"]]
        or _version(one["coreMigrationVersion"]) > CORE
    ):
        yield "is stamped newer than every Kibana takes"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _grid(panels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    placed: list[Mapping[str, int]] = []
    for panel in panels:
        box = panel["gridData"]
        if box["i"] != panel["panelIndex"]:
            yield f"«{panel['title']}» has two names"
        if box["x"] < 0 or box["x"] + box["w"] > 48:
            yield f"«{panel['title']}» leaves the 48 columns"
        if any(_overlap(box, other) for other in placed):
            yield f"«{panel['title']}» covers another panel"
        placed.append(box)


def _overlap(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    beside = one["x"] >= other["x"] + other["w"] or other["x"] >= one["x"] + one["w"]
    below = one["y"] >= other["y"] + other["h"] or other["y"] >= one["y"] + one["h"]
    return not (beside or below)


def _drawn(visual: Mapping[str, Any], layer_id: str, layer: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a visualization draws that its layer does not have."""
    layers = [visual, *visual.get("layers", ())]
    if any(one.get("layerId", layer_id) != layer_id for one in layers):
        yield "draws another layer"
    for one in layers:
        named = [one[key] for key in ("metricAccessor", "xAccessor", "splitAccessor") if key in one]
        named += [*one.get("accessors", ()), *(column["columnId"] for column in one.get("columns", ()))]
        missing = set(named) - set(layer["columns"])
        if missing:
            yield f"draws columns that are not there: {sorted(missing)}"
