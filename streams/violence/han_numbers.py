"""Numbers written in Chinese characters: 十二, 三百五十, 二〇, and "two or three" as 两三."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_SCALES = {
    "十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000,
}  # fmt: skip
_NUMBER = re.compile(f"[{''.join((*_DIGITS, *_SCALES))}]+")
_EITHER = re.compile(
    f"(?<![{''.join(_DIGITS)}])([{''.join(_DIGITS)}])([{''.join(_DIGITS)}])(?![{''.join(_DIGITS)}])"
)


def han_numbers(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield start, end, lowest and highest value of each number; those that are no number are 0."""
    for match in _NUMBER.finditer(text):
        yield (*match.span(), *_range(match.group()))


def _range(written: str) -> tuple[int, int]:
    """Return the value twice, or both ends where two successive digits mean "two or three"."""
    either = _EITHER.search(written)
    if either is None or _DIGITS[either[1]] + 1 != _DIGITS[either[2]]:
        return (value := _value(written)), value
    before, after = written[: either.start()], written[either.end() :]
    return _value(before + either[1] + after), _value(before + either[2] + after)


def _value(written: str) -> int:
    total = section = digit = 0
    for letter in written:
        if letter in _DIGITS:
            digit = digit * 10 + _DIGITS[letter] if digit else _DIGITS[letter]
            continue
        scale = _SCALES[letter]
        if scale >= 10_000:
            total, section, digit = total + max(section + digit, 1) * scale, 0, 0
        else:
            section, digit = section + max(digit, 1) * scale, 0
    return total + section + digit
