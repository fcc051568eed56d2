"""The receiver ``log``: prints alerts; the default, so that a first run shows its alerts."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Literal, TextIO

from alerts.render.console import console_json, console_text
from tocsin.model import Notification


class Console:
    """Writes paragraphs for people, or JSON lines, to a stream (standard output by default)."""

    looks_up = False

    def __init__(
        self, *, form: Literal["text", "json"] = "text", language: str = "en", stream: TextIO | None = None
    ) -> None:
        self._form = form
        self._language = language
        self._stream = stream

    async def post(self, note: Notification, *, root: str | None, late: bool) -> str:
        """Print a message; its name is its id."""
        del root
        self._print(note, late=late)
        return note.id

    async def edit(self, note: Notification, *, ts: str, late: bool) -> None:
        """Print an edit as a JSON line; people at a terminal are not shown what only changed its numbers."""
        del ts
        if self._form == "json":
            self._print(note, late=late)

    async def find(self, note: Notification, *, root: str | None, since: datetime) -> str | None:
        """Return nothing: what was printed cannot be looked up."""
        del note, root, since
        return None

    async def close(self) -> None:
        """Do nothing: the stream is not ours."""

    def _print(self, note: Notification, *, late: bool) -> None:
        render = console_json if self._form == "json" else console_text
        stream = self._stream or sys.stdout
        stream.write(render(note, self._language, late=late) + "\n")
        stream.flush()
