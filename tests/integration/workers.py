"""Worker processes that are started again whenever they end, and the havoc that is made of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
STANDIN = Path(__file__).with_name("standin_worker.py")


class Worker:
    """One process that is started again whenever it ends, as a supervisor would."""

    def __init__(self, command: Sequence[str], folder: Path, **settings: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._command = [sys.executable, *command]
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
        self.ends: list[int] = []
        self.start()

    @property
    def log(self) -> str:
        """Everything the process said so far."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.child = subprocess.Popen(self._command, env=self._environment, stdout=log, stderr=log)

    def revive(self) -> None:
        if self.child.poll() is not None:
            self.ends.append(self.child.returncode)
            self.start()

    def signal(self, which: signal.Signals) -> None:
        if self.child.poll() is None:
            self.child.send_signal(which)

    def end(self) -> None:
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            self.child.wait(25)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.ends.append(self.child.returncode)


def standin_worker(bootstrap: str, folder: Path, *arms: str) -> Worker:
    """Return a Faust worker with the stand-in stages; ``plain`` is the control arm."""
    return Worker([str(STANDIN), bootstrap, str(folder), *arms], folder)


def indexer(bootstrap: str, url: str, folder: Path) -> Worker:
    """Return the `index` role as it is shipped."""
    return Worker(
        ["-m", "tocsin.cli", "index"], folder,
        TOCSIN_KAFKA=bootstrap, TOCSIN_ELASTICSEARCH=url, TOCSIN_HEALTH="off", TOCSIN_DATA=str(folder),
    )  # fmt: skip


def havoc(
    workers: Sequence[Worker],
    seed: int,
    rounds: int,
    *,
    freeze: float,
    servers: Mapping[str, Callable[[], None]] | None = None,
) -> list[str]:
    """Stop, kill and freeze workers and servers at times and in an order that the seed decides; say what was done."""
    dice = random.Random(seed)
    done: list[str] = []
    servers = servers or {}
    acts = ["SIGTERM", *servers, "SIGKILL", "SIGSTOP"]
    for number in range(rounds):
        time.sleep(dice.uniform(2.0, 4.0))
        act = acts[number % len(acts)]
        worker = dice.choice(workers)
        done.append(act)
        if act in servers:
            servers[act]()
        elif act == "SIGSTOP":
            worker.signal(signal.SIGSTOP)
            time.sleep(freeze)
            worker.signal(signal.SIGCONT)
        else:
            worker.signal(signal.Signals[act])
            time.sleep(1.0)
        for one in workers:
            one.revive()
    return done
