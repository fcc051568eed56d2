"""What the alerting fold remembers, for verbs that only look: of a data folder, or the alerter's last snapshot."""

from __future__ import annotations

import asyncio
import os
from contextlib import closing
from pathlib import Path

from alerts.fold import AlertFold
from tocsin.config import load as load_config
from tocsin.errors import BackendFault
from tocsin.runtime.parts import Parts
from tocsin.settings import setting, settings_set


def remembered(data: Path, config_dir: Path) -> AlertFold:
    """Return the alerting fold as it stands; nothing it is asked is written anywhere.

    With Kafka (``TOCSIN_KAFKA``) it is as old as the alerter's last snapshot.

    Raises:
        BackendFault: nothing was ever collected there.
        ConfigProblem: the configuration has mistakes.
    """
    fold = Parts(load_config(config_dir), settings_set(os.environ)).alerting()
    fold.load(_snapshot() if setting("KAFKA", os.environ) else _rows(data))
    return fold


def _rows(data: Path) -> list[tuple[str, bytes]]:
    from tocsin.index.sqlite import reader
    from tocsin.runtime.embedded.assembly import FILE
    from tocsin.runtime.embedded.chain import Alerting

    path = data / FILE
    if not path.is_file():
        raise BackendFault(
            f"{data}: nothing was collected here yet; start 'tocsin run', or name another --data"
        )
    with closing(reader(path)) as connection:
        found = connection.execute(
            "SELECT key, value FROM rows WHERE fold = ? ORDER BY key", (Alerting.name,)
        )
        return [(key, value) for key, value in found]


def _snapshot() -> list[tuple[str, bytes]]:
    from tocsin.runtime.distributed.roles import kept_snapshots
    from tocsin.topics import SIGNALS

    async def held() -> list[tuple[str, bytes]]:
        async with kept_snapshots(os.environ) as kept:
            snapshot = await kept.load(SIGNALS.name, 0)
        return sorted(snapshot.rows.items()) if snapshot else []

    return asyncio.run(held())
