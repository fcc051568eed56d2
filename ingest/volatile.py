"""A digest of a document that ignores what changes in every poll and means nothing."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

_ENTRY: Final = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s>]")
_VOLATILE: Final = re.compile(
    rb"<(lastBuildDate|pubDate|ttl|generator|dc:date|(?:atom:|a10:)?updated|modified|(?:sy:)?updateBase)"
    rb"(?:\s[^<>]{0,200})?>[^<]{0,200}</\1\s*>"
    rb"|<!--[^<>]{0,300}-->"
)
_TRAILER: Final = re.compile(rb"<!--[^<>]{0,300}-->")


def body_hash(body: bytes) -> str:
    """Return a digest of a body without its volatile channel fields and generator comments.

    Only what stands before the first entry and after the last is touched:
    an entry whose date changes has changed.
    """
    first = _ENTRY.search(body)
    start = first.start() if first else len(body)
    end = max(start, len(body) - 600)
    state = blake2b(digest_size=16)
    state.update(_VOLATILE.sub(b"", body[:start]))
    state.update(body[start:end])
    state.update(_tail(body[end:]))
    return state.hexdigest()


def _tail(tail: bytes) -> bytes:
    """The end of a document without generator comments and channel fields that stand after the entries."""
    for close in (b"</item>", b"</entry>"):
        cut = tail.rfind(close)
        if cut >= 0:
            return tail[:cut] + _VOLATILE.sub(b"", tail[cut:])
    return _TRAILER.sub(b"", tail)
