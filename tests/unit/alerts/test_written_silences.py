"""A silence of ``silences.yaml`` holds as long as the file says so, over restarts and reloads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tocsin.model import Action, ActionKind, Silence, Tick
from tocsin.testing.alerting import Rehearsal, config
from tocsin.testing.signals import NOON, signal

HOUR = timedelta(hours=1)
WRITTEN = Silence(
    id="exercise", regions=("KG",), starts_at=NOON - HOUR, ends_at=NOON + 24 * HOUR, by="ann", comment="known"
)
LONGER = replace(WRITTEN, ends_at=NOON + 48 * HOUR)


@pytest.fixture
def desk():
    rehearsal = Rehearsal(replace(config(), silences=(WRITTEN,)))
    rehearsal.feed(Tick(at=NOON))
    return rehearsal


def restart(desk, *silences):
    desk.config = replace(desk.config, silences=silences)
    desk.restart()


def in_force(desk):
    return {one.id: one.ends_at for one in desk.fold.silences() if one.ends_at > NOON + HOUR}


def end_by_hand(desk):
    desk.feed(Action(id="y", kind=ActionKind.EXPIRE, at=NOON, by="ann", note="exercise"))


def test_it_holds_over_a_restart(desk):
    restart(desk, WRITTEN)
    assert in_force(desk) == {"exercise": WRITTEN.ends_at}


def test_taken_out_of_the_file_it_is_silent_no_longer(desk):
    restart(desk)
    assert in_force(desk) == {}
    desk.feed(signal(stories=30, publishers=8, score=12.0))
    assert [note.receiver for note in desk.notes()] == ["desk"]


def test_what_a_person_added_stays_when_the_file_changes(desk):
    added = replace(WRITTEN, id="by hand")
    desk.feed(Action(id="x", kind=ActionKind.SILENCE, at=NOON, by="ann", silence=added))
    restart(desk)
    assert in_force(desk) == {"by hand": added.ends_at}


def test_ended_by_hand_it_stays_ended_over_restarts(desk):
    end_by_hand(desk)
    for _ in range(2):
        restart(desk, WRITTEN)
        assert in_force(desk) == {}


def test_written_otherwise_it_holds_as_written_now(desk):
    end_by_hand(desk)
    restart(desk, LONGER)
    assert in_force(desk) == {"exercise": LONGER.ends_at}
    restart(desk, LONGER)
    assert in_force(desk) == {"exercise": LONGER.ends_at}
