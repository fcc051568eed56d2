"""Numbers of people: every script, words, ranges, and what is no count."""

import pytest

from streams.text import Prepared
from streams.violence.counting import Counting
from streams.violence.small_words import CasualtySpec
from streams.violence.words import Grammar

ENGLISH = Counting(
    CasualtySpec(
        deaths="dead",
        injured="hurt",
        numbers={"two": 2, "five": 5, "twenty": 20, "dozens": (24, 99), "a man": 1},
        scales={"hundred": 100, "thousand": 1000, "million": 1_000_000},
        at_least=("at least", "more than"),
        at_most=("up to",),
        rises_to=("rose up to",),
        part_of=("including",),
        years=("in", "of", "june"),
        people=("people", "villagers"),
        persons=("woman", "farmer"),
        between=("to", "and"),
        joiners=("and",),
        ages=("aged",),
        not_people=("years", "year", "percent"),
    ),
    Grammar({}, {}),
)
GERMAN = Counting(
    CasualtySpec(
        deaths="tot",
        injured="verletzt",
        numbers={"ein": 1, "zwei": 2, "zwanzig": 20, "fünfzig": 50},
        scales={"hundert": 100, "tausend": 1000},
        joiners=("und",),
    ),
    Grammar({}, {}, ("bomben",)),
)


AGED = Counting(
    CasualtySpec(deaths="dead", injured="hurt", aged=("year old",), not_people=("years", "year")),
    Grammar({}, {}),
)


SWAHILI = Counting(
    CasualtySpec(deaths="wauawa", injured="wajeruhiwa", years=("mwaka",), people_before=("watu",)),
    Grammar({}, {}),
)


