"""One round of the embedded runtime, to be killed: poll every feed once, work off the log, deliver.

killable.py CONFIG DATA BASE   – the clock reads BASE (ISO) when this process starts, and goes on from there
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from tocsin.config import load
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.run import once, running
from tocsin.runtime.parts import Parts
from tocsin.settings import setting, settings_set


class Shifted:
    """A clock that began to run at a given moment."""

    def __init__(self, base: datetime) -> None:
        self._base, self._began = base, time.monotonic()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._began)


class Nobody:
    def polled(self, spec, outcome):
        pass

    def heard(self, tagged):
        pass


async def main(config: Path, data: Path, base: datetime) -> None:
    parts = Parts(load(config), settings_set(os.environ))
    parts.tagger  # noqa: B018  # loaded before the clock of the killer starts
    embedded = open_embedded(data, parts, Shifted(base))
    try:
        print("ready", flush=True)
        async with running(embedded, parts, Nobody(), lambda name: setting(name, os.environ)) as live:
            await once(live)
    finally:
        embedded.close()
    print("done", flush=True)


if __name__ == "__main__":
    faulthandler.dump_traceback_later(90, exit=True)  # a hang is shown, not waited for
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
