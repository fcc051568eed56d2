"""A process that cannot end by itself is over all the same."""

import subprocess
import sys
import time

import pytest

from tocsin.runtime.distributed.fatal import CODE

WAITS = (
    "import time; from tocsin.runtime.distributed.fatal import leave_within; leave_within({}); time.sleep({})"
)


@pytest.mark.parametrize(
    ("seconds", "sleeps", "said"),
    [
        pytest.param(0.2, 60, "left to whoever is next", id="waits"),
        pytest.param(60, 0, "", id="ends by itself"),
    ],
)
def test_who_is_told_to_leave_leaves(seconds, sleeps, said):
    began = time.monotonic()
    command = [sys.executable, "-c", WAITS.format(seconds, sleeps)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert time.monotonic() - began < 25
    assert said in ended.stderr
    assert bool(said) == bool(ended.stderr)


SHIPS = """
import sqlite3, sys, time
from pathlib import Path
from tocsin.runtime.distributed.connection import KafkaConnection, Protocol
from tocsin.runtime.distributed.outbox import SqliteOutbox
from tocsin.runtime.distributed.shipper import Shipper
path = Path(sys.argv[1])
with sqlite3.connect(path) as database:
    SqliteOutbox(database).append("t", "a", b"a")
Shipper(path, KafkaConnection(protocol=Protocol.SSL, authority="gone.pem", bootstrap="127.0.0.1:1")).start()
time.sleep(60)
"""


def test_a_poller_whose_shipper_dies_of_what_nobody_foresaw_ends(tmp_path):
    command = [sys.executable, "-c", SHIPS, tmp_path / "outbox.sqlite"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, cwd=tmp_path)
    assert ended.returncode == CODE
    assert "shipping to Kafka failed" in ended.stderr
