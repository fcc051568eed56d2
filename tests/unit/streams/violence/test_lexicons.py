"""Every lexicon file keeps what docs/lexicons.md asks of it."""

from pathlib import Path

import pytest

from streams.text import Prepared
from streams.violence import Lexicons, judge, load_themes
from streams.violence.check import problems
from streams.violence.lexicon import Category, read_lexicon

FOLDER = Path(__file__).parents[4] / "config" / "lexicons"
FILES = sorted(FOLDER.glob("*.yaml"))
SOUTH_SLAVIC_FILE = read_lexicon(FOLDER / "sr.yaml").value
SOUTH_SLAVIC = Lexicons([SOUTH_SLAVIC_FILE])

#: Languages whose lexicon is finished: terms and exclusions they must have at least.
FINISHED: dict[str, tuple[int, int]] = {
    "am": (60, 20),
    "ar": (150, 40),
    "az": (90, 25),
    "bn": (80, 30),
    "de": (150, 40),
    "en": (150, 40),
    "es": (150, 40),
    "fa": (150, 40),
    "fr": (150, 40),
    "ha": (80, 30),
    "he": (60, 20),
    "hi": (60, 20),
    "hy": (80, 25),
    "id": (60, 20),
    "it": (150, 40),
    "ja": (60, 20),
    "ka": (80, 25),
    "kk": (60, 20),
    "km": (60, 20),
    "ko": (60, 20),
    "ky": (60, 20),
    "my": (80, 30),
    "nl": (60, 20),
    "om": (100, 25),
    "pcm": (90, 30),
    "pl": (60, 20),
    "ps": (60, 20),
    "pt": (150, 40),
    "ru": (150, 40),
    "rw": (80, 25),
    "so": (60, 20),
    "sq": (80, 25),
    "sr": (100, 25),
    "sw": (60, 20),
    "tg": (60, 20),
    "th": (60, 20),
    "ti": (100, 25),
    "tr": (150, 40),
    "uk": (150, 40),
    "ur": (60, 20),
    "uz": (60, 20),
    "zh": (150, 40),
}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_lexicon_has_no_problems(path):
    assert [str(problem) for problem in problems(path)] == []


@pytest.mark.parametrize("language", FINISHED)
def test_a_finished_lexicon_tells_fresh_deeds_from_old_ones(language):
    clauses = read_lexicon(FOLDER / f"{language}.yaml").value.clauses
    assert clauses.when or clauses.when_after
    assert clauses.ago
    assert clauses.ties or clauses.ties_before or clauses.ties_after


@pytest.mark.parametrize("language", [code for code, (terms, _) in FINISHED.items() if terms >= 150])
def test_a_lexicon_of_full_quality_knows_titles_that_explain_and_the_names_of_wars(language):
    clauses = read_lexicon(FOLDER / f"{language}.yaml").value.clauses
    assert clauses.asks
    assert clauses.wars


@pytest.mark.parametrize("language", FINISHED)
def test_a_finished_lexicon_is_rich_enough(language):
    lexicon = read_lexicon(FOLDER / f"{language}.yaml").value
    terms, exclusions = FINISHED[language]
    assert set(lexicon.terms) == set(Category)
    assert lexicon.term_count >= terms
    assert lexicon.exclusion_count >= exclusions


@pytest.mark.parametrize(
    "spelt", ["Ubijena dvojica policajaca u zasjedi", "Убијена двојица полицајаца у заседи"]
)
@pytest.mark.parametrize("language", ["sr", "hr", "bs", "cnr", "sh"])
def test_one_lexicon_reads_serbian_croatian_bosnian_and_montenegrin(language, spelt):
    themes = load_themes(FOLDER.parent / "themes.yaml")
    judged = judge(Prepared([("title", spelt)]), SOUTH_SLAVIC[language], themes)
    assert judged.verdict.violent
    assert judged.casualties.deaths_low == 2


@pytest.mark.parametrize("language", ["rw", "rn"])
@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Inyeshyamba zishe abaturage batatu", id="Kinyarwanda"),
        pytest.param("Inyeshamba zarishe abanyagihugu batatu", id="Kirundi"),
    ],
)
def test_one_lexicon_reads_kinyarwanda_and_kirundi(language, title):
    lexicons = Lexicons([read_lexicon(FOLDER / "rw.yaml").value])
    judged = judge(
        Prepared([("title", title)]), lexicons[language], load_themes(FOLDER.parent / "themes.yaml")
    )
    assert judged.verdict.violent
    assert judged.casualties.deaths_low == 3


def test_no_serbian_ending_begins_with_a_letter_that_cyrillic_writes_with_the_stem():
    file = SOUTH_SLAVIC_FILE
    begins = {ending[:1] for endings in file.endings.values() for ending in endings}
    assert begins.isdisjoint("jž")
