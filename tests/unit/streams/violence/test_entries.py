"""Claims about what the patterns of the lexicons stand for."""

import re

import pytest

from streams.violence.entries import Entries, Entry, Part
from streams.violence.words import Form, Glue

S = Glue(listed=frozenset({"", "s"}))
FORMS = [
    (Part.TERM, 0, (Form("attack", tails=S), Form("raid", tails=S)), ""),
    (Part.EXCLUSION, 3, (Form("heart attack"),), ""),
    (Part.BUT, 4, (Form("attack on"),), "(?: (?:the)(?![^ ]))?"),
    (Part.DEATHS, 0, (Form("人死亡"),), ""),
    (Part.TERM, 70_000, (Form("枪击"),), ""),
]
IN_ORDER = [
    Entry(part, number, form, re.compile(rest) if rest else None)
    for part, number, forms, rest in FORMS
    for form in forms
]


@pytest.fixture
def entries():
    return Entries(FORMS)


def test_each_pattern_has_its_entry_by_its_number(entries):
    assert [entries[number] for number in range(len(entries))] == IN_ORDER
    assert entries[1] is entries[1]


def test_patterns_stand_in_the_order_of_the_entries(entries):
    told = [(p.text, p.languages, p.tail) for p in entries.patterns()]
    assert told == [(e.form.text, None, e.form.tails.longest) for e in IN_ORDER]
