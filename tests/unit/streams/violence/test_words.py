from contextlib import suppress

import pytest

from streams.violence.serbian import in_cyrillic
from streams.violence.words import BadWord, Grammar, expand, verify

GRAMMAR = Grammar(
    {"n": ["s", "es"], "t": ["opfer"], "free": ["*4"]}, {"verb": ["ali", "wali"]}, ["bomben", "terror"]
)
PLAIN = Grammar({}, {"default": ["و", "ال"]})


def texts(word, grammar=GRAMMAR):
    return sorted(form.text for form in expand(word, grammar))


def allows(word, head, tail, grammar=GRAMMAR):
    form = expand(word, grammar)[0]
    return form.heads.allows(head) and form.tails.allows(tail)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("Attack", ["attack"], id="words are folded"),
        pytest.param("open/opened fire", ["open fire", "opened fire"], id="alternatives inside a word"),
        pytest.param("burn the/ house", ["burn house", "burn the house"], id="an empty alternative"),
        pytest.param("car+n bomb+n", ["car bomb", "cares bomb", "cars bomb"], id="endings of an inner word"),
        pytest.param("car-bomb", ["car bomb"], id="a hyphen is a separator"),
        pytest.param("car+n\nbomb", ["car bomb", "cares bomb", "cars bomb"], id="so is a new line"),
        pytest.param("o'q", ["o q", "oʻq", "oʼq"], id="the Uzbek apostrophe may be a letter"),
        pytest.param("d'assaut", ["d assaut"], id="other apostrophes are separators"),
        pytest.param("ज़ख़्मी", ["जख्मी", "ज़ख़्मी"], id="Hindi is also written without nuktas"),
        pytest.param("लड़का", ["लड़का"], id="but not where the nukta makes another letter"),
        pytest.param("पाँच", ["पाँच", "पांच"], id="a moon dot may be a plain dot"),
        pytest.param("erschießt", ["erschiesst", "erschießt"], id="Swiss papers write no sharp s"),
        pytest.param("schieß+n", ["schiess", "schieß"], id="before an ending either"),
    ],
)
def test_a_word_is_spelt_out(word, expected):
    assert texts(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("ƙauye", ["kauye", "ƙauye"], id="without its hook"),
        pytest.param("ƴan bindiga", ["yan bindiga", "ƴan bindiga"], id="an apostrophe first is no letter"),
        pytest.param(
            "kashe ƴan sanda",
            ["kashe  yan sanda", "kashe yan sanda", "kashe ƴan sanda"],
            id="an apostrophe behind a space leaves two",
        ),
        pytest.param(
            "ƙunar baƙi", ["kunar baki", "kunar baƙi", "ƙunar baki", "ƙunar baƙi"], id="or half of both"
        ),
    ],
)
def test_hausa_is_also_found_in_plain_letters(word, expected):
    assert texts(word, Grammar({}, {}, hooked=True)) == expected


@pytest.mark.parametrize(
    ("word", "head", "tail", "fits"),
    [
        pytest.param("bomb", "", "s", False, id="a bare word has no ending"),
        pytest.param("bomb+n", "", "s", True, id="an ending of the class"),
        pytest.param("bomb+n", "", "", True, id="or none"),
        pytest.param("bomb+n", "", "er", False, id="not any other"),
        pytest.param("massaker+n+t", "", "sopfer", True, id="classes chain"),
        pytest.param("massak*", "", "eropfern", True, id="a free ending"),
        pytest.param("massak*3", "", "erop", False, id="a free ending has a limit"),
        pytest.param("bomb+free", "", "arde", True, id="a class may hold a free ending"),
        pytest.param("bomb+free", "", "ardem", False, id="with its limit"),
        pytest.param("~anschlag", "bomben", "", True, id="a compound front"),
        pytest.param("~anschlag", "vor", "", False, id="only fronts that are listed"),
        pytest.param("verb>uawa", "wali", "", True, id="a prefix of a class"),
        pytest.param("uawa", "wali", "", False, id="no prefix without its class"),
    ],
)
def test_what_may_be_glued_to_a_word(word, head, tail, fits):
    assert allows(word, head, tail) is fits


def test_default_prefixes_go_before_every_word_but_one_that_refuses_them():
    assert allows("قصف", "ال", "", PLAIN)
    assert not allows("=قصف", "ال", "", PLAIN)


@pytest.mark.parametrize("word", ["", "bomb* fell", "bomb+x", "x>bomb"])
def test_a_word_against_the_notation_is_refused(word):
    with pytest.raises(BadWord):
        expand(word, GRAMMAR)


def test_a_chinese_word_also_stands_for_its_traditional_spellings():
    chinese = Grammar({}, {}, han=True)
    assert {"枪击", "槍擊"} <= set(texts("枪击", chinese))
    assert {"這裡爆炸", "這裏爆炸"} <= set(texts("这里爆炸", chinese))
    assert texts("爆炸", chinese) == ["爆炸"]


@pytest.mark.parametrize(
    ("word", "spelt"),
    [
        pytest.param("出狱", "出獄", id="a letter that both write"),
        pytest.param("暗杀", "暗殺", id="one that has a rare form, too"),
        pytest.param("向示威者开枪", "向示威者開槍", id="in a phrase"),
        pytest.param("泼硫酸", "潑硫酸", id="behind others"),
    ],
)
def test_a_letter_that_taiwan_writes_as_well_stays_beside_its_rare_forms(word, spelt):
    assert spelt in texts(word, Grammar({}, {}, han=True))


def test_other_languages_keep_their_characters():
    assert texts("枪击") == ["枪击"]


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("kill*ed", "may only stand at the end"),
        ("* bomb", "may only stand at the end"),
        ("kill+none", "no endings class 'none'"),
        ("kill+none bomb", "may only stand at the end"),
        ("none>kill", "no prefixes class 'none'"),
        ("…", "no letters"),
        ("*4", "no letters"),
        ("", "no letters"),
    ],
)
def test_a_word_is_refused_without_being_spelt_out(word, why):
    grammar = Grammar(endings={"n": ("s",)}, prefixes={})
    with pytest.raises(BadWord, match=why):
        verify(word, grammar)
    with suppress(BadWord):
        assert not expand(word, grammar)


@pytest.mark.parametrize(
    "word", ["kill", "kill*", "kill+n", "bomb/blast+n attack*3", "=kill", "~kill", "car bomb/"]
)
def test_what_is_not_refused_can_be_spelt_out(word):
    grammar = Grammar(endings={"n": ("s",)}, prefixes={})
    verify(word, grammar)
    assert expand(word, grammar)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("pucnjava", ["pucnjava", "пуцњава"], id="two letters are one"),
        pytest.param("džamija", ["džamija", "џамија"], id="dž too"),
        pytest.param("injekcija", ["injekcija", "инјекција"], id="but not where each is heard"),
        pytest.param("ubijen+a čuvar", ["ubijen čuvar", "ubijena čuvar", "убијен чувар", "убијена чувар"], id="inner endings"),
    ],
)  # fmt: skip
def test_a_serbian_word_is_found_in_both_scripts(word, expected):
    assert texts(word, Grammar({"a": ["a"]}, {}, cyrillic=in_cyrillic)) == expected


def test_an_ending_is_found_in_the_script_of_its_word():
    serbian = Grammar({"f": ["e", "ama"]}, {}, cyrillic=in_cyrillic)
    assert [form.text for form in expand("bomb+f", serbian)] == ["bomb", "бомб"]
    assert allows("bomb+f", "", "ama", serbian)
    assert allows("bomb+f", "", "ама", serbian)
    assert not allows("bomb+f", "", "ом", serbian)
