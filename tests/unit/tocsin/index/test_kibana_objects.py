"""The shipped objects are sound, and every kind of damage is seen."""

import importlib.util
import json
from pathlib import Path

import pytest

from tocsin.index.setup import Templates
from tocsin.testing.kibana import check

ROOT = Path(__file__).parents[4]
LINES = (ROOT / "config" / "kibana" / "tocsin.ndjson").read_text("utf-8").splitlines()
WANTED = Templates.read(ROOT / "config" / "elasticsearch")


def fields(alias):
    return WANTED.fields(f"{alias}-v1")


def test_the_shipped_objects_have_no_problem():
    checked = check(LINES, fields)
    assert checked.problems == []
    assert len(checked.searches) >= 13


def test_the_file_is_what_its_generator_makes():
    spec = importlib.util.spec_from_file_location("build_kibana", ROOT / "tools" / "build_kibana.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.lines() == LINES


def of(objects, kind, number=0):
    return [one for one in objects if one["type"] == kind][number]


def replaced(kind, attribute, old, new, number=0):
    """Damage JSON inside an attribute (``outer.inner`` where it lies one deeper)."""

    def damage(objects):
        attributes = of(objects, kind, number)["attributes"]
        *outer, attribute_ = attribute.split(".")
        for step in outer:
            attributes = attributes[step]
        assert old in attributes[attribute_]
        attributes[attribute_] = attributes[attribute_].replace(old, new, 1)

    return damage


FAULTS = {
    "a reference is missing": lambda objects: of(objects, "dashboard")["references"].pop(0),
    "a reference is left over": lambda objects: of(objects, "dashboard")["references"].append(
        {"id": "tocsin-feeds", "name": "left over", "type": "index-pattern"}
    ),
    "a map that is shown is gone": lambda objects: objects.remove(of(objects, "map")),
    "a column names no field": lambda objects: of(objects, "search")["attributes"]["columns"].append("titel"),
    "an attribute nobody knows": lambda objects: of(objects, "dashboard")["attributes"].update(extra=1),
    "a stamp newer than Kibana": lambda objects: of(objects, "dashboard").update(typeMigrationVersion="10.4.0"),
    "a core stamp newer than Kibana": lambda objects: of(objects, "tag").update(coreMigrationVersion="9.0.0"),
    "one id twice": lambda objects: objects.append(of(objects, "search")),
    "a type that is not ours": lambda objects: of(objects, "tag").update(type="lens"),
    "no such time field": lambda objects: of(objects, "index-pattern")["attributes"].update(timeFieldName="publishd"),
    "a time field that is no date": lambda objects: of(objects, "index-pattern")["attributes"].update(timeFieldName="title"),
    "a sum of no field": replaced("dashboard", "panelsJSON", '"sourceField":"expected"', '"sourceField":"expectd"'),
    "terms of a text": replaced("dashboard", "panelsJSON", '"sourceField":"owner"', '"sourceField":"title"'),
    "an operation of newer Kibanas": replaced("dashboard", "panelsJSON", '"operationType":"max"', '"operationType":"last_value"'),
    "a panel beyond the grid": replaced("dashboard", "panelsJSON", '"w":24', '"w":50'),
    "a panel over another": replaced("dashboard", "panelsJSON", '"x":8,"y":0', '"x":4,"y":0'),
    "a question that names no field": replaced("search", "kibanaSavedObjectMeta.searchSourceJSON", "violence.violent", "violence.is_violent"),
    "a question that does not parse": replaced("map", "layerListJSON", "(closed or quiet)", "(closed or"),
    "a place that is none": replaced("map", "layerListJSON", '"geoField":"location"', '"geoField":"region"'),
    "a control on a text": replaced("dashboard", "controlGroupInput.panelsJSON", '"fieldName":"country"', '"fieldName":"title"'),
    "a control that empties a panel": replaced("dashboard", "controlGroupInput.panelsJSON", '"fieldName":"country"', '"fieldName":"regions"'),
    "JSON inside that is broken": replaced("dashboard", "panelsJSON", "[", "{"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_every_damage_is_seen(fault):
    objects = [json.loads(line) for line in LINES]
    FAULTS[fault](objects)
    assert check([json.dumps(one) for one in objects], fields).problems
