"""In which countries a language is the language of news: a text rather means their places than namesakes elsewhere.

English is none of them: it is written everywhere about everywhere.
"""

from __future__ import annotations

_NONE: frozenset[str] = frozenset()
_COUNTRIES = {
    "ar": "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE",
    "az": "AZ IR", "be": "BY", "bg": "BG", "bn": "BD IN", "cs": "CZ", "de": "AT CH DE LI LU", "el": "CY GR",
    "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE", "fa": "AF IR TJ",
    "fr": "BE BF BI BJ BL CD CF CG CH CI CM DJ FR GA GF GN GP HT KM LU MC MF MG ML MQ MR NC NE PF RE RW SN TD TG YT",
    "ha": "NE NG", "he": "IL", "hi": "IN", "hr": "BA HR", "hu": "HU", "hy": "AM", "id": "ID TL", "it": "CH IT SM",
    "ja": "JP", "ka": "GE", "km": "KH", "ko": "KP KR", "mk": "MK", "ms": "BN MY", "my": "MM", "ne": "NP", "nl": "BE NL SR",
    "pcm": "CM GH NG", "pl": "PL", "ps": "AF PK", "pt": "AO BR CV GW MZ PT ST TL", "rn": "BI CD RW", "ro": "MD RO",
    "ru": "BY KG KZ RU TJ", "rw": "BI CD RW",
    "sk": "SK", "sl": "SI", "sq": "AL MK XK", "sr": "BA ME RS XK", "sv": "FI SE", "sw": "BI CD KE RW TZ UG", "ta": "IN LK", "th": "TH",
    "tr": "CY TR", "uk": "UA", "ur": "IN PK", "vi": "VN", "zh": "CN HK MO SG TW",
}  # fmt: skip
_SPOKEN = {language: frozenset(codes.split()) for language, codes in _COUNTRIES.items()}


def countries(language: str) -> frozenset[str]:
    """Return the countries whose news are written in a language; none if that tells nothing."""
    return _SPOKEN.get(language, _NONE)
