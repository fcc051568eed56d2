from datetime import UTC, datetime

import pytest

from ingest.identity import identify
from tocsin.model import Entry, Identity


def rules(*entries):
    return [one.rule for one in identify(entries)]


def key(entry, *others):
    return identify([entry, *others])[0].key


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        pytest.param([Entry(guid="abc-1", link="https://e.com/1", title="a")], Identity.GUID, id="a guid"),
        pytest.param([Entry(guid="17", link="https://e.com/1", title="a")], Identity.LINK, id="a bare counter is no guid"),
        pytest.param(
            [Entry(guid="x", link="https://e.com/1", title="a"), Entry(guid="x", link="https://e.com/2", title="b")],
            Identity.LINK, id="a guid that repeats is none",
        ),
        pytest.param(
            [Entry(guid=f"item{n}", link=f"https://e.com/{n}", title="a") for n in (1, 2, 3)],
            Identity.LINK, id="guids that count positions are none",
        ),
        pytest.param([Entry(link="https://e.com/1", title="a")], Identity.LINK, id="no guid: the link"),
        pytest.param(
            [Entry(link="https://e.com/", title="a"), Entry(link="https://e.com/", title="b")],
            Identity.LINK_TITLE, id="one link for all: link and title",
        ),
        pytest.param([Entry(title="a", published=datetime(2026, 1, 1, tzinfo=UTC))], Identity.TITLE_DATE, id="only a title"),
    ],
)  # fmt: skip
def test_which_rule_names_an_entry(entries, rule):
    assert rules(*entries)[0] is rule


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Entry(guid="http://e.com/?p=1", title="a"), Entry(guid="https://www.e.com/?p=1", title="a"), id="http to https"),
        pytest.param(Entry(guid="https://e.com/1#0", title="a"), Entry(guid="https://e.com/1#7", title="a"), id="a revision counter in the fragment"),
        pytest.param(Entry(link="http://e.com/1?utm_id=5", title="a"), Entry(link="https://e.com/1", title="other"), id="a tracker in the link"),
    ],
)  # fmt: skip
def test_one_article_keeps_its_key(one, other):
    assert key(one) == key(other)


def test_distinct_post_ids_stay_apart():
    assert key(Entry(guid="https://e.com/?p=123456", title="a")) != key(
        Entry(guid="https://e.com/?p=123457", title="a")
    )


def test_content_is_blind_to_markup_and_white_space():
    a, b, c = (
        identify([Entry(title=title, link="https://e.com/1")])[0].content
        for title in ("Three dead", "three  dead.", "Four dead")
    )
    assert a == b != c


def test_an_article_comes_once_and_an_empty_entry_never():
    entry = Entry(guid="a", title="x")
    assert (
        len(
            identify(
                [
                    entry,
                    Entry(),
                    Entry(link="https://e.com/2", title="y"),
                    Entry(link="https://e.com/2", title="y"),
                ]
            )
        )
        == 2
    )
