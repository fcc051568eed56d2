"""Letters are translated by way of bytes exactly as `str.translate` does it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams import alphabets, packing, text

TABLES = (*text._tables(), packing._table())
SAMPLES = {
    "English with marks": "The village’s market “before dawn” – café, naïve…",
    "Turkish": "İstanbul’da ılık çığ, ŞIRNAK’ta",
    "Polish": "Zażółć gęślą jaźń — ŁÓDŹ",
    "Russian": "Погром в Оше: «Горят дома» — ёлка",
    "Kyrgyz": "Өзгөндө күйгөн үйлөр, ҢҮҮ",
    "Arabic": "قُتل ١٢ شخصا، وفق «الشرطة»؛ ٥٪",
    "Persian": "کشته شدن ۱۲ نفر، ‌می‌گویند",
    "Hindi": "हमले में १२ लोग मारे गए। “गाँव”",
    "Thai": "ยิงถล่มตลาด เสียชีวิต ๑๒ ราย",
    "Hebrew": "פיגוע בשוק: ‘שנים־עשר’ הרוגים",
    "Amharic": "በጥቃቱ ፲፪ ሰዎች ተገደሉ።",
    "Chinese": "十二人遇害，村民说——“房屋被烧”",
    "mixed": "Погром в Osh’te 奥什 🔥 \ud800 قتل",
}


@pytest.mark.parametrize("table", TABLES, ids=["folded", "scan", "packed"])
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_texts_of_all_scripts_are_translated_letter_by_letter(sample, table):
    assert alphabets.translated(sample, table) == sample.translate(table)


LETTERS = st.sampled_from(
    [chr(point) for point in range(0x1800)] + list("\u2019\u201c\u2013\uff21\U0001f525\ud800\uffff")
)


@given(text=st.text(LETTERS, max_size=30), table=st.sampled_from(TABLES))
def test_any_text_is_translated_letter_by_letter(text, table):
    assert alphabets.translated(text, table) == text.translate(table)


@pytest.mark.parametrize(
    "name", ["Russian", "Kyrgyz", "Persian", "Hindi", "Thai", "Hebrew", "Turkish", "Polish"]
)
def test_the_texts_of_an_alphabet_fit_into_it(name):
    beyond = [letter for letter in SAMPLES[name] if not letter.isascii()]
    block = next((ord(letter) >> 7 for letter in beyond if letter not in alphabets._latin()._letters), None)
    alphabet = alphabets._latin() if block is None else alphabets._of_block(block)
    assert alphabet is not None
    assert alphabet.translated(SAMPLES[name], TABLES[0])


def test_no_alphabet_has_more_letters_than_bytes():
    blocks = (0, 8, 12, *alphabets._SMALL_SCRIPTS)
    for alphabet in (alphabets._latin(), *filter(None, map(alphabets._of_block, blocks))):
        assert len(alphabet._letters) == len(set(alphabet._letters)) <= 256
