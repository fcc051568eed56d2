"""``tocsin run`` reads its configuration again when told; one with mistakes changes nothing."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.integration


@pytest.fixture
def config(tmp_path):
    """The shipped configuration without feeds: nothing is fetched."""
    root = tmp_path / "config"
    shutil.copytree(ROOT / "config", root, ignore=shutil.ignore_patterns("schema", "demo"))
    for path in (root / "feeds").iterdir():
        path.unlink()
    (root / "feeds/none.yaml").write_text("feeds: []\n")
    return root


class Lines:
    """What a process says, line by line, with time to wait for a word."""

    def __init__(self, process):
        self.queue = Queue()
        self.said = []
        self.reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self.reader.start()

    def _read(self, stream):
        for line in stream:
            self.queue.put(line)

    def until(self, word, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                line = self.queue.get(timeout=0.2)
            except Empty:
                continue
            self.said.append(line)
            if word in line:
                return line
        raise AssertionError(f"{word!r} was not said:\n{''.join(self.said)}")


@contextmanager
def running(config, data, *words):
    """``tocsin run`` on a configuration: the process, and what it says."""
    command = [
        sys.executable,
        "-m",
        "tocsin.cli",
        "run",
        "--config",
        str(config),
        "--data",
        str(data),
        *words,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=data.parent
    ) as process:
        lines = Lines(process)
        try:
            lines.until("rules       ")
            yield process, lines
        finally:
            process.kill()
            lines.reader.join(10)


@pytest.fixture
def pager():
    """Somebody who takes webhooks, and what came."""
    taken = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", taken
    server.shutdown()
    thread.join()
    server.server_close()


AREA = "  - {id: our-valley, name: Our valley, regions: [KG-O, KG-J]}\n"


def add_pager(config, where):
    routes = config / "routes.yaml"
    said = routes.read_text("utf-8")
    said = re.sub("(?m)^receivers:\n", f"receivers:\n  - {{name: pager, webhook: {{{where}}}}}\n", said)
    routes.write_text(said.replace("to: [slack, log]", "to: [slack, log, pager]"), "utf-8")


def test_a_reload_takes_up_receivers_and_areas_too(config, tmp_path, pager, unused_tcp_port):
    address, taken = pager
    data, desk = tmp_path / "data", f"127.0.0.1:{unused_tcp_port}"
    with running(config, data, "--desk", desk) as (process, lines):
        add_pager(config, f"url: {address}")
        with (config / "regions/areas.yaml").open("a", encoding="utf-8") as areas:
            areas.write(AREA)
        process.send_signal(signal.SIGHUP)
        lines.until("reloaded: ")
        lines.until("changed: areas, routes")
        drill = [sys.executable, "-m", "tocsin.cli", "drill", "--region", "KG", "--data", str(data)]
        done = subprocess.run(
            [*drill, "--config", str(config)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(taken) == 1
        assert b"TEST" in taken[0]
        with urlopen(f"http://{desk}/region/our-valley", timeout=10) as answer:
            assert "Our valley" in answer.read().decode()


def test_a_reload_with_a_receiver_whose_setting_is_missing_changes_nothing(config, tmp_path):
    with running(config, tmp_path / "data", "--no-desk") as (process, lines):
        add_pager(config, "url_setting: PAGER_URL")
        process.send_signal(signal.SIGHUP)
        lines.until("not reloaded, the old configuration stays")
        lines.until("TOCSIN_PAGER_URL: is not set, but a receiver in routes.yaml needs it")
        process.send_signal(signal.SIGINT)
        lines.until("ended; the next start goes on from here")


def test_a_bad_reload_keeps_the_old_configuration(config, tmp_path):
    rules = config / "rules/spikes.yaml"
    sound = rules.read_text("utf-8")
    with running(config, tmp_path / "data", "--no-desk") as (process, lines):
        rules.write_text(sound.replace("themes: [violence]", "themes: [violense]", 1), "utf-8")
        process.send_signal(signal.SIGHUP)
        assert "1 problem in 1 file" in lines.until("not reloaded, the old configuration stays")
        assert "did you mean 'violence'?" in lines.until("rules/spikes.yaml:")
        assert process.poll() is None

        rules.write_text(sound, "utf-8")
        process.send_signal(signal.SIGHUP)
        assert "no problems" in lines.until("reloaded: ")
        lines.until("nothing changed")
        process.send_signal(signal.SIGINT)
        lines.until("ended; the next start goes on from here")
        assert process.wait(20) == 0
