"""Feeds that begin to count raise what is expected, from their hour on, by as much as they add."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from streams.detect.fold import DetectorFold
from streams.detect.rows import PlaceRow
from streams.detect.scan import scan
from streams.detect.sight import Sight
from tocsin.clock import hour_of
from tocsin.coverage import WORLD, reread
from tocsin.model import Coverage, Mention, Tick

START = datetime(2026, 3, 2, tzinfo=UTC)
BASE = hour_of(START)
GROWN = 400  #: hours after the start


def tick(hour):
    return Tick(at=START + timedelta(hours=hour))


def mention(number, hour):
    at = START + timedelta(hours=hour)
    return Mention(
        article=f"a{number}", revision=1, region="KG", themes=("violence",), at=at, seen=at, publisher="p",
        owner="o", feed="f", language="en", shingles=(number * 1000, number * 1000 + 1),
    )  # fmt: skip


def share(hour, growth=1.0, *, region="KG", shard="s", usual=10.0, visible=None):
    seen = usual if visible is None else visible
    return Coverage(shard=shard, region=region, hour=hour, usual=usual, visible=seen, owners=3, growth=growth)


def log(hours, *, grown=GROWN, growth=1.3, region="KG", late=0):
    """A story every other hour; the feeds grow once, and the record of it may come late."""
    found = []
    for hour in range(hours):
        found.append(tick(hour))
        if hour > 0:
            found.append(share(BASE + hour, region=region))
        if hour % 2:
            found.append(mention(hour, hour))
        if hour == grown + late:
            found.append(share(BASE + grown, growth, region=region))
    return found


def folded(records, fold=None):
    fold = fold or DetectorFold()
    said = [one for record in records for one in fold.apply(record)]
    return fold, said


def expected(fold):
    """Return what the longest window of the key should hold."""
    key = fold.places["KG"].keys["violence"]
    return scan(fold.bank, fold.keys.hour).mean[key.row, -1]


def volumes(fold, *hours):
    key = fold.places["KG"].keys["violence"]
    return [fold.bank.volume[key.row, fold.bank.place(BASE + hour)] for hour in hours]


@pytest.mark.parametrize("region", ["KG", "world"])
def test_more_feeds_raise_what_is_expected_by_as_much_as_they_add(region):
    hours = GROWN + 48
    plain, _ = folded(log(hours, growth=1.0, region=region))
    grown, _ = folded(log(hours, region=region))
    assert expected(grown) == pytest.approx(1.3 * expected(plain), rel=0.02)
    assert volumes(grown, GROWN - 1, GROWN, GROWN + 47) == [1.0, 1.3, 1.3]


def test_the_level_is_one_of_the_first_feeds_and_is_not_moved_by_growth():
    #  every other hour before, and as many after: at 1.3 times the volume that is less
    fold, _ = folded(log(GROWN + 600))
    key = fold.places["KG"].keys["violence"]
    level = fold.bank.a[key.row] / fold.bank.b[key.row]
    assert level == pytest.approx(0.5 / 1.3, rel=0.08)


def test_what_comes_late_of_it_counts_from_its_own_hour():
    late, _ = folded(log(GROWN + 20, late=5))
    in_time, _ = folded(log(GROWN + 20))
    assert volumes(late, *range(GROWN - 5, GROWN + 20)) == volumes(in_time, *range(GROWN - 5, GROWN + 20))


@pytest.mark.parametrize("region", ["KG", WORLD])
def test_a_changed_lexicon_that_is_told_within_two_days_counts_from_its_own_hour(region):
    def told(late):
        records = log(GROWN + 48, growth=1.0)
        at = next(number for number, one in enumerate(records) if one == tick(GROWN + late))
        records.insert(at + 1, reread(region, 1.6, hour=BASE + GROWN))
        return folded(records)[0]

    late, in_time = told(47), told(0)
    span = range(GROWN, GROWN + 48)
    assert volumes(late, *span) == volumes(in_time, *span) == [1.6] * 48
    assert dict(late.changed()) == dict(in_time.changed())


def test_feeds_of_the_first_day_are_the_measure_and_no_growth():
    fold, _ = folded(log(250, grown=170))
    assert volumes(fold, 169, 170, 249) == [1.0, 1.0, 1.0]


def test_a_dark_hour_is_dark_at_any_volume():
    records = [*log(GROWN + 40), *(share(BASE + h, visible=0.0) for h in range(GROWN - 9, GROWN + 40))]
    fold, _ = folded(records)
    key = fold.places["KG"].keys["violence"]
    assert fold.bank.seen[key.row, fold.bank.place(BASE + GROWN + 39)] == 0.0
    assert scan(fold.bank, fold.keys.hour).score[key.row] != scan(fold.bank, fold.keys.hour).score[key.row]


def test_growth_outlives_its_record_and_a_restart():
    straight, said = folded(log(GROWN + 200))
    rows, fold, again = {}, DetectorFold(), []
    for number, record in enumerate(log(GROWN + 200)):
        again += fold.apply(record)
        if number % 97 == 0:
            rows |= fold.changed()
            fold = DetectorFold()
            fold.load(rows.items())
    assert again == said
    assert fold.places["KG"].sight.volume == straight.places["KG"].sight.volume == 1.3
    assert not fold.places["KG"].sight.growths
    assert volumes(fold, GROWN + 199) == volumes(straight, GROWN + 199) == [1.3]


def test_a_region_that_gets_feeds_of_its_own_keeps_the_volume_of_the_world():
    fold, _ = folded([*log(GROWN + 20, region="world"), share(BASE + GROWN + 19)])
    assert volumes(fold, GROWN - 1, GROWN + 19) == [1.0, 1.3]


def test_a_row_that_knows_no_volume_is_taken_up_with_the_present_feeds_as_the_measure():
    fold, _ = folded(log(300))
    rows = dict(fold.changed())
    old = msgspec.msgpack.decode(rows["KG"], type=PlaceRow)
    old.version = 2
    for key in old.keys:
        del key.numbers["volume"]
    short = msgspec.msgpack.decode(msgspec.msgpack.encode(old))[:5]
    migrated = DetectorFold()
    migrated.load({**rows, "KG": msgspec.msgpack.encode(short)}.items())
    assert expected(migrated) == expected(fold)
    assert migrated.places["KG"].sight.volume == 1.0


@pytest.mark.parametrize(
    ("growths", "volume"),
    [
        pytest.param([("s", 10.0, 1.25)], 20 / 18, id="one of two shards"),
        pytest.param([("s", 10.0, 1.25), ("r", 10.0, 1.25)], 1.25, id="both"),
    ],
)
def test_a_shard_grows_the_region_by_its_own_part(growths, volume):
    sight = Sight()
    for shard in ("s", "r"):
        sight.take(share(4, shard=shard))
    for shard, usual, growth in growths:
        sight.take(share(5, growth, shard=shard, usual=usual))
    assert (sight.reach(4), sight.reach(5)) == (1.0, pytest.approx(volume))
    sight.forget(100)
    assert sight.volume == pytest.approx(volume)
