"""What a message says when it goes out: the newest facts of every row that it speaks for."""

from __future__ import annotations

from dataclasses import replace

from alerts.ledger import Ledger, Row, original
from alerts.storm import storm_with_lines
from tocsin.model import Delivery, Notification, Reason


def root_of(row: Row, ledger: Ledger) -> str | None:
    """Return the name of the message that a row edits or continues, if it was accepted."""
    if row.note.root is None:
        return None
    first = ledger.get(row.note.root)
    if first is not None and first.entry.status is Delivery.SENT:
        return first.entry.ts
    posts = [one for one in ledger.sent(row.note.subject, row.note.receiver) if not one.note.edit]
    return posts[0].entry.ts if posts else None


def is_said(message: str, ledger: Ledger) -> bool:
    """Return whether a message, or one that spoke for it, was accepted."""
    seen: set[str] = set()
    row = ledger.get(message)
    while row is not None and row.entry.into is not None and row.entry.id not in seen:
        seen.add(row.entry.id)
        row = ledger.get(row.entry.into)
    return row is not None and row.entry.status is Delivery.SENT


def newest(row: Row, root: str | None, ledger: Ledger, language: str) -> Notification:
    """Return the message with the newest facts of all rows that were merged into it, as loud as the loudest of them."""
    merged = _merged(row, ledger)
    note = row.note if root is not None or row.note.edit else replace(row.note, root=None)
    if note.reason is Reason.STORM:
        first = original(note.root or note.id)
        return storm_with_lines(note, ledger.merged_into(first), language)
    latest = max([row.note, *merged], key=lambda one: one.step)
    posts = [one for one in merged if not one.edit and not note.edit]
    return replace(
        note, incident=latest.incident, level=latest.level,
        broadcast=note.broadcast or any(one.broadcast for one in posts),
        mention=note.mention or next((one.mention for one in posts if one.mention), None),
    )  # fmt: skip


def _merged(row: Row, ledger: Ledger) -> list[Notification]:
    found: list[Notification] = []
    queue = list({row.entry.id, original(row.entry.id)})  # a copy for the second knows what its original does
    while queue:
        rows = ledger.merged_into(queue.pop())
        found += [one.note for one in rows]
        queue += [one.entry.id for one in rows]
    return found
