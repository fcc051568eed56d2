"""Whatever a feed sends, tagging it gives tags: pieces of real names, scripts and rubbish in any order."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.tag import build_tagger
from streams.violence import Lexicons, each, load_themes
from tocsin.atlas import shipped
from tocsin.model import Article, Source

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PIECES = [
    "Osh", "Jalal-Abad", "Dschalalabad", "Georgia", "Reading", "in ", "Mr ", "Chad ", "U.S.", "US", "(Reporting by ", "Hyderabad",
    ", ", ". ", "– ", "\n", "سوريا", "و", "叙利亚", "В Оше", "Сири", "И", "\ud800", "\u0301", "🔴", "İ", "ß", "ﬁ", "KABUL, June 3 (AP) - ",
    "'", "<UK>", "\u200f", "killed 12", "ኦሽ", "भारत", "a", " ", "Tripoli", "Kirgisisch", "Nordsyrien", "Bosnienkrieg",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


@pytest.fixture(scope="module")
def tagger():
    themes = load_themes(ROOT / "config/themes.yaml")
    return build_tagger(shipped(), [], Lexicons(each(ROOT / "config/lexicons")), themes)


@given(title=TEXT, body=TEXT, country=st.sampled_from([None, "KG", "US", "XX"]))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_tagging_gives_tags_whose_evidence_stands_in_the_text(tagger, title, body, country):
    source = Source(feed="f", publisher="p", owner="o", country=country)
    article = Article(id="a", source=source, title=title, summary=body, seen=NOW, at=NOW)
    tagged = tagger.tag(article)
    for place in tagged.places:
        for evidence in place.evidence:
            span = evidence.span
            assert getattr(article, span.field)[span.start : span.end] == span.text
    assert tagger.explain(article).tagged == tagged
