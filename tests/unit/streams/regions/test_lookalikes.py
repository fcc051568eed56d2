"""Claims about what looks like a town and is none."""

import pytest

from streams.regions.exchanges import codes
from streams.regions.lookalikes import firm, is_abbreviation
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
