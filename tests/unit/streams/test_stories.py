import itertools
from datetime import UTC, datetime, timedelta

import pytest

from streams.shingles import fingerprint
from streams.stories import Report, Stories, agree, grouped, story_id
from tocsin.model import Mention

NOON = datetime(2010, 6, 11, 12, tzinfo=UTC)
WIRE = (
    "Gunmen opened fire on a crowd in the market of the old town, killing 12 people, officials said on Friday"
)
LONG = (
    "Heavy fighting broke out before dawn in three districts of the southern city as armed men went from house "
    "to house, witnesses said. Shops along the main avenue were set on fire and smoke could be seen for many "
    "miles. The interim government declared a state of emergency and sent soldiers by air, but residents told "
    "reporters that nobody had come. Hospitals ran out of blood within hours, a doctor said by telephone, and "
    "the wounded were carried in on doors and carpets. At the border thousands of women and children waited in "
    "the heat for permission to cross, while their men stayed behind to guard what was left of their streets."
)


def mention(article, text, *, hours=0.0, themes=("violence",)):
    prints = fingerprint(text)
    return Mention(
        article=article,
        revision=1,
        region="KG",
        themes=themes,
        at=NOON + timedelta(hours=hours),
        seen=NOON + timedelta(hours=hours),
        publisher="p",
        owner="o",
        feed="f",
        language="en",
        shingles=prints.shingles,
        teaser=prints.teaser,
        numbers=prints.numbers,
    )


def told(*mentions):
    stories = Stories()
    for one in mentions:
        stories.add(Report(one))
    return stories


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param(WIRE + " in a statement", True, id="a longer copy is the same story"),
        pytest.param(" ".join(WIRE.split()[:14]), True, id="a cut copy is the same story"),
        pytest.param(WIRE.replace("12", "30"), False, id="another figure in the same words is another story"),
        pytest.param(WIRE.replace("12", "dozens of"), True, id="a copy without the figure is the same story"),
        pytest.param("Parliament votes on the budget for schools", False, id="other words, other story"),
    ],
)
def test_a_teaser_and_its_copies(text, same):
    found = told(mention("a", WIRE), mention("b", text))
    assert (len(grouped(found.reports.values())) == 1) is same


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param(" ".join(LONG.split()[:80]), True, id="cut to eighty words"),
        pytest.param(" ".join(LONG.split()[:50]), True, id="cut to a teaser"),
        pytest.param(". ".join(reversed(LONG.split(". "))), True, id="sentences in another order"),
        pytest.param("Update: " + LONG + " More soon.", True, id="with words around it"),
        pytest.param(WIRE, False, id="another report"),
    ],
)
def test_a_long_report_and_its_copies(text, same):
    found = told(mention("a", LONG), mention("b", text))
    assert (len(grouped(found.reports.values())) == 1) is same


@pytest.mark.parametrize(
    ("left", "right", "together"),
    [
        (("12",), ("12", "30"), True),
        (("12",), ("30",), False),
        ((), ("30",), True),
        (("1", "2", "3", "4"), ("1", "2", "9", "8"), True),
        (("1", "2", "3"), ("1", "8", "9"), False),
    ],
)
def test_numbers_agree_when_half_of_the_smaller_set_is_shared(left, right, together):
    assert agree(left, right) is together
    assert agree(right, left) is together


def test_copies_more_than_72_hours_apart_are_two_stories():
    found = told(mention("a", WIRE), mention("b", WIRE, hours=72), mention("c", WIRE, hours=145))
    assert [len(story) for story in grouped(found.reports.values())] == [2, 1]


def test_a_story_counts_once_in_the_hour_of_its_first_mention():
    #  12:00      13:00      14:00
    #   |--b-------|--a-------|--c--
    found = told(mention("a", WIRE, hours=1), mention("b", WIRE), mention("c", WIRE, hours=2))
    hour = found.reports["b"].hour
    assert [found.new_in(hour + i, "violence") for i in range(3)] == [1, 0, 0]
    assert story_id(grouped(found.reports.values())[0]) == "a"


def test_a_later_report_that_joins_two_stories_changes_no_hour_behind_it():
    one, two = LONG[:330], LONG[330:]
    apart = told(mention("a", one), mention("b", two, hours=1))
    hour = apart.reports["a"].hour
    counts = [apart.new_in(hour + i, "violence") for i in range(2)]
    apart.add(Report(mention("c", one + " " + two, hours=30)))
    assert counts == [1, 1]
    assert [apart.new_in(hour + i, "violence") for i in range(2)] == counts


def test_stories_of_a_theme_count_only_reports_that_hold_it():
    found = told(mention("a", WIRE, themes=("unrest",)), mention("b", WIRE, hours=1))
    hour = found.reports["a"].hour
    assert found.new_in(hour, "violence") == 0
    assert found.new_in(hour + 1, "violence") == 1


def test_no_order_of_arrival_changes_a_count():
    given = [
        mention("a", WIRE),
        mention("b", WIRE, hours=1),
        mention("c", LONG, hours=1),
        mention("d", WIRE.replace("12", "30"), hours=2),
        mention("e", " ".join(LONG.split()[:50]), hours=2),
    ]
    hour = Report(given[0]).hour
    results = {
        tuple(told(*order).new_in(hour + i, "violence") for i in range(3))
        for order in itertools.permutations(given)
    }
    assert results == {(1, 1, 1)}


def test_forgotten_reports_are_no_longer_linked():
    found = told(mention("a", WIRE), mention("b", WIRE, hours=50))
    found.forget(found.reports["b"].hour)
    assert list(found.reports) == ["b"]
    assert found.reports["b"].links == []
    assert found.add(Report(mention("c", WIRE, hours=51))) == {Report(mention("c", WIRE, hours=51)).hour}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("At least 1,200 people and 3.5 million", ("1200", "3.5")),
        ("١٢ قتيلا", ("12",)),
        ("no figure", ()),
    ],
)
def test_numbers_are_read_in_any_script(text, numbers):
    assert fingerprint(text).numbers == numbers


def test_chinese_without_spaces_has_shingles_too():
    assert len(fingerprint("吉尔吉斯斯坦南部发生骚乱造成多人死亡").shingles) > 10
