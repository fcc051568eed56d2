"""The main job on real input: recorded feeds over HTTP, `tocsin run` as a process, search and the desk page."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path

import pytest

from ingest.document import parse
from ingest.identity import identify
from tocsin.cli.stored import stored
from tocsin.config.place import default_config
from tocsin.index.query import Query
from tocsin.testing.chromium import chromium, program
from tocsin.testing.feedserver import FeedServer, Page

ROOT = Path(__file__).parents[3]
OUTPUT = ROOT / "tests" / "output"
DOCUMENTS = 60
SERIES = 8  #: feeds of the replay that are served in several versions
ROUNDS = 4

pytestmark = [pytest.mark.integration, pytest.mark.shared, pytest.mark.timeout(600)]


def recorded(shared):
    """Yield (name, bytes, entries) of recorded documents whose entries nobody disputes."""
    index = json.loads((shared / "data/recorded-feeds/index.json").read_text("utf-8"))
    good = [
        one
        for one in index["feeds"]
        if one["kind"] == "recorded" and one["entries"] and one["entries"] == one["entry_tags"]
    ]
    for number, one in enumerate(sorted(good, key=lambda one: one["sha256"])[:DOCUMENTS]):
        body = gzip.decompress((shared / "data/recorded-feeds" / one["file"]).read_bytes())
        yield f"recorded-{number}", body, one["entries"]


def series(shared):
    """Return {feed: [versions]} of the Russian replay: the feeds with the most versions."""
    versions = defaultdict(list)
    with tarfile.open(shared / "data/replay/ru-feeds-raw.tar.xz") as tar:
        for member in sorted((m for m in tar if m.isfile()), key=lambda m: m.name):
            feed = member.name.split("/")[-2]
            versions[feed].append(tar.extractfile(member).read())
    full = {feed: [v for v in found if b"<item" in v] for feed, found in versions.items()}
    busiest = sorted(full, key=lambda feed: (-len(full[feed]), feed))[:SERIES]
    return {feed: spread(full[feed]) for feed in busiest}


def spread(found):
    """Return as many versions as there are rounds, evenly from the first to the last."""
    return [found[i * (len(found) - 1) // (ROUNDS - 1)] for i in range(ROUNDS)]


def identities(body):
    """Return the keys under which a document's entries are known: what must become articles."""
    parsed = parse(body)
    return len(parsed.entries), {found.keys[0] for found in identify(parsed.entries)}


def configuration(folder, port, names):
    """Write the shipped configuration with the test's own feeds."""
    import shutil

    shutil.copytree(default_config(), folder)
    for file in (folder / "feeds").glob("*.yaml"):
        file.unlink()
    rows = [
        f"  - {{id: {name}, url: 'http://127.0.0.1:{port}/{name}', name: {name}, publisher: {name}, country: KG}}"
        for name in names
    ]
    (folder / "feeds/test.yaml").write_text("feeds:\n" + "\n".join(rows) + "\n")
    (folder / "ingest.yaml").write_text(
        "allow_networks: [127.0.0.0/8]\nconnections_per_host: 8\nhost_spacing: 0s\n"
    )
    return folder


def tocsin(*args, data, config=None):
    return [
        sys.executable, "-m", "tocsin", *args, "--data", str(data),
        *(["--config", str(config)] if config else []),
    ]  # fmt: skip


