"""Background and reports of one word, told apart by the whole tagger: it knows which names are towns and parts of countries."""

from datetime import UTC, datetime

import pytest

from tocsin.model import Article, Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(feed="f", publisher="p", owner="o")


def verdict(tagger, language, title, summary):
    article = Article(
        id="a", source=SOURCE, title=title, summary=summary, language=language, seen=NOW, at=NOW
    )
    return tagger.tag(article).verdict


@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        pytest.param("en", "Grain is scarce again", "Traders blame shelling in Ukraine.", id="en-a country"),
        pytest.param(
            "en",
            "Grain is scarce again",
            "Moscow says that shelling is the cause.",
            id="en-a capital that speaks",
        ),
        ("de", "Brot wird knapp", "Der Beschuss in der Ukraine ist ein Grund."),
        ("fr", "Le pain se fait rare", "La cause est le bombardement de silos en Ukraine."),
        ("ru", "Хлеб дорожает", "Причиной называют обстрелы в Сирии."),
    ],
)
def test_a_lone_word_with_no_more_than_a_country_is_background(tagger, language, title, summary):
    assert "only said in passing" in verdict(tagger, language, title, summary).reason


@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        pytest.param("en", "Grain is scarce again", "Traders blame shelling in Odesa.", id="en-a town"),
        pytest.param("en", "Grain is scarce in Odesa", "Traders blame shelling.", id="en-a town in the title"),
        pytest.param("en", "Grain is scarce again", "Traders blame shelling in Darfur.", id="en-a part"),
        pytest.param(
            "en", "Grain is scarce again", "Traders blame shelling in northern Mali.", id="en-a direction"
        ),
        ("de", "Brot wird knapp", "Der Beschuss in Charkiw ist ein Grund."),
        ("fr", "Le pain se fait rare", "La cause est le bombardement de silos au Darfour."),
        ("ru", "Хлеб дорожает", "Причиной называют обстрелы в Дарфуре."),
    ],
)  # fmt: skip
def test_a_town_or_a_part_of_a_country_makes_it_a_report(tagger, language, title, summary):
    assert verdict(tagger, language, title, summary).violent
