"""One lexicon on trial: judge single sentences, as lexicon checks, golden sets and `explain` do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from streams.text import Prepared
from streams.violence.compiled import CompiledLexicon
from streams.violence.found import Findings
from streams.violence.judge import Judged, judge
from streams.violence.lexicon import LexiconFile
from streams.violence.passing import Towns
from streams.violence.readings import accepted
from streams.violence.themes import ThemeFile, load_themes

THEMES = Path(__file__).parents[2] / "config" / "themes.yaml"


class Trial:
    """Judges texts with one lexicon alone; a text is a headline unless it has a title of its own."""

    def __init__(self, lexicon: LexiconFile, themes: ThemeFile | None = None) -> None:
        self.themes = themes or load_themes(THEMES)
        self.compiled = CompiledLexicon(lexicon)

    def judge(
        self,
        text: str,
        *,
        title: str | None = None,
        published: date | None = None,
        where: Sequence[tuple[int, int]] = (),
        towns: Towns | None = None,
    ) -> Judged:
        """Judge a headline, or a summary under a title; ``where`` are the pieces of the title that say where, ``towns`` the towns."""
        texts = [("title", text)] if title is None else [("title", title), ("summary", text)]
        return judge(
            Prepared(texts), self.compiled, self.themes, published=published, where=lambda: where, towns=towns
        )

    def contains(self, text: str, exclusion: int) -> bool:
        """Whether one of an exclusion's words stands in a headline."""
        found = self._found(text)
        return found is not None and any(context.number == exclusion for context in found.exclusions)

    def lifts(self, text: str, exclusion: int) -> bool:
        """Whether a phrase in which an exclusion does not hold stands in a headline."""
        found = self._found(text)
        return found is not None and any(number == exclusion for number, _ in found.lifts)

    def places(self, text: str, term: int) -> list[tuple[int, int]]:
        """Return where a term stands in a headline, also where a longer one hides it."""
        found = self._found(text)
        readings = found.readings if found else {}
        return [(place.start, place.end) for place, terms in readings.items() if term in terms]

    def _found(self, text: str) -> Findings | None:
        return accepted(Prepared([("title", text)]), self.compiled)
