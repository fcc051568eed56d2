from dataclasses import replace
from datetime import timedelta

import pytest

from tocsin.model import Delivery, Reason, Tick
from tocsin.testing.alerting import Rehearsal
from tocsin.testing.clock import ManualClock
from tocsin.testing.delivering import Post
from tocsin.testing.signals import NOON, signal
from tocsin.testing.slack import FakeSlack, Fault

MINUTE = timedelta(minutes=1)


def story(region="KG-O", *, worse=True):
    """First message, then a level up with its edit."""
    desk = Rehearsal()
    desk.feed(Tick(at=NOON), signal(region))
    desk.wait(NOON, 2 * MINUTE)
    if worse:
        desk.feed(signal(region, at=NOON + 8 * MINUTE, stories=40, publishers=5, score=12.0))
    return desk.notes()


@pytest.fixture
async def post():
    clock = ManualClock(NOON + 2 * MINUTE)
    async with FakeSlack(clock=clock, channels=("C1", "C2")) as slack:
        post = Post(slack, clock)
        yield post
        await post.close()


async def say(post, notes):
    for note in notes:
        post.clock.reach(note.at)
        post.ledger.plan([note])
        await post.deliver()


async def test_root_then_edit_and_step_in_the_thread(post):
    await say(post, story())
    root, step = post.slack.messages
    assert (root.edits, root.thread_ts) == (1, None)
    assert (step.thread_ts, step.broadcast) == (root.ts, True)
    assert "Critical" in root.text


async def test_a_level_up_before_the_first_message_went_out_gives_one_message_with_the_newest_facts(post):
    post.ledger.plan(story())
    await post.deliver()
    (root,) = post.slack.messages
    assert "Critical" in root.text
    assert len(post.rows(Delivery.MERGED)) == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault.DROP_BEFORE,
        Fault.DROP_AFTER,
        Fault.RATE_LIMITED,
        Fault.SERVER_ERROR,
        Fault.SERVER_ERROR_AFTER,
    ],
)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
async def test_whatever_happens_to_a_call_the_message_stands_there_once(post, method, fault):
    post.slack.fail(method, fault)
    await say(post, story())
    assert [one.thread_ts is None for one in post.slack.messages] == [True, False]
    assert post.rows(Delivery.DEAD) == []
    assert all("Critical" in one.text for one in post.slack.messages)


async def test_retry_after_is_obeyed_for_the_whole_method(post):
    post.slack.retry_after = 40
    post.slack.fail("chat.postMessage", Fault.RATE_LIMITED)
    post.ledger.plan(story(worse=False))
    before = post.clock.now()
    await post.deliver()
    assert len(post.slack.messages) == 1
    assert post.clock.now() - before >= timedelta(seconds=40)
    assert post.slack.calls.count("chat.postMessage") == 2


async def test_blocks_that_slack_refuses_go_out_as_plain_text(post):
    post.slack.fail("chat.postMessage", "invalid_blocks")
    post.ledger.plan(story(worse=False))
    await post.deliver()
    (message,) = post.slack.messages
    assert message.blocks == []
    assert "Osh Region" in message.text


async def test_a_receiver_that_is_gone_is_said_on_the_second_which_gets_its_messages(post):
    post.slack.channels = ("C2",)
    post.ledger.plan(story(worse=False))
    await post.deliver()
    notice, copy = post.slack.messages
    assert {notice.channel, copy.channel} == {"C2"}
    assert "no longer takes messages" in notice.text
    assert "channel_not_found" in notice.text
    assert "Osh Region" in copy.text
    assert [row.note.receiver for row in post.rows(Delivery.DEAD)] == ["desk"]


async def test_another_channel_is_not_held_up(post):
    post.slack.fail("chat.postMessage", *[Fault.SERVER_ERROR] * 3)
    first = story(worse=False)[0]
    post.ledger.plan([first, replace(first, id="other", receiver="log")])
    await post.deliver()
    assert {one.channel for one in post.slack.messages} == {"C1", "C2"}


async def test_without_the_right_to_read_threads_a_step_in_doubt_is_not_posted_again(post):
    first, edit, step = story()
    await say(post, [first])
    post.slack.fail("chat.postMessage", Fault.DROP_AFTER)
    post.slack.refuses["conversations.replies"] = "missing_scope"
    await say(post, [edit, step])
    assert len(post.slack.messages) == 2
    assert [row.note.id for row in post.rows(Delivery.MERGED)] == [step.id]


async def test_edits_of_one_message_are_merged_and_spaced(post):
    first = story(worse=False)[0]
    await say(post, [first])
    edits = [
        replace(first, id=f"e{n}", step=n, edit=True, root=first.id, reason=Reason.SAID_ALREADY)
        for n in range(2, 30)
    ]
    before = post.clock.now()
    post.ledger.plan(edits)
    await post.deliver()
    assert post.slack.messages[0].edits == 1
    assert post.clock.now() - before >= timedelta(seconds=9)


async def test_after_an_outage_each_incident_has_one_message_marked_late(post):
    notes = story()
    await say(post, notes[:1])
    post.ledger.plan(notes[1:])
    other = [
        replace(note, id=f"x{note.id}", subject="x", root=note.root and f"x{note.root}") for note in notes
    ]
    post.ledger.plan(other)
    post.clock.advance(timedelta(hours=6))
    await post.deliver()
    fresh = post.slack.messages[1:]
    assert len(fresh) == 2
    assert all("Late:" in one.text for one in fresh)
    assert [one.thread_ts is None for one in sorted(fresh, key=lambda one: bool(one.thread_ts))] == [
        True,
        False,
    ]
