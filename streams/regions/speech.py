"""What one language allows around a name: endings, prefixes, ordinary words, persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from streams.regions import slavic, traps
from streams.regions.languages import LanguageData
from streams.regions.locatives import Beside, locatives
from streams.text import scan_of

#: Languages that write people and adjectives of a country with a capital.
_CAPITAL_DEMONYMS = frozenset({"en", "tr", "nl", "id", "sw", "so", "ha"})
#: Languages that write compounds as one word.
_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "is", "fi", "hu", "et"})


#: Articles stand next to the word: nothing comes between them and a name (Arabic al-, lil-).
_ARTICLES = ("ال", "لل")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The rules of one language; all words folded."""

    language: str
    endings: frozenset[str] = frozenset()
    demonym_endings: frozenset[str] = frozenset()  #: including ``endings``
    prefixes: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset()  #: ordinary words, by hand
    ordinary: frozenset[str] = frozenset()  #: ordinary words, counted; never countries
    beside: Beside = field(default_factory=Beside)  #: what stands beside a place
    forces: tuple[str, ...] = ()  #: how words begin beside which a people stands for its state
    sides: frozenset[str] = frozenset()  #: words that make a people's name the side somebody is on
    first_names: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    capital_demonyms: bool = True
    compounds: bool = False
    _heads: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def may_end(self, tail: str, *, demonym: bool = False) -> bool:
        """Tell whether letters may follow a name within its word."""
        return tail in (self.demonym_endings if demonym else self.endings)

    def may_begin(self, head: str) -> bool:
        """Tell whether letters may be glued before a name: a chain of at most three prefixes."""
        known = self._heads.get(head)
        if known is None:
            known = self._heads[head] = self._is_chain(head, 3)
        return known

    def _is_chain(self, head: str, length: int) -> bool:
        if head in self.prefixes:
            return True
        return length > 1 and any(
            head.startswith(prefix)
            and not prefix.endswith(_ARTICLES)
            and self._is_chain(head[len(prefix) :], length - 1)
            for prefix in self.prefixes
        )


def speeches(languages: Mapping[str, LanguageData]) -> Mapping[str, Speech]:
    """Return the rules of every language that has data."""
    common = languages.get("en")
    persons = _persons(common) if common is not None else (frozenset[str](), frozenset[str]())
    made = {code: _speech(data, persons) for code, data in languages.items()}
    for code, data in languages.items():
        for other in data.also:
            known = made.get(other)
            made[other] = made[code] if known is None else _both(known, made[code])
    return made


def _both(one: Speech, other: Speech) -> Speech:
    """Return the rules of a language that is written in two scripts."""
    return replace(
        one,
        endings=one.endings | other.endings,
        demonym_endings=one.demonym_endings | other.demonym_endings,
        stop=one.stop | other.stop,
        ordinary=one.ordinary | other.ordinary,
        titles=one.titles | other.titles,
        first_names=one.first_names | other.first_names,
    )


def _persons(data: LanguageData) -> tuple[frozenset[str], frozenset[str]]:
    """Return the first names and the titles that a language lists."""
    return _words(data.first_names), _words(data.titles)


def _speech(data: LanguageData, common: tuple[frozenset[str], frozenset[str]]) -> Speech:
    """Return the rules of one language; those written in Latin letters share the persons of English."""
    endings = _words(data.endings)
    if data.language in slavic.LANGUAGES:
        endings |= slavic.ENDINGS
    first_names, titles = _persons(data)
    if _is_latin(data):
        first_names, titles = first_names | common[0], titles | common[1]
    ordinary = traps.ordinary().get(data.language, frozenset())
    ordinary |= traps.ordinary().get("en", frozenset())  # English words stand in texts of every language
    return Speech(
        language=data.language,
        endings=endings,
        demonym_endings=endings | _words(data.demonym_endings),
        prefixes=_words(data.prefixes),
        stop=_words(data.stop),
        ordinary=ordinary,
        beside=locatives().get(data.language, Beside()),
        forces=traps.forces().get(data.language, ()),
        sides=traps.sides().get(data.language, frozenset()),
        first_names=first_names,
        titles=titles,
        capital_demonyms=data.language in _CAPITAL_DEMONYMS,
        compounds=data.language in _COMPOUNDING,
    )


def _is_latin(data: LanguageData) -> bool:
    return all(word.isascii() or word[0] < "\u0250" for word in data.first_names[:3])


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for word in words if (folded := scan_of(word)))


_SLAVIC = [
    "а",
    "у",
    "е",
    "ом",
    "ем",
    "и",
    "ы",
    "ой",
    "ей",
    "ою",
    "ию",
    "ии",
    "ия",
    "ью",
    "ю",
    "я",
    "ов",
    "ам",
    "ами",
    "ах",
    "ям",
    "ями",
    "ях",
    "ого",
    "ому",
    "ым",
    "ими",
]


def unknown(language: str, english: Speech | None = None) -> Speech:
    """Return the rules for a language without data: no endings but the commonest of its family.

    Persons and ordinary words are those of English: they stand in every language's news.
    """
    endings = frozenset({"s"})
    if language in {"mn", "tt", "ba"}:
        endings = frozenset(_SLAVIC)
    elif language in slavic.LANGUAGES:
        endings = slavic.ENDINGS
    return Speech(
        language=language,
        compounds=language in _COMPOUNDING,
        endings=endings,
        demonym_endings=endings,
        ordinary=traps.ordinary().get(language, frozenset()) | traps.ordinary().get("en", frozenset()),
        stop=english.stop if english else frozenset(),
        first_names=english.first_names if english else frozenset(),
        titles=english.titles if english else frozenset(),
        beside=locatives().get(language, Beside()),
    )