def ranges(text, counting=ENGLISH):
    field = Prepared([("title", text)]).fields[0]
    return [(figure.low, figure.high) for figure in counting.figures(field, 0, len(field.scan))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("12 dead", [(12, 12)], id="digits"),
        pytest.param("1,200 dead", [(1200, 1200)], id="thousands with a comma"),
        pytest.param("1.200 dead", [(1200, 1200)], id="thousands with a dot"),
        pytest.param("١٢ dead", [(12, 12)], id="Arabic digits"),
        pytest.param("१२ dead", [(12, 12)], id="Hindi digits"),
        pytest.param("１２人", [(12, 12)], id="wide digits"),
        pytest.param("死亡二十三人", [(23, 23)], id="Chinese numerals"),
        pytest.param("三百五十人", [(350, 350)], id="Chinese hundreds"),
        pytest.param("40-60 dead", [(40, 60)], id="a range with a dash"),
        pytest.param(
            "3 young farmer dead", [(3, 3)], id="a noun that stays singular, a word behind its number"
        ),
        pytest.param("3 dead, woman hurt", [(3, 3), (1, 1)], id="but not across a comma"),
        pytest.param("a man killed woman", [(1, 1), (1, 1)], id="nor where one person does it to another"),
        pytest.param("between 40 and 60 dead", [(40, 60)], id="a range in words"),
        pytest.param("at least 40 dead", [(40, None)], id="at least"),
        pytest.param("up to 40 dead", [(None, 40)], id="up to"),
        pytest.param("more than two hundred dead", [(200, None)], id="number words with a scale"),
        pytest.param("twenty five dead", [(25, 25)], id="composed number words"),
        pytest.param("two hundred and five dead", [(205, 205)], id="joined number words"),
        pytest.param("3 thousand dead", [(3000, 3000)], id="digits with a scale"),
        pytest.param("1.5 million fled", [(1_500_000, 1_500_000)], id="a decimal with a scale"),
        pytest.param("dozens dead", [(24, 99)], id="a vague word"),
        pytest.param(
            "toll rose up to 40 dead", [(40, 40)], id="a toll that rises to a number is that number"
        ),
        pytest.param("23 dead, including 9 boys", [(23, 23)], id="a part is not the whole"),
        pytest.param("including at least 9 boys", [], id="nor is a part with a bound"),
        pytest.param(
            "23 including 9 boys, 6 dead", [(23, 23), (6, 6)], id="a part does not reach over another"
        ),
        pytest.param(
            "23 dead, including 9 boys, 6 girls", [(23, 23)], id="unless that has no word of its own"
        ),
        pytest.param("woman dead", [(1, 1)], id="a word for one person"),
        pytest.param("two thousand farmer dead", [(2000, 2000)], id="counted by the number before it"),
        pytest.param("woman and farmer dead", [(1, 1), (1, 1)], id="two persons"),
        pytest.param("و40 قتيلا", [(40, 40)], id="digits behind an Arabic particle"),
        pytest.param("a man and two women", [(1, 1), (2, 2)], id="two numbers stay two"),
        pytest.param("two years ago", [], id="years are no people"),
        pytest.param("a 5-year old", [], id="an age before its word"),
        pytest.param("dead, aged 65", [], id="an age after its word"),
        pytest.param("Smith (34) dead", [], id="an age in brackets"),
        pytest.param("Smith, 34, dead", [], id="an age between commas"),
        pytest.param("in 2014 dead", [], id="a year"),
        pytest.param("song winner 2014 dead", [], id="which says so itself"),
        pytest.param("dead slaves of 1811", [], id="a year of centuries ago, by the word before it"),
        pytest.param("1811 dead slaves", [(1811, 1811)], id="without one a count"),
        pytest.param(
            "1,811 dead slaves in 1,642 huts", [(1811, 1811), (1642, 1642)], id="no year has a comma"
        ),
        pytest.param("war in which 1500 dead", [(1500, 1500)], id="a round number is a count"),
        pytest.param("ended in 1500 dead", [(1500, 1500)], id="… also behind a word of time"),
        pytest.param("2000 dead", [(2000, 2000)], id="so is 2000 beside its word"),
        pytest.param("more than 2000 people dead", [(2000, None)], id="… or behind a bound"),
        pytest.param("more than 2014 dead", [(2014, None)], id="any year of our days needs bound and word"),
        pytest.param("2014 dead", [(2014, 2014)], id="or a word and nothing before it"),
        pytest.param("Quake: 1957 dead", [(1957, 1957)], id="or a colon"),
        pytest.param("Dead: more than 2014 report", [], id="a bound alone is not enough"),
        pytest.param("1950 people dead", [(1950, 1950)], id="or people right behind it"),
        pytest.param("the 1950 villagers dead", [(1950, 1950)], id="and nothing else"),
        pytest.param("in 2014 people dead", [], id="unless a word of time stands before it"),
        pytest.param("on June 20, 2014 people dead", [], id="or a day, which counts nobody either"),
        pytest.param("on June 20, 201 dead", [(20, 20), (201, 201)], id="where it is a year"),
        pytest.param("in 2000 dead", [], id="nor behind a word of time"),
        pytest.param("Sydney 2000 hero dead", [], id="nor alone"),
        pytest.param("in the 1800s dead", [], id="a century"),
        pytest.param("dead 7-0", [], id="a score"),
        pytest.param("dead 2–2", [], id="a draw"),
        pytest.param("1861-65 dead", [], id="a span of years"),
        pytest.param("dead of the 2010-2014 war", [], id="a span of years in full"),
        pytest.param("dead of 1642 – 1651", [], id="a span of years of centuries ago"),
        pytest.param("2,010-2,014 dead", [(2010, 2014)], id="but none has a comma"),
        pytest.param("1.200 – 1.300 dead", [(1200, 1300)], id="a range of thousands"),
        pytest.param("1 200–1 300 dead", [(1200, 1300)], id="as French and Russian write it"),
        pytest.param("10–12,000 dead", [(10_000, 12_000)], id="the thousands of both ends"),
        pytest.param("100–1,000 dead", [(100, 1000)], id="and of the second alone"),
        pytest.param("20-30 2020 dead", [(20, 30)], id="no year belongs to it"),
        pytest.param("1,200-1,100 dead", [], id="which does not fall"),
        pytest.param("1500-2000 dead", [(1500, 2000)], id="and ends that are both round count people"),
        pytest.param("120-1950 dead", [(120, 1950)], id="and one that is no year does"),
        pytest.param("12 dead – 3 hurt", [(12, 12), (3, 3)], id="two figures with a dash between spaces"),
        pytest.param("12 - 3 of them farmers - dead", [(12, 12)], id="… right behind the first"),
        pytest.param("at 14:30", [], id="a time"),
        pytest.param("ended 3:0", [], id="a score"),
        pytest.param("40% dead", [], id="a share"),
        pytest.param("90٪ dead", [], id="a share with the Arabic sign"),
        pytest.param("%60 dead", [], id="a share with its sign before it"),
        pytest.param("$40 lost", [], id="money"),
    ],
)
def test_numbers_of_people(text, expected):
    assert ranges(text) == expected


