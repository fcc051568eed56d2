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
        pytest.param("Pakistan attacks kill Chinese workers", {"PK"}, id="victims"),
        pytest.param("Mali air strikes kill Togolese soldiers", {"ML"}, id="strikes in Mali"),
        pytest.param("US strikes deal with China", {"US", "CN"}, id="no strike"),
        pytest.param("Israel and Iran trade strikes", {"IL", "IR"}, id="both"),
        pytest.param("Israel strikes Iran, Iran strikes Israel", {"IL", "IR"}, id="each other"),
        pytest.param("North Korea fires ballistic missile South Korea says", {"KP", "KR"}, id="a test"),
        pytest.param("Jets strike Syria Iran base", {"SY", "IR"}, id="a verb before it is no Arabic one"),
        pytest.param("Israeli strikes kill 12, Iran says", {"IL", "IR"}, id="who tells is no target"),
    ],
)
def test_what_only_looks_like_a_strike_makes_nobody_strike(tagger, title, main):
    assert set(countries(tagger, "", title=title, language="en", role="main")) == main


@pytest.mark.parametrize(
    ("title", "language", "main", "involved"),
    [
        pytest.param("Ukraine: nine dead as market hit in Russian attack", "en", ["UA"], ["RU"], id="anywhere"),
        pytest.param("Lebanon counts its dead after Israeli army raid", "en", ["LB"], ["IL"], id="soldiers between"),
        pytest.param("Tote in Syrien nach israelischen Luftangriffen", "de", ["SY"], ["IL"], id="German"),
        pytest.param("Liban : neuf morts dans des frappes israéliennes", "fr", ["LB"], ["IL"], id="adjective behind"),
        pytest.param("Tote nach US-Angriff: Venezuela trauert", "de", ["VE"], ["US"], id="an abbreviation"),
        pytest.param("Russia's missiles hit Ukrainian port", "en", ["UA"], ["RU"], id="an owner"),
        pytest.param("Israeli fire kills Palestinian, West Bank medics say", "en", ["PS"], ["IL"], id="the same, no weapon"),
        pytest.param("Israeli forces kill two in West Bank", "en", ["PS"], ["IL"], id="land that is no state"),
    ],
)  # fmt: skip
def test_weapons_of_a_people_strike_wherever_another_country_stands_in_the_title(
    tagger, title, language, main, involved
):
    assert countries(tagger, "", title=title, language=language, role="main") == main
    assert countries(tagger, "", title=title, language=language, role="involved") == involved


def test_weapons_of_a_people_strike_the_place_that_the_text_names(tagger):
    found = countries(tagger, "The market of Latakia burned.", title="Israeli missiles kill nine", language="en", role="main")  # fmt: skip
    assert found == ["SY"]


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("Российские заводы горят после атаки Украины", ["RU"], id="her attack"),
        pytest.param("Россия начала новый обстрел Украины", ["UA"], id="it hits her"),
    ],
)
def test_the_genitive_behind_a_weapon_tells_whose_it_is(tagger, title, main):
    assert countries(tagger, "", title=title, language="ru", role="main") == main


def test_a_war_is_where_the_text_names_a_town_of_it(tagger):
    title, text = "Russia fires on crowded station", "The station of Kramatorsk burned."
    assert countries(tagger, text, title=title, language="en", role="main") == ["UA"]
    at_home = "The station of Pskov burned, as others since the war in Ukraine began."
    assert countries(tagger, at_home, title="Russia: fire in crowded station", language="en", role="main")[0] == "RU"  # fmt: skip


