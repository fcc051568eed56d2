"""`tocsin drill` and `tocsin doctor slack` against a tocsin that runs and a Slack of our own."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.testing.slack import TOKEN, FakeSlack

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


@pytest.fixture
async def slack():
    async with FakeSlack(limited=False) as server:
        yield server


def _environment(slack):
    return {
        **os.environ, "TOCSIN_SLACK_TOKEN": TOKEN, "TOCSIN_SLACK_CHANNEL": "C1", "TOCSIN_SLACK_URL": slack.url,
    }  # fmt: skip


@pytest.fixture
def running(tmp_path, slack):
    """A `tocsin run` whose feeds all fail at once (no network): everything else works."""
    with (tmp_path / "log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "tocsin", "run", "--no-desk", "--data", str(tmp_path)],
            cwd=ROOT, env=_environment(slack), stdout=log, stderr=log,
        )  # fmt: skip
    end = time.monotonic() + 60
    while not (tmp_path / "tocsin.db").exists() and time.monotonic() < end:
        time.sleep(0.2)
    yield tmp_path
    child.send_signal(signal.SIGTERM)
    assert child.wait(40) == 0


async def _tocsin(slack, *words):
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tocsin", *words, cwd=ROOT, env=_environment(slack),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await child.communicate()
    return child.returncode, out.decode(), err.decode()


async def test_a_drill_reaches_slack_marked_as_a_test_and_tells_the_time_of_each_hop(running, slack):
    code, out, err = await _tocsin(slack, "drill", "--region", "SD-DN", "--data", str(running), "--json")
    assert code == 0, out + err
    hops = {row["hop"]: row for row in map(json.loads, out.splitlines())}
    assert set(hops) == {"incident", "slack", "log"}
    assert hops["slack"]["said"] == "sent"
    assert hops["incident"]["seconds"] <= hops["slack"]["seconds"] < 60
    (root,) = slack.roots()
    assert re.search("TEST", root.text)
    code, out, _ = await _tocsin(slack, "incidents", "list", "--all", "--data", str(running))
    assert (code, out) == (0, "")


async def test_a_drill_where_nothing_runs_says_so(tmp_path, slack):
    code, _, err = await _tocsin(slack, "drill", "--region", "SD-DN", "--data", str(tmp_path))
    assert code == 1
    assert "nothing was collected here yet; start 'tocsin run'" in err


async def test_the_doctor_looks_at_slack(slack):
    code, out, _ = await _tocsin(slack, "doctor", "slack")
    assert code == 0, out
    assert "the bot is in channel C1" in out
