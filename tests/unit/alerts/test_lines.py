import math
from datetime import UTC, datetime, timedelta

import pytest

from alerts.budget import BudgetSpec
from alerts.drawing import Drawing
from alerts.lanes import Lane
from alerts.lines import Lines
from alerts.neighbours import EASE
from alerts.pooled import joined
from alerts.refit import LOWEST, first_line, refit
from alerts.rules.together import WORTH
from tocsin.model import Cause, KeyState, Signal, Summary

START = datetime(2026, 1, 5, tzinfo=UTC)


def signal(score, *, region="KG", hours=0, tier=0, publishers=("a", "b"), stories=3, owners=9):
    return Signal(
        region=region,
        theme="violence",
        at=START + timedelta(hours=hours),
        cause=Cause.MENTION,
        state=KeyState.READY,
        score=score,
        window=24,
        windows=(),
        usual=0.01,
        tier=tier,
        owners=owners,
        stories=stories,
        publishers=publishers,
    )


def summary(tier, keys, **more):
    return Summary(at=START, partition=0, tier=tier, group=0, keys=keys, level=keys * 0.1, **more)


def test_a_line_starts_where_calibrated_chances_keep_the_budget():
    assert first_line(250, 5) == pytest.approx(3.18, abs=0.01)
    assert first_line(250, 1) > first_line(250, 5)
    assert first_line(0, 5) == 8.0


@pytest.mark.parametrize(
    ("written", "weekly"), [("5 per week", 5), ("1 per day", 7), ("2/week", 2), (3.5, 3.5)]
)
def test_a_budget_is_written_as_people_say_it(written, weekly):
    assert BudgetSpec(budget=written).budget == weekly


def test_the_shares_of_all_lanes_add_up_to_the_budget():
    lines = Lines(BudgetSpec(budget=10))
    for tier, keys in enumerate((100, 50, 30, 15, 5)):
        lines.survey(summary(tier, keys, thin_owners=keys // 2))
    assert sum(lines.budgets()) == pytest.approx(10)
    assert lines.budgets()[0] == pytest.approx(10 * 0.7 * 0.4)
    assert lines.budgets()[Lane.ONE_SOURCE] == pytest.approx(2)


def test_no_key_in_the_one_source_lane_leaves_its_share_to_the_others():
    lines = Lines(BudgetSpec(budget=10))
    lines.survey(summary(0, 100))
    assert lines.budgets() == pytest.approx((9, 0, 0, 0, 0, 0, 1))


def test_one_publisher_opens_only_where_the_catalogue_has_fewer_than_three_owners():
    lines = Lines()
    assert lines.threshold(signal(5, publishers=("a",), owners=9)) is None
    alone = lines.threshold(signal(5, publishers=("a",), owners=2))
    usual = lines.threshold(signal(5, owners=2))
    assert alone is not None
    assert usual is not None
    assert alone.one_source
    assert alone.line >= usual.line + 1
    eased = lines.threshold(signal(5), sensitised=True)
    assert eased is not None
    assert eased.line == usual.line - 0.5


def exponential(count, beta):
    """Peaks above 2 as false openings have them: each unit of score leaves 10^-beta of them."""
    return [2 - math.log10((i + 0.5) / count) / beta for i in range(count)]


@pytest.mark.parametrize(("beta", "budget"), [(0.8, 2.0), (0.8, 0.5), (0.65, 2.0), (0.95, 1.0)])
def test_a_line_comes_to_where_its_budget_would_have_been_kept(beta, budget):
    peaks, line = exponential(800, beta), 3.0
    for _ in range(20):
        (line,) = refit([line], [peaks], 8, budgets=[budget])
    kept = sum(peak >= line for peak in peaks) / 8
    assert budget / 1.6 < kept < budget * 1.6


def test_real_events_do_not_raise_a_line():
    false, line, other = exponential(200, 0.8), 3.0, 3.0
    real = [2 + i / 4 for i in range(64)]
    for _ in range(20):
        (line,) = refit([line], [false], 8, budgets=[2])
        (other,) = refit([other], [false + real], 8, budgets=[2])
    assert abs(line - other) < 0.3


def test_a_line_moves_by_a_quarter_a_week_and_stays_where_nothing_is_known():
    assert refit([2.0, 5.0, 3.0], [exponential(800, 0.8)] * 2 + [[]], 8, budgets=[2, 2, 2]) == (
        2.25,
        4.75,
        3.0,
    )


def test_lines_move_once_a_week_and_a_reload_repeats_them():
    lines, twin = Lines(), Lines()
    for state in (lines, twin):
        state.survey(summary(0, 100))
    moved = []
    for hour in range(168 * 3):
        now = START + timedelta(hours=hour)
        reloaded = Lines()
        reloaded.load(twin.dump())
        twin = reloaded
        for state in (lines, twin):
            state.observe(signal(2 + hour % 3, region=f"R{hour % 40}", hours=hour))
        moved.append((lines.tick(now), twin.tick(now)))
        assert lines.lines == twin.lines
    assert sum(a for a, _ in moved) == 2
    assert all(a == b for a, b in moved)


def test_the_account_says_what_was_expected_and_what_happened():
    lines = Lines(BudgetSpec(budget=5))
    lines.tick(START)
    for day in (0, 3, 40):
        lines.opened(Lane.TIER_1, START + timedelta(days=day))
    account = lines.report(START + timedelta(days=41))
    assert (account.weeks, account.expected, account.happened) == (4, 20, 1)


def test_the_account_of_a_young_desk_reaches_back_to_its_beginning():
    lines = Lines(BudgetSpec(budget=5))
    lines.tick(START)
    for day in range(18):
        lines.tick(START + timedelta(days=day))
    reloaded = Lines(BudgetSpec(budget=5))
    reloaded.load(lines.dump())
    account = reloaded.report(START + timedelta(days=17, hours=12))
    assert (account.weeks, account.expected) == (2.5, 12.5)


def test_the_account_of_a_desk_that_has_not_begun_expects_nothing():
    assert Lines(BudgetSpec(budget=5)).report(START).expected == 0


def test_partitions_are_joined_into_one_prior_per_tier_and_group():
    parts = [
        summary(
            0, 10, hours=(60.0,) * 12 + (0.0,) * 12, hours_expected=(30.0,) * 24, dispersion=((1, 2, 4),)
        ),
        summary(0, 30, hours=(30.0,) * 24, hours_expected=(30.0,) * 24, dispersion=((1, 1, 1),)),
    ]
    (prior,) = joined(parts, at=START)
    assert prior.level == pytest.approx(0.1)
    assert prior.dispersion == ((1, 3, 5),)
    assert sum(prior.hours) / 24 == pytest.approx(1)
    assert prior.hours[0] > 1 > prior.hours[-1]


def test_no_line_lies_so_low_that_judging_leaves_out_what_may_cross_it():
    assert LOWEST - EASE > WORTH


def test_the_hour_of_the_very_first_signal_is_kept_also_where_its_score_teaches_nothing():
    before, after = Drawing(BudgetSpec()), Drawing(BudgetSpec())
    before.drawn(signal(0.5), sensitised=False, confirmed=False)
    kept = before.dump()
    assert kept is not None
    after.load(kept)
    later = START + timedelta(hours=4)
    for drawing in (before, after):
        drawing.drawn(signal(0.5, hours=3), sensitised=False, confirmed=False)
        drawing.tick(later)
    assert after.account(later) == before.account(later)