ARABIC = Counting(
    CasualtySpec(
        deaths="قتلى", injured="جرحى", numbers={"ثلاثة": 3, "آلاف": (2000, 9999)}, scales={"آلاف": 1000}
    ),
    Grammar({}, {}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("آلاف القتلى", [(2000, 9999)]), ("ثلاثة آلاف", [(3000, 3000)]), ("3 آلاف", [(3000, 3000)])],
)
def test_a_scale_without_a_number_is_a_vague_number(text, expected):
    assert ranges(text, ARABIC) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("watu 1950 wauawa", [(1950, 1950)]), ("watu mwaka 1950 wauawa", []), ("vita 1950 wauawa", [])],
)
def test_people_may_stand_before_their_number(text, expected):
    assert ranges(text, SWAHILI) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zweihundertfünfzig Tote", [(250, 250)]),
        ("einundzwanzig Tote", [(21, 21)]),
        ("zweitausend Tote", [(2000, 2000)]),
    ],
)
def test_glued_number_words(text, expected):
    assert ranges(text, GERMAN) == expected


POSTPOSED = Counting(
    CasualtySpec(
        deaths="өлдү",
        injured="жарадар",
        numbers={"кырк": 40},
        at_least_after=("ашуун", "тан ашуун"),
        at_most_after=("чейин", "га чейин"),
        between=("тен",),
    ),
    Grammar({}, {}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("40тан ашуун киши өлдү", [(40, None)], id="glued to the digits"),
        pytest.param("40-тан ашуун киши өлдү", [(40, None)], id="behind a hyphen"),
        pytest.param("кырк ашуун", [(40, None)], id="behind a number word"),
        pytest.param("40га чейин киши өлдү", [(None, 40)], id="up to"),
        pytest.param("15тен 20га чейин", [(15, 20)], id="a range keeps both its ends"),
        pytest.param("40 киши өлдү, ашуун", [(40, 40)], id="only right behind the number"),
    ],
)
def test_at_least_and_up_to_may_stand_behind_the_number(text, expected):
    assert ranges(text, POSTPOSED) == expected


BENGALI = Counting(
    CasualtySpec(
        deaths="নিহত",
        injured="আহত",
        numbers={"চার": 4, "অর্ধশতাধিক": 50},
        scales={"শতাধিক": 100, "লাখ": 100_000},
        at_least_after=("াধিক", "জনের বেশি"),
        not_people=("টি", "টাকা"),
    ),
    Grammar({}, {}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("নিহত ১২", [(12, 12)], id="Bengali digits"),
        pytest.param("১২জন নিহত", [(12, 12)], id="glued to people"),
        pytest.param("নিহত চার শতাধিক", [(400, None)], id="a scale that says 'or more' itself"),
        pytest.param("নিহত ৪ শতাধিক", [(400, None)], id="behind digits"),
        pytest.param("আহত অর্ধশতাধিক", [(50, None)], id="a number word that does"),
        pytest.param("১,২০০ জনের বেশি নিহত", [(1200, None)], id="thousands, and more behind them"),
        pytest.param("৪০টি ঘর, ২০ লাখ টাকা", [], id="things and money"),
    ],
)
def test_numbers_of_people_in_bengali(text, expected):
    assert ranges(text, BENGALI) == expected


def test_amharic_prefixes_are_glued_to_digits():
    assert ranges("በ12 ሰዎች") == [(12, 12)]


