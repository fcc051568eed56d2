"""What a second hears: true words about the receiver it stands in for, and still everything of its own."""

from dataclasses import replace

import pytest

from alerts.render.words import say
from tests.unit.alerts.test_order import CRITICAL, note
from tests.unit.alerts.test_patience import AWAY, BUSY, GONE, MINUTE, REFUSED, Two
from tocsin.model import Delivery, Reason

NOTICES = (Reason.DEAD_RECEIVER, Reason.REFUSED)


@pytest.fixture(params=["en", "de"])
def two(request):
    two = Two()
    two.specs["second"] = two.specs["second"].model_copy(update={"language": request.param})
    two.language = request.param
    yield two
    two.connection.close()


def notices(two):
    return [(one.reason, one.title) for one in two.second.said if one.reason in NOTICES]


@pytest.mark.parametrize("fault", [REFUSED, BUSY])
async def test_a_receiver_that_refuses_one_message_is_not_said_to_take_none(two, fault):
    two.desk.refuses["a"] = fault
    two.ledger.plan([note("a"), note("b")])
    await two.deliver(10 * MINUTE)
    assert two.status("b") is Delivery.SENT
    assert notices(two) == [(Reason.REFUSED, say(two.language, "refused.title", receiver="desk"))]
    assert str(fault) in two.second.said[0].lines[0]


@pytest.mark.parametrize("fault", [AWAY, GONE])
async def test_a_receiver_that_takes_nothing_is_said_to_take_nothing(two, fault):
    two.desk.refuses["all"] = fault
    two.ledger.plan([note("a"), note("b")])
    await two.deliver(10 * MINUTE)
    assert notices(two) == [(Reason.DEAD_RECEIVER, say(two.language, "dead.title", receiver="desk"))]


async def test_a_message_that_only_looks_like_a_shut_door_is_not_said_to_be_one(two):
    two.desk.refuses["a"] = AWAY
    two.ledger.plan([note("a"), note("b")])
    for minute in range(10):
        two.ledger.plan([note(f"other {minute}", at=two.clock.now())])
        await two.deliver(MINUTE)
    assert "a+second" in [one.id for one in two.second.said]
    assert [reason for reason, _ in notices(two)] == [Reason.REFUSED]


async def test_what_was_refused_and_then_a_receiver_that_is_gone_are_both_said(two):
    two.desk.refuses["a"] = REFUSED
    two.ledger.plan([note("a")])
    await two.deliver(MINUTE)
    two.desk.refuses["all"] = GONE
    two.ledger.plan([note("b", at=two.clock.now())])
    await two.deliver(10 * MINUTE)
    assert [reason for reason, _ in notices(two)] == [Reason.REFUSED, Reason.DEAD_RECEIVER]


@pytest.mark.parametrize("notice", NOTICES)
async def test_a_notice_is_not_passed_on(notice):
    two = Two(each_other=True)
    two.ledger.plan([replace(note("a"), receiver="second", reason=notice, incident=None)])
    two.second.refuses["all"] = REFUSED
    await two.deliver(MINUTE)
    assert two.desk.said == []
    two.connection.close()


@pytest.mark.parametrize("speaker", ["own", "step"])
async def test_a_copy_does_not_swallow_the_edits_of_the_seconds_own_message(two, speaker):
    own = replace(note("own", "s"), receiver="second")
    two.ledger.plan([own])
    if speaker == "step":  # it spoke for the first one, which never went out
        two.ledger.plan([replace(own, id="step", reason=Reason.LEVEL_UP, root="own", step=2)])
    await two.deliver(MINUTE)
    assert two.status(speaker) is Delivery.SENT
    closing = note("closing", "s", level=CRITICAL, edit=True, root="own", step=4, reason=Reason.CLOSED)
    two.ledger.plan([
        replace(closing, id="older", receiver="second", step=3),
        replace(note("own", "s"), id="a+second", receiver="second"),
        replace(closing, receiver="second"),
    ])  # fmt: skip
    await two.deliver(MINUTE)
    assert two.status("a+second") is Delivery.SENT
    assert two.status("closing") is Delivery.SENT
    assert two.ledger.get("older").entry.into == "closing"
    assert [one.id for one in two.second.said if one.edit] == ["closing"]
