from datetime import UTC, datetime, timedelta

from ingest import moves
from tocsin.model import FeedState

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OLD, NEW = "http://a.example/rss", "https://b.example/rss"
STATE = FeedState(feed="a", url=OLD, due=NOW)


def test_a_permanent_redirect_is_adopted_after_a_week():
    state = moves.after_answer(STATE, moved_to=NEW, now=NOW)
    assert (state.url, state.redirect_to) == (OLD, NEW)
    assert moves.after_answer(state, moved_to=NEW, now=NOW + 6 * DAY).url == OLD
    adopted = moves.after_answer(state, moved_to=NEW, now=NOW + 7 * DAY)
    assert (adopted.url, adopted.asked, adopted.redirect_to) == (NEW, OLD, None)


def test_a_redirect_that_changes_starts_again():
    state = moves.after_answer(STATE, moved_to=NEW, now=NOW)
    state = moves.after_answer(state, moved_to="https://c.example/", now=NOW + 5 * DAY)
    assert moves.after_answer(state, moved_to="https://c.example/", now=NOW + 8 * DAY).url == OLD
    assert moves.after_answer(state, moved_to=None, now=NOW + 8 * DAY).redirect_to is None


def test_https_on_the_same_host_is_adopted_at_once():
    assert moves.after_answer(STATE, moved_to="https://a.example/rss", now=NOW).url == "https://a.example/rss"
    assert moves.after_answer(STATE, moved_to="https://a.example/", now=NOW).url == OLD


def test_a_lost_address_gives_way_to_a_known_target():
    state = moves.after_answer(STATE, moved_to=NEW, now=NOW)
    assert moves.after_status(state, status=500).url == OLD
    assert moves.after_status(state, status=404).url == NEW


def test_the_operator_has_the_last_word():
    adopted = moves.after_answer(STATE, moved_to="https://a.example/rss", now=NOW)
    assert moves.follow_spec(adopted, OLD) == adopted
    changed = moves.follow_spec(adopted, "https://new.example/rss")
    assert (changed.url, changed.asked, changed.etag) == ("https://new.example/rss", None, None)
