from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.clock import hour_of
from tocsin.model import Action, ActionKind, Coverage, Tick
from tocsin.testing.alerting import ROUTES, Rehearsal, config
from tocsin.testing.signals import NOON, signal

ROUTE = {
    "to": ["desk", "log"],
    "escalate": {"after": "10m", "mention": "S1", "then": ["log"]},
    "quiet_hours": {"from": "20:00", "until": "23:00"},
}
CONFIG = config(routes=ROUTES | {"routes": [ROUTE], "digests": [{"to": ["log"], "at": ["06:00", "18:00"]}]})

events = st.tuples(
    st.sampled_from(["signal", "signal", "signal", "tick", "coverage", "ack", "restart"]),
    st.sampled_from(["KG", "KG-O", "KG-J", "UZ-AN", "fergana-valley"]),
    st.sampled_from([0.5, 2.5, 4.5, 6.0, 12.0]),
    st.integers(0, 30),
    st.integers(1, 9),
    st.sampled_from([0, 0, 0, 5]),
    st.integers(1, 600),
    st.sampled_from(["violence", "unrest"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(events, min_size=5, max_size=40))
def test_a_restart_at_any_point_changes_nothing(script):
    steady, restarted = Rehearsal(CONFIG), Rehearsal(CONFIG)
    now = NOON
    for kind, region, score, stories, publishers, deaths, minutes, theme in script:
        now += timedelta(minutes=minutes)
        if kind == "restart":
            restarted.restart()
            continue
        if kind == "signal":
            record = signal(
                region, at=now, score=score, stories=stories, publishers=publishers, deaths=deaths, theme=theme,
                expected=0.3,
            )  # fmt: skip
        elif kind == "coverage":
            record = Coverage(
                shard="ab"[stories % 2], region=region, hour=hour_of(now) - stories % 3, usual=9.0,
                visible=float(publishers % 9),
            )  # fmt: skip
        elif kind == "ack" and steady.steps():
            incident = steady.steps()[-1].id
            record = Action(id=str(now), kind=ActionKind.ACK, at=now, by="ann", incident=incident)
        else:
            record = Tick(at=now)
        assert steady.feed(record) == restarted.feed(record)
        ids = [note.id for note in steady.notes()]
    assert len(ids) == len(set(ids)) if steady.said else True
