"""Numbers written in digits of any script, with thousands, scales and ranges; scores, ages, times and measures left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streams.violence.cues import SPACELESS
from streams.violence.figure import MOST, Figure
from streams.violence.number_words import NumberWords

_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f '’٬]\d{3})+|\d+"
_DIGITS = re.compile(
    rf"(?<![^\W{SPACELESS}\u1200-\u139fولبفك])(?<!\d[,:/])(?<![.$€£¥₹₽%٪])"  # in a word only behind 造成3人, በ3 ቀን, و40
    rf"(?P<n>{_NUMBER})(?P<part>[.,٫]\d+)?(?:\s?[-–—]\s?(?P<to>{_NUMBER}))?(?![\d:/])"
)
_MORE_DIGITS = re.compile(r"\d+")
_NO_PEOPLE_AFTER = re.compile(r"\s?[%٪‰€$£°º]|[.:]\d|-?(?:st|nd|rd|th|s)\b|\s?(?:km|mm|cm|kg|am|pm)\b")
_SPACED = re.compile(
    r"\s[-–—]|[-–—]\s"
)  #: a dash between spaces parts two figures: "12 dead – 3 of them children"
_LONGEST = 18  #: digits; Python reads no row of thousands of them


def in_digits(text: str, words: NumberWords) -> Iterator[Figure]:
    """Yield the numbers in digits that may count people, in order, too large ones with them; ``words`` knows the scales."""
    for match in _DIGITS.finditer(text):
        value, end = _value(match["n"]), match.end()
        scale = words.scale_at(text, end)
        if match["part"] and not scale:
            continue
        high = _value(match["to"]) if match["to"] else value
        if value * 1000 <= high:  # nobody counts "5 to 10 000": the thousands are of both
            value *= 1000
        factor = 1
        if scale:
            factor, end = scale
        if match["part"] and factor > 1:
            value = high = round(float(f"{value}.{match['part'][1:]}") * factor)
            factor = 1
        rest, end = _rest(text, end, words) if scale else (0, end)
        if _is_no_count(text, match, value, end):
            continue
        low, high = value * factor + rest, max(high, value) * factor + rest
        yield Figure(match.start(), end, low, high)


def _value(digits: str) -> int:
    """Return what digits are worth; of a row that is longer than any count only that it is more than `MOST`."""
    told = re.sub(r"\D", "", digits)
    return int(told) if len(told) <= _LONGEST else MOST + 1


def _rest(text: str, end: int, words: NumberWords) -> tuple[int, int]:
    """Return what digits glued to a scale add, and where they end: 1천200, 2万5千."""
    rest = 0
    while match := _MORE_DIGITS.match(text, end):
        factor, end = words.scale_at(text, match.end()) or (1, match.end())
        rest += _value(match.group()) * factor
    return rest, end


def _is_no_count(text: str, match: re.Match[str], value: int, end: int) -> bool:
    if _NO_PEOPLE_AFTER.match(text, end):
        return True
    if match["to"] and _value(match["to"]) <= value and not _SPACED.search(match.group()):
        return True  # 7-0 and 2-2 are scores, 1861-65 are years: no range of people falls
    around = text[max(0, match.start() - 1) : match.start()], text[end : end + 1]
    if around == ("(", ")"):
        return True  # an age
    return text[max(0, match.start() - 2) : match.start()] == ", " and around[1] == ","
