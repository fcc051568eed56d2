"""Where verbs put what a person decides: the log of the data folder, or Kafka where ``TOCSIN_KAFKA`` names it."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from tocsin.ids import digest
from tocsin.model import Action, ActionKind
from tocsin.settings import setting

F = TypeVar("F", bound=Callable[..., Any])


def by_option(function: F) -> F:
    """Add ``--by NAME``: who decides."""
    return click.option("--by", default=None, help="Who decides this.  [default: your login]")(function)


def note_option(function: F) -> F:
    """Add ``--note TEXT``: what others should know."""
    return click.option("--note", default="", help="What others should know.")(function)


def who(by: str | None) -> str:
    """Return who decides: the name given, else the login."""
    return by or getpass.getuser()


def made(kind: ActionKind, *, by: str, at: datetime, **more: Any) -> Action:
    """Return an action with an id of its own content, so that the same act twice changes nothing."""
    about = more.get("incident") or more.get("note") or ""
    return Action(id=digest("act", kind.value, about, by, at.isoformat()), kind=kind, by=by, at=at, **more)


def put(data: Path, action: Action) -> str:
    """Append an action to the log and return when the running tocsin takes it up, in words.

    Raises:
        BackendFault: there is no log to put it into, or it does not take it.
    """
    if setting("KAFKA", os.environ):
        from tocsin.runtime.distributed.append import KafkaActs, KafkaAppend
        from tocsin.runtime.distributed.connection import kafka_connection

        KafkaActs(KafkaAppend(kafka_connection(os.environ))).put(action)
        return "the active alerter takes it up within a second"
    from tocsin.clock import SystemClock
    from tocsin.runtime.embedded.append import SqliteActs, SqliteAppend
    from tocsin.runtime.embedded.database import collected, connect

    with closing(connect(collected(data))) as connection:
        SqliteActs(SqliteAppend(connection, SystemClock())).put(action)
    return "a running tocsin takes it up within a second"
