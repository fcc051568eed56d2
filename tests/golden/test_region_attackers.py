"""A country that a headline shows striking another acts; it happens in the other one."""

import pytest

from tests.golden.test_region_rules import NOW, countries
from tocsin.model import Article, Source


@pytest.mark.parametrize(
    ("title", "language", "main", "involved"),
    [
        pytest.param("Russia strikes Kyiv with missiles", "en", ["UA"], ["RU"], id="verb and capital"),
        pytest.param("Pakistan bombs Afghan villages", "en", ["AF"], ["PK"], id="verb and people"),
        pytest.param("Russia has attacked Ukraine again", "en", ["UA"], ["RU"], id="behind an auxiliary"),
        pytest.param("Russian missiles hit Ukraine, killing nine", "en", ["UA"], ["RU"], id="its weapons"),
        pytest.param("Russia fires missiles at Ukraine, nine dead", "en", ["UA"], ["RU"], id="carries out"),
        pytest.param("Israel attacks on Lebanon kill 12", "en", ["LB"], ["IL"], id="noun and target"),
        pytest.param("Ukraine drone attack on Moscow", "en", ["RU"], ["UA"], id="the other way round"),
        pytest.param("Russland greift Charkiw mit Drohnen an", "de", ["UA"], ["RU"], id="German"),
        pytest.param("La Russie frappe Kiev, neuf morts", "fr", ["UA"], ["RU"], id="French"),
        pytest.param("Frappes israéliennes sur le Liban : 12 morts", "fr", ["LB"], ["IL"], id="before its people"),
        pytest.param("Rusia ataca Kiev con drones", "es", ["UA"], ["RU"], id="Spanish"),
        pytest.param("Россия нанесла удары по Киеву", "ru", ["UA"], ["RU"], id="Russian, carries out"),
        pytest.param("Росія атакувала Одесу дронами", "uk", ["UA"], ["RU"], id="Ukrainian"),
        pytest.param("俄罗斯空袭基辅", "zh", ["UA"], ["RU"], id="Chinese"),
        pytest.param("قصفت إسرائيل دمشق", "ar", ["SY"], ["IL"], id="Arabic, verb first"),
        pytest.param("شنت إسرائيل غارات على لبنان", "ar", ["LB"], ["IL"], id="Arabic, carries out"),
    ],
)  # fmt: skip
def test_it_happens_where_the_strike_lands(tagger, title, language, main, involved):
    assert countries(tagger, "", title=title, language=language, role="main") == main
    assert countries(tagger, "", title=title, language=language, role="involved") == involved


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("Mali attacks: France pulls out", {"ML", "FR"}, id="attacks in Mali"),
        pytest.param("Mali attacks kill Niger soldiers", {"ML", "NE"}, id="a word between"),
        pytest.param("Pakistan attacks kill Chinese workers", {"PK", "CN"}, id="victims"),
        pytest.param("Syria air strikes kill Turkish soldiers", {"SY", "TR"}, id="strikes in Syria"),
        pytest.param("US strikes deal with China", {"US", "CN"}, id="no strike"),
        pytest.param("Israel and Iran trade strikes", {"IL", "IR"}, id="both"),
        pytest.param("Israel strikes Iran, Iran strikes Israel", {"IL", "IR"}, id="each other"),
        pytest.param("North Korea fires ballistic missile South Korea says", {"KP", "KR"}, id="a test"),
        pytest.param("Jets strike Syria Iran base", {"SY", "IR"}, id="a verb before it is no Arabic one"),
        pytest.param("Israeli strikes kill 12, Iran says", {"IL", "IR"}, id="who tells is no target"),
    ],
)
def test_what_only_looks_like_a_strike_leaves_both(tagger, title, main):
    assert set(countries(tagger, "", title=title, language="en", role="main")) == main


def test_a_text_below_the_title_makes_nobody_a_striker(tagger):
    text = "Russia strikes Kyiv. Moscow was calm."
    assert "RU" in countries(tagger, text, title="Russia: a look back", language="en", role="main")


def test_the_evidence_says_that_it_strikes(tagger):
    title = "Russia strikes Kyiv with missiles"
    source = Source(feed="f", publisher="p", owner="o")
    tagged = tagger.tag(Article(id="a", source=source, title=title, text="", seen=NOW, at=NOW))
    rules = {place.region: place.evidence[0].rule for place in tagged.places}
    assert rules["RU"] == "name that strikes the next"
    assert rules["UA"] == "name"
