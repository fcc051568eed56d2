from dataclasses import replace
from datetime import timedelta

import pytest

from tocsin.model import (
    Action,
    ActionKind,
    Coverage,
    Incident,
    IncidentLevel,
    KeyState,
    Notification,
    Reason,
    Silence,
    Tick,
)
from tocsin.testing.alerting import ROUTES, RULES, Rehearsal, config
from tocsin.testing.signals import NOON, signal

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def spoken(notes):
    return [(note.reason, "edit" if note.edit else "step" if note.root else "root") for note in notes]


@pytest.fixture
def desk():
    rehearsal = Rehearsal()
    rehearsal.feed(Tick(at=NOON))
    return rehearsal


def open_one(desk, **more):
    desk.feed(signal(**more))
    desk.wait(NOON, 2 * MINUTE)
    return desk.notes()[0]


def test_a_spike_over_its_line_becomes_one_incident_and_one_message(desk):
    note = open_one(desk)
    assert spoken(desk.notes()) == [(Reason.FIRST, "root")]
    assert note.incident.place == "KG-O"
    assert note.incident.region == "KG"
    assert note.incident.level is IncidentLevel.HIGH


def test_the_first_message_waits_for_more_sources(desk):
    desk.feed(signal())
    assert desk.notes() == []
    desk.wait(NOON, 30 * timedelta(seconds=1), every=timedelta(seconds=30))
    assert desk.notes() == []
    desk.wait(NOON + MINUTE / 2, MINUTE / 2, every=MINUTE / 2)
    assert spoken(desk.notes()) == [(Reason.FIRST, "root")]


def test_a_critical_one_does_not_wait(desk):
    desk.feed(signal(stories=30, publishers=8, score=12.0))
    assert spoken(desk.notes()) == [(Reason.FIRST, "root")]
    assert desk.notes()[0].level is IncidentLevel.CRITICAL


@pytest.mark.parametrize(
    "quiet",
    [
        pytest.param({"score": 1.0}, id="below the line"),
        pytest.param({"stories": 2}, id="two stories"),
        pytest.param({"publishers": 1}, id="one publisher where there are many"),
        pytest.param({"state": KeyState.LEARNING}, id="still learning"),
        pytest.param({"state": KeyState.NO_DATA}, id="no data"),
    ],
)
def test_too_little_says_nothing(desk, quiet):
    desk.feed(signal(**quiet))
    desk.wait(NOON, HOUR, every=10 * MINUTE)
    assert desk.said == []


def test_a_country_with_few_owners_may_ring_on_one_source_but_only_as_watch(desk):
    desk.feed(signal(publishers=1, owners=2, score=9.0, stories=20))
    desk.wait(NOON, 2 * MINUTE)
    incident = desk.notes()[0].incident
    assert incident.one_source
    assert incident.level is IncidentLevel.WATCH


@pytest.mark.parametrize("score", [-1.1, 0.0, float("nan")], ids=["below the usual", "usual", "not known"])
def test_so_many_dead_ring_whatever_is_usual(desk, score):
    desk.feed(signal(stories=4, score=score, category="mass-atrocity", state=KeyState.LEARNING))
    assert [(note.level, note.incident.rule) for note in desk.notes()] == [
        (IncidentLevel.CRITICAL, "atrocity")
    ]


def test_region_and_country_ring_once(desk):
    desk.feed(signal("KG-O"), signal("KG", stories=9), signal("KG-O", stories=9))
    desk.wait(NOON, 2 * MINUTE)
    assert spoken(desk.notes()) == [(Reason.FIRST, "root")]
    assert {member.region for member in desk.notes()[0].incident.members} == {"KG", "KG-O"}
    assert desk.notes()[0].incident.place == "KG-O"


def test_an_area_with_the_same_articles_joins_the_country(desk):
    desk.feed(signal("KG-O"), signal("fergana-valley", article_ids=signal("KG-O").article_ids))
    desk.wait(NOON, 2 * MINUTE)
    assert spoken(desk.notes()) == [(Reason.FIRST, "root")]


