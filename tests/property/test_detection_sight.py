"""A detector that is restarted goes on as if nothing had happened, whatever was said of what is seen."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from streams.detect.fold import DetectorFold
from tests.property.test_detection import ATLAS, START, mention, numbers, tick
from tocsin.clock import hour_of
from tocsin.coverage import REREAD, WORLD
from tocsin.model import Coverage

BASE = hour_of(START)
REGIONS = ("KG", "KG-O", "MX")


def said_of_sight(dice, hour):
    """What a shard says of the world or of a region, of this hour or a past one; or that a lexicon changed."""
    region = dice.choice([WORLD, WORLD, *REGIONS])
    if dice.random() < 0.15:
        growth = dice.choice([0.7, 1.3, 2.0])
        return Coverage(shard=REREAD, region=region, hour=BASE + hour, usual=0.0, visible=0.0, growth=growth)
    return Coverage(
        shard=dice.choice("ab"), region=region, hour=BASE + hour - dice.choice([0, 0, 0, 1, 2, 5, 30]), usual=10.0,
        visible=dice.choice([10.0, 10.0, 10.0, 9.5, 5.0, 1.0, 0.0]), owners=3, growth=dice.choice([1.0] * 6 + [1.2]),
    )  # fmt: skip


def log(dice, hours, often):
    """Hours with now and then a report, some of them late, and now and then a word on what is seen."""
    number = 0
    for hour in range(hours):
        yield tick(hour)
        if dice.random() < often:
            yield said_of_sight(dice, hour)
        for _ in range(dice.choice([0, 0, 0, 1, 1, 3])):
            number += 1
            at = max(0, hour - dice.choice([0, 0, 0, 1, 5, 30]))
            found = mention(
                number, at, dice.randrange(60), region=dice.choice(REGIONS), owner=dice.randrange(4)
            )
            yield replace(found, seen=START + timedelta(hours=hour, minutes=10))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("hours", "often"), [(80, 0.5), (250, 0.1), (420, 0.02)])
def test_a_restart_changes_nothing_whatever_was_said_of_what_is_seen(seed, hours, often):
    dice = random.Random(1000 * seed + hours)
    straight, fold, rows = DetectorFold(atlas=ATLAS), DetectorFold(atlas=ATLAS), {}
    for record in list(log(dice, hours, often)):
        assert list(fold.apply(record)) == list(straight.apply(record))
        rows |= fold.changed()
        if dice.random() < 0.3:
            fold = DetectorFold(atlas=ATLAS)
            fold.load(rows.items())
    assert numbers(fold) == numbers(straight)
