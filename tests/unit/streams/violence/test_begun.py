"""Claims about phrases that are looked for by their first words."""

import re
from pathlib import Path

import pytest

from streams.violence.begun import PAIRS, begun
from streams.violence.compiled import exclusions_of, terms_of
from streams.violence.cues import glue_of
from streams.violence.lexicon import each
from streams.violence.serbian import in_cyrillic
from streams.violence.words import Grammar, expand

LEXICONS = Path(__file__).parents[4] / "config" / "lexicons"
GRAMMAR = Grammar({"n": ("s", "es"), "v": ("ed",)}, {"default": ("re",)})
MANY = "killed/shot/wounded at/near/outside a/the/ court+n"


def begins(form):
    """Return the expression of a form with what may be glued behind it."""
    return re.escape(form.text) + glue_of(form.tails)


def follows(word, text, grammar=GRAMMAR):
    """Return whether a text is the phrase: its first words, then what must follow."""
    forms, rest = begun(word, grammar)
    return any(re.fullmatch(begins(form) + rest, text) is not None for form in forms)


@pytest.mark.parametrize(
    "text",
    ["killed at the court", "shot near court", "wounded outside a courts", "shot at a courtes"],
)
def test_a_phrase_of_many_alternatives_is_found_whole(text):
    assert len(begun(MANY, GRAMMAR)[0]) < len(expand(MANY, GRAMMAR))
    assert follows(MANY, text)


@pytest.mark.parametrize(
    "text",
    [
        "killed at the",
        "killed court",
        "shot near the courtly",
        "killed at a the court",
        "killed at the court house",
    ],
)
def test_what_is_not_the_phrase_is_not(text):
    assert not follows(MANY, text)


def test_a_common_first_word_alone_is_no_beginning():
    forms, rest = begun("two/three/four people/ shot/stabbed near/at/in", GRAMMAR)
    assert rest
    assert all(form.text.endswith((" shot", " stabbed")) for form in forms)


def test_one_word_is_enough_where_two_take_too_many_forms():
    numbers, deeds = ("/".join(f"{one}{n}" for n in range(PAIRS // 9)) for one in ("number", "deed"))
    forms, _ = begun(f"{numbers} {deeds} a/b/c", GRAMMAR)
    assert not any(" " in form.text for form in forms)


@pytest.mark.parametrize("word", ["attack", "attack+n", "shot/killed dead", "a/b/c/d/e/f/g/h/i", "kill*"])
def test_a_word_and_a_phrase_of_few_forms_are_spelt_out(word):
    assert begun(word, GRAMMAR) == (expand(word, GRAMMAR), "")


def test_a_phrase_of_letters_that_are_typed_in_several_ways_is_found_in_each():
    word = "पुलिस/सेना/भीड़/जवान/बागी ने/के ज़ख़्मी/पाँच"
    assert follows(word, "सेना ने जख्मी")
    assert follows(word, "पुलिस के पांच")


def test_a_first_word_of_many_endings_is_looked_for_by_its_stem():
    grammar = Grammar({"a": tuple("bcdefghijk"), "n": ("s",)}, {})
    (form,), rest = begun("arm+a man/men+n", grammar)
    assert (form.text, form.tails.allows("k"), form.tails.allows("z")) == ("arm", True, False)
    assert rest
    for text, found in (("armb man", True), ("arm mens", True), ("armz man", False), ("armb", False)):
        assert follows("arm+a man/men+n", text, grammar) == found


@pytest.mark.parametrize("word", ["slan+je bela kuća", "slan+open bela kuća"])
def test_a_stem_that_does_not_tell_all_is_none(word):
    endings = tuple("abcdefghi")
    grammar = Grammar({"je": ("jem", *endings), "open": ("*3", *endings)}, {}, cyrillic=in_cyrillic)
    assert {form.text for form in begun(word, grammar)[0]} == {form.text for form in expand(word, grammar)}


def test_words_that_may_all_be_missing_are_not_looked_for_alone():
    forms, rest = begun("a/the/ big/old/ man/woman/boy/girl", GRAMMAR)
    assert "" not in {form.text for form in forms}
    assert follows("a/the/ big/old/ man/woman/boy/girl", "old boy")
    assert rest == "" or not re.fullmatch(rest, "")


def test_prefixes_and_endings_stay_with_their_words():
    forms, rest = begun("attack+v on/at/near the/a/ base/camp/post+n", GRAMMAR)
    assert all(form.heads.allows("re") for form in forms)
    assert all(form.tails.allows("") and not form.tails.allows("s") for form in forms)
    assert re.fullmatch(rest, " the posts") or follows(
        "attack+v on/at/near the/a/ base/camp/post+n", "attack on the posts"
    )


@pytest.mark.parametrize("lexicon", tuple(each(LEXICONS)), ids=lambda lexicon: lexicon.language)
def test_every_spelling_of_every_shipped_phrase_is_found_by_its_first_words(lexicon):
    grammar = lexicon.grammar
    for words in (
        *((*t.term, *t.but) for _, t in terms_of(lexicon)),
        *(e.words for _, e in exclusions_of(lexicon)),
    ):
        for word in words:
            forms, rest = begun(word, grammar)
            if not rest:
                continue
            spelt = expand(word, grammar)
            assert len(forms) < len(spelt), word
            pattern = re.compile("|".join(f"{begins(form)}{rest}" for form in forms))
            assert all(pattern.fullmatch(form.text) for form in spelt), word
