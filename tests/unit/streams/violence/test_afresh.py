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
