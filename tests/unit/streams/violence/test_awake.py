"""Claims about lexicons that are compiled when the first text of their language comes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from streams.tag import build_tagger
from streams.text import Prepared
from streams.violence import Lexicons, each, judge, load_themes
from streams.violence.compiled import CompiledLexicon
from streams.violence.lexicon import read_lexicon
from tocsin import atlas
from tocsin.model import Article, Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONFIG = Path(__file__).parents[4] / "config"
TEXT = [("title", "Gunmen kill twelve villagers near the border; 30 wounded in a market blast")]


def shipped(*languages):
    return [read_lexicon(CONFIG / "lexicons" / f"{language}.yaml").value for language in languages]


@pytest.fixture
def compiled(monkeypatch):
    """The languages whose lexicons were compiled, in order."""
    languages = []

    class Counted(CompiledLexicon):
        def __init__(self, lexicon):
            languages.append(lexicon.language)
            super().__init__(lexicon)

    monkeypatch.setattr("streams.violence.awake.CompiledLexicon", Counted)
    return languages


def test_a_lexicon_is_compiled_once_and_only_when_it_is_asked_for(compiled):
    lexicons = Lexicons(shipped("sw", "so"))
    assert (set(lexicons), len(lexicons), "sw" in lexicons, "xx" in lexicons) == (
        {"sw", "so"},
        2,
        True,
        False,
    )
    assert compiled == []
    assert lexicons["so"] is lexicons["so"]
    assert lexicons.get("xx") is None
    assert compiled == ["so"]


def test_a_tagger_compiles_the_lexicons_of_the_languages_it_reads_and_no_other(compiled):
    lexicons = Lexicons(each(CONFIG / "lexicons"))
    tagger = build_tagger(atlas.shipped(), [], lexicons, load_themes(CONFIG / "themes.yaml"), languages={})
    assert compiled == []
    source = Source(feed="f", publisher="p", owner="o")
    for number, title in enumerate(("Mahara sun kashe manoma shida a Zamfara", "An kashe mutum goma a Kano")):
        article = Article(id=str(number), source=source, title=title, language="ha", seen=NOW, at=NOW)
        assert tagger.tag(article).verdict.violent
    assert compiled == ["ha"]


def test_threads_that_ask_at_once_are_all_answered():
    lexicons = Lexicons(shipped("so"))
    together = Barrier(4)

    def ask(_):
        together.wait()
        return lexicons["so"].language

    with ThreadPoolExecutor(4) as threads:
        assert [*threads.map(ask, range(4))] == ["so"] * 4
    assert lexicons["so"] is lexicons["so"]


def test_one_file_judges_every_name_of_its_language(compiled):
    lexicons = Lexicons(shipped("sr"))
    assert set(lexicons) == {"sr", "hr", "bs", "cnr", "sh"}
    assert lexicons["hr"] is lexicons["sr"] is lexicons.get("cnr")
    assert compiled == ["sr"]


def test_a_file_of_its_own_judges_a_language_that_another_file_also_claims():
    (file,) = shipped("so")
    lexicons = Lexicons([*shipped("sw"), file.model_copy(update={"also": ("sw",)})])
    assert (lexicons["sw"].language, lexicons["so"].language) == ("sw", "so")


def test_it_says_the_same_as_one_compiled_from_its_file():
    (file,) = shipped("en")
    themes = load_themes(CONFIG / "themes.yaml")
    late, soon = (
        judge(Prepared(TEXT), one, themes) for one in (Lexicons([file])["en"], CompiledLexicon(file))
    )
    assert late == soon
    assert late.verdict.violent


def test_a_digest_changes_with_anything_in_the_file_and_needs_no_compiling(compiled):
    (file,) = shipped("so")
    changed = file.model_copy(update={"name": "another"})
    assert Lexicons([file]).digests["so"] == Lexicons([file]).digests["so"]
    assert Lexicons([file]).digests["so"] != Lexicons([changed]).digests["so"]
    assert compiled == []
