"""Claims about articles whose title looks back, and what stands below it."""

from functools import cache
from pathlib import Path

import pytest

from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial

LEXICONS = Path(__file__).parents[4] / "config" / "lexicons"
NEWS = [
    ("en", "Province observes day of mourning", "Gunmen stormed a church on Sunday and beheaded the priest."),
    ("en", "Mourners bury chief", "Raiders burnt down his village last night."),
    ("de", "Gedenken in Kassel", "Bewaffnete hatten am Freitag das Rathaus gestürmt und den Pförtner enthauptet."),
    ("fr", "Recueillement à Djibo", "Des hommes armés ont attaqué le marché lundi et égorgé le gardien."),
    ("ru", "День траура в области", "Боевики в воскресенье ворвались в церковь и обезглавили священника."),
    ("zh", "全市哀悼一天", "枪手周日闯入教堂，斩首神父。"),
]  # fmt: skip
OLD = [
    ("en", "Province observes day of mourning", "In the raid gunmen beheaded the priest."),
    (
        "en",
        "Memorial for victims",
        "Thousands gathered on Sunday where the raiders burnt down their village.",
    ),
    ("en", "Trial of raiders opens", "The court heard on Monday that they burnt down a village."),
    ("de", "Gedenken an die Opfer in Kassel", "Bewaffnete hatten den Pförtner enthauptet."),
]
#: What stands below dates the deed of the title …
DATED = [
    (
        "en",
        "Harbour murder: new name given",
        "The baker, 17, was killed in front of his parents 12 years ago.",
    ),
    ("en", "Clerk named in valley murders", "The sisters were attacked and killed in 1996 near the mill."),
    ("de", "Entführung des Fabrikanten", "Der Unternehmer war 1977 aus seinem Wagen entführt worden."),
]
#: … or does not: these days, a number of dead in the title, or a deed of its own.
UNDATED = [
    ("en", "Harbour murder: new name given", "The baker, 17, was killed in front of his parents on Tuesday."),
    ("en", "Gunman kills 19 in a school", "It is the worst since 26 were shot in a school in 2012."),
    ("en", "Airstrike on a market", "The town was shelled in 2014, too."),
    ("en", "Valley murders go on", "Two more sisters were stabbed. Three were killed in 1996."),
]


@cache
def trial(language):
    return Trial(read_lexicon(LEXICONS / f"{language}.yaml").value)


@pytest.mark.parametrize(("language", "title", "lead"), NEWS)
def test_a_deed_of_these_days_is_news_under_a_title_that_looks_back(language, title, lead):
    verdict = trial(language).judge(lead, title=title).verdict
    assert verdict.violent
    assert verdict.score == trial(language).judge(lead, title="Monday").verdict.score


@pytest.mark.parametrize(("language", "title", "lead"), OLD)
def test_one_that_is_not_said_to_be_of_these_days_is_dampened(language, title, lead):
    verdict = trial(language).judge(lead, title=title).verdict
    assert "looks back" in verdict.reason


@pytest.mark.parametrize(("language", "title", "lead"), DATED)
def test_a_title_whose_deed_is_dated_long_ago_below_it_looks_back(language, title, lead):
    verdict = trial(language).judge(lead, title=title).verdict
    assert "looks back" in verdict.reason
    assert not verdict.violent


@pytest.mark.parametrize(("language", "title", "lead"), UNDATED)
def test_any_other_title_does_not(language, title, lead):
    assert trial(language).judge(lead, title=title).verdict.violent


@pytest.mark.parametrize(
    "text",
    [
        "Capital slams its neighbour after strikes on a base",
        "Envoy urges calm after mob torched shops",
        "Schools hold drills after gunmen shot dead a teacher",
    ],
)
def test_talk_and_drills_do_not_take_back_the_deed_they_follow_upon(text):
    assert trial("en").judge(text).verdict.violent


@pytest.mark.parametrize(
    "text", ["Capital condemns strikes on a base", "Schools hold drills for an attack by gunmen"]
)
def test_they_silence_what_they_are_about(text):
    assert not trial("en").judge(text).verdict.violent
