"""Markup to plain text in one linear pass: what people read, nothing else.

No HTML parser: feeds nest fragments, cut them in the middle and quote them
twice. Tags go, block tags leave a space, scripts and comments go with their
content, entities are resolved, white space is joined, the length is capped.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_NAME: Final = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_TAG: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_INLINE_NAMES: Final = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark nobr q s samp small span strike "
    "strong sub sup tt u var wbr"
)
_INLINE: Final = frozenset(_INLINE_NAMES.split())
_SILENT: Final = frozenset({"script", "style", "noscript", "iframe", "template", "object", "svg"})
_OPENS_SILENCE: Final = re.compile(
    r"<(?:!--|script|style|noscript|iframe|template|object|svg)", re.IGNORECASE
)
#: Markup that was escaped once more than the feed's format asks for.
_QUOTED_TWICE: Final = re.compile(
    r"</?(?:p|br|a|b|strong|em|i|img|div|span|font|li|ul|h[1-6])(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
#: C0 and C1 controls (but white space), bidi embeddings that can reorder a message, soft hyphen, BOM, specials.
_CONTROLS: Final = dict.fromkeys(
    [
        *range(9), *range(14, 28), *range(127, 133), *range(134, 160),
        0xAD, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xFFF9, 0xFFFD),
    ]
)  # fmt: skip
_CAP: Final = 400_000  #: characters of markup that are looked at


def plain(markup: str, *, limit: int | None = None) -> str:
    """Return markup as one line of NFC text of at most ``limit`` characters, cut at a word."""
    text = markup[: _CAP if limit is None else 8 * limit + 2000]
    if "<" in text:
        text = _without_tags(text)
    if "&" in text:
        text = html.unescape(text)
        if _QUOTED_TWICE.search(text):
            text = html.unescape(_without_tags(text))
    text = " ".join(text.split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():  # rare: the table costs more than all the rest
        text = " ".join(text.translate(_CONTROLS).split())
    return text if limit is None else cut(text, limit)


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of text, ending at a word and with an ellipsis where cut."""
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    head = text[: limit - 1]
    space = head.rfind(" ", max(0, limit - 40))
    return (head[:space] if space > 0 else head).rstrip(" ,;:–-") + "…"


def _without_tags(text: str) -> str:
    """Text without markup: by one expression where there are only whole tags, else piece by piece."""
    if _OPENS_SILENCE.search(text) is None:
        simple = _TAG.sub(_gap, text)
        if "<" not in simple:
            return simple
    return _piece_by_piece(text)


def _gap(tag: re.Match[str]) -> str:
    return "" if tag[1].lower() in _INLINE else " "


def _piece_by_piece(text: str) -> str:
    first, *pieces = text.split("<")
    out = [first]
    until: str | None = None  # what ends the silence we are in: "-->" or a closing tag
    for piece in pieces:
        if until == "-->":
            _, found, rest = piece.partition("-->")
            if found:
                out.append(rest)
                until = None
            continue
        name = _NAME.match(piece)
        tag = name[1].lower() if name else ""
        if until is not None:
            if piece.startswith("/") and tag == until:
                until = None
                out.append(" " + piece.partition(">")[2])
            continue
        until = _one(piece, tag, out)
    return "".join(out)


def _one(piece: str, tag: str, out: list[str]) -> str | None:
    """Write what one ``<…`` leaves, and return what it opens: the end of a silence, or nothing."""
    if piece.startswith("!--"):
        _, found, rest = piece[3:].partition("-->")
        out.append(rest if found else "")
        return None if found else "-->"
    if not tag and piece[:1] not in {"!", "?", "/"}:
        out.append("<" + piece)  # "a < b" is text
        return None
    inside, found, rest = piece.partition(">")
    if tag in _SILENT and not piece.startswith("/") and not inside.endswith("/"):
        return tag
    out.append((rest if tag in _INLINE else " " + rest) if found else " ")
    return None
