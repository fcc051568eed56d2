"""The lines that `parse`, `tag` and `replay` print are stable: keys, order, roundings, times in UTC."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tocsin.cli.formats import entry_line, incident_line, tag_line
from tocsin.model import Casualties, Entry, Incident, IncidentLevel, Level, Place, Reason, Role
from tocsin.testing.tagged import tagged

NOON = datetime(2010, 6, 11, 12, tzinfo=UTC)


def test_an_entry_keeps_what_the_feed_said_and_says_times_in_utc():
    entry = Entry(guid="g", title="Nine dead in Osh", published=NOON, authors=("A. B.",), text="not printed")
    assert list(entry_line(entry).items()) == [
        ("guid", "g"),
        ("link", None),
        ("title", "Nine dead in Osh"),
        ("summary", ""),
        ("published", "2010-06-11T12:00:00Z"),
        ("updated", None),
        ("authors", ["A. B."]),
        ("sections", []),
    ]


def test_a_tagged_article_shows_regions_and_violence_with_their_evidence():
    line = tag_line(
        tagged(
            "Nine killed in riot",
            id="a",
            regions=("KG-O",),
            themes=("unrest",),
            categories=("riot",),
            terms=(("riot", "riot", "riot"),),
            deaths=9,
        )
    )
    assert list(line) == ["id", "language", "regions", "violence", "flags"]
    assert line["regions"] == [
        {"code": "KG-O", "level": "admin1", "role": "main", "score": 1.0, "evidence": []}
    ]
    violence = line["violence"]
    assert list(violence) == ["violent", "score", "themes", "categories", "deaths", "injured", "reason"]
    assert (violence["violent"], violence["themes"], violence["deaths"], violence["injured"]) == (
        True,
        ["unrest"],
        9,
        None,
    )
    evidence = {"field": "title", "start": 15, "end": 19, "text": "riot", "name": "riot", "language": "en"}
    assert violence["categories"] == [{"category": "riot", "score": 0.9, "evidence": [evidence]}]


def test_a_silenced_term_is_no_evidence():
    one = tagged("Goal riot", themes=("unrest",), categories=("riot",), terms=(("riot", "riot", "riot"),))
    one = replace(one, terms=tuple(replace(term, excluded_by="sport") for term in one.terms))
    assert tag_line(one)["violence"]["categories"][0]["evidence"] == []


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param(9, 9, {"deaths": 9}, id="one figure"),
        pytest.param(9, 12, {"deaths": 9, "deaths_high": 12}, id="a range has both ends"),
        pytest.param(None, 12, {"deaths": 12, "deaths_high": 12}, id="at most so many"),
        pytest.param(9, None, {"deaths": 9}, id="at least"),
        pytest.param(None, None, {"deaths": None}, id="nothing said"),
    ],
)
def test_figures_of_the_dead_are_one_number_or_a_range(low, high, expected):
    one = replace(tagged("Dead"), casualties=Casualties(deaths_low=low, deaths_high=high))
    line = tag_line(one)["violence"]
    assert {key: value for key, value in line.items() if key.startswith("deaths")} == expected


def test_an_ambiguous_place_names_its_candidates():
    place = Place(
        region="GE", level=Level.COUNTRY, role=Role.AMBIGUOUS, score=0.33333, candidates=("GE", "US-GA")
    )
    line = tag_line(replace(tagged("Georgia"), places=(place,)))["regions"][0]
    assert (line["candidates"], line["score"]) == (["GE", "US-GA"], 0.333)


def test_a_step_of_an_incident_has_the_keys_that_replays_promise():
    incident = Incident(
        id="i1", step=1, theme="violence", region="KG", place="KG-O", level=IncidentLevel.HIGH,
        reason=Reason.FIRST, rule="violence-spike", opened_at=NOON, at=NOON, stories=7, articles=19,
        publishers=("a", "b"), expected=0.12345, ratio=9, ratio_low=3, score=2.34567, threshold=1.5,
        article_ids=("x", "y"), deaths=12,
    )  # fmt: skip
    assert incident_line(incident) == {
        "incident": "i1", "region": "KG", "theme": "violence", "rule": "violence-spike", "level": "high",
        "reason": "first time", "opened_at": "2010-06-11T12:00:00Z", "at": "2010-06-11T12:00:00Z",
        "stories": 7, "articles": 19, "publishers": 2, "expected": 0.123, "score": 2.346, "threshold": 1.5,
        "evidence": ["x", "y"], "place": "KG-O", "deaths": 12,
    }  # fmt: skip
