"""Claims about letters packed for the automaton."""

import unicodedata

import pytest

from streams.packing import packed
from streams.text import Prepared, scan_of


@pytest.mark.parametrize(
    "text",
    [
        "погромы в оше",
        "قصف عنيف على المدينة",
        "мaли سوريا 叙利亚",
        "ҷанг дар деҳа",
        "mali",
        "हमला ঢাকা ระเบิด မြို့ თბილისი ភ្នំពេញ ሰላም",
    ],
)
def test_every_letter_stays_one_letter_and_apart_from_all_others(text):
    found = packed(text)
    assert len(found) == len(text)
    assert len(set(found)) == len(set(text))
    assert [letter for letter in text if letter == " "] == [letter for letter in found if letter == " "]


def test_common_letters_of_both_scripts_are_single_bytes():
    for text in ("правительственные войска", "القوات الحكومية"):
        assert packed(scan_of(text)).isascii()


def test_a_part_is_packed_as_it_is_in_the_whole():
    assert packed("côte d ivoire погром").endswith(packed("погром"))
    assert packed("côte d ivoire") == "côte d ivoire"


@pytest.mark.parametrize("text", ["हमला", "হামলা", "ระเบิด", "ပေါက်ကွဲ", "თბილისი", "ផ្ទុះ", "ሰላም"])
def test_scripts_of_three_bytes_take_two(text):
    assert len(packed(scan_of(text)).encode()) <= 2 * len(scan_of(text))


def test_no_two_letters_of_scan_text_become_the_same():
    every = "".join(chr(point) for point in range(0x10000) if not 0xD800 <= point <= 0xDFFF)
    letters = "".join(sorted({*Prepared([("text", every)]).scan}))
    assert len(letters) > 10_000
    assert len({*packed(letters)}) == len(letters)
    assert all(unicodedata.category(letter)[0] in "LMNZ" for letter in letters)
