"""Claims about accepting, resolving and ranking names, on a gazetteer of a dozen places."""

import pytest

from streams.regions.accept import accept
from streams.regions.ambiguity import ambiguous
from streams.regions.gazetteer import Gazetteer
from streams.regions.languages import LanguageData
from streams.regions.operator import extras
from streams.regions.rank import rank
from streams.regions.reading import Reader
from streams.regions.resolve import resolve
from streams.regions.scene import Scene
from streams.regions.shape import Shape
from streams.regions.spec import RegionsFile
from streams.regions.table import Table
from streams.regions.zones import Zones
from streams.text import Prepared, scan_of

PLACES = """\
C\tAF\t\t38000000\tAfghanistan
C\tBA\t\t3300000\tBosnia and Herzegovina
C\tGB\t\t67000000\tUnited Kingdom
C\tIN\t\t1380000000\tIndia
C\tKG\t\t6500000\tKyrgyzstan
C\tLB\t\t6800000\tLebanon
C\tLY\t\t6800000\tLibya
C\tPK\t\t220000000\tPakistan
C\tRU\t\t144000000\tRussia
C\tTD\t\t16000000\tChad
C\tUZ\t\t34000000\tUzbekistan
A\tKG\tKG-J\t90000\tJalal-Abad
K\tKG\tKG-GB\t900000\tBishkek
P\tKG\tKG-J\t90000\tJalal-Abad
P\tAF\tAF-NAN\t200000\tJalalabad
P\tIN\tIN-TG\t6800000\tHyderabad
P\tPK\tPK-SD\t1900000\tHyderabad
P\tGB\tGB-ENG\t320000\tReading
K\tRU\tRU-MOW\t12000000\tMoscow
T\tGB\tGB-ENG\t9000\tAmesbury
K\tTD\tTD-ND\t1000000\tNdjamena
P\tKG\tKG-GO\t300000\tOsh
P\tGB\tGB-SCT\t200000\tBo
"""
NAMES = {
    "afghanistan": "0", "bosnien": "1", "britain": "2", "india": "3", "kirgistan": "4", "kyrgyzstan": "4",
    "lebanon": "5", "libya": "6", "pakistan": "7", "russia": "8", "россия": "8", "росси": "8s", "chad": "9",
    "uzbekistan": "10", "jalal abad": "11,13", "dschalalabad": "14a,13a", "bischkek": "12a", "bishkek": "12",
    "hyderabad": "15,16", "reading": "17", "moscow": "18", "amesbury": "19", "ndjamena": "20",
    "ош": "21", "bo": "22",
}  # fmt: skip
BORDERS = {"KG": frozenset({"UZ"}), "UZ": frozenset({"KG"})}
ENGLISH = LanguageData(
    language="en", demonyms={"KG": ("kyrgyz",), "UZ": ("uzbek",), "GB": ("british",)}, demonym_endings=("s",),
    countries={"GB": ("UK",)}, stop=("reading", "uk"), first_names=("Chad", "Jack"), titles=("Mr", "President"),
)  # fmt: skip
GERMAN = LanguageData(
    language="de", demonyms={"KG": ("kirgis",), "RU": ("russ",)}, demonym_endings=("e", "en", "isch", "ische"),
    endings=("s",), first_names=("Hans",), titles=("Herr",),
)  # fmt: skip
RUSSIAN = LanguageData(language="ru", endings=("и", "я", "ей"))


@pytest.fixture(scope="module")
def table():
    lines = "".join(f"{name}\t{told}\n" for name, told in sorted((scan_of(n), t) for n, t in NAMES.items()))
    return Table(PLACES.encode(), lines.encode())


