"""Years as newspapers write them, in the calendars that they use: 2022, ۱۴۰۱, 2565, 令和4年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from streams.text import Field
from streams.violence.compiled import CompiledLexicon
from streams.violence.figure import Figure
from streams.violence.qualifiers import stands_last

_MONTHS = 12
_ROUND = 50  #: what is so round is rather a number, but behind a word of `years`
_NEAR = 30  #: letters before a number among which a word of `years` ends
_MARKS = (",", ".", ":", ";", "،", "、", "，")  #: behind such a mark stands nobody who is counted
_OURS, _SOLAR, _BUDDHIST = range(1900, 2100), range(1300, 1500), range(2443, 2643)
_SOLAR_IN, _BUDDHIST_IN, _ETHIOPIC_IN = (
    frozenset({"fa", "ps"}),
    frozenset({"th"}),
    frozenset({"am", "ti", "om"}),
)
_ERAS_IN = frozenset({"ja", "zh"})
#: Eras of Japan and Taiwan, each with the year before its first.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}
_ERA = re.compile(rf"(?P<era>{'|'.join(_ERAS)})(?P<year>\d{{1,3}}|元)年")
_MAY_BE_YEAR, _MAY_BE_ERA = re.compile(r"\d{4}"), re.compile(rf"\d{{4}}|{'|'.join(_ERAS)}")
#: How years begin beside 19 and 20, in the calendars and digits that a language has.
_BEGINS = {
    "fa": ("13", "14", "۱۳", "۱۴", "۱۹", "۲۰"),
    "ps": ("13", "14", "۱۳", "۱۴", "۱۹", "۲۰"),
    "ur": ("۱۹", "۲۰"),
    "ar": ("١٩", "٢٠"),
    "hi": ("१९", "२०"),
    "bn": ("১৯", "২০"),
    "my": ("၁၉", "၂၀"),
    "km": ("១៩", "២០"),
    "th": ("24", "25", "26", "๑๙", "๒๐", "๒๔", "๒๕", "๒๖"),
    "ja": tuple(_ERAS),
    "zh": tuple(_ERAS),
}
#: Four digits, and behind a dash the end of a span; glued to no letter of Latin or Cyrillic, no money and no part of a number.
_DIGITS = re.compile(
    r"(?:(?<!\d)(?:\d{1,2}[./-]){2}(?P<dated>\d{4})"
    r"|(?<![\d$€£¥₹#a-zà-ÿа-я])(?<![a-zа-я]-)(?<!\d[.,:])(?P<year>\d{4})(?:\s?[-–—/]\s?(?P<to>\d{4}|\d{2}))?)"
    r"(?![\da-z%€$]|[.,:]\d)"
)


class Named(NamedTuple):
    """A year that a text names."""

    start: int
    end: int
    last: int  #: its last month, as `month_of` counts


def month_of(year: int, month: int = _MONTHS) -> int:
    """Return a month (December of a year) as a number: how many have passed since the year 0."""
    return year * _MONTHS + month


def may_name_years(scan: str, language: str) -> bool:
    """Whether a text may name a year at all; quick, and never wrongly no."""
    if "20" in scan or "19" in scan:
        return True
    others = _BEGINS.get(language)
    return others is not None and any(begin in scan for begin in others)


def ended_before(limit: int, scan: str, language: str) -> Iterator[int]:
    """Yield the offsets of a text at which a year may stand that ended before some month; passes over none."""
    for found in (_MAY_BE_ERA if language in _ERAS_IN else _MAY_BE_YEAR).finditer(scan):
        year = found.group()
        last = _last_month(int(year), language) if year.isdecimal() else 0
        if last is not None and last < limit:
            yield found.start()


def years_in(field: Field, start: int, end: int, lexicon: CompiledLexicon) -> list[Named]:
    """Return the years that stand between two offsets of a field, a span of years as its last one."""
    years = []
    for found in _DIGITS.finditer(field.folded, start, end):
        group = "dated" if found["dated"] else "year"
        year, place = int(found[group]), (found.start(group), found.end())
        last = _last_month(_end_of_span(year, found["to"]), lexicon.language)
        if last is not None and _is_year(field, start, end, Figure(*place, year, year), lexicon):
            years.append(Named(*place, last))
    if lexicon.language in _ERAS_IN:
        for found in _ERA.finditer(field.folded, start, end):
            year = _ERAS[found["era"]] + (1 if found["year"] == "元" else int(found["year"]))
            years.append(Named(found.start(), found.end(), month_of(year)))
        years.sort()
    return years


def _end_of_span(year: int, to: str | None) -> int:
    """Return the year in which a span ends: 2014–2016, 2014/15; the month of 2026-08 ends none."""
    if to is None:
        return year
    return max(year, int(to) if len(to) > 2 else year - year % 100 + int(to))


def _last_month(year: int, language: str) -> int | None:
    """Return the last month of a year, in the calendar that gives the latest one; nothing if it is no year of our days.

    Papers of Ethiopia write 2018 for what ends in September 2026, and those abroad for what ended with 2018: nobody can tell.
    """
    if year in _OURS:
        return month_of(year + 8, 9) if language in _ETHIOPIC_IN else month_of(year)
    if language in _SOLAR_IN and year in _SOLAR:
        return month_of(year + 622, 3)
    if language in _BUDDHIST_IN and year in _BUDDHIST:
        return month_of(year - 543)
    return None


def _is_year(field: Field, start: int, end: int, figure: Figure, lexicon: CompiledLexicon) -> bool:
    """Whether a number that may be a year counts no people, and is not so round that it may count anything."""
    text, scan = field.folded[start:end], field.scan[start:end]
    here = Figure(figure.start - start, figure.end - start, figure.low, figure.high)
    if stands_last(lexicon.years, scan[max(0, here.start - _NEAR) : here.start], between=0):
        return True
    if (figure.low or 0) % _ROUND == 0:
        return False
    return text[here.end : here.end + 1] in _MARKS or not lexicon.counting.years.counts_people(
        text, scan, here
    )
