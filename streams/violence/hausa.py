"""Hausa as it is typed: half of the press writes plain letters for the hooked ones, and an apostrophe for ƴ."""

from __future__ import annotations

from streams.text import scan_of

_PLAIN = str.maketrans("ɓɗƙƴ", "bdky")


def typed(text: str) -> tuple[str, ...]:
    """Return the scan forms of a word in hooked letters: as it stands, in plain ones, and with an apostrophe before y.

    An apostrophe behind a space leaves two of them: "kashe ƴan sanda", "kashe 'yan sanda", "kashe yan sanda".
    """
    whole = scan_of(text)
    plain = whole.translate(_PLAIN)
    return tuple(dict.fromkeys((whole, plain, whole.replace(" ƴ", "  y").translate(_PLAIN))))
