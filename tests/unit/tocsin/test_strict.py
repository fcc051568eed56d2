import pytest

from tocsin.strict import Strict, parse


class Country(Strict):
    code: str
    names: dict[str, str] | None = None


class Countries(Strict):
    countries: list[Country]


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
        pytest.param("", ["c.yaml:1:1: the file is empty"], id="an empty file"),
        pytest.param(
            "countries:\n  - code: 5\n",
            ["c.yaml:2:5: countries.0.code: must be text, not 5 – put it in quotes"],
            id="a number for a word",
        ),
    ],
)
def test_every_problem_has_a_place(text, expected):
    assert problems(text) == expected
