"""The receiver ``log``: prints alerts; the default, so that a first run shows its alerts.

A console that cannot print a letter (``LANG=C``, a pipe) is shown a question
mark in its place: an alert with a hole in it is better than none.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Literal, TextIO

from alerts.receiver import Look
from alerts.render.console import console_json, console_text
from tocsin.errors import DeliveryFault
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

    async def post(self, note: Notification, *, root: str | None, late: bool, look: Look) -> str:
        """Print a message; its name is its id."""
        del root
        look()
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

    async def take_back(self, ts: str) -> None:
        """Do nothing: what was printed twice bears the same id."""
        del ts

    async def close(self) -> None:
        """Do nothing: the stream is not ours."""

    def _print(self, note: Notification, *, late: bool) -> None:
        stream = self._stream or sys.stdout
        encoding = getattr(stream, "encoding", None) or "utf-8"
        if self._form == "json":
            line = _json_for(console_json(note, self._language, late=late), encoding)
        else:
            line = console_text(note, self._language, late=late).encode(encoding, "replace").decode(encoding)
        try:
            stream.write(line + "\n")
            stream.flush()
        except (OSError, ValueError) as error:  # a full disk, a pipe nobody reads, a stream that was closed
            raise DeliveryFault(f"the console takes nothing: {error}", retry=True, whole=True) from error


def _json_for(line: str, encoding: str) -> str:
    """Return a JSON line with escapes where the stream cannot carry it as it is: nothing is lost."""
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(json.loads(line))
    return line
