"""Claims about letters packed for the automaton."""

import pytest

from streams.packing import packed
from streams.text import scan_of


@pytest.mark.parametrize(
    "text", ["погромы в оше", "قصف عنيف على المدينة", "мaли سوريا 叙利亚", "ҷанг дар деҳа", "mali"]
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
