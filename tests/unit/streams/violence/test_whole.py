"""In Uzbek no word begins or ends at the apostrophe of o' and g'."""

import pytest

from streams.violence.lexicon import LexiconFile
from streams.violence.trial import Trial
from tocsin.strict import parse

SMALL = """
language: uz
name: Uzbek
review: {status: unreviewed}
terms:
  armed-clash:
    - {term: [qo'zg'olon*, otishma], gloss: clash, yes: "", no: ""}
    - {term: [ilon, mar, yong], gloss: pieces, yes: "", no: ""}
    - {term: bostir*, gloss: ending, yes: "", no: ""}
exclusions: {}
casualties: {deaths: [o'ldi], injured: [yarador]}
"""


@pytest.fixture(scope="module")
def trial():
    return Trial(parse(SMALL, LexiconFile, file="uz.yaml").value)


@pytest.mark.parametrize("letter", ["'", "’", "‘", "ʻ", "ʼ"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Marg'ilonda otishma", ["otishma"], id="no word begins within another"),
        pytest.param("Marg'ilon", [], id="not even a name's last piece"),
        pytest.param("yong'in", [], id="no word ends within another"),
        pytest.param("qo'zg'olon", ["qo'zg'olon"], id="the whole word"),
        pytest.param("qo'zg'olonchilar", ["qo'zg'olonchilar"], id="with an ending"),
        pytest.param("bostirg'on", ["bostirg"], id="an ending with the letter"),
        pytest.param("ilon", ["ilon"], id="the piece as a word of its own"),
    ],
)
def test_a_word_is_found_whole(trial, text, found, letter):
    spelt = [term.span.text for term in trial.judge(text.replace("'", letter)).terms]
    assert [one.replace(letter, "'").removesuffix("'on") for one in spelt] == found


def test_quoted_words_are_whole(trial):
    assert [term.span.text for term in trial.judge("Bu 'ilon' edi").terms] == ["ilon"]
