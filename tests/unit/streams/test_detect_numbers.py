import numpy as np
import pytest

from streams.detect import rhythm
from streams.detect.advance import advance
from streams.detect.bank import Bank
from streams.detect.dispersion import spread
from streams.detect.expect import expected, rhythm_doubt
from streams.detect.scan import fees, fewer_looks, looked_at, scan
from streams.detect.shape import HOURLY
from streams.detect.windows import sums

RNG = np.random.default_rng(11)


def lived(stories, *, seen=None):
    """A bank of one row per series after all hours of them."""
    bank = Bank(HOURLY, len(stories))
    for t in range(stories.shape[1]):
        advance(bank, t, closed=t >= 48)
        bank.stories[:, bank.place(t)] = bank.dated[:, bank.place(t)] = stories[:, t]
        if seen is not None:
            bank.seen[:, bank.place(t)] = seen[:, t]
    return bank


def test_the_level_becomes_the_rate():
    rates = np.array([0.02, 0.2, 2.0, 20.0])
    bank = lived(RNG.poisson(rates[:, None], (4, 1800)))
    assert bank.a / bank.b == pytest.approx(rates, rel=0.35)


def test_a_flare_does_not_become_usual():
    stories = RNG.poisson(1.0, (1, 1500))
    stories[:, 1300:1400] += 60
    bank = lived(stories)
    assert bank.a[0] / bank.b[0] < 8


def test_hours_that_were_not_seen_teach_nothing():
    stories = RNG.poisson(2.0, (1, 1500))
    seen = np.ones((1, 1500))
    stories[:, 900:], seen[:, 900:] = 0, 0.0
    bank = lived(stories, seen=seen)
    assert bank.a[0] / bank.b[0] == pytest.approx(2.0, rel=0.25)
    assert np.isnan(scan(bank, 1499).score[0])


def test_the_rhythm_is_learned_on_the_regions_own_clock():
    hours = np.arange(24 * 120)
    day = np.where((hours + 6) % 24 < 12, 3.6, 0.4)
    bank = Bank(HOURLY, 1)
    bank.shift[:] = 6
    for t in hours:
        advance(bank, int(t), closed=t >= 48)
        bank.stories[:, bank.place(int(t))] = RNG.poisson(day[t])
    factors = rhythm.factors(bank, 0)[0]
    assert factors[:12].mean() == pytest.approx(1.8, rel=0.15)
    assert factors[12:].mean() < 0.5
    assert factors.mean() == pytest.approx(1)


def test_restless_keys_get_a_larger_dispersion():
    calm = RNG.poisson(2.0, 1500)
    restless = RNG.poisson(RNG.gamma(0.5, 4.0, 1500))
    found = spread(lived(np.stack([calm, restless])))
    assert found[0, 0] < 1.4
    assert found[1, 0] > 2


@pytest.mark.parametrize("bucket", [60, 95, 96, 100, 143, 191, 250])
def test_windows_are_the_sums_of_their_hours_wherever_the_ring_wraps(bucket):
    stories = RNG.poisson(1.0, (3, bucket + 1)).astype(float)
    bank = lived(stories)
    found = sums(bank, bucket).stories
    assert found.tolist() == [[row[bucket - w + 1 :].sum() for w in HOURLY.windows] for row in stories]
    assert sums(bank, bucket, slice(1, 2)).stories.tolist() == [found[1].tolist()]


def test_one_key_gets_the_same_bits_as_in_a_crowd():
    stories = RNG.poisson(RNG.gamma(1, 1, (40, 1)), (40, 400))
    crowd, alone = lived(stories), lived(stories[7:8])
    for name, array in crowd.named().items():
        assert array[7].tobytes() == alone.named()[name][0].tobytes(), name
    assert scan(crowd, 399).score[7] == scan(alone, 399).score[0] == scan(crowd, 399, slice(7, 8)).score[0]


def test_scores_of_a_calm_key_keep_their_promise():
    stories = RNG.poisson(1.0, (60, 1400))
    bank = Bank(HOURLY, 60)
    high = looks = 0
    for t in range(1400):
        advance(bank, t, closed=t >= 48)
        bank.stories[:, bank.place(t)] = bank.dated[:, bank.place(t)] = stories[:, t]
        if t >= 700:
            found = scan(bank, t)
            high += int((found.surprise[:, 4] >= 2).sum())
            looks += 60
    assert high / looks < 0.015


