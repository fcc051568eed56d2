from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.outcome import new_state
from ingest.spec import FeedSpec, IngestSpec
from ingest.turns import Turns

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def states(**hosts):
    return {
        name: new_state(
            FeedSpec(id=name, url=f"https://{host}/{name}", name=name, publisher=name, country="KG"), now=NOW
        )
        for name, host in hosts.items()
    }


def taken(turns, known, *, only=None, now=NOW):
    found = []
    while turn := turns.next(known, only=known if only is None else only, now=now):
        found.append(turn)
    return found


def names(found):
    return [turn.feed for turn in found]


def test_no_more_at_once_than_connections():
    known = states(a="a.example", b="b.example", c="c.example")
    turns = Turns(IngestSpec(connections=2))
    turns.plan(dict.fromkeys(known, NOW))
    first = taken(turns, known)
    assert (names(first), turns.full) == (["a", "b"], True)
    turns.finish(first[0], known | {"a": replace(known["a"], due=LATER)}, now=NOW)
    assert names(taken(turns, known)) == ["c"]


def test_a_feed_that_waited_for_its_host_is_due_when_the_host_is_free():
    known = states(a="one.example", b="one.example")
    turns = Turns(IngestSpec(host_spacing="0s"))
    turns.plan(dict.fromkeys(known, NOW))
    (turn,) = taken(turns, known)
    assert turns.first() is None
    turns.finish(turn, known | {"a": replace(known["a"], due=LATER)}, now=NOW)
    assert names(taken(turns, known)) == ["b"]
    assert turns.first() == LATER


def test_a_feed_that_is_being_asked_is_planned_by_its_end():
    known = states(a="a.example")
    turns = Turns(IngestSpec(host_spacing="0s"))
    turns.plan({"a": NOW})
    (turn,) = taken(turns, known)
    turns.plan({"a": NOW})
    assert taken(turns, known) == []
    turns.finish(turn, {"a": replace(known["a"], due=LATER)}, now=NOW)
    assert turns.first() == LATER


def test_a_feed_that_left_gets_no_turn():
    known = states(a="a.example", b="b.example")
    turns = Turns(IngestSpec())
    turns.plan(dict.fromkeys(known, NOW))
    assert names(taken(turns, {"b": known["b"]})) == ["b"]


def test_a_host_that_asked_for_a_pause_gets_one():
    known = states(a="a.example")
    turns = Turns(IngestSpec(host_spacing="0s"))
    turns.plan({"a": NOW})
    (turn,) = taken(turns, known)
    turns.hold(turn, LATER)
    turns.finish(turn, known, now=NOW)
    assert taken(turns, known) == []
    assert turns.queued_after(NOW) == {"a": LATER}
    assert names(taken(turns, known, now=LATER)) == ["a"]
