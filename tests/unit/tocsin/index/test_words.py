from __future__ import annotations

import pytest

from tocsin.index.marks import excerpt, found_in
from tocsin.index.query import Clause, Kind, Query
from tocsin.index.stems import stem, stems
from tocsin.index.words import spelled, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("L’attaque à Bogotá, don’t", "l attaque a bogota don t", id="accents and apostrophes"),
        pytest.param("Bogota\u0301", "bogota", id="an accent written apart"),
        pytest.param("Ёлка йод", "елка йод", id="Cyrillic й stays, ё does not"),
        pytest.param("İstanbul ÇATIŞMA ısı", "istanbul catisma isi", id="Turkish i with and without a dot"),
        pytest.param("می‌شود", "ميشود", id="Persian joined inside a word"),
        pytest.param("مُظاهَرة", "مظاهره", id="Arabic without vowel signs"),
        pytest.param("हिंसा में", "हिंसा में", id="Hindi keeps its vowel signs"),
        pytest.param("抗议者2010年", "抗议 议者 者 2010 年", id="Chinese in pairs beside numbers"),
        pytest.param("폭동이", "폭동 동이 이", id="Korean in pairs"),
        pytest.param("a_b --- !", "a b", id="no word holds an underscore"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_words_are_folded(text, folded):
    assert " ".join(word.folded for word in words(text)) == folded
    assert " ".join(word for _, word in spelled(text)) == folded


def test_words_know_where_they_stand():
    text = "В Оше, 抗议者!"
    assert [text[word.start : word.end] for word in words(text)] == ["В", "Оше", "抗议", "议者", "者"]


def test_stems_keep_to_their_language():
    assert stem("en", "protests") == "en_protest"
    assert stem("xx", "protests") == ""
    assert {one[:2] for one in stems("погромы")} == {"ru", "sr"}
    assert stems("protests", ("en",)) == ("en_protest", "en_protests")


def spans(text: str, *clauses: Clause, language: str = "en") -> list[str]:
    return [text[low:high] for low, high in found_in(text, Query(clauses=clauses), language)]


def test_marks_stand_on_whole_words_and_phrases():
    text = "Protesters and police: tear gas, tear-gas and Protests"
    assert spans(text, Clause(text="protest")) == ["Protesters", "Protests"]
    assert spans(text, Clause(text="prot", kind=Kind.PREFIX)) == ["Protesters", "Protests"]
    assert spans(text, Clause(text="tear gas", kind=Kind.PHRASE)) == ["tear gas", "tear-gas"]
    assert spans(text, Clause(text="police", excluded=True)) == []


def test_marks_on_pairs_end_where_the_query_ends():
    assert spans("抗议者在奥什集会", Clause(text="奥什"), language="zh") == ["奥什"]
    assert spans("抗议者在奥什集会", Clause(text="者在"), language="zh") == ["者在"]


def test_an_excerpt_is_cut_around_the_first_mark():
    text = "word " * 200 + "curfew " + "word " * 200
    cut = excerpt(text, Query(clauses=(Clause(text="curfew"),)), "en", 100)
    shown = "".join(piece.text for piece in cut)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert [piece.text for piece in cut if piece.hit] == ["curfew"]
    assert len(shown) <= 104
