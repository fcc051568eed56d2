"""What tocsin knows about one language when it looks for places.

One YAML file per language in ``data/languages/``, written by hand. Three rules
say how a reader puts the lists to work:

1. A name (of a country or a city) may be followed by one of ``endings``; if the
   name ends in one of ``drops``, the ending may also take its place
   (ru "Киргизия" loses "я" and takes "ю").
2. A demonym stem is a word by itself and may be followed by one of ``endings``
   or ``demonym_endings``. Stems are lower-case and start at a word's start.
3. ``prefixes`` are written together with the name and come before it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pydantic

from tocsin import strict
from tocsin.memory import unswept

#: where the files of the languages lie
FOLDER = Path(__file__).parent / "data" / "languages"

#: longer endings would make one word out of two
LONGEST_ENDING = 5

Words = tuple[str, ...]

_NONE: Any = pydantic.Field(default_factory=dict)


class LanguageData(strict.Strict):
    """The names, endings and traps of one language (see the top of this file)."""

    language: str = pydantic.Field(pattern=r"^[a-z]{2,3}$")
    also: Words = ()  #: languages that are written alike and have the same words (hr: bs, sr in Latin letters)
    demonyms: dict[str, Words] = _NONE  #: country → stems of person, adjective and language names
    countries: dict[str, Words] = _NONE  #: country → names and forms that CLDR does not have
    pairs: dict[str, Words] = _NONE  #: two countries ("IL PS") → words that name both at once (zh 巴以)
    endings: Words = ()  #: what may follow a name
    demonym_endings: Words = ()  #: what may follow a demonym stem, besides ``endings``
    drops: Words = ()  #: last letters of a name that an ending may replace
    prefixes: Words = ()  #: what may be glued before a name
    stop: Words = ()  #: ordinary lower-case words which are also places somewhere
    first_names: Words = ()  #: persons' first names, for the person rule
    titles: Words = ()  #: what stands before persons' names
    areas: dict[str, Words] = _NONE  #: region (or country, for what is no single region) → names
    cities: dict[str, tuple[tuple[str, str], ...]] = _NONE  #: region → (spelling here, English name)

    @pydantic.model_validator(mode="after")
    def _is_tidy(self) -> LanguageData:
        faults = [*_doubles(self), *_lengths(self), *_cases(self), *_shapes(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _lists(data: LanguageData) -> Iterable[tuple[str, tuple[object, ...]]]:
    for name in ("endings", "demonym_endings", "drops", "prefixes", "stop", "first_names", "titles"):
        yield name, getattr(data, name)
    for name in ("demonyms", "pairs", "countries", "areas", "cities"):
        for code, words in getattr(data, name).items():
            yield f"{name}.{code}", words


def _doubles(data: LanguageData) -> Iterable[str]:
    for name, words in _lists(data):
        for word, times in Counter(words).items() if len({*words}) < len(words) else ():
            if times > 1:
                yield f"{name}: {word!r} stands {times} times"
    for ending in sorted(set(data.endings) & set(data.demonym_endings)):
        yield f"demonym_endings: {ending!r} stands in endings already"


def _lengths(data: LanguageData) -> Iterable[str]:
    for name in ("endings", "demonym_endings"):
        for ending in getattr(data, name):
            if not 0 < len(ending) <= LONGEST_ENDING:
                yield f"{name}: {ending!r} must have 1 to {LONGEST_ENDING} letters"


def _cases(data: LanguageData) -> Iterable[str]:
    small = {"stop": data.stop, **{f"demonyms.{c}": w for c, w in data.demonyms.items()}}
    for name, words in small.items():
        for word in words:
            if word != word.lower():
                yield f"{name}: {word!r} must be lower-case"


def _shapes(data: LanguageData) -> Iterable[str]:
    for name, words in _lists(data):
        for word in _texts(words):
            if not word or word != word.strip() or not unicodedata.is_normalized("NFC", word):
                yield f"{name}: {word!r} must be NFC, without spaces around it, and not empty"


def _texts(words: Iterable[object]) -> Iterable[str]:
    for word in words:
        if isinstance(word, str):
            yield word
        elif isinstance(word, tuple):
            yield from word


@unswept()
def read_all(folder: Path = FOLDER) -> dict[str, LanguageData]:
    """Read every language's file, by language code.

    Raises:
        ValueError: a file is not what it must be; the message lists every problem with its place.
    """
    documents = [strict.read(path, LanguageData, root=folder) for path in sorted(folder.glob("*.yaml"))]
    problems = [str(problem) for document in documents for problem in document.problems]
    if problems:
        raise ValueError("\n".join(problems))
    return {document.value.language: document.value for document in documents if document.value is not None}
