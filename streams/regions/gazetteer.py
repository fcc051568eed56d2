"""Everything that can be found: compiled names, the languages' own words, what operators add; as patterns.

A payload is the number of a name, and of its pattern: first those of the
compiled table, then the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from streams.keys import Pattern
from streams.matcher import Matcher
from streams.regions import speech
from streams.regions.languages import LanguageData
from streams.regions.listed import Listed
from streams.regions.meaning import NAME, Extra, Meaning, Standing
from streams.regions.named import Named
from streams.regions.speech import Speech
from streams.regions.table import EXACT, Table


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

    def matcher(self) -> Matcher:
        """Return what finds all names, each by its payload."""
        extras = (Pattern(one.text, one.languages, one.tail, one.head, one.folded) for one in self._extras)
        return Matcher(extras, first=lambda keys: Named(self.table, keys).texts(self._told))

    def release(self) -> None:
        """Forget what names look like, once there is a matcher: what they mean is all that is asked for."""
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
