"""``tocsin`` as a shell starts it: exit codes, and the ends of pipes."""

import json
import os
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


RUSSIAN = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>n</title>
<item><title>Погром в Оше</title><link>https://e.org/1</link><guid>g1</guid></item></channel></rss>"""


def test_json_is_whole_on_a_console_that_knows_no_cyrillic():
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run("parse", input=RUSSIAN.encode(), env=ascii_only)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["title"] == "Погром в Оше"


def test_what_a_console_cannot_print_ends_nothing():
    show = "import sys\nfrom tocsin.cli.__main__ import _lenient\n_lenient(sys.stdout)\nfrom rich.console import Console\nConsole().print('Osh · Ош')"
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, check=False, env=ascii_only)
    assert (done.returncode, done.stdout) == (0, b"Osh ? ??\n"), done.stderr


WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(("kafka", "aiokafka", "faust", "elasticsearch")))
from tocsin.cli.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "verb", ["poll", "process", "index", "alert", "setup", "doctor", "reread", "search x"]
)
def test_where_the_libraries_of_kafka_are_missing_a_line_says_how_to_get_them(verb, tmp_path):
    servers = {"TOCSIN_KAFKA": "127.0.0.1:1", "TOCSIN_ELASTICSEARCH": "http://127.0.0.1:1"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *verb.split()],
        capture_output=True, check=False, cwd=tmp_path, env={**os.environ, **servers}, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "pip install 'tocsin[distributed]'" in done.stderr


def test_libraries_that_are_imported_already_are_there():
    told = "import faust, kafka; from tocsin.extras import need_distributed; need_distributed()"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, check=False, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
