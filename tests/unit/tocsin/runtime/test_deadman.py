"""The dead-man's switch on the embedded road: what comes back is quiet, what does not is said, and nobody sees a test."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.deadman import REGION, THEME, DeadMan, canary_article, rehearsed_id
from alerts.ledger_sqlite import SqliteLedger
from streams.mentions import mentions
from tocsin.config import load
from tocsin.model import Delivery, Reason
from tocsin.runtime.deadman import Switch, switch
from tocsin.runtime.embedded.append import SqliteAppend
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.parts import Parts
from tocsin.runtime.road import Road
from tocsin.testing.clock import ManualClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PERIOD = timedelta(minutes=15)


@pytest.fixture(scope="module")
def parts(english):
    return Parts(load(english))


@pytest.fixture
def clock():
    return ManualClock(NOON)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def embedded(tmp_path, parts, clock, heard):
    one = open_embedded(tmp_path, parts, clock, heard=heard.append)
    yield one
    one.close()


@pytest.fixture
def road(embedded):
    connection = embedded.connect()
    return Road(
        append=SqliteAppend(connection, embedded.clock),
        search=embedded.search,
        ledger=SqliteLedger(connection),
    )


@pytest.fixture
def turning(road, clock):
    return Switch(road=road, clock=clock, deadman=DeadMan(period=PERIOD), receivers={"log": "en"})


def test_the_shipped_tagger_reads_the_canary_as_the_switch_expects(parts):
    (mention,) = mentions(parts.tagger.tag(canary_article(NOON)), parts.atlas)
    assert (mention.region, min(mention.themes)) == (REGION, THEME)


def test_a_canary_that_comes_back_is_seen_by_nobody(turning, embedded, clock, heard):
    turning.turn()
    embedded.engine.drain()
    clock.advance(timedelta(seconds=5))
    turning.turn()
    assert turning.deadman.sent == {}
    assert embedded.search.incidents(open_only=False) == ()
    assert embedded.search.regions(NOON - PERIOD) == ()
    assert heard == []
    assert SqliteLedger(embedded.connection).counts() == {}


def test_two_lost_canaries_are_said_once_and_the_next_one_home_ends_it(turning, embedded, clock):
    #   12:00   12:15   12:30            12:45
    #     |-------|-------|----------------|      the engine stands still until 12:40
    #   canary  canary  canary, warning    all home
    for _ in range(4):
        turning.turn()
        clock.advance(timedelta(minutes=10))
    (row,) = SqliteLedger(embedded.connection).waiting("log")
    assert (row.note.reason, row.note.at) == (Reason.CANARY, NOON + timedelta(minutes=30))
    assert "12:00" in row.note.lines[0]
    embedded.engine.drain()
    turning.turn()
    assert not turning.deadman.warned


def test_a_receiver_that_takes_no_part_is_not_told_and_without_any_there_is_no_switch(road, parts, clock):
    assert switch(road, parts.alerts, clock, heartbeat=None).receivers == {"log": "en"}
    without = parts.config.routes.model_copy(update={"deadman": None})
    assert switch(road, replace(parts.alerts, routes=without), clock, heartbeat=None) is None


async def test_while_canaries_are_lost_no_beat_goes_out(turning, clock):
    beaten = []

    class Beat:
        async def beat(self):
            beaten.append(clock.now())
            return True

    turning.heartbeat = Beat()
    for _ in range(3):
        await turning._once()
        clock.advance(timedelta(seconds=30))
    assert beaten == [NOON, NOON + timedelta(minutes=1)]
    clock.advance(2 * PERIOD)
    await turning._once()
    assert turning.deadman.warned
    assert len(beaten) == 2


def test_a_drill_tells_every_receiver_and_is_told_how_far_it_came(road, embedded, clock, parts):
    article = canary_article(NOON, canary="drill-1", place="Khartoum, Sudan")
    road.send(article)
    embedded.engine.drain()
    subject = rehearsed_id("drill-1", "SD-KH", "violence")
    assert road.arrived(subject)
    assert road.told(subject) == {"log": Delivery.PLANNED}
