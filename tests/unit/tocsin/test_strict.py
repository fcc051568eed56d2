import pytest

from tocsin.strict import Strict, parse


class Country(Strict):
    code: str
    names: dict[str, str] | None = None


class Countries(Strict):
    countries: list[Country]
    share: float = 1.0


def problems(text):
    return [str(problem) for problem in parse(text, Countries, file="c.yaml").problems]


def test_norway_stays_norway():
    document = parse("countries:\n  - code: NO\n", Countries, file="c.yaml")
    assert document.value.countries[0].code == "NO"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "countries:\n  - cod: NO\n",
            [
                "c.yaml:2:5: countries.0.cod: nobody reads this key – did you mean 'code'?",
            ],
            id="a typo is named where it stands, with the likely word",
        ),
        pytest.param(
            "countries:\n  - code: NO\n    code: SE\n",
            ["c.yaml:3:5: 'code' stands twice – first in line 2"],
            id="a key that stands twice",
        ),
        pytest.param("%YAML 1.1\n---\n{}\n", ["c.yaml:1:1: directives are not allowed"], id="a directive"),
        pytest.param(
            "countries: [\n",
            [
                "c.yaml:2:1: not YAML: did not find expected node content – check that this line is indented like its neighbours, and that brackets and quotes are closed"
            ],
            id="not YAML",
        ),
        pytest.param(
            "", ["c.yaml:1:1: the file is empty – known here: countries, share"], id="an empty file"
        ),
        pytest.param(
            "countries:\n  - code: 5\n",
            ["c.yaml:2:5: countries.0.code: must be text, not 5 – put it in quotes"],
            id="a number for a word",
        ),
        pytest.param(
            "share: .inf\ncountries: []\n",
            ["c.yaml:1:1: share: must be a number that ends, not inf"],
            id="infinity",
        ),
        pytest.param(
            f"share: {'9' * 5000}\ncountries: []\n",
            ["c.yaml:1:1: share: must be a number that ends, not inf"],
            id="a number of thousands of digits",
        ),
        pytest.param(
            f"share: 0x{'f' * 5000}\ncountries: []\n",
            [f"c.yaml:1:1: share: must be a number, not '0x{'f' * 57}…'"],
            id="one of thousands of hexadecimal digits",
        ),
        pytest.param(
            "countries: []\n---\ncountries: []\n",
            [
                "c.yaml:2:1: not YAML: expected a single document in the stream, but found another document – one file holds one document: take the '---' out"
            ],
            id="two documents",
        ),
        pytest.param(
            "countries: []\nshare: 1\x07\n",
            ["c.yaml:2:9: not YAML: control characters are not allowed – take it out"],
            id="a control character",
        ),
        pytest.param(
            "countries: &all [*all]\n",
            ["c.yaml:1:1: nested too deeply, or an alias stands within what it names"],
            id="an alias within what it names",
        ),
    ],
)
def test_every_problem_has_a_place(text, expected):
    assert problems(text) == expected