def test_thin_keys_are_looked_at_less_often_and_thick_ones_pay_in_full():
    raised = fewer_looks(HOURLY, looked_at(HOURLY, np.array([0.0, 0.01, 0.1, 1.0, 50.0])))
    assert raised.tolist() == sorted(raised.tolist(), reverse=True)
    assert raised[0] == pytest.approx(HOURLY.looks_weight * HOURLY.looks_most)
    assert raised[-1] == 0


def test_short_windows_of_thin_keys_pay_more_and_those_of_thick_ones_what_they_always_did():
    thin, thick = fees(Bank(HOURLY, 2), looked_at(HOURLY, np.array([0.001, 50.0])))
    assert thick.tolist() == pytest.approx(HOURLY.fees)
    more = (thin - thick).tolist()
    assert more == pytest.approx([HOURLY.brief_fee] * 4 + [0, 0], rel=0.01)


def days(restless, *, weeks=24):
    """Hourly stories of a key whose days differ by a gamma factor of this variance, 24 an hour on average."""
    factors = RNG.gamma(1 / restless, restless, 7 * weeks) if restless else np.ones(7 * weeks)
    return RNG.poisson(24 * np.repeat(factors, 24))[None, :]


def test_a_busy_day_is_carried_over_where_days_differ_and_not_where_counts_are_poisson():
    found = []
    for restless in (0.0, 0.2):
        stories = days(restless)
        stories[:, -40:-6] = 40  # against 24
        bank = lived(stories)
        last = stories.shape[1] - 1
        level = bank.level[0, bank.place(last)]
        window = sums(bank, last)
        mean = expected(bank, last, window, spread(bank)).mean
        change = window.before / (level * window.exposure_before + 1e-12) - 1
        found.append((mean[0] / (level * window.exposure[0]) - 1) / np.clip(change[0], -0.5, 2))
        assert found[-1][-1] == 0.0, "nothing precedes the longest window"
    assert found[0][2] < 0.5, "the level's own doubt"
    assert 0.6 < found[1][2] <= 0.75


def test_what_was_missed_in_an_outage_is_in_doubt():
    stories, seen = days(0.0), np.ones((1, 24 * 168))
    seen[:, -20:-10], stories[:, -20:-10] = 0.0, 0
    whole, partly = lived(days(0.0)), lived(stories, seen=seen)
    doubts = []
    for bank in (whole, partly):
        window = sums(bank, 24 * 168 - 1)
        found = expected(bank, 24 * 168 - 1, window, spread(bank))
        doubts.append((found.variance / found.mean)[0, 4])
    assert doubts[1] > 2 * doubts[0]


def test_the_rhythm_of_a_thick_key_is_right_from_its_first_weeks_on():
    hours = np.arange(24 * 35)
    local = 1.0 - 0.8 * np.cos(hours % 24 * 2 * np.pi / 24)
    week = np.where(hours // 24 % 7 >= 5, 0.6, 1.16)
    bank = lived(RNG.poisson(150 * local * week)[None, :])
    day = rhythm.factors(bank, 1)[0]
    assert day.max() / day.min() < 2.5, "no day of the first week stays poisoned by the search for the level"


def test_a_young_key_doubts_its_rhythm():
    bank = lived(RNG.poisson(50.0, (1, 400)))
    window = sums(bank, 399)
    old = expected(bank, 399, window, spread(bank)).variance
    bank.born[:] = 399
    assert (expected(bank, 399, window, spread(bank)).variance[0, 4] / old[0, 4]) > 1.5


def test_a_thin_key_follows_what_stays():
    rates = np.repeat([0.02, 0.12], [1344, 2000])
    bank = lived(np.random.default_rng(22).poisson(rates, (60, 3344)))
    assert np.median(bank.a / bank.b) == pytest.approx(0.12, rel=0.35)


def test_hours_of_which_hardly_a_story_was_ever_heard_are_in_doubt_and_whole_days_are_not():
    bank = lived(np.random.default_rng(23).poisson([[0.02], [20.0]], (2, 1500)))
    silent, heard = rhythm_doubt(bank)
    assert silent == pytest.approx(HOURLY.rhythm_doubt**2, rel=0.6)
    assert heard < 0.005
    assert bank.uneven.tolist() == pytest.approx([23 / 24, 21 / 24, 18 / 24, 0.5, 0, 0])
