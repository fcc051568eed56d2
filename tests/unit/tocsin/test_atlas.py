"""Claims about the shipped atlas."""

import pytest

from tocsin.atlas import Region, shipped
from tocsin.model import Level


@pytest.fixture(scope="module")
def atlas():
    return shipped()


def test_all_countries_and_their_divisions_are_there(atlas):
    levels = [atlas.region(code).level for code in atlas]
    assert levels.count(Level.COUNTRY) == 250
    assert levels.count(Level.ADMIN1) > 3500


@pytest.mark.parametrize(
    "code", ["KG", "KG-O", "KG-GO", "KG-GB", "UA-30", "UA-32", "SD-DN", "PS-GZA", "IQ-NI", "XK", "SS-UY"]
)
def test_known_regions(atlas, code):
    assert code in atlas


def test_codes_nest(atlas):
    assert all(atlas.region(code).parent == code[:2] for code in atlas if "-" in code)
    assert atlas.ancestors("KG-O") == ("KG",)
    assert (atlas.country("KG-O"), atlas.country("KG")) == ("KG", "KG")


def test_borders_are_mutual_and_of_one_level(atlas):
    for code in atlas:
        for other in atlas.borders(code):
            assert code in atlas.borders(other)
            assert atlas.region(code).level is atlas.region(other).level


@pytest.mark.parametrize(
    ("code", "neighbours"),
    [
        pytest.param("KG", {"KZ", "CN", "TJ", "UZ"}, id="Kyrgyzstan"),
        pytest.param("SS", {"CD", "CF", "ET", "KE", "SD", "UG"}, id="South Sudan, after 2011"),
        pytest.param(
            "KG-O", {"KG-GO", "KG-B", "KG-J", "UZ-AN", "UZ-FA"}, id="Osh, across the Fergana valley"
        ),
        pytest.param("TJ-SU", {"KG-B", "UZ-FA", "UZ-NG"}, id="Sughd, across the Fergana valley"),
        pytest.param("CD-NK", {"CD-SK", "CD-IT", "UG-W"}, id="North Kivu"),
        pytest.param("ML-7", {"BF-12", "NE-6"}, id="Gao, in Liptako-Gourma"),
    ],
)
def test_neighbours(atlas, code, neighbours):
    assert neighbours <= set(atlas.borders(code))


def test_islands_border_on_nothing(atlas):
    assert atlas.borders("IS") == () == atlas.borders("MG")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KG", "en", "Kyrgyzstan"), ("KG", "ky", "Кыргызстан"), ("CI", "de", "Côte d’Ivoire"), ("KG-GO", "en", "Osh City"),
        ("UA-14", "ru", "Донецкая область"), ("DE-BY", "fr", "Bavière"), ("KG-O", "xx", "Osh"),
    ],
)  # fmt: skip
def test_names(atlas, code, language, name):
    assert atlas.name(code, language) == name


@pytest.mark.parametrize(
    ("code", "hours"), [("KG", 6), ("IN", 5.5), ("US-CA", -8), ("DE-BY", 1), ("IE", 0), ("NP", 5.75)]
)
def test_standard_time(atlas, code, hours):
    assert atlas.utc_offset(code) == hours


def test_operator_areas_come_after_countries(atlas):
    valley = Region(code="fergana-valley", level=Level.AREA, members=("KG-O", "UZ-FA"))
    assert atlas.with_areas([valley]).ancestors("KG-O") == ("KG", "fergana-valley")
