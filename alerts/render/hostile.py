"""Text from outside made safe to show: escaped, isolated, cut between characters as people see them.

A headline may hold mark-up, mentions of a whole channel, text that turns the
direction of what follows, or a letter of ten code points.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CONTROLS: Final = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP: Final = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"})
_EMOJI: Final = re.compile(r":(?=[A-Za-z0-9_+'-]+:)")
_RTL: Final = frozenset({"R", "AL"})
ISOLATE, POP = "\u2068", "\u2069"
_JOINS_LEFT: Final = ("\u200d", "\ufe0e", "\ufe0f", "\u20e3")


def plain(text: str) -> str:
    """Return text in one line, without control characters and without marks that turn direction."""
    return " ".join(_BIDI.sub("", _CONTROLS.sub(" ", text)).split())


def safe(text: str, limit: int = 300) -> str:
    """Return hostile text for Slack's mrkdwn: one line, cut, no mark-up, escaped, isolated where it is needed."""
    text = _EMOJI.sub("\ua789", cut(plain(text), limit).translate(_MARKUP))
    return isolated(escaped(text))


def escaped(text: str) -> str:
    """Return text with the three characters that Slack reads as control characters replaced."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def isolated(text: str) -> str:
    """Return text that cannot turn the direction of what follows it."""
    if any(unicodedata.bidirectional(letter) in _RTL for letter in text):
        return f"{ISOLATE}{text}{POP}"
    return text


def cut(text: str, limit: int) -> str:
    """Return at most ``limit`` code points, cut between graphemes and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and _inside(text, end):
        end -= 1
    return text[:end].rstrip() + "…"


def _inside(text: str, at: int) -> bool:
    """Return whether a cut before ``at`` would split what people see as one character."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after).startswith("M") or after in _JOINS_LEFT or before == "\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":
        return True
    if _flag(after) and _flag(before):
        flags = 0
        while at - 1 - flags >= 0 and _flag(text[at - 1 - flags]):
            flags += 1
        return flags % 2 == 1
    return "\u1160" <= after <= "\u11ff"


def _flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def web_link(url: str | None) -> str | None:
    """Return a link that may be shown: http or https only, without characters that end it early."""
    if not url or not re.match(r"https?://[^\s<>|\"]+\Z", url) or len(url) > 2000:
        return None
    return url.replace("&", "&amp;")
