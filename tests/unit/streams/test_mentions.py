from dataclasses import replace
from datetime import UTC, datetime

import pytest

from streams.mentions import mentions
from tocsin.atlas import Atlas, Region
from tocsin.model import (
    Article,
    Casualties,
    CategoryScore,
    Level,
    Place,
    Role,
    Source,
    Span,
    TaggedArticle,
    Term,
    Verdict,
)

NOON = datetime(2010, 6, 11, 12, tzinfo=UTC)
ATLAS = Atlas(
    [
        Region(code="KG", level=Level.COUNTRY),
        Region(code="KG-O", level=Level.ADMIN1, parent="KG"),
        Region(code="UZ", level=Level.COUNTRY),
        Region(code="osh-city", level=Level.CITY, parent="KG-O"),
        Region(code="fergana-valley", level=Level.AREA, members=("KG-O", "UZ")),
    ]
)
SPAN = Span(field="title", start=0, end=5, text="Riots")


def tagged(**changes):
    article = Article(
        id="a",
        source=Source(feed="f", publisher="p", owner="o", since=NOON, entries=7),
        title="Riots in Osh leave 12 dead",
        summary="Houses burn.",
        seen=NOON,
        at=NOON,
    )
    value = TaggedArticle(
        article=article,
        language="en",
        places=(
            Place(region="KG-O", level=Level.CITY, role=Role.MAIN, score=1, name="Osh"),
            Place(region="UZ", level=Level.COUNTRY, role=Role.INVOLVED, score=0.3),
        ),
        terms=(
            Term(span=SPAN, term="riot", category="riot", weight=1, language="en", gloss="riot"),
            Term(span=SPAN, term="x", category="riot", weight=1, language="en", excluded_by="sport"),
        ),
        casualties=Casualties(deaths_low=12, deaths_high=14),
        verdict=Verdict(
            violent=True,
            score=0.8,
            themes=("violence", "unrest"),
            categories=(CategoryScore(category="riot", score=0.8), CategoryScore(category="film", score=0)),
        ),
        tagger="t1",
    )
    return replace(value, **changes)


def test_a_main_region_and_all_it_lies_in_are_mentioned():
    made = mentions(tagged(), ATLAS)
    assert [m.region for m in made] == ["KG-O", "KG", "fergana-valley"]
    first = made[0]
    assert (first.place, first.deaths, first.themes) == ("Osh", 12, ("violence", "unrest"))
    assert first.categories == ("riot",)
    assert [w.text for w in first.words] == ["Riots"]
    assert first.numbers == ("12",)
    assert (first.feed_since, first.feed_entries) == (NOON, 7)


def test_a_city_of_the_atlas_counts_for_its_region():
    place = Place(region="osh-city", level=Level.CITY, role=Role.MAIN, score=1)
    assert [m.region for m in mentions(tagged(places=(place,)), ATLAS)] == ["KG-O", "KG", "fergana-valley"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"article": replace(tagged().article, backlog=True)}, id="a feed's first poll"),
        pytest.param({"verdict": Verdict(violent=False, score=0)}, id="a verdict without a theme"),
        pytest.param({"places": ()}, id="no place"),
        pytest.param(
            {"places": (Place(region="KG", level=Level.COUNTRY, role=Role.MENTION, score=1),)},
            id="a place in passing",
        ),
        pytest.param(
            {"places": (Place(region="XX", level=Level.COUNTRY, role=Role.MAIN, score=1),)},
            id="a region the atlas does not know",
        ),
    ],
)
def test_no_mention_is_made_of(changes):
    assert mentions(tagged(**changes), ATLAS) == ()
