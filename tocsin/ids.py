"""Ids computed from content, so that saying a thing twice changes nothing."""

from __future__ import annotations

from hashlib import blake2b


def digest(*parts: str) -> str:
    """Return the BLAKE2b-128 hex digest (32 characters) of the parts, in order.

    Each part is preceded by its length in bytes, so ``("ab", "c")`` and
    ``("a", "bc")`` differ.
    """
    state = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        state.update(len(raw).to_bytes(8, "big"))
        state.update(raw)
    return state.hexdigest()
