from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from streams.detect.explain import explain
from streams.detect.fold import DetectorFold
from streams.detect.neglect import Share, neglect
from streams.detect.sight import Sight
from streams.detect.step import step
from tocsin.clock import hour_of
from tocsin.model import Coverage, Mention, Tick

START = datetime(2026, 3, 2, tzinfo=UTC)


def mention(number, hour):
    at = START + timedelta(hours=hour)
    return Mention(
        article=f"a{number}", revision=1, region="KG", themes=("violence",), at=at, seen=at, publisher="p",
        owner=f"o{number}", feed="f", language="en", shingles=(number * 1000, number * 1000 + 1),
    )  # fmt: skip


def share(hour, visible, shard="s", usual=10.0):
    return Coverage(shard=shard, region="KG", hour=hour, usual=usual, visible=visible, owners=3)


def test_the_step_over_rows_says_what_the_fold_says():
    log = [Tick(at=START + timedelta(hours=h)) for h in range(4)] + [mention(i, 3) for i in range(3)]
    fold, rows = DetectorFold(), {}
    for record in log:
        done = step(rows, record)
        assert done.out == fold.apply(record)
        rows = done.state
    assert done.wake_at == START + timedelta(hours=4)


def test_a_test_article_that_comes_first_begins_no_hours():
    #   hour   0 ................ 6480
    #          | reports           test article, first in the log: its sender's clock is not the log's
    fold = DetectorFold()
    (test,) = fold.apply(replace(mention(9, 6480), canary="c1"))
    assert test.canary == "c1"
    signals = [one for number in range(4) for one in fold.apply(mention(number, 0))]
    assert [one.windows[0].stories for one in signals] == [1, 2, 3, 4]


def test_explaining_shows_the_numbers_behind_a_score():
    fold = DetectorFold()
    for hour in range(400):
        fold.apply(Tick(at=START + timedelta(hours=hour)))
    signals = [one for i in range(4) for one in fold.apply(mention(i, 399))]
    (found,) = explain(fold, "KG")
    assert found.score == signals[-1].score
    assert [w.stories for w in found.windows] == [4] * 6
    assert max(w.surprise - w.fee for w in found.windows) + found.fewer_looks == pytest.approx(found.score)
    assert (found.curve[-1].stories, found.curve[-1].open, found.curve[0].open) == (4, True, False)
    assert sum(found.hours) / 24 == pytest.approx(1)
    assert explain(fold, "XX") == ()


def test_explaining_an_earlier_hour_shows_its_own_windows():
    fold = DetectorFold()
    for hour in range(400):
        fold.apply(Tick(at=START + timedelta(hours=hour)))
    for number in range(4):
        fold.apply(mention(number, 395))
    base = hour_of(START)
    (then,), (before,) = explain(fold, "KG", hour=base + 395), explain(fold, "KG", hour=base + 394)
    assert [w.stories for w in then.windows] == [4] * 6
    assert [w.stories for w in before.windows] == [0] * 6
    assert then.at == START + timedelta(hours=395)
    with pytest.raises(ValueError, match="windows are remembered from"):
        explain(fold, "KG", hour=base + 300)


@pytest.mark.parametrize(
    ("records", "hour", "now", "seen"),
    [
        pytest.param([], 5, 5, 1.0, id="without a record we assume to see everything"),
        pytest.param([share(5, 4)], 5, 5, 0.4, id="a record says its share"),
        pytest.param([share(5, 0), share(5, 8)], 5, 9, 0.8, id="a later record restates an hour"),
        pytest.param([share(5, 8)], 6, 7, 0.8, id="the hour before the running one keeps the last share"),
        pytest.param([share(5, 8)], 6, 8, 0.0, id="a shard without a record of an ended hour saw nothing"),
        pytest.param(
            [share(5, 10), share(5, 30, "t", 30.0), share(6, 10)], 6, 9, 0.25, id="one of two shards is gone"
        ),
        pytest.param([share(5, 8)], 300, 300, 1.0, id="a shard silent for a week is taken for dismissed"),
        pytest.param(
            [share(5, 0, usual=0.0)], 5, 5, 1.0, id="an hour in which nothing is usual hides nothing"
        ),
    ],
)
def test_sight(records, hour, now, seen):
    sight = Sight()
    for record in records:
        sight.take(record)
    assert sight.seen(hour, now=now) == pytest.approx(seen)


def test_what_a_shard_did_not_see_is_not_forgotten_while_hours_are_open():
    # the last record before the gap says what is usual there; it is older than any open hour
    sight = Sight()
    for record in (share(5, 8), share(70, 8)):
        sight.take(record)
    sight.forget(72)
    assert sight.seen(60, now=72) == 0.0


def test_what_shards_said_of_the_world_does_not_grow_with_time():
    fold = DetectorFold()
    for hour in range(400):
        fold.apply(Tick(at=START + timedelta(hours=hour)))
        fold.apply(replace(share(hour_of(START) + hour, 8), region="world"))
    assert len(fold.keys.world.shards["s"]) < 70


def test_neglect_is_weight_at_home_without_voice_abroad():
    found = neglect(
        [
            Share(country="US", stories=9000, of_theme=900),
            Share(country="FR", stories=3000, of_theme=60),
            Share(country="SD", stories=50, of_theme=40),
            Share(country="IS", stories=100, of_theme=0),
        ]
    )
    assert [one.country for one in found] == ["SD", "FR", "US"]
    assert found[0].neglect == pytest.approx(1.0)
    assert found[0].inside == pytest.approx(0.8)


def test_equal_shares_are_neglected_equally():
    found = neglect([Share(country=c, stories=10, of_theme=5) for c in ("A", "B")])
    assert [one.neglect for one in found] == [0.0, 0.0]
