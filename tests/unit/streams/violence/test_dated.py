"""Claims about years: which are gone by on the day of an article, in which calendar, and what they silence."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from streams.violence.dated import day_of
from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial
from tocsin.model import Article, Source

LEXICONS = Path(__file__).parents[4] / "config" / "lexicons"
KIDNAPPED = "The nurse was kidnapped in 2024."
SEEN = datetime(2026, 11, 20, tzinfo=UTC)


@cache
def trial(language):
    return Trial(read_lexicon(LEXICONS / f"{language}.yaml").value)


def violent(text, published, *, language="en", title=None):
    return trial(language).judge(text, title=title, published=published).verdict.violent


def article(published):
    source = Source(feed="f", publisher="p", owner="o")
    return Article(id="a", source=source, title=KIDNAPPED, seen=SEEN, at=SEEN, published=published)


@pytest.mark.parametrize(
    ("published", "fresh"),
    [
        (date(2024, 6, 1), True),
        (date(2023, 6, 1), True),
        (date(2025, 1, 10), True),
        (date(2025, 3, 31), True),
        (date(2025, 4, 1), False),
        (date(2026, 1, 1), False),
        (None, True),
    ],
)
def test_a_year_is_gone_by_some_months_after_its_end(published, fresh):
    assert violent(KIDNAPPED, published) is fresh


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (datetime(2026, 11, 19, tzinfo=UTC), datetime(2026, 11, 19, tzinfo=UTC)),
        (datetime(2019, 5, 1, tzinfo=UTC), datetime(2019, 5, 1, tzinfo=UTC)),
        (None, SEEN),
        (datetime(2031, 1, 1, tzinfo=UTC), SEEN),
        (datetime(1970, 1, 1, tzinfo=UTC), SEEN),
        (datetime(1, 1, 1, tzinfo=UTC), SEEN),
    ],
    ids=["published", "long ago", "undated", "in the future", "a clock never set", "year one"],
)
def test_an_article_is_of_the_day_on_which_it_was_published_if_that_can_be(published, day):
    assert day_of(article(published)) == day


@pytest.mark.parametrize(
    ("language", "text", "first", "gone"),
    [
        ("fa", "در سال ۱۴۰۲ افراد مسلح ۱۲ روستایی را کشتند.", date(2024, 6, 1), date(2024, 7, 1)),
        ("th", "ปี 2566 คนร้ายยิงชาวบ้านเสียชีวิต 12 ราย", date(2024, 3, 1), date(2024, 4, 1)),
        ("am", "በ2015 ዓ.ም ታጣቂዎች 12 የመንደሩ ነዋሪዎችን ገደሉ።", date(2023, 12, 1), date(2024, 1, 1)),
        ("ja", "令和5年3月、武装集団が村を襲撃し12人を殺害した。", date(2024, 3, 1), date(2024, 4, 1)),
        ("zh", "民国112年3月，枪手闯入市场打死12人。", date(2024, 3, 1), date(2024, 4, 1)),
        ("hi", "२०२३ में बाजार में हुए बम धमाके में 40 लोग मारे गए थे।", date(2024, 3, 1), date(2024, 4, 1)),
    ],
)
def test_other_calendars_and_digits_are_read(language, text, first, gone):
    assert violent(text, first, language=language)
    assert not violent(text, gone, language=language)


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed hundreds of civilians in 2014-2026.",
        "Gunmen killed 12 villagers in 2024 and 30 in 2026.",
        "Up to 2014 rebels stormed the town and shot dead nine civilians.",
        "Gunmen shoot dead the 2024 winner of a song contest",
        "Rebels shot down an MH-2014 helicopter, killing six soldiers.",
        "Gunmen shot dead nine villagers on Monday near a camp opened in 2024.",
    ],
)
def test_what_reaches_today_or_dates_something_else_silences_nothing(text):
    assert violent(text, SEEN.date())


def test_the_reason_names_the_year():
    verdict = trial("en").judge(KIDNAPPED, published=SEEN.date()).verdict
    assert "kidnapped (of a year gone by: 2024)" in verdict.reason


def test_a_year_that_a_lexicon_calls_old_is_not_in_an_article_of_that_year():
    text = "Mob burns houses in the old quarter in June 2010"
    assert violent(text, date(2010, 6, 12))
    assert not violent(text, date(2016, 6, 12))


def test_the_dead_of_a_year_gone_by_are_no_figure_of_a_fresh_deed():
    text = "Gunmen stormed the market on Monday. In 2023, raiders killed 40 people there."
    judged = trial("en").judge(text, title="Market closed", published=SEEN.date())
    assert judged.verdict.violent
    assert judged.casualties.deaths_low is None


def test_a_title_dated_long_ago_dampens_what_is_told_below_it_without_figures():
    title, below = "The 2023 massacre, told by three sisters", "Raiders came at night and burnt the huts."
    assert not violent(below, SEEN.date(), title=title)
    assert violent("Raiders came on Monday and shot dead 12 villagers.", SEEN.date(), title=title)
