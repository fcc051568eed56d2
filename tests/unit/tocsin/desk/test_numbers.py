from __future__ import annotations

from datetime import timedelta

import pytest

from tocsin.clock import start_of
from tocsin.desk.band import usual
from tocsin.desk.curve import draw
from tocsin.desk.hours import sums, without_gaps
from tocsin.desk.wording import Names, ago, because, chance, listed, many, number, utc
from tocsin.model import KeyState, WindowCount
from tocsin.testing.desk import ATLAS, NOW, OSH

START = 354_000


def hour(at: int, stories: int = 0, expected: float = 1.0, **more) -> WindowCount:
    return WindowCount(region="KG", theme="violence", hour=START + at, stories=stories, articles=stories, expected=expected, variance=expected, **more)  # fmt: skip


@pytest.mark.parametrize(
    ("mean", "variance", "band"),
    [
        pytest.param(0.0, 0.0, (0, 0), id="never"),
        pytest.param(0.04, 0.04, (0, 0), id="once a day"),
        pytest.param(1.0, 1.0, (0, 3), id="a Poisson hour: P(N <= 3) = .981, P(N <= 2) = .920"),
        pytest.param(10.0, 10.0, (5, 15), id="ten of them"),
        pytest.param(10.0, 30.0, (3, 20), id="ten, but bursty"),
        pytest.param(1000.0, 1000.0, (948, 1052), id="a thousand"),
    ],
)
def test_the_usual_band_holds_nine_in_ten(mean, variance, band):
    assert usual(mean, variance) == band


def test_the_band_agrees_with_scipy():
    from scipy.stats import nbinom

    for mean, variance in ((0.3, 0.9), (2.5, 3.0), (40.0, 200.0), (300.0, 5000.0)):
        size, success = mean * mean / (variance - mean), mean / variance
        assert usual(mean, variance) == tuple(nbinom.ppf((0.05, 0.95), size, success))


def test_hours_between_known_ones_keep_the_expectation_and_count_nothing():
    filled = without_gaps([hour(1, 3, 0.5), hour(4, 1)], START, START + 6)
    assert [one and (one.stories, one.expected) for one in filled] == [
        None,
        (3, 0.5),
        (0, 0.5),
        (0, 0.5),
        (1, 1.0),
        (0, 1.0),
    ]


def test_hours_without_data_are_left_out_of_sums_and_said():
    hours = [hour(0, 2), hour(1, 9, state=KeyState.NO_DATA), None, hour(3, 5)]
    (short, whole) = sums(hours, (1, 4, 24))
    assert (short.stories, short.expected, short.unusual) == (5, 1.0, True)
    assert (whole.stories, whole.expected, whole.blind, whole.unusual) == (7, 2.0, 2, True)


def test_a_curve_draws_bars_band_gaps_and_openings():
    #        0 1 2 3 4 5     hours; 2 and 3 without data
    hours = [hour(0), hour(1, 6), hour(2, state=KeyState.NO_DATA), None, hour(4, 1), hour(5, 2)]
    opened = start_of(START + 1) + timedelta(minutes=30)
    curve = draw(
        hours, START, openings=[(opened, "high", "x"), (opened - timedelta(days=1), "watch", "y")], width=642
    )
    slot = (curve.right - curve.left) / 6
    assert [(bar.count.stories, bar.unusual) for bar in curve.bars] == [(6, True), (1, False), (2, False)]
    assert curve.blind == ((curve.left + 2 * slot, 2 * slot),)
    assert len(curve.band) == len(curve.line) == 2
    assert [one.x for one in curve.openings] == [curve.left + 1.5 * slot]
    assert [label.text for label in curve.counts] == ["0", "2", "4", "6"]
    assert all(curve.top <= bar.y <= curve.base for bar in curve.bars)


def test_a_day_at_the_end_of_the_axis_keeps_its_tick_but_not_half_a_word():
    start = START - START % 24  # midnight
    days = draw([None] * 49, start, width=360).days
    assert [label.text for label in days] == ["21 May", "22 May", ""]
    assert days[-1].at < 360


def test_while_learning_there_is_a_guess_but_no_band_and_no_judgement():
    hours = [hour(at, 9, state=KeyState.LEARNING) for at in range(6)]
    curve = draw(hours, START)
    assert len(curve.line) == 1
    assert curve.band == ()
    assert not any(bar.unusual for bar in curve.bars)
    (total,) = sums(hours, (6,))
    assert (total.learning, total.unusual) == (6, False)


def test_a_curve_of_nothing_is_an_empty_frame():
    curve = draw([None] * 48, START)
    assert curve.bars == curve.band == ()
    assert len(curve.blind) == 1
    assert draw([], START).bars == ()


def test_one_story_alone_is_not_called_unusual():
    (bar,) = draw([hour(0, 1, 0.01)], START).bars
    assert not bar.unusual


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0"), (0.001, "under 0.01"), (0.04, "0.04"), (0.1, "0.1"), (1.44, "1.4"), (3.0, "3"), (22.1, "22"), (12345.6, "12,346")]
)  # fmt: skip
def test_numbers_have_as_many_digits_as_say_something(value, said):
    assert number(value) == said


@pytest.mark.parametrize(
    ("score", "said"),
    [(0.4, "more than once in ten such windows"), (1.0, "once in 10 such windows"), (4.9, "once in 70,000 such windows"), (12.0, "less than once in a billion such windows")],
)  # fmt: skip
def test_scores_are_said_as_chances(score, said):
    assert chance(score) == said


def test_times_are_said_in_utc_and_on_the_region_s_clocks():
    names = Names(ATLAS, {})
    assert utc(NOW, NOW) == "21:40 UTC"
    assert utc(NOW - timedelta(days=1), NOW) == "10 Jun 21:40 UTC"
    assert utc(NOW - timedelta(days=365), NOW) == "11 Jun 2009 21:40 UTC"
    assert names.local(NOW - timedelta(hours=6), "KG-O") == "21:40"
    assert names.local(NOW, "KG-O") == "12 Jun 03:40"  # another day than in UTC
    assert names.local(NOW, "XX") is None
    assert [ago(NOW - timedelta(minutes=minutes), NOW) for minutes in (0, 5, 89, 120, 3000, -10)] == [
        "just now", "5 min ago", "89 min ago", "2 h ago", "2 days ago", "in 10 min",
    ]  # fmt: skip


def test_names_fall_back_to_codes():
    names = Names(ATLAS, {"riot": "Riots"})
    assert [names.place(code) for code in ("KG-O", "KG", "fergana-valley", "XX-1")] == [
        "Osh, Kyrgyzstan",
        "Kyrgyzstan",
        "Fergana Valley",
        "XX-1",
    ]
    assert [names.title(name) for name in ("riot", "armed-clash")] == ["Riots", "Armed clash"]
    assert many(1, "story", "stories") == "1 story"
    assert listed("abc", 2) == "a, b and 1 more"
    assert because(OSH, NOW).endswith("by chance less than once in a billion such windows.")
