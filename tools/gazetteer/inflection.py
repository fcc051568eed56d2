"""Forms of Cyrillic names: stems that take an ending, adjectives of divisions, names of two words in their cases.

East Slavic texts hardly ever use a name's dictionary form; exact names find a
third of the mentions, stems with a short ending two thirds more. Latin-script
languages bring their own rules in ``streams/regions/data/languages``.
"""

from __future__ import annotations

from collections.abc import Iterator

from gazetteer import spelling
from streams.text import scan_of

_VOWELS = "аяоеиыьйіїєё"
_KINDS = ("область", "край", "республика", "область", "республіка", "вобласць", "округ")
#: Endings of adjectives, and what they become in other cases (Russian and Ukrainian).
_ADJECTIVES: dict[str, tuple[str, ...]] = {
    "ая": ("ой", "ую", "ою"), "яя": ("ей", "юю"), "ий": ("ого", "его", "ому", "ему", "им", "ом", "ем"),
    "ый": ("ого", "ому", "ым", "ом"), "ой": ("ого", "ому", "ым", "ом"), "ое": ("ого", "ому", "ым", "ом"),
    "ее": ("его", "ему", "им", "ем"), "ые": ("ых", "ым", "ыми"), "ие": ("их", "им", "ими"),
    "ська": ("ської", "ській", "ську", "ською"), "на": ("ної", "ній", "ну", "ною"), "а": ("ої", "ій", "у", "ою"),
    "і": ("их", "им", "ими"), "е": ("ого", "ому", "им"),
}  # fmt: skip


def stem(name: str) -> str | None:
    """Return a Cyrillic name without its last vowels (``сири`` of ``сирия``), none if too little is left."""
    key = scan_of(name)
    if spelling.script(key.replace(" ", "")) != spelling.CYRILLIC or key[-1] not in _VOWELS:
        return None
    short = key[:-1]
    return short if len(short.split()[-1]) >= 3 and len(short) >= 4 else None


#: How the end of a name changes before an ending: Очаків – Очакова, Чугуїв – Чугуєва, Тростянець – Тростянця, Авдіївка – Авдіївці.
_SHIFTS = (
    ("ів", "ов"), ("ів", "ев"), ("їв", "єв"), ("піль", "пол"), ("ець", "ц"), ("ец", "ц"), ("ка", "ц"), ("га", "з"), ("ха", "с"), ("рог", "роз"),
)  # fmt: skip


def shifted(name: str) -> Iterator[str]:
    """Yield the stems of a Cyrillic name whose last letters change in its cases."""
    key = scan_of(name)
    if spelling.script(key.replace(" ", "")) == spelling.CYRILLIC:
        for end, other in _SHIFTS:
            if key.endswith(end) and len(key) - len(end) >= 3:
                yield key[: -len(end)] + other


def adjective(name: str) -> str | None:
    """Return the adjective's stem of a division (``ошск`` of ``Ошская область``), none if it has none."""
    words = scan_of(name).split()
    if len(words) == 2 and words[1] in _KINDS:
        for ending in ("ская", "ська", "цкая", "цька", "ский", "ський", "цкий", "цький"):
            if words[0].endswith(ending) and len(words[0]) > len(ending) + 1:
                return words[0][: -len(ending)] + ending[: ending.index("к") + 1]
    return None


def cases(name: str) -> Iterator[str]:
    """Yield a name of adjective and noun with the adjective in its other cases; the noun keeps its stem."""
    words = scan_of(name).split()
    if len(words) != 2 or spelling.script("".join(words)) != spelling.CYRILLIC:
        return
    for ending, others in _ADJECTIVES.items():
        if words[0].endswith(ending) and len(words[0]) > len(ending) + 2:
            noun = words[1][:-1] if words[1][-1] in _VOWELS else words[1]
            for other in others:
                yield f"{words[0][: -len(ending)]}{other} {noun}"
            return
