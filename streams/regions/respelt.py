"""Chinese names in the spellings of Taiwan and Hong Kong: the lists need to hold but one of the two scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streams.han_forms import traditional
from streams.regions.meaning import Extra

_CHINESE = "zh"


def in_traditional(listed: Iterable[Extra]) -> Iterator[Extra]:
    """Yield names, then the Chinese ones in traditional letters, unless a list says itself what such a spelling means."""
    chinese: list[Extra] = []
    for extra in listed:
        yield extra
        if extra.languages is not None and _CHINESE in extra.languages:
            chinese.append(extra)
    known = {extra.text for extra in chinese}
    for extra in chinese:
        for spelt in traditional(extra.text):
            if spelt not in known:
                yield extra._replace(text=spelt)