def test_it_speaks_again_only_with_a_reason(desk):
    open_one(desk)
    desk.feed(*(signal(at=NOON + n * MINUTE) for n in range(3, 60)))
    assert spoken(desk.notes()) == [(Reason.FIRST, "root")]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        pytest.param({"stories": 40, "publishers": 5, "score": 12.0}, Reason.LEVEL_UP, id="worse"),
        pytest.param({"deaths": 4}, Reason.FIRST_DEATHS, id="first deaths"),
        pytest.param({"publishers": 7}, Reason.GREW, id="twice the publishers"),
        pytest.param({"region": "KG-J", "stories": 20}, Reason.NEW_REGION, id="another place leads"),
    ],
)
def test_each_reason_is_a_step_in_the_thread_and_an_edit(desk, more, reason):
    first = open_one(desk)
    if "region" in more:
        desk.feed(signal("KG", at=NOON + 9 * MINUTE, stories=22))
    desk.feed(signal(**({"at": NOON + 10 * MINUTE} | more)))
    edit, step = desk.notes()[-2:]
    assert (edit.edit, edit.root, step.reason, step.root) == (True, first.id, reason, first.id)
    assert step.broadcast == (reason is Reason.LEVEL_UP)


def test_it_calms_and_closes_on_its_own(desk):
    open_one(desk)
    desk.feed(signal(at=NOON + 2 * HOUR, score=0.5, stories=1, surprise=0.3))
    desk.wait(NOON + 2 * HOUR, timedelta(days=3), every=10 * MINUTE)
    levels = [step.level for step in desk.steps()]
    assert levels[-2:] == [IncidentLevel.CALMING, IncidentLevel.CLOSED]
    assert [note.reason for note in desk.notes() if not note.edit] == [
        Reason.FIRST,
        Reason.REMINDER,
        Reason.CALMING,
        Reason.CLOSED,
    ]


def test_it_does_not_calm_while_we_cannot_see(desk):
    open_one(desk)
    desk.feed(signal(at=NOON + 2 * HOUR, score=0.0, stories=0, coverage=0.1, state=KeyState.NO_DATA))
    desk.wait(NOON + 2 * HOUR, timedelta(days=5), every=HOUR)
    assert desk.fold.incidents()[0].level is IncidentLevel.HIGH


def test_reopening_within_three_days_continues_the_incident(desk):
    open_one(desk)
    desk.feed(signal(at=NOON + 2 * HOUR, score=0.5, stories=1, surprise=0.3))
    desk.wait(NOON + 2 * HOUR, timedelta(days=3), every=10 * MINUTE)
    closed = desk.steps()[-1]
    later = closed.at + 10 * HOUR
    desk.feed(signal(at=later))
    desk.wait(later, 2 * MINUTE)
    assert desk.steps()[-1].id == closed.id
    assert desk.notes()[-1].reason is Reason.LEVEL_UP


def test_an_ack_stops_steps_until_something_new_breaks_it(desk):
    first = open_one(desk)
    desk.feed(Action(id="e1", kind=ActionKind.ACK, at=NOON + 3 * MINUTE, by="ann", incident=first.subject))
    assert spoken(desk.notes())[-1] == (Reason.ACKED, "edit")
    desk.wait(NOON + 3 * MINUTE, 8 * HOUR, every=10 * MINUTE)
    assert all(note.reason is not Reason.REMINDER for note in desk.notes())
    desk.feed(signal(at=NOON + 9 * HOUR, deaths=3))
    assert desk.notes()[-1].reason is Reason.FIRST_DEATHS
    assert desk.fold.incidents()[0].acked_by is None


def test_an_action_counts_once(desk):
    first = open_one(desk)
    act = Action(id="e1", kind=ActionKind.ACK, at=NOON + 3 * MINUTE, by="ann", incident=first.subject)
    assert desk.feed(act) != []
    assert desk.feed(act) == []


def test_nobody_reacts_one_reminder(desk):
    open_one(desk)
    desk.wait(NOON + 2 * MINUTE, 12 * HOUR, every=10 * MINUTE)
    assert [note.reason for note in desk.notes()].count(Reason.REMINDER) == 1


def test_a_silence_holds_back_and_is_broken_by_first_deaths(desk):
    silence = Silence(id="s", regions=("KG",), starts_at=NOON, ends_at=NOON + 24 * HOUR, by="ann")
    desk.feed(Action(id="x", kind=ActionKind.SILENCE, at=NOON, by="ann", silence=silence), signal())
    desk.wait(NOON, HOUR)
    assert desk.notes() == []
    desk.feed(signal(at=NOON + 2 * HOUR, deaths=2))
    assert spoken(desk.notes()) == [(Reason.FIRST_DEATHS, "root")]


def test_a_silence_that_was_expired_is_over(desk):
    silence = Silence(id="s", regions=("KG",), starts_at=NOON, ends_at=NOON + 24 * HOUR, by="ann")
    desk.feed(
        Action(id="x", kind=ActionKind.SILENCE, at=NOON, by="ann", silence=silence),
        Action(id="y", kind=ActionKind.EXPIRE, at=NOON, by="ann", note="s"),
    )
    assert open_one(desk).reason is Reason.FIRST


