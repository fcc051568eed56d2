"""How a field uses capitals: as a text does, as a headline does, in capitals only, or not at all."""

from __future__ import annotations

from streams.text import Field, has_no_case

_SAMPLE = 160  #: letters that tell


class Shape:
    """How a field uses capitals."""

    __slots__ = ("all_capitals", "caseless", "title_case")

    def __init__(self, field: Field) -> None:
        sample = field.raw[:_SAMPLE]
        self.caseless = has_no_case(sample)
        self.all_capitals = field.small or (not self.caseless and _is_shouted(sample))
        self.title_case = (
            field.name == "title" and not self.caseless and not self.all_capitals and _is_title_case(sample)
        )


def _is_shouted(sample: str) -> bool:
    """Tell whether nearly all letters are capitals ("U.S. SAYS IRAN's ARMY ...")."""
    if sample.isupper():
        return True
    if not sample[:40].isupper() and sample[1:3].islower():
        return False
    upper = sum(map(str.isupper, sample))
    return upper > 4 * sum(map(str.islower, sample)) and upper > 3


def _is_title_case(sample: str) -> bool:
    """Tell whether a headline writes most of its longer words with a capital."""
    words = [word for word in sample.split() if word[0].isalpha() and len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) * 10 >= len(words) * 7
