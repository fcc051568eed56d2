"""Claims about finding names and terms."""

import subprocess
import sys

import pytest

from streams.matcher import ANY_TAIL, Matcher, Pattern
from streams.text import Prepared, scans_of


def found(text, *patterns, language=None):
    prepared = Prepared([("title", text)])
    made = [Pattern(**pattern) for pattern in patterns]
    return [
        (
            prepared.fields[h.field].written(h.start, h.end),
            prepared.fields[h.field].written(h.word_start, h.word_end),
        )
        for h in Matcher(made).hits(prepared, language)
    ]


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        pytest.param("လုပ်ခတိုးပေးပါ", {"text": "လုပ်ခ"}, [("လုပ်ခ", "လုပ်ခ")], id="Burmese, where a syllable ends"),
        pytest.param("လုပ်ခွင့်", {"text": "လုပ်ခ"}, [], id="not before a mark of the same syllable"),
        pytest.param("ထိန်းသိမ်း", {"text": "ထိ"}, [], id="nor before its last letter"),
        pytest.param("သတ္တိ", {"text": "သ"}, [], id="nor before a stacked one"),
        pytest.param("ที่ศาลากลาง", {"text": "ศาล"}, [], id="Thai, not before a vowel of the same syllable"),
        pytest.param("ศาลฎีกา", {"text": "ศาล"}, [("ศาล", "ศาล")], id="Thai, where a syllable ends"),
        pytest.param("เลยเวลา", {"text": "ลย"}, [], id="Thai, not behind the vowel that is written before"),
        pytest.param("ខ្មែរ", {"text": "មែ"}, [], id="Khmer, not behind what stacks a letter"),
        pytest.param("បាញ់គ្នា", {"text": "បា"}, [("បា", "បា")], id="Khmer, where a syllable may end"),
        pytest.param("Riots in Osh.", {"text": "Osh"}, [("Osh", "Osh")], id="a word between separators"),
        pytest.param(
            "Poshest Oshawa", {"text": "Osh"}, [], id="neither within nor at the front of a longer word"
        ),
        pytest.param(
            "in Oschs Straßen",
            {"text": "Osch", "tail": 2},
            [("Osch", "Oschs")],
            id="an ending within the tail",
        ),
        pytest.param("Oschnachrichten", {"text": "Osch", "tail": 2}, [], id="a tail that is too long"),
        pytest.param(
            "Bosnienkrieg",
            {"text": "Bosnien", "tail": ANY_TAIL},
            [("Bosnien", "Bosnienkrieg")],
            id="a compound's real end is told",
        ),
        pytest.param(
            "Port-au-Prince",
            {"text": "Port au Prince"},
            [("Port-au-Prince", "Port-au-Prince")],
            id="hyphen or space",
        ),
        pytest.param("भारत में", {"text": "भारत"}, [("भारत", "भारत")], id="Hindi marks are no boundary"),
        pytest.param("भारती", {"text": "भारत"}, [], id="a Hindi mark continues the word"),
        pytest.param(
            "وبسوريا أمس", {"text": "سوريا", "head": 3}, [("سوريا", "وبسوريا")], id="Arabic prefixes are told"
        ),
        pytest.param("وبسوريا أمس", {"text": "سوريا", "head": 1}, [], id="more prefix than allowed"),
        pytest.param(
            "在叙利亚的战争", {"text": "叙利亚"}, [("叙利亚", "叙利亚")], id="no boundary in Chinese"
        ),
        pytest.param("สงครามซีเรียวันนี้", {"text": "ซีเรีย"}, [("ซีเรีย", "ซีเรีย")], id="no boundary in Thai"),
        pytest.param(
            "Wakenya wengi",
            {"text": "kenya", "head": 2},
            [("kenya", "Wakenya")],
            id="a Latin prefix where asked for",
        ),
        pytest.param("Mali", {"text": "Mali"}, [("Mali", "Mali")], id="the only word of a text"),
    ],
)
def test_boundaries(text, pattern, expected):
    assert found(text, pattern) == expected


def test_overlapping_names_are_all_reported():
    names = [{"text": "Sudan", "tail": 5}, {"text": "Port Sudan"}]
    assert found("Port Sudan", *names) == [("Sudan", "Sudan"), ("Port Sudan", "Port Sudan")] or found(
        "Port Sudan", *names
    ) == [("Port Sudan", "Port Sudan"), ("Sudan", "Sudan")]


def test_patterns_of_one_text_are_each_reported():
    both = Matcher([Pattern(text="Georgia") for _ in range(2)])
    assert [h.pattern for h in both.hits(Prepared([("title", "Georgia")]))] == [0, 1]


def test_patterns_of_one_text_keep_their_own_bounds():
    whole, begun = {"text": "Osch"}, {"text": "Osch", "tail": 1}
    assert found("Osch, Oschs", whole, begun) == [("Osch", "Osch"), ("Osch", "Osch"), ("Osch", "Oschs")]
    assert found("Osch, Oschs", whole) == [("Osch", "Osch")]


def test_a_name_may_need_a_capital_where_a_word_of_the_same_letters_does_not():
    name, word = {"text": "Osch", "capital": True}, {"text": "Osch"}
    assert found("osch", name) == []
    assert found("osch", name, word) == [("osch", "osch")]


def test_a_pattern_without_letters_is_never_found():
    assert found("Osch - !", {"text": "–"}, {"text": "Osch"}) == [("Osch", "Osch")]


def test_terms_apply_only_in_their_language():
    term = {"text": "Anschlag", "languages": frozenset({"de"})}
    assert found("Anschlag", term, language="de")
    assert not found("Anschlag", term, language="en")


def test_offsets_count_from_the_field():
    prepared = Prepared([("title", "Mali"), ("summary", "In Mali"), ("text", "To Mali")])
    hits = Matcher([Pattern(text="mali")]).hits(prepared)
    assert [(h.field, h.start, h.end) for h in hits] == [(0, 0, 4), (1, 3, 7), (2, 3, 7)]


@pytest.mark.parametrize("title", ["Shots fired in St", "Shots fired in S\u200bt"])
def test_no_name_runs_from_one_field_into_the_next(title):
    louis = [Pattern(text=text, folded=True) for text in scans_of("St. Louis")]
    prepared = Prepared([("title", title), ("text", "Louis is calm")])
    assert Matcher(louis).hits(prepared) == []
    assert len(Matcher(louis).hits(Prepared([("title", "In St. Louis")]))) == 1


def test_no_patterns_no_hits():
    assert Matcher([]).hits(Prepared([("title", "Mali")])) == []


@pytest.mark.parametrize("text", ["\ud800" * 50, "a" * 20_000, "\U0001f534 " * 99, "سـ" * 99, ""], ids=repr)
def test_odd_text_never_raises(text):
    assert found(text[:20_000], {"text": "Mali"}) == []


def test_importing_loads_no_automaton():
    code = "import sys, streams.matcher, streams.language, streams.text; print([m for m in ('ahocorasick_rs', 'fasttext', 'py3langid', 'numpy') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