def find(table, title="", body="", *, language="en", home=None, operator=()):
    gazetteer = Gazetteer(table, {"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN}, extras(operator, table))
    prepared = Prepared([("title", title), ("summary", body)])
    refused, lost = [], []
    hits = gazetteer.matcher().hits(prepared, language)
    found = accept(prepared, hits, Reader(gazetteer, gazetteer.speech(language)), refused)
    scene = Scene(BORDERS, home)
    zones = Zones(prepared, shouted=bool(title) and Shape(prepared.fields[0]).all_capitals)
    undecided = resolve(prepared, found, scene, zones, lost)
    places = (*rank(prepared, found), *ambiguous(prepared, undecided, scene))
    return places, refused, lost


def regions(places, role=None):
    return [place.region for place in places if role is None or place.role == role]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param("Riots in Kyrgyzstan.", "en", ["KG"], id="a country by its name"),
        pytest.param("Two Uzbeks died.", "en", ["UZ"], id="a country by its people"),
        pytest.param("In Kirgistans Hauptstadt", "de", ["KG"], id="a name with an ending of the language"),
        pytest.param("In Kirgistanx", "de", [], id="not with letters that are no ending"),
        pytest.param("kirgisische Soldaten", "de", ["KG"], id="an adjective needs no capital in German"),
        pytest.param("a kyrgyz soldier", "en", [], id="but does in English"),
        pytest.param("Der Bosnienkrieg", "de", ["BA"], id="the first part of a compound"),
        pytest.param("в России", "ru", ["RU"], id="a stem with an ending"),
        pytest.param("в Росси", "ru", [], id="a stem alone is nothing"),
        pytest.param("Погромы в Оши", "ru", ["KG", "KG-GO"], id="two Cyrillic letters may take an ending"),
        pytest.param("Ein Tag in Bos", "de", [], id="two Latin letters never do"),
        pytest.param("Ein Tag in Bo", "de", ["GB", "GB-SCT"], id="but are a name by themselves"),
        pytest.param("He was reading in Britain", "en", ["GB"], id="an ordinary word in small letters"),
        pytest.param("We saw Reading burn.", "en", [], id="an ordinary word needs its country"),
        pytest.param("Fires in Reading in Britain.", "en", ["GB", "GB-ENG"], id="and counts with it"),
        pytest.param("the uk minister", "en", [], id="an abbreviation needs capitals"),
        pytest.param("the UK minister", "en", ["GB"], id="and is found in capitals"),
        pytest.param("We saw Amesbury burn.", "en", [], id="a small town alone is no evidence"),
        pytest.param("Two died in Amesbury.", "en", ["GB", "GB-ENG"], id="but behind a word of place it is"),
        pytest.param("Jalal-Abad is far from Amesbury.", "en", ["KG", "KG-J"], id="where nothing else is named"),
        pytest.param("In Britain, in Amesbury.", "en", ["GB", "GB-ENG"], id="a small town supports its country"),
        pytest.param("We met Jack Reading.", "en", [], id="a first name makes a person of a city"),
        pytest.param("We met Mr Hyderabad.", "en", [], id="so does a title"),
    ],
)  # fmt: skip
def test_what_is_found(table, text, language, expected):
    assert regions(find(table, body=text, language=language)[0]) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("riots in kyrgyzstan leave many dead", ["KG"], id="a country"),
        pytest.param("two uzbeks died in a market", ["UZ"], id="its people"),
        pytest.param("the uk minister of things resigns", [], id="an abbreviation stays a word"),
        pytest.param("ministers reading the news again", [], id="so does an ordinary word"),
        pytest.param("the town mourns jack hyderabad today", [], id="a first name still makes a person"),
        pytest.param("riots in Kyrgyzstan and uzbeks flee", ["KG"], id="one capital: small letters mean something"),
    ],
)  # fmt: skip
def test_names_are_found_in_a_title_without_capitals(table, title, expected):
    assert regions(find(table, title=title)[0]) == expected


def test_a_persons_first_name_is_no_country(table):
    assert regions(find(table, body="Britain fears for Chad Smith, who is lost.")[0]) == ["GB"]
    assert regions(find(table, body="Chad President Deby spoke.")[0]) == ["TD"]


def test_the_longest_accepted_name_wins(table):
    places, _, _ = find(table, body="A crowd in Jalal-Abad.")
    assert [evidence.span.text for evidence in places[0].evidence] == ["Jalal-Abad"]


def test_a_homonym_is_decided_by_the_country_in_the_text(table):
    kyrgyz = find(table, body="Unruhen in Dschalalabad in Kirgistan", language="de")[0]
    afghan = find(table, body="Unruhen in Dschalalabad in Afghanistan", language="de")[0]
    assert (regions(kyrgyz), regions(afghan)) == (["KG", "KG-J"], ["AF", "AF-NAN"])


def test_a_homonym_without_evidence_is_a_set_and_no_guess(table):
    places, _, _ = find(table, body="Clashes in Hyderabad.")
    assert [(p.role.value, p.candidates) for p in places] == [("ambiguous", ("IN-TG", "PK-SD"))]


def test_the_newsrooms_country_decides_a_homonym(table):
    assert regions(find(table, body="Clashes in Hyderabad.", home="PK")[0], "main") == ["PK", "PK-SD"]


def test_a_capital_alone_stands_for_a_government(table):
    places, _, _ = find(table, body="Kyrgyzstan asked Moscow for help.")
    scores = {place.region: place.score for place in places}
    assert scores["RU"] < 0.5 * scores["KG"]


