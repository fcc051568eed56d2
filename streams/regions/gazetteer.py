"""Everything that can be found: compiled names, the languages' own words, what operators add; as patterns.

A payload is the number of a name, and of its pattern: first those of the
compiled table, then the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from streams.keys import ANY_TAIL, Pattern, made
from streams.regions import speech
from streams.regions.languages import LanguageData
from streams.regions.listed import HEAD, TAIL, Listed
from streams.regions.meaning import NAME, Extra, Meaning, Standing
from streams.regions.speech import Speech
from streams.regions.table import EXACT, Table

#: Letters a name needs to take endings; in Latin script one more: "Of", "Sa", "To" never do.
_INFLECTED = (2, 3)
_LATIN_ENDS = "\u0250"


class Gazetteer:
    """The names to look for and what they mean; also the rules of each language."""

    def __init__(
        self, names: Table, languages: Mapping[str, LanguageData], operator: Sequence[Extra] = ()
    ) -> None:
        self.table = names
        self.speeches = speech.speeches(languages)
        self._extras = [*operator, *Listed(names).all(languages)]
        self._meanings = [extra.meaning for extra in self._extras]
        self._told = bytearray()  #: what each of the table's names means, a line each

    def __len__(self) -> int:
        return self.table.name_count + len(self._meanings)

    def patterns(self) -> Iterator[Pattern]:
        """Yield what the matcher must find, in the order of the payloads; made as they pass: kept they take 40 MB."""
        yield from _named(self.table, self._told)
        for extra in self._extras:
            yield Pattern(extra.text, extra.languages, extra.tail, extra.head, extra.folded)

    def release(self) -> None:
        """Forget what names look like, once the matcher has its patterns: what they mean is all that is asked for."""
        self._extras.clear()
        self.table.forget_names(bytes(self._told))
        self._told.clear()

    def speech(self, language: str) -> Speech:
        """Return the rules of a language."""
        known = self.speeches.get(language)
        return known or speech.unknown(language, self.speeches.get("en"))

    def meaning(self, payload: int) -> Meaning:
        """Return what the name with this number can mean."""
        first = self.table.name_count
        if payload >= first:
            return self._meanings[payload - first]
        return Meaning(NAME, self.table.meanings(payload))

    def exchange(self, country: str) -> Meaning:
        """Return what the code of a share means that is traded in a country."""
        spot = self.table.spot(self.table.countries[country])
        return Meaning(NAME, ((spot, EXACT),), standing=Standing.OFFICE)


def _named(names: Table, meant: bytearray) -> Iterator[Pattern]:
    """Yield the patterns of the table, in the order of its lines; note what each name means."""
    #: how a line begins to tell what a name means that means a country
    countries = frozenset(f"{number}{how}" for number in range(len(names.countries)) for how in ("", *"asj"))
    for line in names.names:
        key, told, *spoken = line.split("\t")
        meant += f"{told}\n".encode()
        head = 0
        if key < _LATIN_ENDS:
            tail = TAIL if len(key) >= _INFLECTED[True] else 0
            if len(key) >= 5 and told.split(",", 1)[0] in countries:
                tail = ANY_TAIL
        else:
            tail = TAIL if len(key) >= _INFLECTED[False] else 0
            head = HEAD if key > "\u0590" else 0
        languages = frozenset(spoken[0].split(",")) if spoken else None
        yield made((key, languages, tail, head, True, True))
