"""A changed lexicon finds more in the same articles: that is told, and is not taken for news."""

from dataclasses import replace

import pytest

from streams.detect.fold import DetectorFold
from streams.detect.scan import scan
from streams.rereading import counted, growths
from tests.unit.streams.test_detect_growth import BASE, folded, mention, share, tick
from tocsin.coverage import REREAD, WORLD
from tocsin.model import Coverage

CHANGED = 400  #: hours after the start


def found(*spoken):
    """Return mentions, each written as its region and language."""
    words = [one.split() for one in spoken]
    return [
        replace(mention(n, 0), region=region, language=tongue) for n, (region, tongue) in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param([], [], {}, id="nothing kept, nothing told"),
        pytest.param(["KG ru"] * 90, ["KG ru"] * 90, {}, id="nothing changed"),
        pytest.param(["KG ru"] * 80, ["KG ru"] * 130, {WORLD: 1.5, "KG": 1.0933}, id="one region is all the world"),
        pytest.param(
            ["KG ru"] * 980 + ["KE sw"] * 980, ["KG ru"] * 1960 + ["KE sw"] * 980, {WORLD: 1.49, "KG": 1.335, "KE": 0.674},
            id="a lexicon of one language",
        ),
        pytest.param(
            ["KG ru"] * 980 + ["KE sw"] * 980 + ["MN ru"], ["KG ru"] * 1960 + ["KE sw"] * 980 + ["MN ru"],
            {WORLD: 1.49, "KG": 1.335, "KE": 0.674, "MN": 1.30}, id="a thin region grows like its language",
        ),
        pytest.param(["KG ru"] * 980, [], {WORLD: 0.1, "KG": 1.0}, id="a lexicon that lost its words"),
    ],
)  # fmt: skip
def test_what_is_told_of_a_changed_lexicon(before, after, told):
    records = growths(counted(found(*before)), counted(found(*after)), counted(()), hour=7)
    close = {region: growth for region, growth in told.items() if abs(growth - 1) >= 0.02}
    assert {record.region: record.growth for record in records} == pytest.approx(close, abs=0.02)
    assert {(record.shard, record.hour, record.usual) for record in records} <= {(REREAD, 7, 0.0)}


def test_a_region_that_was_not_read_again_grows_like_the_languages_in_which_it_is_spoken_of():
    before, after = counted(found(*["KG ru"] * 980)), counted(found(*["KG ru"] * 1960))
    sw = counted(found(*["KE sw"] * 980))
    spoken = counted(found("MN ru", "TZ sw", "TJ ru", "TJ sw", "TJ fa"))
    told = {record.region: record.growth for record in growths(before + sw, after + sw, spoken, hour=7)}
    assert told[WORLD] * told["MN"] == pytest.approx(2.0, abs=0.03)
    assert told[WORLD] * told["TZ"] == pytest.approx(1.0, abs=0.03)
    assert told.get("TJ", 1.0) == pytest.approx(1.0, abs=0.03)


def reading(growth, region=WORLD, *, hour=CHANGED):
    return Coverage(shard=REREAD, region=region, hour=BASE + hour, usual=0.0, visible=0.0, growth=growth)


def log(hours, *told, feeds="KG"):
    """A story every other hour; at one hour it is told what a changed lexicon finds."""
    records = []
    for hour in range(hours):
        records.append(tick(hour))
        if hour > 0 and feeds:
            records.append(share(BASE + hour, region=feeds))
        if hour % 2:
            records.append(mention(hour, hour))
        if hour == CHANGED:
            records += told
    return records


def means(fold):
    """Return what each window of the key should hold."""
    row = fold.places["KG"].keys["violence"].row
    return scan(fold.bank, fold.keys.hour).mean[row]


@pytest.mark.parametrize("feeds", ["KG", WORLD, None])
def test_more_is_expected_from_the_hour_of_the_change_on(feeds):
    plain, _ = folded(log(CHANGED + 30, feeds=feeds))
    grown, _ = folded(log(CHANGED + 30, reading(1.5), reading(1.2, "KG"), reading(3.0, "KE"), feeds=feeds))
    one, day, two = (means(grown) / means(plain))[[0, 4, 5]]
    assert (one, day) == (pytest.approx(1.8, rel=0.1), pytest.approx(1.8, rel=0.1))
    assert 1.2 < two < 1.75


def test_the_change_is_remembered_through_a_restart_and_told_to_keys_that_come_later():
    records = log(CHANGED + 80, reading(1.5), reading(1.2, "KG"), reading(1.1, hour=CHANGED + 1))
    whole, said = folded(records)
    cut = len(records) - 60
    first, _ = folded(records[:cut])
    second = DetectorFold()
    second.load([(code, row) for code, row in first.changed().items() if row is not None])
    _, rest = folded(records[cut:], second)
    assert rest == said[len(said) - len(rest) :]
    assert second.changed() == {**whole.changed(), **second.changed()}
    for fold in (whole, second):
        fold.apply(replace(mention(9000, CHANGED + 79), region="KE"))
        new = fold.places["KE"].keys["violence"].row
        assert fold.bank.volume[new, fold.bank.place(fold.keys.hour)] == pytest.approx(1.65)


def test_a_fold_that_has_learned_nothing_yet_grows_nothing():
    assert means(folded([reading(1.5), *log(90)])[0]) == pytest.approx(means(folded(log(90))[0]))
