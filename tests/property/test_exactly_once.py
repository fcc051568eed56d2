"""Kill points, a storm and an outage against the fake Slack over real HTTP, in virtual time.

A tenth of the campaign runs here; all of it with ``TOCSIN_SOAK=full`` (`make soak`).
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from alerts.ledger import WAITING
from tocsin.model import Delivery, IncidentLevel, Reason, Tick
from tocsin.testing.alerting import Rehearsal
from tocsin.testing.clock import ManualClock
from tocsin.testing.delivering import Post
from tocsin.testing.signals import NOON, signal
from tocsin.testing.slack import FakeSlack, Fault

FULL = os.environ.get("TOCSIN_SOAK") == "full"
KILLS = 1000 if FULL else 100
MINUTE = timedelta(minutes=1)
FAULTS = (
    Fault.DROP_BEFORE,
    Fault.DROP_AFTER,
    Fault.SERVER_ERROR,
    Fault.SERVER_ERROR_AFTER,
    Fault.RATE_LIMITED,
)


def story(region):
    desk = Rehearsal()
    desk.feed(Tick(at=NOON), signal(region))
    desk.wait(NOON, 2 * MINUTE)
    desk.feed(signal(region, at=NOON + 8 * MINUTE, stories=40, publishers=5, score=12.0))
    desk.feed(signal(region, at=NOON + 20 * MINUTE, stories=44, publishers=5, score=12.5, deaths=3))
    return desk.notes()


STORIES = [story(region) for region in ("KG-O", "UZ-AN", "TJ")]


def doubled(slack):
    return {row: count for row, count in Counter(one.id for one in slack.messages).items() if count > 1}


def unsaid(post):
    return [row for status in WAITING for row in post.rows(status)]


async def killed_once(number, tmp_path):
    seed = Random(number)
    clock = ManualClock(NOON + 2 * MINUTE)
    async with FakeSlack(clock=clock, channels=("C1", "C2")) as slack:
        for method in ("chat.postMessage", "chat.update"):
            if seed.random() < 0.3:
                slack.fail(method, *seed.choices(FAULTS, k=2))
        post = Post(slack, clock, str(tmp_path / f"{number}.db"))
        deaths = 0
        for notes in zip(*STORIES, strict=True):
            for note in notes:
                clock.reach(note.at)
                post.ledger.plan([note])
            deaths += await post.deliver_dying(seed, 40)
        found = (deaths, unsaid(post), doubled(slack), said_nothing_of(post, slack), post.rows(Delivery.DEAD))
        await post.close()
        return found


def said_nothing_of(post, slack):
    """Return the planned posts of which no trace is in Slack: neither sent nor merged into one that was."""
    ids = {one.id for one in slack.messages}
    lost = []
    for row in post.rows(Delivery.SENT) + post.rows(Delivery.MERGED):
        speaker = row
        while speaker is not None and speaker.entry.status is Delivery.MERGED:
            speaker = post.ledger.get(speaker.entry.into)
        if speaker is None or (not speaker.note.edit and speaker.note.id not in ids):
            lost.append(row)
    return lost


async def test_killed_at_any_point_nothing_is_lost_and_nothing_said_twice(tmp_path):
    deaths = number = 0
    while deaths < KILLS:
        number += 1
        died, waiting, twice, lost, dead = await killed_once(number, tmp_path)
        assert (waiting, twice, lost, dead) == ([], {}, [], []), f"seed {number}"
        deaths += died
    print(f"{deaths} kill points in {number} runs: 0 lost, 0 doubled")


def storm(count):
    seed = Random(7)
    first = STORIES[0][0]
    levels = [IncidentLevel.WATCH] * 8 + [IncidentLevel.HIGH] * 3 + [IncidentLevel.CRITICAL]
    notes = []
    for number in range(count):
        level = seed.choice(levels)
        at = NOON + timedelta(seconds=60 * number / count)
        incident = replace(first.incident, id=f"i{number}", level=level)
        notes.append(
            replace(first, id=f"n{number}", subject=f"i{number}", level=level, incident=incident, at=at)
        )
    return notes


async def test_a_thousand_incidents_in_a_minute_are_all_accounted_for_without_a_429():
    clock = ManualClock(NOON)
    async with FakeSlack(clock=clock, channels=("C1", "C2")) as slack:
        post = Post(slack, clock)
        notes = storm(1000)
        post.ledger.plan(notes)
        assert await post.deliver(timedelta(hours=3))
        by_id = {note.id: note for note in notes}
        posted = [by_id[one.id] for one in slack.roots() if one.id in by_id]
        merged = [row for row in post.rows(Delivery.MERGED) if row.note.id in by_id]
        assert slack.provoked == 0
        assert len(posted) + len(merged) == 1000
        assert all(row.note.level is not IncidentLevel.CRITICAL for row in merged)
        ranks = [note.level for note in posted]
        critical = ranks.count(IncidentLevel.CRITICAL)
        assert set(ranks[:critical]) == {IncidentLevel.CRITICAL}
        per_minute = Counter(int(float(one.ts) // 60) for one in slack.messages)
        assert max(per_minute.values()) <= 60
        storms = [one for one in slack.messages if one.id not in by_id]
        assert len(storms) == 1
        assert f"{len(merged)} more incidents at once" in storms[0].text
        await post.close()


async def test_six_hours_without_slack_miss_no_incident_and_each_has_one_late_message():
    clock = ManualClock(NOON)
    async with FakeSlack(clock=clock, channels=("C1", "C2")) as slack:
        post = Post(slack, clock)
        slack.refuses["chat.postMessage"] = "service_unavailable"
        for notes in STORIES:
            post.ledger.plan(notes)
        await post.deliver(timedelta(hours=6))
        assert slack.messages == []
        slack.refuses.clear()
        assert await post.deliver(timedelta(hours=1))
        desk, second = ([one for one in slack.messages if one.channel == channel] for channel in ("C1", "C2"))
        assert len(desk) == len(STORIES)
        assert all("Late:" in one.text for one in desk)
        assert "does not take every message" in second[0].text
        assert len(second) == 1 + len(STORIES)
        await post.close()


@pytest.mark.parametrize("seed", range(3))
async def test_a_storm_that_is_interrupted_still_says_each_incident_once(tmp_path, seed):
    clock = ManualClock(NOON)
    async with FakeSlack(clock=clock, channels=("C1", "C2")) as slack:
        post = Post(slack, clock, str(tmp_path / "storm.db"))
        post.ledger.plan(storm(120))
        await post.deliver_dying(Random(seed), 300)
        assert unsaid(post) == []
        assert doubled(slack) == {}
        assert said_nothing_of(post, slack) == []
        assert post.rows(Delivery.SENT)[0].note.reason in set(Reason)
        await post.close()