def once(data, config):
    done = subprocess.run(
        tocsin("run", "--once", "--no-desk", "--json", data=data, config=config),
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def polled(shared, tmp_path_factory):
    """Poll everything in several rounds; give what was served, and where it was kept."""
    home = tmp_path_factory.mktemp("main-job")
    documents, replayed = list(recorded(shared)), series(shared)
    rounds = []
    with FeedServer() as server:
        port = server.port
        for name, body, _ in documents:
            server.put(f"/{name}", Page(body=body, headers={"Content-Type": "application/xml"}))
        config = configuration(
            home / "config",
            port,
            [*(name for name, *_ in documents), *(f"ru-{i}" for i in range(len(replayed)))],
        )
        for number in range(ROUNDS):
            for i, feed in enumerate(sorted(replayed)):
                server.put(f"/ru-{i}", Page(body=replayed[feed][number]))
            rounds.append(once(home / "data", config))
    return documents, replayed, home, config, rounds


def articles(data):
    """Return {feed: [article id]} of everything in the index."""
    found = defaultdict(list)
    with stored(data) as search:
        cursor = None
        while True:
            page = search.search(Query(limit=500, cursor=cursor))
            for hit in page.hits:
                found[hit.tagged.article.source.feed].append(hit.tagged.article.id)
            cursor = page.cursor
            if cursor is None:
                return found


def test_every_known_entry_becomes_an_article_and_none_twice(polled):
    documents, replayed, home, _, rounds = polled
    found = articles(home / "data")
    assert all(not one["failed"] for one in rounds), rounds
    for name, body, entries in documents:
        count, keys = identities(body)
        assert count == entries, name
        assert len(found[name]) == len(set(found[name])) == len(keys), name
    for i, feed in enumerate(sorted(replayed)):
        known = set().union(*(identities(body)[1] for body in replayed[feed]))
        assert len(found[f"ru-{i}"]) == len(set(found[f"ru-{i}"])) <= len(known), feed
        assert len(found[f"ru-{i}"]) >= max(len(identities(body)[1]) for body in replayed[feed]), feed


def test_a_second_round_of_the_same_documents_brings_nothing_new(polled):
    *_, rounds = polled
    assert rounds[0]["new"] > 500
    assert sum(one["new"] for one in rounds[1:]) < rounds[0]["new"]


def test_search_finds_what_was_reported(polled):
    _, _, home, *_ = polled
    with stored(home / "data") as search:
        hit = search.search(Query(limit=1)).hits[0]
    word = max(re.findall(r"\w{5,}", hit.tagged.article.title) or ["the"], key=len)
    done = subprocess.run(
        [*tocsin("search", word, "--json", data=home / "data"), "--limit", "200"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert hit.tagged.article.id in {json.loads(line)["id"] for line in done.stdout.splitlines()}


async def pictures(address, profile):
    """Keep a picture of each page for whoever wants to look."""
    async with chromium(profile) as browser:
        for name in ("", "articles", "feeds", "status"):
            page = await browser.page(address + name, width=1200)
            await page.picture(OUTPUT / f"main-job-{name or 'now'}.png")


@pytest.mark.browser
@pytest.mark.skipif(program() is None, reason="there is no Chromium on this machine")
def test_a_running_tocsin_shows_the_articles_goes_on_where_it_ended_and_stops_soon(polled, tmp_path):
    _, _, home, config, _ = polled
    process = subprocess.Popen(
        [*tocsin("run", data=home / "data", config=config), "--desk", "127.0.0.1:0"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "COLUMNS": "120"},
    )  # fmt: skip
    try:
        lines = []
        while not any("desk page" in line for line in lines):
            lines.append(process.stdout.readline())
            assert lines[-1], "".join(lines)
        address = re.search(r"http://\S+", lines[-1])[0]
        lines += [process.stdout.readline() for _ in range(4)]
        assert any("going on where the last run ended" in line for line in lines)
        assert any("no Slack token: alerts appear here" in line for line in lines)
        assert any("learning, day 1 of 14" in line for line in lines)
        with urllib.request.urlopen(address + "articles", timeout=20) as answer:
            page = answer.read().decode()
        with stored(home / "data") as search:
            newest = search.search(Query(limit=1)).hits[0].tagged.article
        assert newest.id in page
        OUTPUT.mkdir(exist_ok=True)
        asyncio.run(pictures(address, tmp_path))
    finally:
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)[0]
    assert process.returncode == 0, rest
    assert "ended; the next start goes on from here" in rest
    assert time.monotonic() - began < 3.5
