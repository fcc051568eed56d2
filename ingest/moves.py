"""Feeds that move: when a permanent redirect is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from tocsin.model import FeedState

_PATIENCE: Final = timedelta(days=7)
_LOST: Final = frozenset({404, 410})


def after_answer(state: FeedState, *, moved_to: str | None, now: datetime) -> FeedState:
    """Return the state after a parseable answer that came over permanent redirects, or over none.

    A target is adopted after 7 days of the same answer; http to https on the
    same host at once.
    """
    if moved_to is None or moved_to == state.url:
        return replace(state, redirect_to=None, redirect_since=None)
    if _only_https(state.url, moved_to):
        return _adopted(state, moved_to)
    if state.redirect_to != moved_to or state.redirect_since is None:
        return replace(state, redirect_to=moved_to, redirect_since=now)
    return _adopted(state, moved_to) if now - state.redirect_since >= _PATIENCE else state


def after_status(state: FeedState, *, status: int | None) -> FeedState:
    """Return the state after an HTTP error: a known target is adopted at once if the old address is lost."""
    if status in _LOST and state.redirect_to is not None:
        return _adopted(state, state.redirect_to)
    return state


def follow_spec(state: FeedState, url: str) -> FeedState:
    """Return the state with the operator's address, if the operator changed it since we adopted another."""
    if url in (state.url, state.asked):
        return state
    return replace(
        state, url=url, asked=None, etag=None, last_modified=None, body_hash=None, bad_hash=None,
        redirect_to=None, redirect_since=None, gone=(), failures=0, failing_since=None,
    )  # fmt: skip


def _adopted(state: FeedState, url: str) -> FeedState:
    return replace(
        state, url=url, asked=state.asked or state.url, redirect_to=None, redirect_since=None, gone=()
    )


def _only_https(old: str, new: str) -> bool:
    before, after = urlsplit(old), urlsplit(new)
    return (
        before.scheme == "http"
        and after.scheme == "https"
        and before.hostname == after.hostname
        and (before.path or "/", before.query) == (after.path or "/", after.query)
    )
