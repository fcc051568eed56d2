"""What nobody has ever said: a typo among the words of a question gives nothing, and must not look like calm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tocsin.atlas import Atlas
from tocsin.complaints import did_you_mean
from tocsin.index.query import Query

MOST: Final = 4  #: codes that are told of a name


def unknown(query: Query, known: Mapping[str, Sequence[str]], atlas: Atlas) -> Iterator[str]:
    """Yield a line for each filter of a query whose value is not among the known ones; a filter nobody lists is passed over."""
    given = {
        "region": query.regions, "mentions": query.mentions, "theme": query.themes,
        "category": query.categories, "lang": query.languages, "feed": query.feeds,
    }  # fmt: skip
    for name, values in given.items():
        for value in values:
            if name in known and value not in known[name]:
                places = atlas if name in ("region", "mentions") else None
                yield f"{name}:{value}: {nobody('such value is known', value, known[name], places)}"


def nobody(what: str, word: str, known: Sequence[str], atlas: Atlas | None = None) -> str:
    """Return ``no`` with what was not found, and what may have been meant."""
    hint = near(word, known, atlas)
    return f"no {what}" + (f"; {hint}" if hint else "")


def near(word: str, known: Sequence[str], atlas: Atlas | None = None) -> str | None:
    """Return what may have been meant: the codes of a place that was called by its name, else the nearest known word."""
    codes = codes_of(word, atlas) if atlas is not None else ()
    if codes:
        return f"{word!r} is written {' or '.join(codes)}"
    return did_you_mean(word, known) or did_you_mean(word.upper(), known)  # codes are written large


def codes_of(name: str, atlas: Atlas) -> tuple[str, ...]:
    """Return the codes of regions that some language calls so, or so with a word behind it (``Osh``: Osh City, too)."""
    asked = name.casefold().replace("_", " ").strip()
    if not asked:
        return ()
    exact, longer = [], []
    for code in atlas:
        names = {one.casefold() for one in atlas.region(code).names.values()}
        if asked in names:
            exact.append(code)
        elif any(one.startswith(asked + " ") for one in names):
            longer.append(code)
    return tuple([*exact, *longer][:MOST])
