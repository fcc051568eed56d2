"""The search line: what a person types, read into a `Query`.

    region:KG-O category:riot "exact phrase" -word protest* lang:ru since:2d

Reading never fails: what cannot be understood is left out, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tocsin.complaints import did_you_mean
from tocsin.index.query import Clause, Kind, Query, Sort
from tocsin.index.words import words

_TOKEN: Final = re.compile(
    r'(?P<minus>-?)(?:(?P<key>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))', re.IGNORECASE
)
_AGE: Final = re.compile(r"(\d{1,4})\s*(min|m|h|d|w)")
_UNITS: Final = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_ISO: Final = re.compile(r"[a-z]{2}(-[a-z0-9]{1,3})?", re.IGNORECASE)

#: filter, the field of `Query` it fills, an example; the help of page and command line is made of it
FILTERS: Final = (
    ("region", "regions", "region:KG-O", "reported there, or within it"),
    ("mentions", "mentions", "mentions:UZ", "named at all"),
    ("theme", "themes", "theme:violence", "verdict holds for the theme"),
    ("category", "categories", "category:riot", "kind of violence"),
    ("lang", "languages", "lang:ru", "language it is written in"),
    ("feed", "feeds", "feed:kloop-ru", "of one feed"),
    ("publisher", "publishers", 'publisher:"Radio Azattyk"', "of one publisher"),
    ("id", "ids", "id:4f1d…", "exactly this article"),
    ("since", "since", "since:2d", "not older: 30m, 6h, 2d, 1w, today, 2026-08-18"),
    ("until", "until", "until:2026-08-20", "older than"),
    ("violent", "violent", "violent:yes", "the verdict says so: yes, no"),
    ("deaths", "deaths", "deaths:5", "at least so many reported"),
    ("sort", "sort", "sort:newest", "newest or best first"),
)
_ALIASES: Final = {"language": "lang", "in": "region", "after": "since", "before": "until"}
_FIELDS: Final = {name: field for name, field, *_ in FILTERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A search line as it was understood, with a note for each piece that was not."""

    query: Query
    notes: tuple[str, ...] = ()


def read(line: str, *, now: datetime, limit: int = 25, cursor: str | None = None) -> Line:
    """Return what a search line asks for; ages (``2d``) count back from ``now``."""
    fields: dict[str, Any] = {}
    clauses: list[Clause] = []
    notes: list[str] = []
    for match in _TOKEN.finditer(line[:2000]):
        key = (match["key"] or "").lower()
        name = _ALIASES.get(key, key)
        if name not in _FIELDS:
            clauses.extend(_clauses(match))
            notes.extend(_misspelt(key, match))
            notes.extend(_joining(match))
        elif note := _take(fields, name, match, now):
            notes.append(note)
    query = replace(Query(clauses=tuple(clauses), limit=limit, cursor=cursor), **fields)
    return Line(query=query, notes=tuple(notes))


def _clauses(match: re.Match[str]) -> tuple[Clause, ...]:
    """Return the word, phrase or prefix that was typed; nothing where it has no letter and no digit."""
    text = match["quoted"] if match["quoted"] is not None else match["bare"]
    kind = Kind.PHRASE if match["quoted"] is not None else Kind.WORD
    if match["key"]:
        text = f"{match['key']}:{text}"  # 12:30 and http:// are words like any other
    elif kind is Kind.WORD and text.endswith("*"):
        text, kind = text.rstrip("*"), Kind.PREFIX
    return (Clause(text=text, kind=kind, excluded=bool(match["minus"])),) if words(text) else ()


def _misspelt(key: str, match: re.Match[str]) -> Iterator[str]:
    """Yield a note where a word looks like a filter whose name was misspelt (``regoin:KG``)."""
    near = did_you_mean(key, [*_FIELDS, *_ALIASES]) if key else None
    if near and not (match["bare"] or "").startswith("//"):
        yield f"{match[0]} was looked for as words: no filter is named {key!r}; {near}"


def _joining(match: re.Match[str]) -> Iterator[str]:
    """Yield a note on a word that joins others in other searches (``Osh OR Uzgen``), and is looked for here."""
    if match[0] in ("AND", "OR", "NOT"):
        yield f"{match[0]} was looked for as a word: all words must occur; write -word for one that must not"


def _take(fields: dict[str, Any], name: str, match: re.Match[str], now: datetime) -> str:
    """Take up one filter; return a note where its value says nothing to us."""
    value = (match["quoted"] if match["quoted"] is not None else match["bare"]).strip()
    if match["minus"]:
        return f"-{name}: filters cannot be turned round; this one was left out"
    read_value = _READERS.get(name)
    if read_value is None:
        field = _FIELDS[name]
        fields[field] = (*fields.get(field, ()), _plain(name, value))
        return ""
    understood = read_value(value, now)
    if understood is None:
        example = next(example for key, _, example, _ in FILTERS if key == name)
        return f"{name}:{value} was not understood and left out; try {example}"
    fields[_FIELDS[name]] = understood
    return ""


def _plain(name: str, value: str) -> str:
    if name in ("region", "mentions"):
        return value.upper() if _ISO.fullmatch(value) else value.lower()
    return value if name in ("feed", "id", "publisher") else value.lower()


def _moment(value: str, now: datetime) -> datetime | None:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if value.lower() in ("today", "yesterday"):
        return today if value.lower() == "today" else today - timedelta(days=1)
    if age := _AGE.fullmatch(value.lower()):
        return now - timedelta(**{_UNITS[age[2]]: int(age[1])})
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _yes(value: str, _now: datetime) -> bool | None:
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(value.lower())


def _count(value: str, _now: datetime) -> int | None:
    digits = value.strip("<>=+")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


def _sort(value: str, _now: datetime) -> Sort | None:
    return {"newest": Sort.NEWEST, "new": Sort.NEWEST, "best": Sort.BEST}.get(value.lower())


_READERS: Final[dict[str, Callable[[str, datetime], Any]]] = {
    "since": _moment, "until": _moment, "violent": _yes, "deaths": _count, "sort": _sort,
}  # fmt: skip
