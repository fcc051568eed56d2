"""A storm message speaks for every incident that was merged into it, whatever became of its own delivery."""

import pytest

from tests.unit.alerts.test_order import SECOND, WATCH, Desk, Door, note
from tocsin.errors import DeliveryFault
from tocsin.model import Delivery, Reason


class Torn(Door):
    """A receiver whose answer to the storm message is lost once, ``accepted`` or not."""

    def __init__(self, clock, *, accepted):
        super().__init__(clock, looks_up=True)
        self.accepted, self.torn = accepted, False

    async def post(self, note, *, root, late, look):
        if note.reason is Reason.STORM and not self.torn:
            self.torn = True
            if self.accepted:
                self.said.append(note)
            raise DeliveryFault("no answer", retry=True, unknown=True)
        return await super().post(note, root=root, late=late, look=look)

    async def find(self, note, *, root, since):
        return next((f"ts {one.id}" for one in self.said if one.id == note.id), None)


@pytest.fixture(params=[True, False], ids=["accepted", "not accepted"])
def desk(request):
    desk = Desk(door=lambda clock: Torn(clock, accepted=request.param))
    yield desk
    desk.connection.close()


async def storm_in_doubt(desk):
    """Say sixty at once, until the answer to their storm message is lost."""
    desk.ledger.plan(note(f"a{number}", level=WATCH) for number in range(60))
    while not desk.door.torn:
        await desk.deliver(patience=2 * SECOND)


async def test_incidents_merged_into_a_storm_that_is_in_doubt_are_said_by_it(desk):
    await storm_in_doubt(desk)
    await desk.deliver(*(note(f"b{number}", level=WATCH) for number in range(60)))
    merged = [one.id for one in desk.ledger.entries() if one.status is Delivery.MERGED and one.id[0] in "ab"]
    storms = [one for one in desk.door.said if one.reason is Reason.STORM]
    assert len({one.root or one.id for one in storms}) == 1
    assert len(merged) == 14
    assert len(storms[-1].lines) == len(merged)
    assert len(storms) == (2 if desk.door.accepted else 1)


async def test_what_a_dead_alerter_had_merged_into_a_storm_in_doubt_is_said_by_the_next(desk):
    await storm_in_doubt(desk)
    await desk.deliver(*(note(f"b{number}", level=WATCH) for number in range(60)), patience=SECOND / 2)
    desk.start()
    await desk.deliver()
    assert len([one for one in desk.door.said if one.reason is Reason.STORM][-1].lines) == 14
