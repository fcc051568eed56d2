"""A process that cannot end by itself is over all the same."""

import subprocess
import sys
import time

import pytest

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
