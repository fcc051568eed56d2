"""`tocsin doctor` where one process does everything: no server is asked for, and no library of theirs."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from ingest.store import Change, SqliteFeedStore
from tocsin.cli.examining import examine
from tocsin.clock import SystemClock
from tocsin.codec import encode
from tocsin.config import load
from tocsin.model import FeedState, Rejected
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.lock import locked
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.parts import Parts
from tocsin.testing.ringing import ring
from tocsin.topics import REJECTED

NOW = datetime.now(UTC)
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("kafka", "aiokafka", "faust", "elasticsearch")))
from tocsin.cli.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def data(english, tmp_path_factory):
    """A data folder in which Osh has just rung."""
    folder = tmp_path_factory.mktemp("doctor")
    one = open_embedded(folder, Parts(load(english)), SystemClock())
    try:
        ring(one, NOW)
    finally:
        one.close()
    return folder


def found(data, config, environment=(), now=NOW):
    return {one.what: one for one in examine(data, config, dict(environment), now)}


def polled(data, english, *failures):
    one = open_embedded(data, Parts(load(english)), SystemClock())
    try:
        connection = one.connect()
        states = [
            FeedState(
                feed=f"f{number}", url="https://e.org/f", due=NOW, last_polled=NOW, failures=count,
                last_success=None if count else NOW,
            )
            for number, count in enumerate(failures)
        ]  # fmt: skip
        store = SqliteFeedStore(connection, SqliteLog(connection, lambda: NOW))
        store.commit([Change(state=state) for state in states])
    finally:
        one.close()


def test_a_tocsin_that_works_is_fine(english, data):
    with locked(data):
        seen = found(data, english)
    assert f"process {os.getpid()} runs; everything was worked off until" in seen["process"].said
    assert all(one.fine for one in seen.values())
    assert "log" in seen["receivers"].said
    assert "slack (TOCSIN_SLACK_TOKEN is not set)" in seen["receivers"].said


@pytest.mark.parametrize(
    ("later", "runs", "fine"),
    [
        pytest.param(timedelta(hours=1), True, False, id="it runs and stands still"),
        pytest.param(timedelta(hours=1), False, True, id="it is let run now and then"),
        pytest.param(timedelta(days=2), False, False, id="it has not run for days"),
    ],
)
def test_a_tocsin_that_stands_still_is_wrong(english, data, later, runs, fine):
    if runs:
        with locked(data):
            seen = found(data, english, now=NOW + later)
    else:
        seen = found(data, english, now=NOW + later)
        assert "no tocsin runs now" in seen["process"].said
    assert seen["process"].fine is fine


def test_mistakes_in_the_configuration_are_a_finding_like_the_others(english, data, tmp_path):
    root = shutil.copytree(english, tmp_path / "config")
    (root / "routes.yaml").write_text("nonsense")
    seen = found(data, root)
    assert not seen["configuration"].fine
    assert "routes.yaml" in seen["configuration"].said
    assert seen["disk"].what == "disk"


def test_feeds_that_never_answered_are_named(english, tmp_path):
    polled(tmp_path, english, 3, 2, 0)
    seen = found(tmp_path, english)["feeds"]
    assert not seen.fine
    assert seen.said.startswith("1 of 3 that were asked answered the last time; never answered: f0, f1")


def test_dead_letters_are_counted(english, tmp_path):
    one = open_embedded(tmp_path, Parts(load(english)), SystemClock())
    try:
        dead = Rejected(
            topic="tocsin.articles", partition=0, offset=1, key="k", reason="broken", value=b"x", at=NOW
        )
        with Transaction(one.connection):
            SqliteLog(one.connection, lambda: NOW).append(REJECTED.name, "k", encode(dead))
    finally:
        one.close()
    seen = found(tmp_path, english)["dead letters"]
    assert (seen.fine, seen.said) == (False, "1 record refused; see 'tocsin rejected list'")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("doctor",), "WRONG  process: no tocsin runs now; nothing was worked off yet"),
        (("doctor", "deliveries"), "fine   deliveries"),
        (("doctor", "slack"), "WRONG  TOCSIN_SLACK_TOKEN: is not set"),
    ],
)
def test_a_doctor_of_one_process_needs_no_library_of_servers(english, tmp_path, words, said):
    open_embedded(tmp_path, Parts(load(english)), SystemClock()).close()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
    environment |= {"TOCSIN_DATA": str(tmp_path), "TOCSIN_CONFIG": str(english)}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words], capture_output=True, check=False, env=environment, text=True
    )
    assert said in done.stdout, done.stdout + done.stderr
    assert "Kafka" not in done.stdout
    assert done.returncode == ("WRONG" in done.stdout)