def test_quiet_hours_hold_back_all_but_critical_and_the_digest_tells():
    route = {"to": ["desk"], "quiet_hours": {"from": "11:00", "until": "13:00"}}
    desk = Rehearsal(
        config(routes=ROUTES | {"routes": [route], "digests": [{"to": ["desk"], "at": ["14:00"]}]})
    )
    desk.feed(Tick(at=NOON), signal())
    desk.wait(NOON, 3 * HOUR, every=10 * MINUTE)
    (digest,) = desk.notes()
    assert digest.reason is Reason.DIGEST
    assert any("Quiet hours" in line for line in digest.lines)
    desk.feed(signal("UZ-AN", at=NOON + 24 * HOUR, stories=30, publishers=8, score=12.0))
    assert desk.notes()[-1].level is IncidentLevel.CRITICAL


def test_violence_speaks_for_unrest_in_the_same_country():
    rules = {"rules": [{"name": "any", "when": {"spike": {}}}]}
    inhibit = [{"source": {"themes": ["violence"]}, "target": {"themes": ["unrest"], "level": "critical"}}]
    desk = Rehearsal(config(rules=rules, routes=ROUTES | {"inhibit": inhibit}))
    desk.feed(Tick(at=NOON), signal(), signal(theme="unrest"), signal("UZ-AN", theme="unrest"))
    desk.wait(NOON, 5 * MINUTE)
    assert sorted((note.incident.theme, note.incident.region) for note in desk.notes()) == [
        ("unrest", "UZ"),
        ("violence", "KG"),
    ]


def test_escalation_mentions_a_group_and_then_tells_the_next_receiver():
    route = {"to": ["desk"], "escalate": {"after": "10m", "mention": "S1", "then": ["log"]}}
    desk = Rehearsal(config(routes=ROUTES | {"routes": [route]}))
    desk.feed(Tick(at=NOON), signal(stories=30, publishers=8, score=12.0))
    desk.wait(NOON, HOUR)
    escalated = [note for note in desk.notes() if note.reason is Reason.ESCALATED]
    assert [(note.receiver, note.mention, note.root, note.at) for note in escalated] == [
        ("desk", "S1", None, NOON + 10 * MINUTE),
        ("log", None, None, NOON + 20 * MINUTE),
    ]


def test_an_ack_stops_escalation():
    route = {"to": ["desk"], "escalate": {"after": "10m", "mention": "S1", "then": ["log"]}}
    desk = Rehearsal(config(routes=ROUTES | {"routes": [route]}))
    desk.feed(Tick(at=NOON), signal(stories=30, publishers=8, score=12.0))
    incident = desk.steps()[0].id
    desk.feed(Action(id="a", kind=ActionKind.ACK, at=NOON + MINUTE, by="ann", incident=incident))
    desk.wait(NOON + MINUTE, HOUR)
    assert Reason.ESCALATED not in [note.reason for note in desk.notes()]


def test_two_stories_of_mass_killing_ring_though_the_region_is_still_learning(desk):
    desk.feed(signal(stories=2, state=KeyState.LEARNING, category="mass-atrocity", score=0.0))
    assert desk.notes()[0].incident.rule == "atrocity"


def test_a_sequence_needs_its_stages_in_order(desk):
    low = {"score": 0.5, "stories": 2}
    desk.feed(signal("KG-O", theme="displacement", **low))
    assert desk.steps() == []
    for day, (region, theme) in enumerate(
        [("KG-O", "unrest"), ("KG-J", "violence"), ("KG-O", "displacement")]
    ):
        desk.feed(signal(region, theme=theme, at=NOON + timedelta(days=day), **low))
    assert [step.rule for step in desk.steps()] == ["sequence"]
    assert desk.steps()[0].why == "unrest → violence → displacement within 2 d"


def test_neighbours_of_an_opened_region_listen_closer(desk):
    assert not desk.fold.sensitised("UZ-AN", "violence")
    open_one(desk)
    assert desk.fold.sensitised("UZ-AN", "violence")
    assert not desk.fold.sensitised("KG-T", "violence")
    desk.wait(NOON, 73 * HOUR, every=HOUR)
    assert not desk.fold.sensitised("UZ-AN", "violence")


