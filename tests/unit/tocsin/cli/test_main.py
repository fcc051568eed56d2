"""``tocsin`` as a shell starts it: exit codes, and the ends of pipes."""

import subprocess
import sys
from pathlib import Path

import pytest

TOCSIN = (sys.executable, "-m", "tocsin")
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>n</title>
%s</channel></rss>"""
ITEM = b"<item><title>Nine dead in Osh</title><link>https://e.org/%d</link><guid>g%d</guid></item>"


def run(*words, **how):
    return subprocess.run([*TOCSIN, *words], capture_output="stdout" not in how, check=False, **how)


@pytest.mark.parametrize(("items", "enough"), [(1, 0), (2000, 100)])
def test_a_reader_who_has_seen_enough_is_no_problem(items, enough, tmp_path):
    feed = tmp_path / "feed.xml"
    feed.write_bytes(FEED % b"".join(ITEM % (n, n) for n in range(items)))
    with subprocess.Popen(
        [*TOCSIN, "parse", feed], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as started:
        started.stdout.read(enough)
        started.stdout.close()
        assert (started.stderr.read(), started.wait()) == (b"", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the full disk of Linux")
def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("wb") as full:
        done = run("parse", input=FEED % (ITEM % (1, 1)), stdout=full, stderr=subprocess.PIPE)
    assert (done.stderr, done.returncode) == (b"tocsin: No space left on device\n", 1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(("--version",), 0, "", id="fine"),
        pytest.param(("parse",), 1, "tocsin: <stdin>: the document is empty\n", id="a problem"),
        pytest.param(("parse", "/no/such/file"), 2, "No such file or directory", id="wrong usage"),
        pytest.param(("--foo",), 2, "No such option: --foo", id="a wrong option"),
    ],
)
def test_the_exit_code_says_whose_turn_it_is(words, code, said):
    done = run(*words, input=b"")
    assert done.returncode == code
    assert said in done.stderr.decode()


def test_closed_streams_are_empty_ones():
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&- >&-', "sh", *TOCSIN, "parse"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"tocsin: /dev/null: the document is empty\n")
