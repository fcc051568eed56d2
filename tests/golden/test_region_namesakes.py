"""Claims about places of one name, with everything that is shipped: which one is meant, and when nothing tells."""

from datetime import UTC, datetime

import pytest

from tests.golden.test_region_rules import countries
from tocsin.model import Article, Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def regions(tagger, title, text="", *, home=None, role="main", language=None):
    source = Source(feed="f", publisher="p", owner="o", country=home, language=language)
    tagged = tagger.tag(Article(id="a", source=source, title=title, text=text, seen=NOW, at=NOW))
    return [place.region for place in tagged.places if place.role == role]


@pytest.mark.parametrize(
    ("title", "text", "home", "main"),
    [
        pytest.param("Perth stabbing", "Police in Fife came.", None, ["GB", "GB-SCT"], id="a town near it"),
        pytest.param("Perth stabbing", "Police appealed for help.", "GB", ["AU", "AU-WA"], id="nothing near"),
        pytest.param("Durham stabbing", "", "GB", ["GB", "GB-ENG"], id="at home, not much smaller"),
        pytest.param("Boston stabbing", "", "GB", ["US", "US-MA"], id="at home, much smaller"),
        pytest.param(
            "Moscow fire kills two",
            "The Latah County coroner came.",
            "US",
            ["US", "US-ID"],
            id="a capital's namesake",
        ),
        pytest.param(
            "Texas man killed in Paris",
            "",
            "US",
            ["FR", "FR-IDF"],
            id="a division's bare name makes no namesake of a capital, its people are anywhere",
        ),
        pytest.param("London stabbing", "Ontario police came.", "CA", ["CA", "CA-ON"], id="a city at home"),
        pytest.param("Fire in Springfield", "", "US", ["US"], id="two states, nothing tells which"),
        pytest.param(
            "Fire in Springfield", "Illinois police came.", "US", ["US", "US-IL"], id="the text tells"
        ),
        pytest.param("Marion County fire", "", "US", ["US"], id="a county of seventeen states"),
        pytest.param(
            "Marion County fire",
            "Crews came from Indianapolis.",
            "US",
            ["US", "US-IN"],
            id="and a city in one",
        ),
        pytest.param(
            "Birmingham inquest",
            "",
            "US",
            ["US"],
            id="undecided, one of them at home: the newsroom's country",
        ),
    ],
)
def test_which_namesake_is_meant(tagger, title, text, home, main):
    assert regions(tagger, title, text, home=home) == main


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("Ten killed in St. Louis", ["US", "US-MO"], id="st"),
        pytest.param("Ten killed in St Louis", ["US", "US-MO"], id="st without a dot"),
        pytest.param("Ten killed in Ft. Worth", ["US", "US-TX"], id="ft"),
        pytest.param("N. Korea fires missiles", ["KP"], id="n korea"),
        pytest.param("S. Sudan raid kills 40", ["SS"], id="s sudan"),
        pytest.param("S. Sudan's raid kills 40", ["SS"], id="whose"),
        pytest.param("C. African Republic rebels kill 40", ["CF"], id="c african republic"),
        pytest.param("C.African Republic rebels kill 40", ["CF"], id="without a space"),
        pytest.param("CAR rebels kill 40", ["CF"], id="letters"),
        pytest.param("A car killed 40", [], id="no letters"),
        pytest.param("N. Ireland riots go on", ["GB", "GB-NIR"], id="n ireland"),
        pytest.param("W. Bank raid kills 40", ["PS"], id="w bank"),
        pytest.param("S. Arabia executes 40", ["SA"], id="s arabia"),
    ],
)
def test_names_with_a_dot_are_found(tagger, title, main):
    assert regions(tagger, title) == main


@pytest.mark.parametrize(
    ("title", "main", "involved"),
    [
        pytest.param("Iran fires at US base in Iraq", ["IQ"], ["US", "IR"], id="a base abroad"),
        pytest.param(
            "England captain arrested in Amsterdam", ["NL", "NL-NH"], ["GB", "GB-ENG"], id="a captain"
        ),
        pytest.param("Iran fires at U.S. base in Iraq", ["IQ"], ["US", "IR"], id="a base abroad, with dots"),
        pytest.param("US base attacked", ["US"], [], id="nothing else is named"),
        pytest.param("India and Pakistan trade fire", ["IN", "PK"], [], id="two parties"),
    ],
)
def test_where_a_title_says_in_the_others_act(tagger, title, main, involved):
    assert sorted(regions(tagger, title)) == sorted(main)
    assert sorted(regions(tagger, title, role="involved")) == sorted(involved)


@pytest.mark.parametrize(
    ("text", "home", "main"),
    [
        pytest.param("Таласта милицияга кол салышты.", None, ["KG", "KG-T"], id="a language of one country"),
        pytest.param("Таласта милицияга кол салышты.", "TR", ["TR"], id="a newsroom elsewhere"),
    ],
)
def test_a_language_of_one_country_stands_for_the_newsroom(tagger, text, home, main):
    assert regions(tagger, "", text, home=home)[: len(main)] == main


@pytest.mark.parametrize(
    ("text", "main"),
    [
        pytest.param("Clashes in Bari region, Somalia.", ["SO", "SO-BR"], id="a region of that name"),
        pytest.param("Clashes in Campbelltown, Pa.", ["US", "US-PA"], id="an abbreviated state"),
        pytest.param("Clashes in Silao, Mexico.", ["MX"], id="known only in another country"),
        pytest.param(
            "Gunmen killed two policemen on Friday in Juárez, Nuevo León.",
            ["MX", "MX-NLE"],
            id="known only in another division",
        ),
        pytest.param("Clashes in Punjab province, India.", ["IN", "IN-PB"], id="a province of two countries"),
        pytest.param(
            "Clashes in Michoacan province, Mexico.", ["MX", "MX-MIC"], id="the country, not its state"
        ),
        pytest.param("Clashes in Mosul, Anbar and Diyala.", ["IQ", "IQ-NI", "IQ-AN", "IQ-DI"], id="a list"),
    ],
)
def test_what_stands_behind_a_comma_says_where(tagger, text, main):
    assert sorted(regions(tagger, "", text, language="en")) == sorted(main)


def test_first_names_show_that_a_town_is_a_person(tagger):
    assert regions(tagger, "", "The player Serena Williams beat Naomi Osaka.", language="en") == []
    assert regions(tagger, "Fire in Osaka", language="en") == ["JP", "JP-27"]


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("New Mexico State Police release video of a shooting", ["US"], id="begun before"),
        pytest.param("Mexico State police find bodies", ["MX"], id="alone"),
        pytest.param("Shooting in Equatorial Guinea", ["GQ"], id="a country of two words"),
    ],
)
def test_of_names_that_overlap_the_one_begun_first_is_meant(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main
