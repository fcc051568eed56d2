"""Which article an entry is: stable ids, and the keys by which it is recognised (ingest.md §6).

A stable id is the guid if it is unique in the window and no bare counter;
else the link if unique; else link and title; else title and date. Keys are
what the store remembers: the stable id, and the link with the title, so that
an entry whose guid changed is still known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from ingest.canonical import link_key
from tocsin.ids import digest
from tocsin.model import Entry, Identity

_COUNTER: Final = re.compile(r"[0-9]{1,5}\Z")
_COUNTED_FRAGMENT: Final = re.compile(r"#[0-9]{1,3}\Z")
_TAIL: Final = re.compile(r"[0-9]+\Z")
_JUDGED: Final = 600  #: characters of the summary whose change is an edit; what is kept is shorter
_SPACE_OR_SIGN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """An entry with the rule that names it, its key, its content, and the key it may have been known by."""

    entry: Entry
    rule: Identity
    key: str  #: of the stable id
    alias: str | None  #: of link and title, where the link is unique in the window or there is no guid
    content: str  #: digest of title and summary, blind to markup, case and white space

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys by which the store may know this entry."""
        return (self.key,) if self.alias is None else (self.key, self.alias)


def identify(entries: Sequence[Entry]) -> tuple[Identified, ...]:
    """Return the entries of one window with their identities, each article once (the first entry wins).

    Entries with neither title nor summary nor link say nothing and are left out.
    """
    entries = [entry for entry in entries if entry.title or entry.summary or entry.link]
    guids, links = [_guid(entry) for entry in entries], [_link(entry) for entry in entries]
    guids = _no_positions(guids)
    unique_guid, unique_link = _unique(guids), _unique(links)
    found: dict[str, Identified] = {}
    for entry, guid, link in zip(entries, guids, links, strict=True):
        one = _identified(entry, guid if guid in unique_guid else None, link, alone=link in unique_link)
        found.setdefault(one.key, one)
    return tuple(found.values())


def article_id(namespace: str, stable: str) -> str:
    """Return the id of the article with a key in a feed's namespace."""
    return digest("article", namespace, stable)


def normal(text: str) -> str:
    """Return text without what an editor changes in passing: case, punctuation, white space."""
    return _SPACE_OR_SIGN.sub(" ", text).strip().casefold()


def _identified(entry: Entry, guid: str | None, link: str | None, *, alone: bool) -> Identified:
    title = normal(entry.title or entry.summary[:200])
    alias = _key("alias", link, title) if link and (alone or not guid) else None
    rule, parts = _rule(entry, guid, link, title, alone=alone)
    content = _key(title, " ".join(entry.summary[:_JUDGED].casefold().split()))
    return Identified(entry=entry, rule=rule, key=_key(*parts), alias=alias, content=content)


def _key(*parts: str) -> str:
    """A digest of parts within one feed; four times cheaper than `tocsin.ids.digest`, which names articles."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _rule(
    entry: Entry, guid: str | None, link: str | None, title: str, *, alone: bool
) -> tuple[Identity, tuple[str, ...]]:
    if guid:
        return Identity.GUID, ("guid", guid)
    if link and alone:
        return Identity.LINK, ("link", link)
    if link:
        return Identity.LINK_TITLE, ("link", link, title)
    return Identity.TITLE_DATE, ("title", title, _day(entry))


def _day(entry: Entry) -> str:
    return entry.published.date().isoformat() if entry.published else ""


def _link(entry: Entry) -> str | None:
    return link_key(entry.link) if entry.link else None


def _guid(entry: Entry) -> str | None:
    """The guid in the form that survives https, ``www.`` and BBC-like ``#3`` revision counters."""
    guid = (entry.guid or "").strip()
    if not guid or _COUNTER.match(guid):
        return None
    scheme, mark, rest = guid.partition("://")
    if mark and scheme.lower() in {"http", "https"}:
        return "//" + _COUNTED_FRAGMENT.sub("", rest.removeprefix("www."))
    return guid


def _no_positions(guids: list[str | None]) -> list[str | None]:
    """Guids that only differ in a counter that runs with the window (…1, …2, …3) name positions, not articles."""
    if len(guids) < 3 or None in guids:
        return guids
    tails = [_TAIL.search(guid) for guid in guids if guid]
    stems = {guid[: tail.start()] for guid, tail in zip(guids, tails, strict=True) if guid and tail}
    if len(stems) != 1 or not all(tails):
        return guids
    numbers = [int(tail[0]) for tail in tails if tail]
    counting = numbers in (list(range(len(numbers))), list(range(1, len(numbers) + 1)))
    return [None] * len(guids) if counting else guids


def _unique(values: Sequence[str | None]) -> set[str]:
    return {value for value, count in Counter(values).items() if value and count == 1}
