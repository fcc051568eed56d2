"""Lexicons by language, each compiled when the first text of its language comes.

A process meets a few of thirty languages, and one of one language finds the
words of one only: compiling all of them for one automaton took a quarter of the
time to build a tagger, and a sixth of its memory (docs/decisions/lexicons-on-demand.md).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping

from streams.violence.compiled import CompiledLexicon
from streams.violence.lexicon import LexiconFile
from tocsin.memory import give_back, unswept


class Lexicons(Mapping[str, CompiledLexicon]):
    """Compiled lexicons by language; asking for one compiles it if nobody has.

    A file also judges the languages of its ``also``. Asleep, one is its file, packed: forty kilobytes. Its words should have been
    verified (`tocsin.config`), or `BadWord` comes with the first text.
    """

    @unswept()
    def __init__(self, files: Iterable[LexiconFile]) -> None:
        self._asleep: dict[str, bytes] = {}
        self._awake: dict[str, CompiledLexicon] = {}
        self.digests: dict[str, str] = {}  #: of everything in each file, by language
        also: dict[str, str] = {}
        for file in files:
            written = file.model_dump_json().encode()
            self._asleep[file.language] = zlib.compress(written, 1)
            self.digests[file.language] = hashlib.sha256(written).hexdigest()
            also |= dict.fromkeys(file.also, file.language)
        #: each language that is judged, and whose file judges it: its own before another's
        self._file_of = also | {language: language for language in self._asleep}

    def __getitem__(self, language: str) -> CompiledLexicon:
        file = self._file_of[language]
        known = self._awake.get(file)
        return self._woken(file) if known is None else known

    def _woken(self, file: str) -> CompiledLexicon:
        asleep = self._asleep.get(file)
        if asleep is not None:  # two threads may both compile it; the second's stays, and says the same
            self._awake[file] = _compiled(asleep)
            self._asleep.pop(file, None)
        return self._awake[file]

    def __contains__(self, language: object) -> bool:
        return language in self._file_of

    def __iter__(self) -> Iterator[str]:
        return iter(self._file_of)

    def __len__(self) -> int:
        return len(self._file_of)


@unswept()
def _compiled(packed: bytes) -> CompiledLexicon:
    compiled = CompiledLexicon(LexiconFile.model_validate_json(zlib.decompress(packed)))
    give_back()
    return compiled
