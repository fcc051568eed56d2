"""A running tocsin whose lexicon changed says, before it tags on, how much more it finds."""

import math
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.tocsin.runtime.test_retag import HOURS, START, WORD, article, new, old, play  # noqa: F401  # fixtures
from tocsin.codec import decode, encode
from tocsin.coverage import REREAD, WORLD
from tocsin.model import Coverage
from tocsin.runtime.embedded.database import Transaction, fact
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.reread import FACT, Reread
from tocsin.runtime.embedded.retag import retag
from tocsin.topics import ARTICLES, MENTIONS


def told(one):
    log = SqliteLog(one.connection, one.clock.now)
    found = [decode(record.value) for record in log.read(MENTIONS.name, 0, 10_000)]
    return {m.region: m.growth for m in found if isinstance(m, Coverage) and m.shard == REREAD}


def tell(one, number, at):
    said = article(number, at, f"{WORD} in Osh, Kyrgyzstan, report {number}")
    with Transaction(one.connection):
        SqliteLog(one.connection, one.clock.now).append(ARTICLES.name, said.id, encode(said))
    one.engine.drain()


def test_a_changed_lexicon_is_told_once_with_what_it_finds_more(tmp_path, old, new):  # noqa: F811
    one = play(tmp_path, old)
    assert told(one) == {}
    one.reload(new)
    tell(one, HOURS, START + timedelta(hours=HOURS))
    first = told(one)
    assert 1.5 < first[WORLD] < 2.0
    tell(one, HOURS + 1, START + timedelta(hours=HOURS + 1))
    one.reload(new)
    tell(one, HOURS + 2, START + timedelta(hours=HOURS + 2))
    assert told(one) == first
    one.close()


class Falters:
    """A tagger that one article breaks, and that says of every other what the one it wraps says."""

    name = "falters"

    def __init__(self, tagger):
        self.tagger = tagger

    def tag(self, article):
        if article.id == "a3":
            raise ValueError("broken")
        return self.tagger.tag(article)


def test_nothing_is_written_while_it_rereads_and_an_article_that_breaks_the_tagger_is_left_out(tmp_path, old):  # noqa: F811
    one = play(tmp_path, old)
    reread, known = Reread(one.connection, old.atlas), fact(one.connection, FACT)
    other = one.connect()
    assert reread.compared(Falters(old.tagger), START + timedelta(hours=HOURS)) == ()
    with Transaction(other):
        assert fact(other, FACT) == known == old.tagger.name
    with Transaction(one.connection):
        reread.keep()
    assert fact(other, FACT) == "falters"
    one.close()


def test_what_a_crash_takes_away_is_told_again(tmp_path, old, new):  # noqa: F811
    one = play(tmp_path, old)
    one.reload(new)
    one.connection.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON log WHEN NEW.topic = 'tocsin.mentions' "
        "BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(sqlite3.Error, match="no room"):
        tell(one, HOURS, START + timedelta(hours=HOURS))
    assert fact(one.connection, FACT) == old.tagger.name
    one.connection.execute("DROP TRIGGER full")
    one.engine.drain()  # by the process that lived through it; another one knows no more
    assert 1.5 < told(one)[WORLD] < 2.0
    assert fact(one.connection, FACT) == new.tagger.name
    one.close()


class Renamed:
    """A tagger of another name that says what the one it wraps says."""

    def __init__(self, parts, name):
        self.parts, self.name = parts, name

    def tag(self, article):
        return replace(self.parts.tagger.tag(article), tagger=self.name)


def test_several_changes_in_a_week_do_not_tell_the_first_one_several_times(tmp_path, old, new):  # noqa: F811
    one = play(tmp_path, old)
    reread, at = Reread(one.connection, old.atlas), START + timedelta(hours=HOURS)
    sums = []
    for name in ("first", "second", "third"):
        said = reread.compared(Renamed(new, name), at)
        with Transaction(one.connection):
            reread.keep()
        sums.append(dict.fromkeys([WORLD], 1.0) | {record.region: record.growth for record in said})
    assert 1.5 < sums[0][WORLD] < 2.0
    assert math.prod(one[WORLD] for one in sums) < 2.0
    one.close()


def test_after_a_retag_there_is_nothing_to_tell(tmp_path, old, new):  # noqa: F811
    one = play(tmp_path, old)
    retag(one, new)
    one.reload(new)
    tell(one, HOURS, START + timedelta(hours=HOURS))
    assert told(one) == {}
    one.close()
