"""Where sentences end: contexts, negation and figures keep to them."""

import re

import pytest

from streams.text import Prepared
from streams.violence.openings import Openings
from streams.violence.sentences import Sentences


def cut(text, name="text"):
    field = Prepared([(name, text)]).fields[0]
    sentences = Sentences(field)
    bounds = [sentences.bounds(number) for number in range(len(sentences.starts))]
    return [text[start:end].strip() for start, end in bounds if text[start:end].strip()]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("He left. She came.", 2, id="a dot before a space"),
        pytest.param("He left.\nShe came", 2, id="a line"),
        pytest.param('He left.\n"She came."', 2, id="a line that begins with a quotation"),
        pytest.param("He left! “Why?” she asked.", 3, id="other marks and quotes"),
        pytest.param("Gen. Smith met Dr. Who at 4 p.m. sharp.", 1, id="short forms"),
        pytest.param("Am 3. Mai kam sie.", 1, id="an ordinal"),
        pytest.param("Ataque de EE. UU. deja 12 muertos.", 1, id="a short form before a small letter"),
        pytest.param("পুলিশ জানায়, মো. রহিম নিহত।", 1, id="one before a name"),
        pytest.param("A Calif. man was shot.", 1, id="however long"),
        pytest.param(
            "he left the house. she came.", 2, id="where no letter is large, small ones say nothing"
        ),
        pytest.param("NATO დატოვა. ის მოვიდა.", 2, id="nor do they in Georgian"),
        pytest.param("It began in 2014. It ended.", 2, id="a year at the end"),
        pytest.param("It cost 3.5 million.", 1, id="a decimal"),
        pytest.param("他走了。她来了。", 2, id="Chinese full stops need no space"),
        pytest.param("他走了！她来了？是；她来了", 4, id="nor do other marks of full width"),
        pytest.param("走了 ｜ 来了", 2, id="a fence of full width"),
        pytest.param("走｜来", 1, id="which parts words where no space stands beside it"),
        pytest.param("Kämpfe in Goma +++ Unfall auf A5+++ Regen", 3, id="the plus signs of a ticker"),
        pytest.param("Der Kurs stieg um +2 und C++ blieb", 1, id="other plus signs"),
        pytest.param("वह गया। वह आई।", 2, id="danda"),
        pytest.param("ذهب؟ نعم۔ جاء", 3, id="Arabic and Urdu marks"),
        pytest.param("ሄደ። መጣ።", 2, id="Ethiopic full stop"),
        pytest.param("Գնաց։ Եկավ:", 2, id="Armenian full stop, also typed as a colon"),
        pytest.param("ሄደ፡፡ መጣ፡፡ ዛሬ፡ ነገም", 3, id="the same typed as two word dots, of which one ends none"),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, count):
    assert len(cut(text)) == count


def test_a_title_is_one_sentence():
    assert len(cut("Clash. Then silence. Then fire", name="title")) == 1


def test_words_before_and_after_keep_to_the_sentence():
    text = "One two. Three four clash five six. Seven"
    sentences = Sentences(Prepared([("text", text)]).fields[0])
    at = text.index("clash")
    (before, (start, stop)), _ = sentences.beside(at, at + 5, 4)
    assert text[start:stop].split() == ["Three", "four"]
    assert before == ["three", "four"]
    _, (after, (start, stop)) = sentences.beside(at, at + 5, 1)
    assert text[start:stop].split() == ["five"]
    assert after == ["five"]


@pytest.mark.parametrize("filler", ["", "very " * 200])
def test_words_beside_a_hit_are_the_same_in_a_long_sentence(filler):
    text = f"{filler}one two three clash five six seven {filler}"
    sentences = Sentences(Prepared([("text", text)]).fields[0])
    at = text.index("clash")
    (before, _), (after, _) = sentences.beside(at, at + 5, 2)
    assert (before, after) == (["two", "three"], ["five", "six"])


