"""``tocsin run`` reads its configuration again when told; one with mistakes changes nothing."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

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


def test_a_bad_reload_keeps_the_old_configuration(config, tmp_path):
    command = [sys.executable, "-m", "tocsin.cli", "run", "--no-desk"]
    command += ["--config", str(config), "--data", str(tmp_path / "data")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    rules = config / "rules/spikes.yaml"
    sound = rules.read_text("utf-8")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=tmp_path
    ) as process:
        try:
            lines = Lines(process)
            lines.until("rules       ")
            rules.write_text(sound.replace("themes: [violence]", "themes: [violense]", 1), "utf-8")
            process.send_signal(signal.SIGHUP)
            assert "1 problem in 1 file" in lines.until("not reloaded, the old configuration stays")
            assert "did you mean 'violence'?" in lines.until("rules/spikes.yaml:")
            assert process.poll() is None

            rules.write_text(sound, "utf-8")
            process.send_signal(signal.SIGHUP)
            assert "no problems" in lines.until("reloaded: ")
            process.send_signal(signal.SIGINT)
            lines.until("ended; the next start goes on from here")
            assert process.wait(20) == 0
        finally:
            process.kill()
            lines.reader.join(10)
