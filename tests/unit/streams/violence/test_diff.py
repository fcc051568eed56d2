"""What operators see before they put an edited lexicon to work."""

from datetime import UTC, datetime

import pytest

from streams.violence import Lexicons
from streams.violence.diff import Changed, changes
from streams.violence.lexicon import LexiconFile
from streams.violence.trial import THEMES, load_themes
from tocsin.model import Article, Source
from tocsin.strict import parse

HEAD = """
language: en
name: English
review: {status: unreviewed}
exclusions: {sport: [{words: league, sure: true, silences: ""}]}
casualties: {deaths: killed, injured: wounded}
terms:
  armed-clash:
    - {term: clash, gloss: clash, yes: "", no: ""}
"""
AIRSTRIKE = '  explosion-remote:\n    - {term: airstrike, weight: 1.0, gloss: airstrike, yes: "", no: ""}\n'
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SOURCE = Source(feed="f", publisher="p", owner="o")


def lexicons(text):
    return Lexicons([parse(text, LexiconFile, file="en.yaml").value])


def article(title):
    return Article(id=title, source=SOURCE, title=title, seen=NOW, at=NOW)


@pytest.mark.parametrize(
    ("old", "new", "title", "how"),
    [
        pytest.param(HEAD, HEAD + AIRSTRIKE, "Airstrike at dawn", Changed.NOW_VIOLENT, id="a new term"),
        pytest.param(HEAD + AIRSTRIKE, HEAD, "Airstrike at dawn", Changed.NO_LONGER, id="a term taken out"),
        pytest.param(HEAD, HEAD + AIRSTRIKE, "Clash, airstrike", Changed.CATEGORY, id="a graver category"),
        pytest.param(
            HEAD, HEAD.replace("killed", "slain"), "Clash: 3 slain", Changed.CASUALTIES, id="figures"
        ),
    ],
)
def test_a_change_of_lexicons_names_the_articles_it_changes(old, new, title, how):
    found = list(changes([(article(title), "en")], lexicons(old), lexicons(new), load_themes(THEMES)))
    assert [(change.article, change.how) for change in found] == [(title, how)]


def test_articles_judged_as_before_are_left_out():
    quiet = [(article("Clash at dawn"), "en"), (article("Bread is dear"), "en")]
    assert not list(changes(quiet, lexicons(HEAD), lexicons(HEAD + AIRSTRIKE), load_themes(THEMES)))


def test_a_change_names_the_words_behind_it():
    (change,) = changes(
        [(article("Airstrike at dawn"), "en")],
        lexicons(HEAD),
        lexicons(HEAD + AIRSTRIKE),
        load_themes(THEMES),
    )
    assert change.words == ("Airstrike",)
