"""Words to stems, for the languages that Snowball knows (BSD licence, snowballstem.org).

A stem is prefixed by its language (``ru_погром``), so that one column serves
them all and a Turkish stem does not answer for an English one. The prefix
cannot be part of a word, because ``_`` is not.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final

from tocsin.index.words import fold

#: BCP 47 primary subtag -> name of the Snowball algorithm
ALGORITHMS: Final = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish",
    "nl": "dutch", "en": "english", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "fa": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_MACRO: Final = {"nb": "no", "nn": "no"}
_CYRILLIC: Final = ("ru", "sr")
_SCRIPTS: Final = (
    ("\u0370", "\u03ff", ("el",)),
    ("\u0400", "\u04ff", _CYRILLIC),
    ("\u0530", "\u058f", ("hy",)),
    ("\u0590", "\u05ff", ("yi",)),
    ("\u0600", "\u06ff", ("ar", "fa")),
    ("\u0900", "\u097f", ("hi", "ne")),
    ("\u0b80", "\u0bff", ("ta",)),
)
_LATIN: Final = tuple(
    code
    for code in ALGORITHMS
    if code not in _MACRO and (code == "sr" or not any(code in group[2] for group in _SCRIPTS))
)


def primary(language: str) -> str:
    """Return the subtag whose stems a language shares: ``pt-BR`` is ``pt``, ``nb`` is ``no``."""
    subtag = language.replace("_", "-").split("-")[0].lower()
    return _MACRO.get(subtag, subtag)


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # 20 ms that a run without search need not pay

    return snowballstemmer.stemmer(ALGORITHMS[language])


@lru_cache(maxsize=200_000)  # 22-60 µs a word, and a language says most things in few words
def stem(language: str, lower: str) -> str:
    """Return the stem of a lower-case word with its language, or "" where that language has no stemmer."""
    if language not in ALGORITHMS:
        return ""
    return f"{language}_{fold(_stemmer(language).stemWord(lower))}"


def stems(lower: str, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the stems that answer a word asked for, in the languages or in all that its script can write.

    Beside the word's own stem these are the stem of the stem, and the word as
    a stem: Snowball makes ``погром`` of ``погромы`` but ``погр`` of ``погром``,
    because its last letters look like an ending, and each must find the other.
    """
    chosen = tuple(primary(language) for language in languages) or _written_in(lower)
    return tuple(
        dict.fromkeys(
            form
            for code in chosen
            if (found := stem(code, lower))
            for form in (found, stem(code, found.partition("_")[2]), f"{code}_{fold(lower)}")
        )
    )


def _written_in(word: str) -> tuple[str, ...]:
    first = word[:1]
    for low, high, languages in _SCRIPTS:
        if low <= first <= high:
            return languages
    return _LATIN
