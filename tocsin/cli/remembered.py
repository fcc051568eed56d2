"""What the folds remember, for verbs that only look: of a data folder, or across Kafka and Elasticsearch."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.runtime.memory import Memory
from tocsin.settings import setting, settings_set

if TYPE_CHECKING:
    from alerts.fold import AlertFold
    from tocsin.runtime.parts import Parts


def memory(data: Path, parts: Parts) -> Memory:
    """Return where the folds keep what they remember; Kafka and its snapshots, where ``TOCSIN_KAFKA`` names it."""
    if setting("KAFKA", os.environ):
        from tocsin.runtime.distributed.connection import kafka_connection
        from tocsin.runtime.distributed.memory import LogMemory
        from tocsin.runtime.distributed.snapshots import kept_snapshots

        return LogMemory(kafka_connection(os.environ), parts, partial(kept_snapshots, os.environ))
    from tocsin.runtime.embedded.memory import SqliteMemory

    return SqliteMemory(data)


def remembered(data: Path, config_dir: Path) -> AlertFold:
    """Return the alerting fold as it stands; nothing it is asked is written anywhere.

    Raises:
        BackendFault: nothing was ever collected there, or a server does not answer.
        ConfigProblem: the configuration has mistakes.
    """
    from tocsin.config import load
    from tocsin.runtime.parts import Parts

    parts = Parts(load(config_dir), settings_set(os.environ))
    fold = parts.alerting()
    fold.load(memory(data, parts).alerting())
    return fold
