"""Claims about words that are taken for right without asking what would be wrong with them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from streams.violence.soundness import are_sound
from streams.violence.words import BadWord, Grammar, verify

GRAMMAR = Grammar(
    endings={"n": ("s",), "nn": ("es",), "x-y": ("t",)}, prefixes={"verb": ("ali",), "default": ("al",)}
)
BARE = Grammar(endings={}, prefixes={})
PIECES = ["a", "bé", " ", "  ", "/", "*", "4", "+", "n", "nn", "x-y", "none", "verb", ">", "=", "~", "@", "_", "'", "\n"]  # fmt: skip


def refused(word, grammar):
    try:
        verify(word, grammar)
    except BadWord:
        return True
    return word.startswith("@")


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from([GRAMMAR, BARE]))
@example("kill+x-y", GRAMMAR)
@example("a+n/n b", GRAMMAR)
@example("verb>a+n b+nn+n c*4", GRAMMAR)
def test_exactly_the_words_are_sound_that_are_not_refused(word, grammar):
    assert are_sound([word], grammar) != refused(word, grammar)


@pytest.mark.parametrize("wrong", ["kill*ed", "kill+none", "none>kill", "…", "", "@nowhere"])
def test_one_wrong_word_among_many_is_not_overlooked(wrong):
    words = ["kill", "verb>bomb+n blast*"] * 500
    assert are_sound(words, GRAMMAR)
    assert not are_sound([*words, wrong, *words], GRAMMAR)
