"""A headline that says where: one word that often means something else is violence beside the place where it happened."""

from datetime import UTC, datetime

import pytest

from tocsin.model import Article, Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(feed="f", publisher="p", owner="o")


def verdict(tagger, title, language):
    article = Article(id="a", source=SOURCE, title=title, language=language, seen=NOW, at=NOW)
    return tagger.tag(article).verdict


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Explosion in Kandahar"),
        ("en", "Attack in the north of Nigeria"),
        ("de", "Explosion im Norden Nigerias"),
        ("fr", "Explosion dans le sud du Niger"),
        ("es", "Explosión en Damasco"),
        ("ru", "Взрыв в Пешаваре"),
        ("ru", "В Дамаске взрыв"),
        ("uk", "Вибух у Донецьку"),
        ("ar", "انفجار في مقديشو"),
        ("tr", "Şam'da patlama"),
        pytest.param("en", "Attack on Kandahar", id="en-the place it was done to"),
        pytest.param("de", "Neuer Angriff auf Charkiw", id="de-the place it was done to"),
        pytest.param("fr", "Attaque contre Odessa", id="fr-the place it was done to"),
        pytest.param("it", "Attacco a Odessa", id="it-the place it was done to"),
        pytest.param("ar", "هجوم على كادقلي", id="ar-the place it was done to"),
        pytest.param("fa", "حمله به قندهار", id="fa-the place it was done to"),
        pytest.param(
            "en", "Explosion in the town of Kandahar", id="the kind of place stands before its name"
        ),
        pytest.param("en", "Explosion in a suburb of Damascus", id="what the place lies by"),
        pytest.param("fr", "Explosion dans la province de Kandahar", id="the same in French"),
        pytest.param("sw", "Shambulio katika jimbo la Ituri", id="the same in Swahili"),
        pytest.param("sw", "Shambulio wilaya ya Rutshuru", id="where kinds of place need no word before"),
        pytest.param("sw", "Mlipuko katika msitu wa Boni", id="a forest"),
    ],
)
def test_a_place_beside_the_word_tells_an_event(tagger, language, title):
    assert verdict(tagger, title, language).violent


@pytest.mark.parametrize(
    ("language", "title"),
    [
        pytest.param("en", "Explosion in Chinese car sales", id="a people is no place"),
        pytest.param("en", "Arsenal attack shines in Porto", id="a word stands between"),
        pytest.param("en", "Next attack in Nigeria?", id="a question"),
        pytest.param(
            "en", "Attack at White House stuns allies", id="an office speaks, its house is no place"
        ),
        pytest.param("en", "Attack in Crown Court", id="nor is a court"),
        pytest.param("fr", "Attaque à Matignon", id="nor a government called by its street, in French"),
        pytest.param("en", "Attack, in Oslo style", id="a comma stands between"),
        pytest.param("en", "The attack that Oslo forgot", id="no word of place"),
        pytest.param("en", "Attack on Taiwan", id="an attack on a country is often only feared"),
        pytest.param("de", "Angriff auf Hitler", id="no place at all"),
        pytest.param("de", "Explosion der Mieten in Leipzig", id="far from the place"),
        pytest.param("es", "Explosión de color en Sevilla", id="far from the place, in Spanish"),
        pytest.param("ru", "Атака «Спартака» в Самаре", id="far from the place, in Russian"),
    ],
)
def test_elsewhere_the_word_still_needs_company(tagger, language, title):
    assert not verdict(tagger, title, language).violent
