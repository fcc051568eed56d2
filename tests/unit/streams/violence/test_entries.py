"""Claims about what the patterns of the lexicons stand for."""

import re

import pytest

from streams.violence.entries import Entries, Entry, Part
from streams.violence.words import Form, Glue

S = Glue(listed=frozenset({"", "s"}))
FORMS = {
    "en": [
        (Part.TERM, 0, (Form("attack", tails=S), Form("raid", tails=S)), ""),
        (Part.EXCLUSION, 3, (Form("heart attack"),), ""),
        (Part.BUT, 4, (Form("attack on"),), "(?: (?:the)(?![^ ]))?"),
    ],
    "ru": [],
    "zh": [(Part.DEATHS, 0, (Form("人死亡"),), ""), (Part.TERM, 70_000, (Form("枪击"),), "")],
}
IN_ORDER = [
    Entry(language, part, number, form, re.compile(rest) if rest else None)
    for language, words in FORMS.items()
    for part, number, forms, rest in words
    for form in forms
]


@pytest.fixture
def entries():
    return Entries(FORMS.items())


def test_each_pattern_has_its_entry_by_its_number(entries):
    assert [entries[number] for number in range(len(entries))] == IN_ORDER


def test_patterns_stand_in_the_order_of_the_entries(entries):
    told = [(p.text, p.languages, p.tail) for p in entries.patterns()]
    assert told == [(e.form.text, frozenset({e.language}), e.form.tails.longest) for e in IN_ORDER]
