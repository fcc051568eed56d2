"""Calm that is none: nothing was read, nothing runs, somebody else works beneath."""

import json
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from alerts.render.plain import plain_text
from streams.mentions import mentions
from tocsin.cli import demo, drill
from tocsin.cli.__main__ import cli
from tocsin.clock import SystemClock
from tocsin.config import load
from tocsin.errors import BackendFault
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.database import FILE, connect
from tocsin.runtime.embedded.lock import holder, locked
from tocsin.runtime.parts import Parts
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.topics import ARTICLES

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
RSS = b"""<rss version="2.0"><channel><title>n</title><item><title>Rain in Naryn</title>
<link>https://e.org/1</link><guid>g1</guid></item></channel></rss>"""


def call(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def parts(english):
    return Parts(load(english))


def config(english, folder, *addresses):
    root = shutil.copytree(english, folder / "config")
    for file in (root / "feeds").iterdir():
        file.unlink()
    rows = [
        f"  - {{id: f{n}, url: '{url}', name: f{n}, publisher: f{n}, country: KG}}"
        for n, url in enumerate(addresses)
    ]
    (root / "feeds/test.yaml").write_text("feeds:\n" + "\n".join(rows) + "\n")
    (root / "ingest.yaml").write_text("allow_networks: [127.0.0.0/8]\nhost_spacing: 0s\n")
    return root


def test_where_every_feed_failed_nothing_was_read_and_both_verbs_say_so(english, tmp_path):
    root = config(english, tmp_path, "http://127.0.0.1:1/a", "http://127.0.0.1:1/b")
    options = ("--config", root, "--data", tmp_path / "data")
    done = call("run", "--once", "--no-desk", *options)
    assert (done.exit_code, done.exception.__class__) == (1, SystemExit), done.output
    told = call("digest", *options)
    assert told.exit_code == 0, told.exception
    assert "Nothing was read: all 2 feeds that were asked failed" in told.output
    assert "nothing open" not in told.output
    assert "Nichts wurde gelesen" in call("digest", "--language", "de", *options).output
    tick(tmp_path / "data")
    assert json.loads(call("digest", "--json", *options).stdout)["feeds"] == {"asked": 2, "failed": 2}


def tick(data):
    from tocsin.codec import encode
    from tocsin.model import Tick
    from tocsin.runtime.embedded.database import Transaction
    from tocsin.runtime.embedded.log import SqliteLog
    from tocsin.topics import MENTIONS

    with closing(connect(data / FILE)) as connection, Transaction(connection):
        SqliteLog(connection, lambda: NOW).append(MENTIONS.name, "@0", encode(Tick(at=NOW)))
    one = open_embedded(data, Parts(load(data.parent / "config")), SystemClock())
    try:
        one.engine.drain()
    finally:
        one.close()


def test_one_feed_that_answers_is_a_round(english, tmp_path):
    with FeedServer() as server:
        server.put("/a", Page(body=RSS, headers={"Content-Type": "application/xml"}))
        root = config(english, tmp_path, f"http://127.0.0.1:{server.port}/a", "http://127.0.0.1:1/b")
        options = ("--config", root, "--data", tmp_path / "data")
        done = call("run", "--once", "--no-desk", *options)
    assert done.exit_code == 0, done.output
    assert "Nothing was read" not in call("digest", *options).output


def test_a_drill_that_nobody_would_work_off_leaves_nothing_to_ring_at_the_next_start(
    english, parts, tmp_path
):
    open_embedded(tmp_path, parts, SystemClock()).close()
    done = call("drill", "--region", "KG", "--config", english, "--data", tmp_path)
    assert isinstance(done.exception, BackendFault)
    assert "no tocsin runs on this folder; start 'tocsin run' on it first" in str(done.exception)
    with closing(connect(tmp_path / FILE)) as connection:
        query = "SELECT count(*) FROM log WHERE topic = ?"
        assert connection.execute(query, (ARTICLES.name,)).fetchone() == (0,)


@pytest.mark.parametrize("region", ["KG-O", "KG-GO", "KG", "SD-DN"])
def test_a_drill_is_about_the_region_that_was_asked_for_not_a_town_of_its_name(parts, region, capsys):
    article, _ = drill._test(parts, region, NOW)
    (mention,) = mentions(parts.tagger.tag(article), parts.atlas)
    assert mention.region == region
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("language", "place", "said"),
    [("en", "Osh", "nothing happened there"), ("de", "Gebiet Osch", "dort ist nichts geschehen")],
)
def test_the_message_of_a_drill_counts_nothing(parts, language, place, said):
    article, subject = drill._test(parts, "KG-O", NOW)
    detection, alerting = parts.detection(), parts.alerting()
    (mention,) = mentions(parts.tagger.tag(article), parts.atlas)
    said_of = [found for signal in detection.apply(mention) for found in alerting.apply(signal)]
    notes = [found for found in said_of if getattr(found, "subject", "") == subject]
    text = plain_text(notes[0], language)
    assert text.startswith(f"TEST: {place}")
    assert said in text
    assert "0 " not in text.split("•")[0]
    assert "×0" not in text
    assert "·  ·" not in text


def test_a_demo_and_another_verb_do_not_work_on_one_folder(tmp_path):
    with demo._folder(tmp_path) as folder:
        assert holder(folder) == os.getpid()
        (folder / FILE).write_text("")
    with locked(folder):
        done = call("demo", "--no-desk", "--data", tmp_path)
        assert "another tocsin" in str(done.exception)
        assert (folder / FILE).exists()
    with demo._folder(tmp_path) as folder:
        assert [path.name for path in folder.iterdir()] == ["tocsin.lock"]