def test_several_of_a_people_are_no_weapons_of_a_state(tagger):
    title = "israeli troops shoot dead two palestinians raid in nablus"
    assert countries(tagger, "", title=title, language="en", role="main") == ["PS"]


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("Russia accuses Ukraine of drone strike on depot", ["RU"], id="accuses"),
        pytest.param("Ukraine accuses Russia of new massacre", ["UA"], id="the other way round"),
        pytest.param("Chad blames Sudan for deadly raid", ["TD"], id="blames"),
    ],
)
def test_who_is_accused_acts_and_it_happens_to_who_accuses(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("ukraine odesa russia strike", ["UA"], id="key words"),
        pytest.param("Ukraine war: Russia says advance goes on after battle", ["UA"], id="no strike is told"),
        pytest.param("Congo: fighting goes on as Rwanda denies", ["CD"], id="another war"),
        pytest.param("russia ukraine belgorod explosion", ["RU", "UA"], id="a place in the first"),
        pytest.param("Ukrainian drones hit Russian refinery", ["RU"], id="strikes back"),
        pytest.param("Russian troops killed in Ukrainian missile strike", ["UA"], id="soldiers are struck anywhere"),
        pytest.param("Ukrainian woman tells how Russian soldiers shot her", ["UA"], id="its soldiers"),
        pytest.param("US-backed fighters hold prison in Syria after raid", ["SY"], id="on whose side"),
        pytest.param("Israel and Lebanon exchange fire", ["IL", "LB"], id="a war of both sides"),
        pytest.param("Turkey hit by rockets from Syria", ["TR"], id="from there"),
    ],
)  # fmt: skip
def test_a_war_on_the_soil_of_one_happens_there(tagger, title, main):
    assert sorted(countries(tagger, "", title=title, language="en", role="main")) == main


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("Russian missiles kill nine in residential block", [], id="its weapons"),
        pytest.param("Russia launches wave of missiles overnight", [], id="carries out"),
        pytest.param("Russian man kills nine in residential block", ["RU"], id="no weapons of a state"),
        pytest.param("Russian missiles explode in Pskov", ["RU"], id="a place at home"),
        pytest.param("Burmese air strikes kill nine in school", ["MM"], id="a state that bombs its own"),
    ],
)  # fmt: skip
def test_a_state_that_wages_war_abroad_and_is_named_alone_only_takes_part(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main


@pytest.mark.parametrize(
    ("title", "language", "main", "involved"),
    [
        pytest.param("İsrail Lübnan'ı bombaladı", "tr", ["LB"], ["IL"], id="Turkish, object"),
        pytest.param("İsrail'in Şam saldırısı: 9 ölü", "tr", ["SY"], ["IL"], id="Turkish, noun"),
        pytest.param("İran'dan İsrail'e füze saldırısı", "tr", ["IL"], ["IR"], id="Turkish, from there"),
        pytest.param("イスラエルがレバノン南部を空爆、9人死亡", "ja", ["LB"], ["IL"], id="Japanese, object"),
        pytest.param("イラン、イスラエルに弾道ミサイル攻撃", "ja", ["IL"], ["IR"], id="Japanese, comma"),
        pytest.param("이스라엘이 레바논을 폭격", "ko", ["LB"], ["IL"], id="Korean"),
        pytest.param("इजरायल का लेबनान पर हमला, 9 की मौत", "hi", ["LB"], ["IL"], id="Hindi"),
        pytest.param("اسرائیل دمشق را بمباران کرد", "fa", ["SY"], ["IL"], id="Persian, verb"),
        pytest.param("حمله اسرائیل به لبنان با نه کشته", "fa", ["LB"], ["IL"], id="Persian, noun"),
    ],
)  # fmt: skip
def test_verbs_that_end_their_sentence_are_followed(tagger, title, language, main, involved):
    assert countries(tagger, "", title=title, language=language, role="main") == main
    assert countries(tagger, "", title=title, language=language, role="involved") == involved


@pytest.mark.parametrize(
    ("title", "language", "main"),
    [
        pytest.param("Pakistan, Hindistan'a saldırıyı kınadı", "tr", {"PK", "IN"}, id="Turkish, condemns"),
        pytest.param("Fransa, Hindistan'ın saldırısını durdurdu", "tr", {"FR", "IN"}, id="Turkish, its attack"),
        pytest.param("韓国、北朝鮮のミサイル発射を非難", "ja", {"KR", "KP"}, id="Japanese, condemns"),
        pytest.param("북한, 한국에 대화 제의", "ko", {"KR", "KP"}, id="Korean, offers talks"),
    ],
)  # fmt: skip
def test_endings_alone_make_nobody_strike(tagger, title, language, main):
    assert set(countries(tagger, "", title=title, language=language, role="main")) == main


@pytest.mark.parametrize(
    ("title", "language", "main"),
    [
        pytest.param("Attack by Israel on Lebanon kills nine", "en", ["LB"], id="English"),
        pytest.param("Angriff Israels auf den Libanon: neun Tote", "de", ["LB"], id="German"),
        pytest.param("Attaque d'Israël contre le Liban : neuf morts", "fr", ["LB"], id="French"),
        pytest.param("Удар Израиля по Ливану: девять погибших", "ru", ["LB"], id="Russian"),
        pytest.param("Serangan Israel ke Lebanon tewaskan sembilan orang", "id", ["LB"], id="Indonesian"),
        pytest.param("Attack on Chad from Libya leaves nine dead", "en", ["TD"], id="on the first one"),
    ],
)  # fmt: skip
def test_an_attack_of_one_on_the_other_happens_in_the_other(tagger, title, language, main):
    assert countries(tagger, "", title=title, language=language, role="main") == main


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
