"""Claims about what looks like a town and is none."""

import pytest

from streams.regions.exchanges import codes
from streams.regions.lookalikes import firm, is_abbreviation, is_part
from streams.text import Prepared


def field(text):
    return Prepared([("summary", text)]).fields[0]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param("The GAO said so", "gao", True, id="capitals among small letters"),
        pytest.param("GAO, Mali (AP)", "gao", False, id="a dateline begins its text"),
        pytest.param("In Gao they said so", "gao", False, id="a name"),
        pytest.param("In GUATEMALA they said so", "guatemala", False, id="too long for an abbreviation"),
    ],
)
def test_abbreviations(text, name, expected):
    one = field(text)
    start = one.scan.index(name)
    assert is_abbreviation(one, start, start + len(name)) is expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("Piedmont Airlines flew", "airlines", id="a word of firms"),
        pytest.param("Piedmont <PIE> flew", "<", id="the code of a share"),
        pytest.param("Piedmont airlines flew", None, id="in small letters it is no name"),
        pytest.param("Piedmont, Airlines flew", None, id="a comma parts them"),
        pytest.param("Piedmont", None, id="nothing follows"),
    ],
)
def test_firms(text, word):
    assert firm(field(text), len("Piedmont")) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<VDO.TO> fell", [(1, 7, "CA")], id="in angles"),
        pytest.param("Barclays (BARC.L)", [(10, 16, "GB")], id="in brackets"),
        pytest.param("VDO.TO fell", [], id="neither"),
        pytest.param("(A.XYZ)", [], id="an unknown exchange"),
    ],
)
def test_codes_of_shares(text, expected):
    assert list(codes(field(text))) == expected


@pytest.mark.parametrize(
    ("text", "name", "country", "capital", "expected"),
    [
        pytest.param("トランプ氏が演説", "トラン", False, False, True, id="a longer word of katakana"),
        pytest.param("トラン県で爆発", "トラン", False, False, False, id="another script ends the word"),
        pytest.param("ワクチン接種", "クチン", False, False, True, id="letters before it"),
        pytest.param("クチン・サラワク", "クチン", False, False, False, id="a dot parts words"),
        pytest.param("ロシアルーブル", "ロシア", True, False, False, id="a country is joined with words"),
        pytest.param("タイトル獲得", "タイ", True, False, True, id="two letters are chance"),
        pytest.param("ロンドンマラソン", "ロンドン", False, True, False, id="so is a capital"),
        pytest.param("パリティ", "パリ", False, True, True, id="if it is not short"),
        pytest.param("科隆纳", "科隆", False, False, False, id="Han letters part no words"),
    ],
)
def test_parts_of_words_in_katakana(text, name, country, capital, expected):
    one = field(text)
    start = one.scan.index(name)
    assert is_part(one, start, start + len(name), country, capital) is expected
