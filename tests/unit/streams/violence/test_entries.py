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
    Entry(part, number, form.heads, form.tails, re.compile(rest) if rest else None)
    for part, number, forms, rest in FORMS
    for form in forms
]


@pytest.fixture
def taken():
    entries = Entries()
    return entries, list(entries.taken(FORMS))


def test_each_pattern_has_its_entry_by_its_number(taken):
    entries, _ = taken
    assert [entries[number] for number in range(len(entries))] == IN_ORDER


def test_patterns_that_stand_for_the_same_share_their_entry(taken):
    entries, _ = taken
    assert entries[1] is entries[0]
    assert entries[2] is not entries[1]


def test_patterns_stand_in_the_order_of_the_words(taken):
    _, patterns = taken
    told = [(p.text, p.languages, p.tail) for p in patterns]
    assert told == [(form.text, None, form.tails.longest) for _, _, forms, _ in FORMS for form in forms]


def test_a_word_without_letters_of_its_own_takes_no_number():
    entries = Entries()
    assert len(list(entries.taken([(Part.TERM, 0, (), ""), *FORMS]))) == len(entries) == len(IN_ORDER)
