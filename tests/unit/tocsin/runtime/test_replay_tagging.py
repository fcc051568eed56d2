"""Tagging ahead of a replay: whoever does it, the same mentions come in the same order."""

import os
from datetime import UTC, datetime, timedelta
from resource import RLIMIT_NOFILE, getrlimit, setrlimit

import pytest

from tocsin.runtime.replay_tagging import CHUNK, Tagging, processes
from tocsin.testing.replaying import mentions, told
from tocsin.testing.signals import fergana

START = datetime(2026, 3, 2, 0, 7, tzinfo=UTC)
COUNT = 5 * CHUNK + 7


def log():
    """Articles of three papers; every fifth reports violence."""
    return [
        told(
            number, START + timedelta(minutes=number), paper=number % 3, story=number,
            town="KG-O", themes=("violence",) if number % 5 == 0 else (),
        )
        for number in range(COUNT)
    ]  # fmt: skip


def find(article):
    return mentions(article, fergana())


def here():
    return list(Tagging(log(), lambda: find, beside=0))


@pytest.mark.parametrize("beside", [1, 2, 3], ids="{} beside".format)
def test_other_processes_find_what_this_one_would(beside):
    assert list(Tagging(log(), lambda: find, beside=beside)) == here()


def test_an_article_knows_since_when_its_source_is_there_and_how_many_it_brought():
    found = {one.id: mentioned for one, mentioned in here()}
    assert {(m.feed_since, m.feed_entries) for m in found["a00015"]} == {(START, 6)}
    assert {(m.feed_since, m.feed_entries) for m in found["a00025"]} == {(START + timedelta(minutes=1), 9)}


def test_what_a_process_leaves_undone_when_it_dies_is_done_here():
    ours = os.getpid()

    def falters(article):
        if os.getpid() != ours and article.id == "a00070":
            os._exit(9)
        return find(article)

    assert list(Tagging(log(), lambda: falters, beside=2)) == here()


@pytest.mark.parametrize("beside", [0, 2], ids="{} beside".format)
def test_an_article_that_breaks_the_tagger_is_told_and_mentions_nothing(beside):
    def breaks(article):
        if article.id in {"a00040", "a00155"}:
            raise ZeroDivisionError(article.id)
        return find(article)

    told = []
    tagging = Tagging(
        log(), lambda: breaks, beside=beside, broken=lambda place, error: told.append((place, str(error)))
    )
    whole = [(one, () if one.id in {"a00040", "a00155"} else mentioned) for one, mentioned in here()]
    assert list(tagging) == whole != here()
    assert told == [(40, "a00040"), (155, "a00155")]


def test_where_nobody_is_told_an_article_that_breaks_the_tagger_ends_the_replay():
    def breaks(article):
        raise ZeroDivisionError(article.id)

    with pytest.raises(ZeroDivisionError, match="a00000"):
        list(Tagging(log(), lambda: breaks, beside=2))


def test_where_no_process_can_be_started_all_is_done_here():
    soft, hard = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (3, hard))  # no file may be opened: there are no pipes
    try:
        tagging = Tagging(log(), lambda: find, beside=2)
    finally:
        setrlimit(RLIMIT_NOFILE, (soft, hard))
    assert list(tagging) == here()


def test_what_cannot_be_built_beside_is_built_here_and_fails_here():
    def broken():
        raise ValueError("no lexicon")

    with pytest.raises(ValueError, match="no lexicon"):
        list(Tagging(log(), broken, beside=2))


@pytest.mark.parametrize(("cores", "beside"), [(1, 0), (2, 2), (4, 4), (64, 4)])
def test_as_many_processes_as_there_are_cores_but_none_beside_the_only_one(cores, beside):
    assert processes(cores) == beside