def test_an_uzbek_apostrophe_parts_no_words():
    sentences = Sentences(
        Prepared([("title", "otishma bo‘lgani rad etildi, l'attaque")]).fields[0], uzbek=True
    )
    assert len(sentences.words(0)) == 6


def test_burmese_words_are_two_syllables_whole():
    field = Prepared([("text", "အနည်းဆုံး အရပ်သား ၁၂ ဦး၊ သမ္မတ")]).fields[0]
    words = Sentences(field).words(0)
    assert [field.scan[a:b] for a, b in words] == ["အနည်း", "ဆုံး", "အရပ်", "သား", "၁၂", "ဦး", "သမ္မတ"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("တိုက်ပွဲ ဖြစ်သည်။ ", "ရဲက ပြောသည်။", id="Burmese"),
        pytest.param("ផ្ទុះមីន ស្លាប់ ២ នាក់។ ", "តុលាការបើកសវនាការ។", id="Khmer"),
    ],
)
def test_the_marks_of_burmese_and_khmer_end_sentences(first, second):
    starts = Sentences(Prepared([("text", first + second)]).fields[0]).starts
    assert starts == [0, len(first), len(first + second)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("ทหารพรานที่ยะลา ดับ 2", ["ทหาร", "พราน", "ที่ยะลา", "ดับ", "2"], id="Thai"),
        pytest.param("ទាហានបាញ់ ៣ នាក់", ["ទាហាន", "បាញ់", "៣", "នាក់"], id="Khmer"),
    ],
)
def test_thai_and_khmer_words_are_three_letters_with_their_marks(text, words):
    field = Prepared([("text", text)]).fields[0]
    assert [field.scan[a:b] for a, b in Sentences(field).words(0)] == words


def test_the_letters_around_a_hit_reach_up_to_it_where_words_are_not_spaced():
    field = Prepared([("text", "示威者焚毁议会大楼")]).fields[0]
    around = Sentences(field).beside(3, 5, 8)
    assert [field.scan[slice(*bounds)] for _, bounds in around] == ["示威者", "议会大楼"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ตำรวจกอ.รมน. จับกุมชาย ที่ จ. ยะลา", id="short forms"),
        pytest.param("ห่างจากฐาน 3 กม. ทหารพบร่องรอย", id="units"),
    ],
)
def test_a_dot_behind_a_few_thai_letters_ends_nothing(text):
    assert len(cut(text)) == 1


OPENINGS = Openings(re.compile("ขณะที่|ส่วน"), re.compile("ส่วนใหญ่"), re.compile("จากกรณี"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("มือปืนยิงครู ขณะที่ศาลนัดพร้อม", 2, id="behind a space"),
        pytest.param("มือปืนยิงครู ขณะที่ศาลนัดพร้อม ส่วนงานบุญเลื่อน", 3, id="twice"),
        pytest.param("มือปืนยิงครูขณะที่กลับบ้าน", 1, id="within a clause"),
        pytest.param("มือปืนยิงครู ส่วนใหญ่เป็นหญิง", 1, id="a word that only begins so"),
        pytest.param("จากกรณียิงครู ขณะที่ศาลนัดพร้อม", 1, id="what is recalled goes on to the news"),
        pytest.param("จากกรณียิงครู ขณะที่ศาลนัดพร้อม ส่วนงานบุญเลื่อน", 2, id="and ends there"),
    ],
)
def test_where_nothing_ends_a_sentence_a_word_opens_the_next(text, count):
    sentences = Sentences(Prepared([("text", text)]).fields[0], openings=OPENINGS)
    assert len(sentences.starts) == count


def test_what_opens_so_goes_on_with_the_sentence_before():
    text = "มือปืนยิงครู ขณะที่ศาลนัดพร้อม ส่วนงานบุญเลื่อน\nฝนตก ขณะที่ลมแรง"
    sentences = Sentences(Prepared([("text", text)]).fields[0], openings=OPENINGS)
    assert [list(sentences.going_on(number)) for number in range(5)] == [[1, 2], [2], [], [4], []]
