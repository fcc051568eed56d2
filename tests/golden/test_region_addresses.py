"""Titles made from an address ("irans capital hit"): no capitals, no commas, no apostrophes; names still mean what they can."""

import pytest

from tests.golden.test_region_rules import countries


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("david bragg charged over kidnapping", [], id="a first name, no town of Panama"),
        pytest.param("nancy miller shot dead at home", [], id="no town of France"),
        pytest.param("riot police clear square in nancy", ["FR"], id="behind a word of place"),
        pytest.param("sydney gunman holds hostages", ["AU"], id="a great city keeps its name"),
        pytest.param("charlotte gunman holds hostages", ["US"], id="a city where the names are at home"),
        pytest.param("jordan miller shot dead at home", [], id="no country"),
        pytest.param("jordan army kills smugglers", ["JO"], id="a country and its army"),
        pytest.param("gunmen storm bank in jordan", ["JO"], id="a country behind a word of place"),
        pytest.param("police georgia teen shot dead", [], id="a state or a country: nothing tells"),
        pytest.param("georgian police fire on crowd in georgia", ["GE"], id="the people tell"),
    ],
)
def test_a_first_name_is_a_persons_where_no_letter_tells(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("gunfire in irans capital", ["IR"], id="a country"),
        pytest.param("nigerias north hit by raids", ["NG"], id="another"),
        pytest.param("kyivs mayor counts the dead", ["UA"], id="a capital"),
        pytest.param("fans burn jerseys of captain", [], id="shirts"),
        pytest.param("grenades found in garden", [], id="a word"),
        pytest.param("acts of terror condemned", [], id="a short word"),
    ],
)
def test_an_address_leaves_out_the_apostrophe(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main


def test_in_a_text_with_capitals_nothing_is_left_out(tagger):
    assert countries(tagger, "Two Irans, one border.", language="en") == []


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("nypd officer shot in stairwell", ["US"], id="an office"),
        pytest.param("m23 rebels shell hospital", ["CD"], id="an armed group"),
        pytest.param("teen shot on nyc subway", ["US"], id="a city"),
        pytest.param("gun found in us that was lost", [], id="a word of two letters"),
    ],
)
def test_an_abbreviation_of_three_letters_needs_no_capitals_there(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("moscow idaho stabbing suspect sought", ["US"], id="a capital's namesake"),
        pytest.param("paris france bakery blast", ["FR"], id="the country of the place itself"),
        pytest.param(
            "students killed moscow university of idaho", ["US"], id="its university has its seat there"
        ),
        pytest.param("oxford school shooting michigan", ["US"], id="a namesake in the only country shown"),
        pytest.param(
            "texas pastor stabbed in oxford", ["GB", "US"], id="behind a word of place it is the known one"
        ),
        pytest.param("kosovo serbia gunfire goes on", ["RS", "XK"], id="countries explain no country"),
    ],
)
def test_what_stands_next_to_a_place_says_where_it_is(tagger, title, main):
    assert sorted(countries(tagger, "", title=title, language="en", role="main")) == main


@pytest.mark.parametrize(
    ("text", "main"),
    [
        pytest.param("Gunman kills five in San Jacinto County.", ["US"], id="no town of Colombia"),
        pytest.param("Gunman kills five in Medellin County.", [], id="of no country"),
        pytest.param("Bandits kill five in Turkana County.", ["KE"], id="a county of Kenya"),
    ],
)
def test_a_county_is_no_town_of_a_country_without_counties(tagger, text, main):
    assert countries(tagger, text, language="en", role="main") == main
