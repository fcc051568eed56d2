"""Publishers that vanish in mid-stream: no data is not calm, and their return is no news.

Six papers bring other news every hour and, now and then, a report of violence
from Osh. On day 20 Osh flares up; the next day five papers fall silent for two
weeks, then all are back as if nothing had been.

    day 0        20  21                    35        42
        |---------F--|  one paper of six    |---------|
"""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.model import Incident, IncidentLevel, Reason
from tocsin.runtime.sources import Sources
from tocsin.testing.replaying import played, told

START = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
FLARE, CUT, BACK, END = (START + days * DAY for days in (20, 21, 35, 42))
PAPERS = range(6)
LEFT = 0  #: the paper that goes on


def stream(*, silent):
    """The papers' articles; ``silent``: the five bring nothing at all while away, else other news without Osh."""
    rng, made = random.Random(7), []
    for hour in range(int((END - START) / timedelta(hours=1))):
        at = START + timedelta(hours=hour, minutes=5)
        for paper in PAPERS:
            away = CUT <= at < BACK and paper != LEFT
            if not away or not silent:
                made.append((at + timedelta(minutes=paper), paper, {}))
            if not away and rng.random() < 0.02:
                made.append((at + timedelta(minutes=20 + paper), paper, osh(rng)))
    made += [(FLARE + timedelta(minutes=30 * n), n % 6, osh(rng)) for n in range(20)]
    return [
        told(n, at, paper=paper, **more)
        for n, (at, paper, more) in enumerate(sorted(made, key=lambda one: one[:2]))
    ]


def osh(rng):
    return {"story": rng.randrange(10**6), "town": "KG-O", "themes": ("violence",)}


@pytest.fixture(scope="module")
def cut():
    return played(stream(silent=True), coverage=Sources())


def steps(said, start, end):
    found = [one for one in said if isinstance(one, Incident) and start <= one.at < end]
    return [(one.region, one.reason) for one in found if one.reason is not Reason.SAID_ALREADY]


def test_the_flare_rings_before_the_papers_vanish(cut):
    assert steps(cut[0], START, CUT)[0] == ("KG", Reason.FIRST)


def test_silence_of_publishers_is_no_calm(cut):
    assert steps(cut[0], CUT, BACK) == []


def test_real_calm_is_told_as_such():
    said, _, _ = played(stream(silent=False), coverage=Sources())
    reasons = [reason for _, reason in steps(said, CUT, BACK)]
    assert reasons[-2:] == [Reason.CALMING, Reason.CLOSED]


def test_coverage_falls_while_they_are_away_and_comes_back():
    seen = {}
    for day in (15, 25, 41):
        articles = [one for one in stream(silent=True) if one.seen < START + day * DAY]
        sources = Sources()
        records = [record for one in articles for record in sources(one, one.seen)]
        last = records[-1]
        seen[day] = last.visible / last.usual
    assert seen[15] == pytest.approx(1.0)
    assert seen[25] == pytest.approx(1 / 6, abs=0.05)
    assert seen[41] == pytest.approx(1.0)


def test_the_return_opens_nothing(cut):
    opened = [reason for _, reason in steps(cut[0], BACK, END) if reason in (Reason.FIRST, Reason.LEVEL_UP)]
    assert opened == []
    last = [one for one in cut[0] if isinstance(one, Incident)][-1]
    assert last.level is IncidentLevel.CLOSED