def test_blind_regions_are_told_once_and_when_they_are_seen_again(desk):
    start = int(NOON.timestamp() // 3600)
    for hour in range(12):
        desk.wait(NOON + hour * HOUR, HOUR, every=10 * MINUTE)
        seen = 1.0 if hour < 9 else 20.0
        desk.feed(
            *(
                Coverage(shard="p", region=code, hour=start + hour, usual=20.0, visible=seen)
                for code in ("KG", "UZ")
            )
        )
    desk.wait(NOON + 12 * HOUR, HOUR, every=10 * MINUTE)
    assert [(note.reason, note.title) for note in desk.notes()] == [
        (Reason.BLIND, "Blind in 2 regions"),
        (Reason.SEEING, "We see 2 regions again"),
    ]


def test_a_drill_goes_the_whole_way_and_touches_nothing(desk):
    out = desk.feed(signal(canary="drill-1", score=0.0))
    assert [type(one) for one in out] == [Incident, Notification]
    assert out[1].reason is Reason.TEST
    assert desk.fold.incidents() == ()


def test_a_receiver_without_its_setting_takes_no_part():
    receivers = [
        {"name": "desk", "slack": {"channel": "C1"}, "when_set": "SLACK_TOKEN"},
        {"name": "log", "log": {}},
    ]
    routes = {"receivers": receivers, "routes": [{"to": ["desk", "log"]}]}
    assert {note.receiver for note in _first(config(routes=routes))} == {"log"}
    assert {note.receiver for note in _first(config(routes=routes, settings={"SLACK_TOKEN"}))} == {
        "desk",
        "log",
    }


def _first(settings):
    desk = Rehearsal(settings)
    desk.feed(Tick(at=NOON), signal())
    desk.wait(NOON, 2 * MINUTE)
    return desk.notes()


def test_the_edit_of_another_rule_changes_nothing():
    edited = {"rules": [*RULES["rules"], {"name": "other", "when": {"spike": {}}, "regions": ["FR"]}]}
    assert _first(config()) == _first(config(rules=edited))


def test_after_two_weeks_without_getting_worse_it_is_the_new_normal(desk):
    open_one(desk)
    for hour in range(1, 24 * 20):
        desk.feed(signal(at=NOON + hour * HOUR), Tick(at=NOON + hour * HOUR))
    assert [step.level for step in desk.steps() if step.reason is not Reason.SAID_ALREADY] == [
        IncidentLevel.HIGH,
        IncidentLevel.CLOSED,
    ]


def test_time_does_not_go_back(desk):
    desk.feed(Tick(at=NOON - HOUR), replace(signal(), at=NOON - 2 * HOUR))
    assert desk.fold.now == NOON


def test_a_partition_that_is_behind_is_left_out_of_the_time(desk):
    desk.feed(Tick(at=NOON + HOUR, partition=1))
    assert desk.fold.now == NOON + HOUR


def test_neighbours_together_ring_where_none_rings_alone(desk):
    low = {"score": 1.6, "stories": 4, "publishers": 2, "expected": 0.3, "surprise": 2.5}
    desk.feed(signal("KG-J", **low), signal("UZ-AN", **low), signal("KG-O", at=NOON + MINUTE, **low))
    desk.wait(NOON + MINUTE, 2 * MINUTE)
    (note,) = desk.notes()
    assert note.incident.level is IncidentLevel.WATCH
    assert note.incident.why == "8 stories in 24 h with KG-J"


def test_quiet_neighbours_do_not_ring(desk):
    low = {"score": 1.6, "stories": 2, "publishers": 2, "expected": 3.0, "surprise": 1.5}
    desk.feed(signal("KG-J", **low), signal("UZ-AN", **low), signal("KG-O", at=NOON + MINUTE, **low))
    desk.wait(NOON + MINUTE, 2 * MINUTE)
    assert desk.notes() == []


@pytest.mark.parametrize(
    ("region", "said"),
    [
        pytest.param("KG-J", [], id="a region that had its part already: the new normal"),
        pytest.param("KG-T", [Reason.LEVEL_UP], id="a region that is new to it opens it again"),
    ],
)
def test_the_new_normal_stands_until_it_reaches_a_new_region(desk, region, said):
    #  KG-O rings without a break for 15 days, KG-J on the first only; closed on the 15th
    desk.feed(signal("KG-J"))
    for quarter in range(15 * 4):
        at = NOON + quarter * 6 * HOUR
        desk.feed(signal("KG-O", at=at))
        desk.wait(at, 6 * HOUR, every=HOUR)
    now = NOON + 15 * 24 * HOUR
    assert desk.steps()[-1].level is IncidentLevel.CLOSED
    desk.feed(signal("KG-O", at=now, stories=7), signal("KG-O", at=now + HOUR, stories=9))  # numbers change
    now += 2 * HOUR
    desk.feed(signal(region, at=now))
    told = [
        one.reason
        for one in desk.steps()
        if one.at >= now - 2 * HOUR and one.reason is not Reason.SAID_ALREADY
    ]
    assert told == said
