from datetime import UTC, datetime, timedelta

import pytest

from alerts.neighbours import sensitised, together
from tocsin.model import Cause, KeyState, Signal, WindowScore

NOW = datetime(2010, 6, 11, 12, tzinfo=UTC)


def signal(region, counts, *, age=0, state=KeyState.READY):
    windows = tuple(
        WindowScore(
            hours=hours, stories=count, articles=count, publishers=count, expected=hours / 48,
            variance=hours / 40, surprise=0, coverage=1,
        )
        for hours, count in zip((6, 12, 24, 48), counts, strict=True)
    )  # fmt: skip
    return Signal(
        region=region, theme="violence", at=NOW - timedelta(hours=age), cause=Cause.MENTION, state=state,
        score=0, window=24, windows=windows, usual=1 / 48, tier=0,
    )  # fmt: skip


def test_two_thin_neighbours_say_more_together_than_each_alone():
    centre = signal("KG-O", (0, 2, 3, 3))
    found = together(centre, [signal("KG-J", (0, 2, 3, 3))], now=NOW)
    assert found is not None
    assert found.stories == 6
    assert found.expected == pytest.approx(1)
    assert found.score > 2.5
    assert found.regions == ("KG-O", "KG-J")


def test_a_region_alone_is_no_neighbourhood():
    assert together(signal("KG-O", (3, 3, 3, 3)), [signal("KG-J", (0, 0, 0, 0))], now=NOW) is None


def test_an_old_signal_counts_only_as_far_as_it_still_reaches():
    found = together(signal("KG-O", (1, 1, 1, 1)), [signal("KG-J", (1, 2, 8, 8), age=30)], now=NOW)
    assert found is not None
    assert (found.window, found.stories) == (48, 3)


def test_neighbours_that_cannot_see_are_left_out():
    blind = signal("KG-J", (9, 9, 9, 9), state=KeyState.NO_DATA)
    assert together(signal("KG-O", (3, 3, 3, 3)), [blind], now=NOW) is None


@pytest.mark.parametrize(("hours", "listens"), [(0, True), (72, True), (73, False), (-1, False)])
def test_a_neighbour_is_heard_for_72_hours(hours, listens):
    assert sensitised([NOW - timedelta(hours=hours)], now=NOW) is listens
