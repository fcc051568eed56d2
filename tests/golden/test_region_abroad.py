"""What a country says, and what befalls its people or its offices, happens where another country is named."""

import pytest

from tests.golden.test_region_rules import countries


@pytest.mark.parametrize(
    ("title", "language", "main"),
    [
        pytest.param("Two Americans kidnapped, Mexico searches", "en", ["MX"], id="victims"),
        pytest.param("Kenya police shoot Pakistani journalist", "en", ["KE"], id="a journalist"),
        pytest.param("Fiji: American man charged with killing wife", "en", ["FJ"], id="a man"),
        pytest.param("Fiji: Utah couple found dead", "en", ["FJ"], id="people of a division"),
        pytest.param("US consulate attacked, Nigeria sends troops", "en", ["NG"], id="an office"),
        pytest.param("Mali: peacekeepers die, Egyptian soldiers among them", "en", ["ML"], id="soldiers"),
        pytest.param("Französische Touristen getötet: Ägypten sucht Täter", "de", ["EG"], id="German"),
        pytest.param("Des touristes français tués, le Mali enquête", "fr", ["ML"], id="French, noun first"),
        pytest.param("Turistas mexicanos asesinados, Egipto investiga", "es", ["EG"], id="Spanish"),
        pytest.param("新西兰发生砍人案 伤者均为中国公民", "zh", ["NZ"], id="Chinese"),
        pytest.param("中国驻卡拉奇总领馆遇袭 巴基斯坦严查", "zh", ["PK"], id="Chinese office"),
        pytest.param("德国记者在肯尼亚遇袭", "zh", ["KE"], id="Chinese, where it happened"),
        pytest.param("ケニアでドイツ人観光客襲われる", "ja", ["KE"], id="Japanese, where it happened"),
    ],
)
def test_people_and_offices_of_a_country_are_anywhere(tagger, title, language, main):
    assert countries(tagger, "", title=title, language=language, role="main") == main


@pytest.mark.parametrize(
    ("title", "main"),
    [
        pytest.param("Dutch tourists stabbed on beach", [], id="tourists"),
        pytest.param("Gunmen attack Dutch embassy", [], id="an office"),
        pytest.param("Dutch students stabbed on beach", ["NL"], id="students may be at home"),
        pytest.param("Haiti missionaries kidnapped by gang", ["HT"], id="the country where they are"),
        pytest.param("Gunmen attack Dutch embassy in Nairobi", ["KE"], id="the town tells"),
    ],
)
def test_travellers_of_the_only_country_named_are_not_there(tagger, title, main):
    assert countries(tagger, "", title=title, language="en", role="main") == main


def test_people_of_a_country_in_a_text_without_its_name_above_are_at_home(tagger):
    text = "Two Haitian journalists were burned alive by a gang."
    assert countries(tagger, text, title="Bodies show signs of burns", language="en", role="main") == ["HT"]


@pytest.mark.parametrize(
    ("title", "language", "main"),
    [
        pytest.param("China condemns Sudan massacre", "en", ["SD"], id="condemns"),
        pytest.param(
            "Kenya says it shot Uganda bomber", "en", ["KE", "UG"], id="says: it may speak of itself"
        ),
        pytest.param("中国谴责苏丹袭击", "zh", ["SD"], id="Chinese"),
        pytest.param("Kuwait says Iran fired missiles at it", "en", ["KW"], id="at it"),
        pytest.param(
            "Ethiopia says Eritrea troops shelled town", "en", ["ER", "ET"], id="it may be struck itself"
        ),
    ],
)
def test_a_state_that_speaks_is_not_where_it_happens(tagger, title, language, main):
    assert sorted(countries(tagger, "", title=title, language=language, role="main")) == main
