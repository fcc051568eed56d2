"""Which languages' names the gazetteer looks for, and in which countries it looks closer."""

from __future__ import annotations

#: Languages whose names of divisions are matched; the atlas knows more (`DIVIDED`).
MATCHED = frozenset([
    "en", "de", "fr", "es", "pt", "it", "ru", "uk", "tr", "ar", "fa", "zh", "pl", "nl", "sw", "hi",
    "id", "ja", "ko", "he", "bn", "am", "ky", "uz", "kk", "tg", "ur", "cs",
])  # fmt: skip

#: Languages whose names of divisions the atlas knows.
DIVIDED = frozenset([
    "en", "de", "fr", "es", "pt", "it", "ru", "uk", "tr", "ar", "fa", "zh", "zh-Hant", "pl", "nl",
    "sw", "am", "so", "hi", "id", "ja", "ko", "ky", "uz", "kk", "tg", "ur", "bn", "my", "ha", "he",
    "vi", "th", "cs", "sk", "hu", "ro", "bg", "sr", "hr", "el", "sv", "da", "no", "fi", "ka", "hy",
    "az", "be", "ps", "ku", "ne", "ta", "ms", "mn", "ti",
])  # fmt: skip

#: Languages whose names of countries are kept whatever they look like.
TAGGED = frozenset([
    "en", "de", "fr", "es", "pt", "it", "ru", "uk", "tr", "ar", "fa", "zh", "zh-Hant", "pl", "nl",
    "sw", "am", "so", "hi", "id", "ja", "ko", "ky", "uz", "kk", "tg", "ur", "bn", "my", "ha", "he",
    "vi", "th", "cs", "sk", "hu", "ro", "bg", "sr", "hr", "el", "sv", "da", "no", "fi", "ka", "hy",
    "az", "be", "ps", "ku", "ne", "ta", "te", "si", "km", "ms", "tl", "mn", "ti", "om", "yo", "ig",
    "zu", "et", "lv", "lt", "sl", "mk", "sq", "ca", "bs", "af", "mg", "rw", "ln", "lo", "gu", "pa",
    "mr", "kn", "ml", "or", "tk", "tt", "ug", "ckb", "sr-Latn",
])  # fmt: skip

#: Languages beyond those whose names of countries are matched: what language detection can tell.
SPOKEN = TAGGED | frozenset([
    "als", "an", "arz", "as", "ast", "av", "az", "ba", "bar", "bcl", "be", "bh", "bo", "br", "ce",
    "ceb", "co", "cv", "cy", "dv", "eo", "et", "eu", "fil", "fo", "fur", "fy", "ga", "gd", "gl",
    "gn", "gsw", "gv", "ht", "hsb", "ht", "ia", "ig", "ilo", "is", "jv", "kab", "kl", "ku", "kw",
    "lb", "li", "lmo", "ln", "lv", "mai", "mg", "min", "mt", "mzn", "nds", "nn", "nb", "no", "oc",
    "os", "pam", "pms", "qu", "rm", "sa", "sah", "sc", "scn", "sd", "sn", "so", "su", "sw", "tl",
    "to", "tt", "ty", "ug", "vec", "vo", "wa", "war", "wo", "xh", "yi", "yo", "yue", "zu", "st",
    "ss", "nso", "lg",
])  # fmt: skip

#: Countries where a small town or a district may be where it happens and the only place named.
WATCHED = frozenset([
    "AF", "AL", "AM", "AO", "AR", "AZ", "BA", "BD", "BF", "BI", "BJ", "BO", "BR", "BT", "BY", "CD",
    "CF", "CG", "CI", "CM", "CN", "CO", "CR", "CU", "DJ", "DO", "DZ", "EC", "EG", "EH", "ER", "ET",
    "GA", "GE", "GH", "GM", "GN", "GQ", "GT", "GW", "GY", "HN", "HT", "ID", "IL", "IN", "IQ", "IR",
    "JM", "JO", "KE", "KG", "KH", "KM", "KP", "KW", "KZ", "LA", "LB", "LK", "LR", "LS", "LY", "MA",
    "MD", "ME", "MG", "MK", "ML", "MM", "MN", "MR", "MW", "MX", "MY", "MZ", "NE", "NG", "NI", "NP",
    "OM", "PA", "PE", "PG", "PH", "PK", "PS", "PY", "RS", "RU", "RW", "SA", "SB", "SD", "SL", "SN",
    "SO", "SS", "SV", "SY", "SZ", "TD", "TG", "TH", "TJ", "TL", "TM", "TN", "TR", "TT", "TZ", "UA",
    "UG", "UY", "UZ", "VE", "VN", "XK", "YE", "ZA", "ZM", "ZW", "NA", "BW",
])  # fmt: skip

#: Watched countries, not thinly mapped, whose villages reports of a war name one by one.
WRITTEN = frozenset(["UA", "PE"])

#: Countries of Arabic script and of war, whose names of towns are spelled by ear in English reports.
ARABIC = frozenset(["IQ", "LB", "LY", "SD", "SY", "YE"])

#: Watched countries whose own script is not Latin: every Latin spelling of a town is a transcription.
TRANSCRIBED = ARABIC | frozenset([
    "AF", "AZ", "DZ", "EG", "ER", "ET", "GE", "IR", "KG", "MM", "NP", "PK", "PS", "TJ", "TN", "UA", "UZ",
])  # fmt: skip
