"""Which partition of the mentions a region belongs to: that of its country.

What meets in one incident (a country and its provinces) then stands in one
partition, in the order in which it was reported, and the alerter reads it in
that order however the partitions lie between one another. An area with parts
in several countries has a partition of its own: editing an area must not move
a country to a partition that knows nothing of its past.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tocsin.topics import MENTIONS

_SEED: Final = 0x9747B28C
_MIX: Final = 0x5BD1E995
_WORD: Final = 0xFFFFFFFF


@lru_cache(maxsize=10_000)
def partition_of(family: str) -> int:
    """Return the partition of the mentions of a family (`tocsin.atlas.Atlas.family`)."""
    return (murmur2(family.encode()) & 0x7FFFFFFF) % MENTIONS.partitions


def murmur2(data: bytes) -> int:
    """Return Kafka's hash of a key (MurmurHash2 by A. Appleby, 32 bits, Kafka's seed)."""
    mixed = _SEED ^ len(data)
    whole = len(data) & ~3
    for at in range(0, whole, 4):
        word = int.from_bytes(data[at : at + 4], "little") * _MIX & _WORD
        word = (word ^ word >> 24) * _MIX & _WORD
        mixed = (mixed * _MIX & _WORD) ^ word
    if rest := data[whole:]:
        mixed = (mixed ^ int.from_bytes(rest, "little")) * _MIX & _WORD
    mixed = (mixed ^ mixed >> 13) * _MIX & _WORD
    return mixed ^ mixed >> 15
