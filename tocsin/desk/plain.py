"""Feed text and addresses made harmless: what publishers write is shown, never obeyed.

Templates escape every value; this takes away what escaping leaves: characters
that turn the direction of what follows, control characters, and addresses that
are not plain web addresses.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

#: overrides, embeddings and isolates of direction, separators, C0/C1 controls, tags, byte order mark
_HARMFUL: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SPACE: Final = re.compile(r"[\x00-\x20\x7f-\x9f]")
_STACKED: Final = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


def plain(text: object) -> str:
    """Return text without characters that could disturb what stands around it."""
    return _STACKED.sub(r"\1", _HARMFUL.sub("", str(text)))


def short(text: object, most: int = 80) -> str:
    """Return a name at most ``most`` characters long; publishers' names are theirs to choose."""
    name = plain(text)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def web_address(url: str | None) -> str | None:
    """Return the address if it is http or https, names a host and hides nothing in front of it; else None."""
    if not url or _SPACE.search(url) or _HARMFUL.search(url) or len(url) > 2000:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url
