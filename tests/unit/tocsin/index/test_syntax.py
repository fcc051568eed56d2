from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.index.query import Clause, Kind, Query, Sort
from tocsin.index.syntax import FILTERS, read

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "query"),
    [
        pytest.param("", Query(), id="nothing asks for everything"),
        pytest.param("riot", Query(clauses=(Clause(text="riot"),)), id="a word"),
        pytest.param('"tear gas"', Query(clauses=(Clause(text="tear gas", kind=Kind.PHRASE),)), id="a phrase"),
        pytest.param('"tear gas', Query(clauses=(Clause(text="tear gas", kind=Kind.PHRASE),)), id="a phrase left open"),
        pytest.param("-cup", Query(clauses=(Clause(text="cup", excluded=True),)), id="an excluded word"),
        pytest.param("prot*", Query(clauses=(Clause(text="prot", kind=Kind.PREFIX),)), id="a beginning"),
        pytest.param("12:30", Query(clauses=(Clause(text="12:30"),)), id="a time of day is a word"),
        pytest.param("https://x.example", Query(clauses=(Clause(text="https://x.example"),)), id="an address is a word"),
        pytest.param("region:kg-o in:fergana-Valley", Query(regions=("KG-O", "fergana-valley")), id="codes upper, areas lower"),
        pytest.param('publisher:"Das Echo"', Query(publishers=("Das Echo",)), id="a quoted filter"),
        pytest.param("Language:RU", Query(languages=("ru",)), id="another name of a filter, in any case"),
        pytest.param("since:2d", Query(since=NOW - timedelta(days=2)), id="an age in days"),
        pytest.param("since:30m", Query(since=NOW - timedelta(minutes=30)), id="an age in minutes"),
        pytest.param("since:yesterday", Query(since=datetime(2026, 11, 23, tzinfo=UTC)), id="yesterday in UTC"),
        pytest.param("until:2026-08-18T12:00", Query(until=datetime(2026, 8, 18, 12, tzinfo=UTC)), id="a moment is in UTC"),
        pytest.param("since:2026-08-18T12:00+06:00", Query(since=datetime(2026, 8, 18, 6, tzinfo=UTC)), id="unless it says otherwise"),
        pytest.param("violent:no deaths:>=5 sort:new", Query(violent=False, deaths=5, sort=Sort.NEWEST), id="verdict, deaths, order"),
    ],
)  # fmt: skip
def test_a_line_is_read(line, query):
    understood = read(line, now=NOW)
    assert understood.query == query
    assert understood.notes == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("since:lately", "since:lately was not understood", id="no time"),
        pytest.param("since:9999w", "", id="an age before the calendar"),
        pytest.param("violent:maybe", "violent:maybe was not understood", id="neither yes nor no"),
        pytest.param("deaths:many", "deaths:many was not understood", id="no number"),
        pytest.param("-region:KG", "-region: filters cannot be turned round", id="a filter turned round"),
    ],
)
def test_what_is_not_understood_is_left_out_with_a_note(line, told):
    understood = read(f"riot {line}", now=NOW)
    assert understood.query.clauses == (Clause(text="riot"),)
    assert " ".join(understood.notes).startswith(told)


@pytest.mark.parametrize(
    ("line", "notes"),
    [
        (
            "regoin:KG",
            ("regoin:KG was looked for as words: no filter is named 'regoin'; did you mean 'region'?",),
        ),
        (
            "Sinse:2d",
            ("Sinse:2d was looked for as words: no filter is named 'sinse'; did you mean 'since'?",),
        ),
        ("https://x.example", ()),
        ("theme://x.example", ()),
        ("Moscow:12 killed", ()),
    ],
)
def test_a_filter_whose_name_is_misspelt_is_told(line, notes):
    assert read(line, now=NOW).notes == notes


def test_every_filter_s_example_is_understood():
    for name, field, example, _ in FILTERS:
        understood = read(example, now=NOW)
        assert understood.notes == (), name
        assert getattr(understood.query, field), name
