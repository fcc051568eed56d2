"""Whatever a feed sends, tagging it gives tags, in a time that grows as the text does."""

import time
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


ODD = (
    "a",
    "Sudan Mali Niger ",
    "Mаli سوريا 叙利亚 ",
    "\ud800Osh ",
    "KILLED IN OSH ",
    "killed 10 people. ",
    "“killed” in 2020, ",
    "12, 12. ",
)


ODD_TITLES = (
    "Russian missiles hit Ukraine ",
    "Russia says Ukraine fired at it. ",
    "イスラエルがレバノン空爆",
    "Idaho University Moscow, ",
)


@pytest.mark.parametrize(("title", "text"), [*((odd, "") for odd in ODD_TITLES), *(("", odd) for odd in ODD)])
def test_four_times_the_text_takes_about_four_times_as_long(tagger, title, text):
    def seconds(letters):
        article = Article(
            id="a",
            source=Source(feed="f", publisher="p", owner="o"),
            title=(title * letters)[:letters],
            text=(text * letters)[:letters],
            seen=NOW,
            at=NOW,
        )
        tries = []
        for _ in range(3):
            began = time.process_time()
            tagger.tag(article)
            tries.append(time.process_time() - began)
        return min(tries)

    assert seconds(120_000) < 8 * seconds(30_000) + 0.05  # sixteen times where each part looks at the whole
