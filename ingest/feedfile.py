"""Feed files changed as text: an entry more or less, every comment and every other line as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml

from ingest.spec import FeedFile, FeedSpec
from tocsin.strict import parse

_KEY = re.compile(
    r"^feeds:[ \t]*(?:\[[ \t]*\])?[ \t]*$", re.MULTILINE
)  #: the list's key, alone or with an empty list
HEAD = "# yaml-language-server: $schema=../schema/feeds.json\nfeeds:\n"
_KEYS = ("id", "url", "name", "publisher", "owner", "country", "covers", "language")


def entry(spec: FeedSpec) -> str:
    """Return a feed as the lines of a feed file; what follows from other keys is left out."""
    said = spec.model_dump(mode="json", include=set(_KEYS), exclude_none=True)
    if said["owner"] == said["publisher"]:
        del said["owner"]
    if said["covers"] == [said.get("country")]:
        del said["covers"]
    lines = [f"{key}: {_scalar(said[key])}" for key in _KEYS if key in said]
    return "  - " + "\n    ".join(lines) + "\n"


def added(text: str, specs: Iterable[FeedSpec]) -> str:
    """Return the text of a feed file with feeds at its end; an empty text becomes a file."""
    text = _KEY.sub("feeds:", text, count=1) if text.strip() else HEAD
    return text + ("" if text.endswith("\n") else "\n") + "".join(map(entry, specs))


def removed(text: str, feed: str) -> str | None:
    """Return the text of a feed file without a feed, or nothing where it is not in it.

    The only feed of a file leaves an empty list behind.
    """
    document = parse(text, FeedFile, file="")
    feeds = document.value.feeds if document.value else ()
    number = next((i for i, spec in enumerate(feeds) if spec.id == feed), None)
    if number is None:
        return None
    lines = text.splitlines(keepends=True)
    start = document.place(("feeds", number))[0] - 1
    last = number + 1 == len(feeds)
    end = len(lines) if last else document.place(("feeds", number + 1))[0] - 1
    while end > start and lines[end - 1].lstrip().startswith("#") and not last:
        end -= 1  # a comment above the next feed is about that
    kept = "".join(lines[:start] + lines[end:])
    return kept if len(feeds) > 1 else _KEY.sub("feeds: []", kept, count=1)


def _scalar(value: object) -> str:
    """Return a value in YAML's flow style on one line, quoted where it must be."""
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
        .removesuffix("...\n")
        .strip()
    )
