"""The languages' files hold what their reader promises."""

import re
from pathlib import Path

import pytest
import yaml

from streams.regions import languages
from streams.regions.languages import FOLDER, LanguageData
from tocsin import strict

COUNTRIES = frozenset(
    re.findall(
        r"[A-Z]{2}",
        """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
    ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
    MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU
    NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
    SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE
    VG VI VN VU WF WS XK YE YT ZA ZM ZW
""",
    )
)
#: pairs of countries whose people share a name; only other evidence decides between them
SHARED = ({"KP", "KR"}, {"CD", "CG"}, {"DM", "DO"})
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def read() -> dict[str, strict.Document[LanguageData]]:
    return {path.stem: strict.read(path, LanguageData, root=FOLDER) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_valid_and_named_for_its_language(path: Path, read) -> None:
    document = read[path.stem]

    assert [str(problem) for problem in document.problems] == []
    assert document.value is not None
    assert document.value.language == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_code_is_a_country_or_part_of_one(path: Path, read) -> None:
    data = read[path.stem].value

    assert set(data.demonyms) <= COUNTRIES
    assert set(data.countries) <= COUNTRIES
    assert {code.partition("-")[0] for code in (*data.areas, *data.cities)} <= COUNTRIES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_reader_of_yaml_1_1_reads_the_same(path: Path, read) -> None:
    assert yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) == read[path.stem].data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_demonym_stem_of_two_countries_is_one_of_the_known_ones(path: Path, read) -> None:
    owners: dict[str, set[str]] = {}
    for code, stems in read[path.stem].value.demonyms.items():
        for stem in stems:
            owners.setdefault(stem, set()).add(code)

    shared = {stem: codes for stem, codes in owners.items() if len(codes) > 1}

    assert {stem: codes for stem, codes in shared.items() if codes not in SHARED} == {}


def test_read_all_reads_every_file() -> None:
    assert sorted(languages.read_all()) == [path.stem for path in FILES]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("language: xx\nendings: [abcdef]\n", "1 to 5 letters", id="an ending too long"),
        pytest.param("language: xx\nstop: [of, of]\n", "stands 2 times", id="a word twice"),
        pytest.param("language: xx\nstop: [Of]\n", "lower-case", id="a stop word with a capital"),
        pytest.param("language: xx\ndemonyms: {KG: [Kirgis]}\n", "lower-case", id="a stem with a capital"),
        pytest.param("language: xx\ntitles: [' Mr']\n", "spaces", id="a space before a word"),
        pytest.param("language: xx\nstops: [of]\n", "did you mean 'stop'", id="a key misspelt"),
        pytest.param("language: xx\nendings: [a]\ndemonym_endings: [a]\n", "already", id="an ending in both"),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "xx.yaml").write_text(text, "utf-8")

    with pytest.raises(ValueError, match=r"xx\.yaml:\d+:\d+") as caught:
        languages.read_all(tmp_path)
    assert says in str(caught.value)
