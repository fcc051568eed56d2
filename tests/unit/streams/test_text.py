"""Claims about texts made comparable."""

import pytest

from streams.text import BODY, LEAD, TITLE, Prepared, fold, scan_of, scans_of


@pytest.mark.parametrize(
    ("raw", "scan"),
    [
        pytest.param("Port-au-Prince", "port au prince", id="hyphens are spaces"),
        pytest.param("Côte d’Ivoire", "côte d ivoire", id="apostrophes are spaces, accents stay"),
        pytest.param("U.S.", "u s", id="dots are spaces"),
        pytest.param("DİYARBAKIR", "diyarbakir", id="a dotted capital I is i"),
        pytest.param("Diyarbakır", "diyarbakir", id="a dotless i is i"),
        pytest.param("GROẞENHAIN", "großenhain", id="the capital sharp s is sharp s"),
        pytest.param("Орёл", "орел", id="Russian yo is written e"),
        pytest.param("إيــران", "ايران", id="tatweel goes, alefs are one"),
        pytest.param("ایران", "ايران", id="Persian and Arabic yeh are one"),
        pytest.param("سُورِيَا", "سوريا", id="vowel marks go"),
        pytest.param("Co\u0301rdoba", "córdoba", id="decomposed letters are composed"),
        pytest.param(
            "နှင\u103a\u1037", "နှင\u1037\u103a", id="Burmese marks keep one order, however they were typed"
        ),
        pytest.param("भारत", "भारत", id="Devanagari marks are part of the word"),
        pytest.param("Mali\ud800!", "mali", id="a lone surrogate is a separator"),
        pytest.param("ኃይል ሠላም ፀጥታ ዓለም", "ሀይል ሰላም ጸጥታ አለም", id="Amharic letters that sound alike are one"),
        pytest.param(
            "Երեւան, ԵՐԵՎԱՆ", "երևան երևան", id="the Armenian ev is one letter, however it was typed"
        ),
        pytest.param("Ո՞վ է սպանվե՛լ", "ով է սպանվել", id="Armenian marks within a word are no separators"),
        pytest.param("ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი", id="Georgian capitals are letters"),
        pytest.param("ተቐቲሉ ኽፉእ መቐለ", "ተቀቲሉ ክፉእ መቀለ", id="what a vowel softens in Tigrinya is one letter"),
        pytest.param(
            "ኵናት ኲናት ጐንደር ዀይኑ ተቛሪጹ", "ኩናት ኩናት ጎንደር ኮይኑ ተቋሪጹ", id="rounded Ethiopic letters are plain ones"
        ),
        pytest.param("🔴Syria", "syria", id="an emoji is a separator"),
        pytest.param("Ｓｙｒｉａ", "syria", id="full-width letters are letters"),
    ],
)
def test_scan(raw, scan):
    assert scan_of(raw) == scan


def test_a_name_with_a_dot_stands_in_a_text_with_two_spaces_and_without_the_dot_with_one():
    assert scans_of("St. Louis") == ("st louis", "st  louis")
    assert scans_of("N.Korea") == ("n korea",)
    assert scans_of("St. Louis")[1] in Prepared([("text", "Fire in St. Louis, Mo.")]).scan


def test_folding_keeps_punctuation():
    assert fold("„Größe“: 1,200!") == "„größe“: 1,200!"


def test_a_colon_behind_an_armenian_word_ends_its_sentence():
    assert Prepared([("text", "Կա երկու զոհ: Ժամը 12:30")]).fields[0].plain == "Կա երկու զոհ։ Ժամը 12:30"


def test_a_georgian_title_is_not_one_that_lacks_its_capitals():
    assert not Prepared([(TITLE, "თბილისში აქციის მონაწილეები დააკავეს")]).fields[0].small
    assert Prepared([(TITLE, "gunmen attack a village")]).fields[0].small


@pytest.mark.parametrize(
    ("raw", "name", "written"),
    [
        pytest.param("In Osh, again", "osh", "Osh", id="plain text maps to itself"),
        pytest.param("في إيــران اليوم", "ايران", "إيــران", id="removed letters come back"),
        pytest.param("A Co\u0301rdoba street", "córdoba", "Co\u0301rdoba", id="composed letters come apart"),
        pytest.param("Երեւանում և ո՞վ", "ով", "ո՞վ", id="letters that became one or none come back"),
        pytest.param("\u200fحرب\u200f سوريا", "سوريا", "سوريا", id="direction marks do not shift"),
    ],
)
def test_evidence_refers_to_the_original(raw, name, written):
    field = Prepared([("title", raw)]).fields[0]
    start = field.scan.index(name)
    span = field.span(start, start + len(name))
    assert (span.text, raw[span.start : span.end], span.field) == (written, written, "title")


def test_all_shapes_have_one_length():
    field = Prepared([("text", "Straße, İzmir – ﬁn de ‘Kyïv’ ΑΘΉΝΑΣ سُوريا")]).fields[0]
    assert len(field.folded) == len(field.scan) == len(field.offsets) - 1


def test_only_present_fields_are_kept_and_joined_apart():
    prepared = Prepared([("title", "North"), ("summary", ""), ("text", "Korea")])
    assert [field.name for field in prepared.fields] == ["title", "text"]
    assert prepared.scan == " north \0 korea  "
    assert [prepared.scan[field.base :].split()[0] for field in prepared.fields] == ["north", "korea"]


@pytest.mark.parametrize(
    ("name", "raw", "written"),
    [
        pytest.param(
            "title", "riots in straße and osh", "RIOTS IN STRAßE AND OSH", id="a title without capitals"
        ),
        pytest.param("title", "Riots in Osh", "Riots in Osh", id="a title with one"),
        pytest.param("title", "riots", "riots", id="a single word tells nothing"),
        pytest.param("title", "беспорядки в оше", "БЕСПОРЯДКИ В ОШЕ", id="Cyrillic letters"),
        pytest.param("summary", "riots in osh town", "riots in osh town", id="a body is taken at its word"),
    ],
)
def test_a_title_without_capitals_is_told_as_one_in_capitals_only(name, raw, written):
    field = Prepared([(name, raw)]).fields[0]
    assert field.written(0, len(field.scan)) == written
    assert field.span(0, 5).text == raw[:5]


def test_zones_are_title_forty_words_of_lead_and_body():
    #  title | summary: 30 words of lead | text: 10 words of lead, then body
    words = " ".join(f"w{i}" for i in range(60))
    prepared = Prepared([("title", "T t"), ("summary", " ".join(["s"] * 30)), ("text", words)])
    text = prepared.fields[2].scan
    zones = [
        prepared.zone(0, 0),
        prepared.zone(1, 55),
        prepared.zone(2, text.index("w9")),
        prepared.zone(2, text.index("w10")),
    ]
    assert zones == [TITLE, LEAD, LEAD, BODY]


def test_the_lead_of_a_text_without_spaces_is_counted_in_letters():
    prepared = Prepared([("text", "叙利亚" * 100)])
    assert (prepared.zone(0, 119), prepared.zone(0, 120)) == (LEAD, BODY)


def test_a_script_that_spells_its_words_without_spaces_has_a_lead_of_twice_as_many_letters():
    prepared = Prepared([("summary", "ปัตตานี" * 20), ("text", "ปัตตานี" * 100)])
    assert (prepared.zone(0, 139), prepared.zone(1, 99), prepared.zone(1, 100)) == (LEAD, LEAD, BODY)
