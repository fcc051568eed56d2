from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.decide import decide, window_time
from ingest.identity import identify
from ingest.outcome import new_state
from ingest.parsed import Parsed
from ingest.spec import FeedSpec, IngestSpec
from tocsin.model import AtReason, Entry, Identity

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPEC = FeedSpec(id="kabar", url="https://kabar.example/rss", name="Kabar", publisher="Kabar", country="KG")
LIMITS = IngestSpec(extract_length=20)


def entry(n, **changes):
    fields = {
        "guid": f"id-{n}x",
        "link": f"https://kabar.example/{n}",
        "title": f"Report {n}",
        "summary": "text",
    }
    return Entry(**{**fields, "published": NOW - timedelta(minutes=n), **changes})


def poll(entries, *, state=None, known=None, now=NOW, spec=SPEC):
    state = state or new_state(spec, now=now)
    return decide(
        spec,
        state,
        Parsed(entries=tuple(entries)),
        found=identify(entries),
        known=known or {},
        limits=LIMITS,
        now=now,
    )


def second(first, entries, *, later=timedelta(hours=1)):
    return poll(entries, state=first.state, known=dict(first.seen), now=NOW + later)


FIRST = poll([entry(1), entry(2)])


def test_the_first_poll_is_a_backlog():
    assert [article.backlog for article in FIRST.articles] == [True, True]
    assert FIRST.state.entries == 2
    assert FIRST.state.first_polled == NOW


def test_what_appears_in_a_feed_that_was_watched_empty_is_no_backlog():
    empty = poll([])
    later = NOW + timedelta(hours=2)
    fresh = poll([entry(1, published=NOW + timedelta(hours=1)), entry(2)], state=empty.state, now=later)
    assert [article.backlog for article in fresh.articles] == [False, True]


def test_an_entry_comes_once():
    again = second(FIRST, [entry(1), entry(2)])
    assert again.articles == ()
    assert again.seen == {}


def test_a_new_entry_is_no_backlog():
    step = second(FIRST, [entry(3), entry(1), entry(2)])
    assert [(a.title, a.backlog, a.revision) for a in step.articles] == [("Report 3", False, 1)]
    assert (step.new, step.revised, step.possible_gap) == (1, 0, False)


def test_a_material_edit_is_a_revision_of_the_same_article():
    step = second(FIRST, [entry(1, title="Report 1: five dead"), entry(2)])
    (edited,) = step.articles
    assert (edited.id, edited.revision, edited.backlog) == (FIRST.articles[0].id, 2, True)
    assert (step.new, step.revised) == (0, 1)
    third = poll(
        [entry(1, title="Report 1: six dead")], state=step.state, known={**FIRST.seen, **step.seen}, now=NOW
    )
    assert third.articles[0].revision == 3


def test_markup_and_white_space_are_no_edit():
    assert second(FIRST, [entry(1, title="report  1."), entry(2)]).articles == ()


def test_a_new_guid_on_a_known_link_with_the_same_title_is_the_same_article():
    step = second(FIRST, [entry(1, guid="other-guid"), entry(2)])
    assert step.articles == ()
    edited = second(FIRST, [entry(1, guid="other-guid", summary="more"), entry(2)])
    assert [(a.id, a.identity) for a in edited.articles] == [(FIRST.articles[0].id, Identity.MOVED)]


def test_a_link_that_others_begin_to_share_keeps_its_article():
    alone = poll([Entry(link="https://k.example/", title="A")])
    step = second(
        alone, [Entry(link="https://k.example/", title="B"), Entry(link="https://k.example/", title="A")]
    )
    assert [article.title for article in step.articles] == ["B"]


def test_a_window_that_is_all_new_counts_a_possible_gap_and_makes_haste():
    step = second(FIRST, [entry(n) for n in (11, 12, 13)])
    assert (step.possible_gap, step.state.gaps, step.state.haste) == (True, 1, 0.5)
    calm = poll([entry(11)], state=step.state, known={**FIRST.seen, **step.seen}, now=NOW)
    assert calm.state.haste == pytest.approx(0.55)


def test_a_window_whose_ids_all_changed_does_not_report_its_old_entries_anew():
    """A site's redesign: other links, other guids, the same old entries, and one that is really new."""
    old = [
        entry(n, guid=f"new-{n}x", link=f"https://k.example/new/{n}", published=NOW - timedelta(days=n))
        for n in (3, 4, 5)
    ]
    fresh = entry(9, published=NOW - timedelta(hours=1))
    step = second(FIRST, [fresh, *old])
    assert [(a.title, a.backlog) for a in step.articles] == [
        ("Report 9", False), ("Report 3", True), ("Report 4", True), ("Report 5", True),
    ]  # fmt: skip


def test_a_batch_that_carries_the_time_of_the_fetch_is_undated():
    step = poll([entry(n, published=NOW + timedelta(seconds=n)) for n in range(5)])
    assert {(a.undated, a.at, a.at_reason) for a in step.articles} == {(True, NOW, AtReason.UNDATED)}


def test_one_fresh_entry_does_not_make_a_batch_undated():
    step = poll([entry(0), *(entry(n, published=NOW - timedelta(hours=n)) for n in range(1, 5))])
    assert not any(article.undated for article in step.articles)


@pytest.mark.parametrize(
    ("published", "at", "why"),
    [
        pytest.param(NOW - timedelta(hours=47), NOW - timedelta(hours=47), AtReason.PUBLISHED, id="47 h ago"),
        pytest.param(NOW - timedelta(hours=49), NOW, AtReason.TOO_OLD, id="49 h ago"),
        pytest.param(
            NOW + timedelta(minutes=9), NOW + timedelta(minutes=9), AtReason.PUBLISHED, id="9 min ahead"
        ),
        pytest.param(NOW + timedelta(minutes=11), NOW, AtReason.FUTURE, id="11 min ahead"),
        pytest.param(None, NOW, AtReason.NO_DATE, id="no date"),
    ],
)
def test_the_time_an_article_counts_at(published, at, why):
    assert window_time(published, seen=NOW) == (at, why)


def test_an_impossible_date_is_dropped():
    (article,) = poll([entry(1, published=datetime(1970, 1, 1, tzinfo=UTC))]).articles
    assert (article.published, article.at, article.at_reason) == (None, NOW, AtReason.NO_DATE)


def test_the_extract_is_short_and_full_text_is_off():
    (article,) = poll([entry(1, summary="word " * 50, text="full text")]).articles
    assert len(article.summary) <= 20
    assert article.text == ""
    keeps = SPEC.model_copy(update={"full_text": True})
    assert poll([entry(1, text="full text")], spec=keeps).articles[0].text == "full text"


def test_an_article_says_where_it_comes_from():
    step = second(FIRST, [entry(3)])
    source = step.articles[0].source
    assert (source.feed, source.owner, source.country, source.covers) == ("kabar", "Kabar", "KG", ("KG",))
    assert (source.since, source.entries) == (NOW, 2)


def test_a_known_entry_is_touched_once_a_day():
    same_day = second(FIRST, [entry(1)], later=timedelta(hours=23))
    next_day = second(FIRST, [entry(1)], later=timedelta(hours=25))
    assert not same_day.seen
    assert {known.touched for known in next_day.seen.values()} == {NOW + timedelta(hours=25)}


def test_the_quiet_gap_takes_each_longer_silence():
    state = replace(FIRST.state, last_new=NOW, quiet_gap=5.0)
    step = poll([entry(3)], state=state, known=dict(FIRST.seen), now=NOW + timedelta(hours=30))
    assert step.state.quiet_gap == 30.0
