"""`make demo`: the Osh rehearsal as a process, with no network at all."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.integration, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory):
    data = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "tocsin", "demo", "--no-desk", "--data", str(data)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=380,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, data / "rehearsal"


def test_it_rings_for_osh_in_the_night_of_10_june_and_nothing_comes_late(rehearsal):
    out, _ = rehearsal
    first = re.search(r"^(2010-06-\d\d) (\d\d):\d\d +!!!? (High|Critical): Osh", out, re.MULTILINE)
    assert first, out[-3000:]
    assert first[1] == "2010-06-10"
    assert int(first[2]) < 22
    assert "could not be sent earlier" not in out


def test_who_keeps_it_is_told_where_it_lies(rehearsal):
    out, data = rehearsal
    assert out.splitlines()[-1] == f"Kept in {data}: look at it with tocsin incidents --all --data {data}"


def test_what_it_collected_can_be_searched_and_explained(rehearsal):
    _, data = rehearsal

    def tocsin(*args):
        return subprocess.run(
            [sys.executable, "-m", "tocsin", *args, "--data", str(data)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    assert "Osh" in tocsin("search", "region:KG-GO violent:yes")
    assert "critical  KG-GO    Osh City" in tocsin("incidents")
    over = [line for line in tocsin("incidents", "--all").splitlines() if line.startswith("closed")]
    assert over
    assert all(re.search(r"from 2010-\d\d-\d\d \d\d:\d\d to 2010", line) for line in over)
    shown = tocsin("incidents", "show", over[0].split()[-1])
    assert "Numbers updated" not in shown
    assert "steps with new numbers alone" in shown
    told = tocsin("explain", "KG-GO")
    assert "KG-GO (Osh" in told
    assert "the line is" in told
    assert "48 h" in told
    assert (
        "no violent report was counted there yet; counted is what was published since 2010-03-01"
        in tocsin("explain", "FR")
    )
