"""Templates, plans and retention."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.errors import WrongSchema
from tocsin.index.elastic.retention import expired
from tocsin.index.names import Kind, alias, index
from tocsin.index.setup import IndexAdmin, IndexFound, IndexPlan, Templates, index_plan

WANTED = Templates.read(Path(__file__).parents[4] / "config" / "elasticsearch")
EMPTY = IndexFound(components={}, indices={}, mappings={})


def set_up():
    return IndexFound(
        components=WANTED.components,
        indices=WANTED.indices,
        mappings={
            index(kind): {
                "_meta": {"schema_version": 1},
                "properties": _typed(WANTED.fields(f"tocsin-{kind}-v1")),
            }
            for kind in Kind
            if not WANTED.indices[f"tocsin-{kind}-v1"]["index_patterns"][0].endswith("-*")
        },
    )


def _typed(fields):
    return {name: {"type": kind} for name, kind in fields.items()}


def test_every_kind_has_a_template_and_every_template_a_kind():
    assert set(WANTED.indices) == {f"tocsin-{kind}-v1" for kind in Kind}


def test_a_bare_server_gets_everything():
    plan = index_plan(WANTED, EMPTY)
    assert set(plan.components) == set(WANTED.components)
    assert set(plan.templates) == set(WANTED.indices)
    assert index(Kind.INCIDENTS) in plan.create
    assert index(Kind.STATE) in plan.create


def test_a_server_that_is_set_up_is_left_alone():
    assert index_plan(WANTED, set_up()).done


def test_a_new_field_extends_the_indices_that_lack_it():
    found = set_up()
    del found.mappings[index(Kind.FEEDS)]["properties"]["gaps"]
    assert index_plan(WANTED, found).lines() == ("extend the mappings of tocsin-feeds-v1",)


def test_another_schema_version_is_refused():
    found = set_up()
    found.mappings[index(Kind.FEEDS)]["_meta"]["schema_version"] = 2
    plan = index_plan(WANTED, found)
    assert "schema version 2; this tocsin writes 1" in plan.faults[0]
    with pytest.raises(WrongSchema):
        IndexAdmin(None).carry_out(IndexPlan(faults=plan.faults), WANTED)


def test_every_mapping_is_strict_and_every_alias_is_the_kinds():
    for kind in Kind:
        template = WANTED.indices[f"tocsin-{kind}-v1"]["template"]
        assert template["mappings"]["dynamic"] == "strict"
        assert list(template.get("aliases", {})) == ([] if kind is Kind.STATE else [alias(kind)])


def test_what_a_dashboard_filters_by_has_one_name_and_type_everywhere():
    for kind in set(Kind) - {Kind.STATE, Kind.REJECTED}:
        fields = WANTED.fields(f"tocsin-{kind}-v1")
        assert [fields[name] for name in ("country", "region_path", "category", "theme")] == ["keyword"] * 4


#        2025.11   2025.12   2026.01 ... 2026.12 (now)
#           gone      kept: twelve whole months beside the running one
@pytest.mark.parametrize(
    ("name", "goes"),
    [
        pytest.param("tocsin-articles-v1-2025.11", True, id="the thirteenth month goes"),
        pytest.param("tocsin-articles-v1-2025.12", False, id="the twelfth stays"),
        pytest.param("tocsin-polls-v1-2026.08", True, id="polls go after three months"),
        pytest.param("tocsin-alerts-v1-2001", False, id="years of alerts stay"),
        pytest.param("tocsin-incidents-v1", False, id="incidents stay"),
        pytest.param("tocsin-mentions-v1-2024.11", True, id="mentions after two years"),
    ],
)
def test_retention_is_by_whole_months(name, goes):
    assert expired([name], datetime(2026, 12, 31, tzinfo=UTC)) == ((name,) if goes else ())