def test_roles_main_involved_mentioned(table):
    body = (
        "Riots in Kyrgyzstan went on, the Kyrgyz government said in Bishkek. Uzbeks fled to Uzbekistan. "
        + "word " * 40
        + "India"
    )
    places, _, _ = find(table, title="Riots in Kyrgyzstan", body=body)
    assert {p.region: p.role.value for p in places if p.level == "country"} == {
        "KG": "main", "UZ": "involved", "IN": "mention",
    }  # fmt: skip


def test_a_dateline_outweighs_a_mention(table):
    places, _, _ = find(table, body="BISHKEK, June 12 (Agency) - Britain said it was sorry.")
    assert regions(places, "main")[0] == "KG"


def test_a_writer_and_his_desk_in_brackets_say_where_only_if_nothing_else_does(table):
    body = "Hyderabad Moss [Bishkek １８日 ロイター] -"
    assert regions(find(table, title="Riots in Uzbekistan", body=body)[0], "main") == ["UZ"]
    assert regions(find(table, title="Riots", body=body)[0], "main")[0] == "KG"


def test_a_sentence_before_the_brackets_is_no_writer(table):
    body = "Troops from Uzbekistan fired all night、8 people died。[Bishkek １８日 ロイター] -"
    assert regions(find(table, title="Riots", body=body)[0], "main")[0] == "UZ"


def test_the_agencys_closing_line_does_not_count(table):
    body = "Shots were heard in Libya all night, people said, and nobody slept. (Reporting by A B in Hyderabad and Moscow)"
    assert regions(find(table, body=body)[0]) == ["LY"]


def test_a_text_with_names_only_in_its_closing_line_is_about_nothing(table):
    body = (
        "Shots were heard all night, people said, and nobody slept well. "
        "(Reporting by A B in Bishkek and Hyderabad and Jalal-Abad)"
    )
    assert find(table, body=body)[0] == ()


def test_an_operators_name_and_exclusion(table):
    file = RegionsFile.model_validate(
        {
            "names": [{"name": "The Cotton Belt", "region": "UZ"}],
            "exclude": [{"phrase": "Chad Kroeger"}],
        }
    )
    places, _, _ = find(table, body="In the The Cotton Belt, Chad Kroeger sang.", operator=[file])
    assert regions(places) == ["UZ"]


def test_refusals_and_losers_say_why(table):
    _, refused, lost = find(table, body="We met Jack Hyderabad, Jalal-Abad and Amesbury.")
    assert "a person: “jack” before it" in {one.why for one in refused}
    assert ("Amesbury", "no other evidence for its country") in {(one.spot.name, one.why) for one in lost}


def test_evidence_stands_where_the_name_is(table):
    body = "Calm in Kyrgyzstan."
    (place,) = find(table, body=body)[0]
    span = place.evidence[0].span
    assert (span.field, body[span.start : span.end]) == ("summary", "Kyrgyzstan")


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param("Hyderabad counts", "In Hyderabad, India, and later in Hyderabad.", {"IN"}, id="at its first use"),
        pytest.param("Hyderabad counts", "In Hyderabad and in Hyderabad, India.", {"IN"}, id="or where nothing contradicts"),
        pytest.param("", "Moscow, Jalal-Abad, said so.", {"RU", "KG"}, id="a list of places explains nothing"),
        pytest.param("", "Amesbury is near the Uzbek border.", {"UZ"}, id="a small town without a word of place is nothing"),
        pytest.param("", "Two died in Amesbury, Uzbeks said.", {"GB", "UZ"}, id="a people does not hide where it happened"),
        pytest.param("", "Two died in Amesbury, Uzbekistan said.", {"UZ"}, id="a country does"),
    ],
)  # fmt: skip
def test_what_the_text_explains(table, title, text, expected):
    places, _, _ = find(table, title, text)
    assert {place.region for place in places if place.level == "country"} == expected


def test_a_word_of_a_deed_before_a_name_says_where_it_happens(table):
    assert regions(find(table, body="An attack on Amesbury.")[0]) == ["GB", "GB-ENG"]
    assert regions(find(table, body="A song on Amesbury.")[0]) == []


def test_a_table_that_forgot_what_its_names_are_still_tells_what_they_mean(table):
    names = Table(PLACES.encode(), "".join(f"{line}\n" for line in table.names).encode())
    gazetteer = Gazetteer(names, {"en": ENGLISH}, ())
    meant = [table.meanings(number) for number in range(len(table.names))]
    assert len(gazetteer.matcher()) == len(gazetteer)
    gazetteer.release()
    assert [gazetteer.meaning(number).candidates for number in range(names.name_count)] == meant
    assert len(names.names) == 0