COUNTED = Counting(
    CasualtySpec(
        deaths="死亡",
        injured="受伤",
        numbers={"数十": (24, 99), "多人": (3, 9), "数人": (3, 9)},
        scales={"千": 1000, "万": 10_000},
        at_least="至少",
        at_least_after=("余", "多", "人以上"),
        between="至",
        counters=("人", "名", "死", "伤"),
        not_people="年",
    ),
    Grammar({}, {}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3人死亡", [(3, 3)], id="a counter of people"),
        pytest.param("5架战机轰炸，3人死亡", [(3, 3)], id="another counter"),
        pytest.param("千葉で2人死亡", [(2, 2)], id="a numeral in a name"),
        pytest.param("死亡人数升至112", [(112, 112)], id="nothing behind the number"),
        pytest.param(
            "至少3人死亡，20人受伤", [(3, None), (20, 20)], id="at least reaches the next number only"
        ),
        pytest.param("30余名村民", [(30, None)], id="or more, right behind the number"),
        pytest.param("50多人受伤", [(50, None)], id="or more is not also several"),
        pytest.param("10人以上が死亡", [(10, None)], id="or more behind the counter"),
        pytest.param("数人受伤", [(3, 9)], id="several people"),
        pytest.param("15至20名平民", [(15, 20)], id="a range"),
        pytest.param("两三人", [(2, 3)], id="two or three"),
        pytest.param("二三十人", [(20, 30)], id="twenty or thirty"),
        pytest.param("二十三人", [(23, 23)], id="twenty-three"),
        pytest.param("3千人", [(3000, 3000)], id="digits with a scale"),
        pytest.param("2万5千人", [(25_000, 25_000)], id="digits with two scales"),
        pytest.param("1万2000人", [(12_000, 12_000)], id="digits behind a scale"),
    ],
)
def test_numbers_where_people_are_counted_with_a_word(text, expected):
    assert ranges(text, COUNTED) == expected


KOREAN = Counting(
    CasualtySpec(
        deaths="사망*",
        injured="부상*",
        numbers={"수십": (24, 99), "두+c": 2},
        scales={"천": 1000, "만": 10_000},
        at_least="최소",
        at_least_after=("여 명*", "여명*", "명 이상*"),
        counters=("명*",),
    ),
    Grammar({"c": ["명", "명이"]}, {}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3명이 사망", [(3, 3)], id="a particle behind the counter"),
        pytest.param("전투기 5대, 3명 사망", [(3, 3)], id="another counter"),
        pytest.param("수십 명 사망", [(24, 99)], id="a vague word"),
        pytest.param("두명이 사망", [(2, 2)], id="a number word glued to the counter"),
        pytest.param("두 나라에서 사망", [], id="a number word without a counter"),
        pytest.param("1천200명 사망", [(1200, 1200)], id="digits, a scale, digits"),
        pytest.param("3천명 사망", [(3000, 3000)], id="a scale glued to the counter"),
        pytest.param("20여 명 사망", [(20, None)], id="more than twenty"),
        pytest.param("200명 이상 사망", [(200, None)], id="or more"),
    ],
)
def test_numbers_of_people_in_korean(text, expected):
    assert ranges(text, KOREAN) == expected


POLISH = Counting(
    CasualtySpec(deaths="zabitych", injured="rannych", at_most="do", rises_to="wzrósł do"), Grammar({}, {})
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("do 50 zabitych", [(None, 50)]), ("bilans wzrósł do 112 zabitych", [(112, 112)])],
)
def test_a_toll_that_rose_to_a_number_is_exact(text, expected):
    assert ranges(text, POLISH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("34-year-old driver dead", [(1, 1)], id="an age stands for its person"),
        pytest.param("34 years of war, dead", [], id="years stand for none"),
        pytest.param("2 17-year-old boys dead", [(2, 2)], id="unless it is counted itself"),
        pytest.param("12 dead, 34-year-old hurt", [(12, 12), (1, 1)], id="beside a number"),
    ],
)
def test_an_age_may_stand_for_a_person(text, expected):
    assert ranges(text, AGED) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("9" * 5000 + " dead", id="digits without end"),
        pytest.param("1" + ",000" * 2000 + " dead", id="thousands without end"),
        pytest.param("9" * 400 + ".5 million dead", id="digits without end, and a scale"),
        pytest.param("3-" + "9" * 5000 + " dead", id="a range up to them"),
        pytest.param("3-99999999999 dead", id="a range up to more people than there are"),
    ],
)
def test_a_number_too_large_for_people_counts_none(text):
    assert ranges(text) == []


def test_digits_without_end_behind_a_scale_count_none():
    assert ranges("1천" + "9" * 5000 + "명 사망", KOREAN) == []


SPANISH = Counting(
    CasualtySpec(
        deaths="muertos", injured="heridos", numbers={"quince": 15}, scales={"mil": 1000}, joiners=("y",)
    ),
    Grammar({}, {}),
)


@pytest.mark.parametrize(
    ("text", "low"),
    [("mueren quince militares", 15), ("quince milicianos muertos", 15), ("quince mil muertos", 15_000)],
)
def test_a_number_is_no_thousand_before_a_word_that_only_begins_like_it(text, low):
    field = Prepared([("title", text)]).fields[0]
    assert [figure.low for figure in SPANISH.figures(field, 0, len(text))] == [low]
