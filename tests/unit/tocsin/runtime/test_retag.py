"""A retagged data folder knows what it would know, had its configuration always been today's."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import cli
from tocsin.codec import encode
from tocsin.config import load
from tocsin.index.syntax import read
from tocsin.model import Article, Source, Tick
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.lock import locked
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.retag import Retagged, retag
from tocsin.runtime.parts import Parts
from tocsin.testing.clock import ManualClock
from tocsin.testing.tagging import POISON, FalteringParts
from tocsin.topics import ARTICLES, MENTIONS

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOURS = 80
WORD = "zorgling"  #: a word of violence that only the new lexicon knows


@pytest.fixture(scope="module")
def old(english):
    return Parts(load(english))


@pytest.fixture(scope="module")
def new(english, tmp_path_factory):
    root = shutil.copytree(english, tmp_path_factory.mktemp("retag") / "config")
    path = root / "lexicons/en.yaml"
    text = path.read_text("utf-8")
    assert text.count("{term: pogrom+n,") == 1
    path.write_text(text.replace("{term: pogrom+n,", f"{{term: [pogrom+n, {WORD}+n],"), "utf-8")
    return Parts(load(root))


def article(number, at, title):
    source = Source(
        feed=f"f{number % 3}", publisher=f"Paper {number % 3}", owner=f"owner {number % 3}", country="GB",
        since=START - timedelta(days=90), entries=900,
    )  # fmt: skip
    return Article(id=f"a{number}", source=source, title=title, seen=at, at=at, published=at)


def play(folder, parts):
    """Three days: a report an hour, every third in the word that only the new lexicon knows."""
    clock = ManualClock(START)
    one = open_embedded(folder, parts, clock)
    log = SqliteLog(one.connection, clock.now)
    titles = (f"{WORD} in Osh, Kyrgyzstan", "Pogrom in Osh, Kyrgyzstan", "Market opens in Osh, Kyrgyzstan")
    for hour in range(HOURS):
        at = START + timedelta(hours=hour)
        clock.set(at)
        with Transaction(one.connection):
            log.append(MENTIONS.name, "@0", encode(Tick(at=at)))
        said = article(hour, at + timedelta(minutes=10), f"{titles[hour % 3]}, report {hour}")
        with Transaction(one.connection):
            log.append(ARTICLES.name, said.id, encode(said))
        one.engine.drain()
        with Transaction(one.connection):
            log.append(MENTIONS.name, "@0", encode(Tick(at=at + timedelta(minutes=30))))
        one.engine.drain()
    return one


def remembered(one):
    return dict(one.connection.execute("SELECT key, value FROM rows WHERE fold = 'detection'"))


def violent(one):
    return {
        hit.tagged.article.id
        for hit in one.search.search(read("violent:yes", now=START, limit=500).query).hits
    }


def test_what_the_detector_knows_is_what_it_would_have_learned(tmp_path, old, new):
    always = play(tmp_path / "always", new)
    changed = play(tmp_path / "changed", old)
    assert remembered(changed) != remembered(always)
    done = retag(changed, new)
    assert remembered(changed) == remembered(always)
    assert violent(changed) == violent(always)
    words = len(range(0, HOURS, 3))
    assert (done.articles, done.now_violent, done.no_longer) == (HOURS, words, 0)
    for one in (always, changed):
        one.close()


def test_incidents_ledger_and_log_stay_as_they_were(tmp_path, old, new):
    one = play(tmp_path, old)

    def rest():
        tables = ("log", "ends", "positions", "ledger", "search_incidents", "search_steps")
        return [one.connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]

    before = rest()
    retag(one, new)
    assert rest() == before
    assert retag(one, new) == Retagged(articles=HOURS, mentions=retag(one, new).mentions)
    one.close()


def test_an_article_that_breaks_the_tagger_stays_as_it_was_and_is_counted(tmp_path, english, old):
    one = play(tmp_path, old)
    poisonous = article(HOURS, START + timedelta(hours=HOURS), f"{POISON}: pogrom in Osh, Kyrgyzstan")
    with Transaction(one.connection):
        SqliteLog(one.connection, one.clock.now).append(ARTICLES.name, poisonous.id, encode(poisonous))
    one.engine.drain()
    done = retag(one, FalteringParts(load(english)))
    assert (done.articles, done.broken) == (HOURS + 1, 1)
    assert poisonous.id in violent(one)
    one.close()


def test_the_verb_refuses_while_a_tocsin_runs_and_tells_what_it_did(tmp_path, english, old):
    play(tmp_path, old).close()
    words = ["retag", "--data", str(tmp_path), "--config", str(english)]
    with locked(tmp_path):
        assert "runs on this folder" in str(CliRunner().invoke(cli, words).exception)
    done = CliRunner().invoke(cli, [*words, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["articles"] == HOURS
