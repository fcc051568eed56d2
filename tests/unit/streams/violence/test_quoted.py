"""Phrases run across quote marks, as far as what is quoted is meant as it says."""

import pytest

from streams.text import Prepared
from streams.violence.lexicon import LexiconFile
from streams.violence.trial import Trial
from tocsin.strict import parse

SMALL = """
language: en
name: English
review: {status: unreviewed}
endings: {n: [s]}
terms:
  armed-clash:
    - {term: [gunmen storm, gunmen storm village, 武装分子袭击], gloss: storm, yes: "", no: ""}
    - {term: [gunmen, 武装], weight: 0.3, gloss: gunmen, yes: "", no: ""}
    - {term: bomb+n, gloss: bomb, yes: "", no: "", but: [bomb+n on stage]}
exclusions: {}
casualties: {deaths: [dead], injured: [wounded]}
"""


@pytest.fixture(scope="module")
def trial():
    return Trial(parse(SMALL, LexiconFile, file="en.yaml").value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param('Gunmen "storm" the village', ['Gunmen "storm'], id="straight marks"),
        pytest.param("Gunmen “storm” the village", ["Gunmen “storm"], id="curved marks"),
        pytest.param("Gunmen «storm» the village", ["Gunmen «storm"], id="angled marks"),
        pytest.param("Gunmen „storm“ the village", ["Gunmen „storm"], id="low marks"),
        pytest.param('"Gunmen" storm the village', ["Gunmen"], id="what is quoted ends within it"),
        pytest.param('Gunmen, "storm" the village', ["Gunmen"], id="a comma parts words, quoted or not"),
        pytest.param('Gunmen ("storm") the village', ["Gunmen"], id="so does a bracket"),
        pytest.param('Gunmen " storm the village', ["Gunmen"], id="so does a lone mark"),
        pytest.param("Gunmen 'storm' the village", ["Gunmen"], id="apostrophes are no marks"),
        pytest.param('Old "bombs" on stage', ["bombs"], id="a phrase that silences may run out of it"),
        pytest.param("今天武装分子“袭击”了", ["武装分子“袭击"], id="without spaces"),
        pytest.param("今天武装分子》袭击了", ["武装"], id="the mark of a title parts"),
    ],
)
def test_a_phrase_runs_into_what_is_quoted(trial, text, found):
    assert [term.span.text for term in trial.judge(text).terms] == found


def test_a_phrase_that_silences_runs_out_of_what_is_quoted(trial):
    assert not trial.judge('Old "bombs" on stage').verdict.violent


def test_offsets_are_those_of_the_text(trial):
    text = 'He said "no" to "war" and "left". Then gunmen "storm" the "village", gunmen "storm"'
    for term in trial.judge(text, title='Of "some" men').terms:
        assert text[term.span.start : term.span.end] == term.span.text == 'gunmen "storm'


def test_a_text_without_violence_is_read_once(trial):
    prepared = Prepared([("title", 'The "old" village')])
    hits = trial.compiled.matcher.hits
    read = []
    trial.compiled.matcher.hits = lambda text: read.append(text) or hits(text)
    try:
        trial.judge('The "old" village')
        assert [text.plain for text in read] == [prepared.plain]
    finally:
        del trial.compiled.matcher.hits
