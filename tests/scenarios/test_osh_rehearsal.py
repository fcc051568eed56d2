"""The Osh rehearsal: own articles after the public record through the shipped configuration. A rehearsal, not evidence."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.config import load
from tocsin.model import Incident, IncidentLevel, Notification
from tocsin.runtime.jsonl import article, lines
from tocsin.runtime.parts import Parts
from tocsin.runtime.replaying import replay

ROOT = Path(__file__).parents[2]
DATA = ROOT / "config/demo/osh-2010.jsonl"
OPEN = {IncidentLevel.WATCH, IncidentLevel.HIGH, IncidentLevel.CRITICAL}


def day(month, number, hour=0):
    return datetime(2010, month, number, hour, tzinfo=UTC)


@pytest.fixture(scope="module")
def said():
    parts = Parts(load(ROOT / "config"))
    with DATA.open("rb") as file:
        read = [article(number, line, now=day(6, 30)) for number, line in lines(file)]
    return list(replay(parts, sorted(read, key=lambda one: (one.seen, one.id))))


@pytest.fixture(scope="module")
def steps(said):
    return [one for one in said if isinstance(one, Incident)]


def levels(steps, start, end, place):
    return {one.level for one in steps if start <= one.at < end and one.place in place and one.level in OPEN}


def test_the_file_is_what_the_generator_writes():
    script = str(ROOT / "tools/build_osh_rehearsal.py")
    written = subprocess.run([sys.executable, script], capture_output=True, check=True).stdout
    assert written == DATA.read_bytes()


def test_it_has_three_languages_and_a_dozen_publishers():
    found = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
    assert {one["language"] for one in found} == {"de", "en", "ru"}
    assert len({one["source"] for one in found}) == 12
    assert len({one["id"] for one in found}) == len(found)


def test_may_in_jalal_abad_is_watched_but_not_critical(steps):
    found = levels(steps, day(5, 13), day(5, 23), {"KG-J"})
    assert found
    assert IncidentLevel.CRITICAL not in found


def test_the_night_of_10_june_rings_for_osh_within_hours_and_is_critical_by_the_12th(steps):
    osh = [
        one
        for one in steps
        if one.at >= day(6, 10, 18) and one.place in {"KG-GO", "KG-O"} and one.level in OPEN
    ]
    assert osh[0].at < day(6, 10, 22)
    critical = next(one for one in osh if one.level is IncidentLevel.CRITICAL)
    assert critical.at < day(6, 12)


def test_the_desk_hears_of_osh_in_the_same_night(said):
    posts = [one for one in said if isinstance(one, Notification) and one.incident and not one.edit]
    first = next(one for one in posts if one.at >= day(6, 10, 12))
    assert first.at < day(6, 10, 22)
    assert first.incident.place in {"KG-GO", "KG-O"}


def test_nothing_rings_but_the_uprising_may_and_june(steps):
    known = [(day(4, 6), day(4, 14)), (day(5, 13), day(5, 24)), (day(6, 10, 18), day(6, 20))]
    for one in steps:
        assert any(start <= one.at < end for start, end in known), one
        assert one.region in {"KG", "UZ", "fergana-valley"}, one


def test_uzbek_border_regions_listen_closer_before_people_cross():
    parts = Parts(load(ROOT / "config"))
    from tocsin.runtime.replay import Chain, Replay
    from tocsin.runtime.replay_tagging import Tagging
    from tocsin.runtime.replaying import finding

    alerting = parts.alerting()
    chain = Chain(
        read=lambda articles: Tagging(list(articles), finding(parts), beside=0),
        detection=parts.detection(),
        alerting=alerting,
    )
    with DATA.open("rb") as file:
        read = [article(number, line, now=day(6, 30)) for number, line in lines(file)]
    until = [one for one in read if one.seen < day(6, 11, 18)]
    play = Replay(chain).play(sorted(until, key=lambda one: (one.seen, one.id)))
    seen = next(
        (True for one in play if one.at >= day(6, 11, 6) and alerting.sensitised("UZ-AN", "violence")), False
    )
    assert seen
