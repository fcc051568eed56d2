"""The fast path: fastfeedparser behind guards that know where it errs.

A document that passes the guards is well-formed, has no DOCTYPE, as many
entries as entry tags, and entries that have a title, a link or id, and links that
are absolute and not escaped twice; its dates have no zones like GMT+0900.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final
from xml.parsers import expat

from ingest.dates import from_iso
from ingest.parsed import Parsed, Path
from ingest.plain import plain
from tocsin.model import Entry

_TAGS: Final = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)(?=[\s>/])")
_ODD_ZONES: Final = (b"GMT+", b"GMT-", b"UTC+", b"UTC-")  #: "18:58:32 GMT+0900", which it takes for UTC
SUMMARY_CAP: Final = 2000  #: characters of a summary that leave the parser
TEXT_CAP: Final = 100_000


@lru_cache(maxsize=1)
def entry_tags(document: bytes) -> int:
    """Return how many entries begin in a document, by its bytes."""
    return len(_TAGS.findall(document))


def read(document: bytes, *, guarded: bool, full_text: bool) -> Parsed | None:
    """Return what the fast parser finds in a UTF-8 document, or nothing where it is not to be trusted."""
    if guarded and not _sound_document(document):
        return None
    found = _found(document, content=full_text)
    if found is not None and not full_text and any(not raw.get("description") for raw in found["entries"]):
        found = _found(document, content=True)  # the parser makes descriptions from content
    if found is None:
        return None
    raw = found["entries"]
    if guarded and not (len(raw) == entry_tags(document) and all(_sound(entry) for entry in raw)):
        return None
    return Parsed(
        entries=tuple(_entry(entry, full_text) for entry in raw),
        title=_word(found.get("feed", {}).get("title")), path=Path.FAST,
    )  # fmt: skip


def _found(document: bytes, *, content: bool) -> dict[str, Any] | None:
    import fastfeedparser

    try:
        found: dict[str, Any] = fastfeedparser.parse(
            document, include_content=content, include_media=False, include_enclosures=False
        )
    except Exception:  # noqa: BLE001  # a third party's parser over a stranger's bytes: any error means "not this way"
        return None
    found["entries"] = found.get("entries") or []
    return found


def _sound_document(document: bytes) -> bool:
    if b"<!DOCTYPE" in document[:10_000] or any(zone in document for zone in _ODD_ZONES):
        return False
    return _well_formed(document)


def _well_formed(document: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(document, True)
    except expat.ExpatError:
        return False
    return True


def _sound(entry: dict[str, Any]) -> bool:
    link, guid = entry.get("link"), entry.get("id")
    if not entry.get("title") or not (link or guid):
        return False
    return not link or (link.startswith(("http://", "https://")) and "&amp;" not in link)


def _entry(raw: dict[str, Any], full_text: bool) -> Entry:
    link, guid = _word(raw.get("link")), _word(raw.get("id"))
    content = raw.get("content") or ()
    full = (content[0].get("value") or "") if content and full_text else ""
    return Entry(
        guid=None if guid == link else guid,  # the parser fills a missing guid with the link
        link=link,
        title=plain(raw.get("title") or "", limit=1000),
        summary=plain(raw.get("description") or "", limit=SUMMARY_CAP),
        published=from_iso(raw.get("published")),
        updated=from_iso(raw.get("updated")),
        authors=_words(author.get("name") for author in raw.get("authors") or ()),
        sections=_words(tag.get("term") for tag in raw.get("tags") or ()),
        text=plain(full, limit=TEXT_CAP) if full else "",
    )


def _word(value: Any) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _words(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if value and (text := plain(value, limit=200))))[:20]
