"""Cases of country names in Latin-script Slavic languages without data of their own (Czech, Slovak, Croatian, ...).

A name loses its last vowel and takes one of the commonest endings; of two
words the adjective goes through its cases. Exact names find a third of the
mentions in these languages.
"""

from __future__ import annotations

from collections.abc import Iterator

LANGUAGES = ("cs", "sk", "sl", "hr", "bs", "pl")
ENDINGS = frozenset(
    [
        "a",
        "u",
        "e",
        "i",
        "y",
        "o",
        "ě",
        "é",
        "í",
        "ý",
        "ů",
        "ú",
        "ô",
        "ou",
        "em",
        "om",
        "am",
        "ami",
        "emi",
        "mi",
        "ách",
        "ech",
        "och",
        "ich",
        "ích",
        "ům",
        "im",
        "ima",
        "ama",
        "ah",
        "ih",
        "ega",
        "emu",
        "ej",
        "iji",
        "iju",
        "ijo",
        "ijom",
        "ije",
        "ija",
        "ii",
        "iou",
        "ie",
        "iu",
        "iach",
        "iám",
        "ové",
        "ovi",
        "in",
        "ina",
        "ini",
        "ino",
        "ino",
        "jo",
        "ju",
        "je",
        "ji",
    ]
)
_VOWELS = "aeiouyáéíóúýěo"
_ADJECTIVES = {
    "á": ("é", "ej", "ou", "ú"), "ý": ("ého", "ému", "ém", "ým", "om", "ém"), "é": ("ého", "ému", "ém", "ým", "ých", "ými"),
    "í": ("ího", "ímu", "ím", "ích", "ími"), "a": ("e", "i", "o", "oj", "om", "u"), "i": ("ega", "og", "om", "em", "ih", "im"),
    "e": ("ih", "im", "ima"), "o": ("ega", "og", "om", "em"), "y": ("ych", "ym", "ymi"), "ne": ("nih", "nim"),
}  # fmt: skip


def readers(language: str) -> frozenset[str]:
    """Return the languages whose texts have the names of one: Serbian ones in Latin letters have the Croatian and Bosnian."""
    return frozenset({language, "sr"} if language in ("hr", "bs") else {language})


def stems(name: str) -> Iterator[str]:
    """Yield what stands before the ending in a name's other cases, in small letters."""
    words = name.lower().split()
    if len(words) == 1:
        if (short := _short(words[0])) is not None:
            yield short
    elif len(words) == 2:
        noun = _short(words[1]) or words[1]
        for ending, others in _ADJECTIVES.items():
            if words[0].endswith(ending) and len(words[0]) > len(ending) + 2:
                for other in others:
                    yield f"{words[0][: -len(ending)]}{other} {noun}"


def _short(word: str) -> str | None:
    if word[-1] in _VOWELS and (len(word) >= 5 or (len(word) == 4 and word[-1] == "a")):
        return word[:-1]
    return word if len(word) >= 4 and word[-1] not in _VOWELS else None
