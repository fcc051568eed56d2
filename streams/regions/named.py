"""The names of the compiled table as the automaton looks for them: a quarter of a million, a block of lines at a time."""

from __future__ import annotations

from collections.abc import Iterator

from streams.keys import ANY_TAIL, BOUND, CAPITAL, FIRST_UNCASED, WHOLE, Keys, uncased
from streams.packing import packed
from streams.regions.listed import HEAD, TAIL
from streams.regions.table import Table

#: Letters a name needs to take endings; in Latin script one more: "Of", "Sa", "To" never do.
_INFLECTED = (2, 3)
_LATIN_ENDS = "\u0250"
_LONG = 5  #: letters from which on the Latin name of a country may begin a compound
_BETWEEN = "\0"  #: stands in no name, and means nothing where letters are packed


class Named:
    """The table's names, made into what the automaton looks for as they pass: kept they would take 40 MB."""

    def __init__(self, table: Table, keys: Keys) -> None:
        self._table, self._keys = table, keys
        self._sorts: dict[tuple[int, int, int, str], int] = {}
        self._commonest = self._sort(BOUND | CAPITAL, TAIL, 0, "")
        #: how a line begins to tell what a name means that means a country
        self._countries = frozenset(f"{n}{how}" for n in range(len(table.countries)) for how in ("", *"asj"))

    def texts(self, meant: bytearray) -> Iterator[str]:
        """Yield the text of each, in the order of the lines; note in ``meant`` what it means, a line each."""
        note = self._keys.sorts.append
        for lines in self._table.names.blocks():
            rows = [line.split("\t") for line in lines]
            meant += "".join([f"{row[1]}\n" for row in rows]).encode()
            texts = []
            for row in rows:
                text, sort = self._asked(*row)
                texts.append(text)
                note(sort)
            yield from packed(_BETWEEN.join(texts)).split(_BETWEEN)

    def _asked(self, key: str, told: str, spoken: str = "") -> tuple[str, int]:
        """Return the text of a name, and the sort of what else it asks for."""
        latin = key < _LATIN_ENDS
        long = latin and len(key) >= _LONG and told.partition(",")[0] in self._countries
        if key < FIRST_UNCASED and len(key) >= _LONG and not (long or spoken):
            return f" {key}", self._commonest
        tail = ANY_TAIL if long else TAIL if len(key) >= _INFLECTED[latin] else 0
        if key >= FIRST_UNCASED:
            text, kind = uncased(key, tail, HEAD)
            return text, self._sort(kind, tail, HEAD, spoken)
        text, kind = (f" {key}", BOUND) if tail else (f" {key} ", BOUND | WHOLE)
        return text, self._sort(kind | CAPITAL, tail, 0, spoken)

    def _sort(self, kind: int, tail: int, head: int, spoken: str) -> int:
        asked = (kind, tail, head, spoken)
        known = self._sorts.get(asked)
        if known is None:
            languages = frozenset(spoken.split(",")) if spoken else None
            known = self._sorts[asked] = self._keys.sort(kind, tail, head, languages)
        return known
