"""The tagger as it is shipped, and its answers counted: what the parts of the violence benchmark share."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from streams.regions.spec import RegionsFile
from streams.tag import build_tagger
from streams.text import Prepared
from streams.violence import Judged, Lexicons, each, judge, load_themes
from tocsin.atlas import shipped
from tocsin.model import Article, Source, TaggedArticle
from tocsin.strict import read

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(feed="bench", publisher="bench", owner="bench")
HEAD = "| set | violent | not | precision | recall | F1 |\n| --- | --- | --- | --- | --- | --- |"


class Tagger:
    """The tagger as it is shipped, places and all; the language is given. The judge alone is for measuring speed."""

    def __init__(self) -> None:
        self.lexicons = Lexicons(each(ROOT / "config" / "lexicons"))
        self.themes = load_themes(ROOT / "config" / "themes.yaml")
        files = [read(path, RegionsFile).value for path in sorted((ROOT / "config/regions").glob("*.yaml"))]
        self.whole = build_tagger(shipped(), files, self.lexicons, self.themes)

    def __call__(self, language: str, title: str, summary: str = "", text: str = "") -> TaggedArticle:
        return self.whole.tag(
            Article(
                id="a",
                source=SOURCE,
                title=title,
                summary=summary,
                text=text,
                language=language,
                seen=NOW,
                at=NOW,
            )
        )

    def judge(self, language: str, title: str, text: str) -> Judged:
        """Prepare, match and judge with the patterns of the lexicons alone."""
        prepared = Prepared([("title", title), ("text", text)])
        return judge(prepared, self.lexicons.get(language), self.themes)


@dataclass
class Score:
    """Right and wrong answers to one yes/no question."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    def add(self, said: bool, true: bool) -> None:
        """Count one verdict beside the truth."""
        if said:
            self.tp, self.fp = self.tp + true, self.fp + (not true)
        else:
            self.fn, self.tn = self.fn + true, self.tn + (not true)

    @property
    def precision(self) -> float:
        """The share of violent ones among those judged so; 0 where none was."""
        return self.tp / max(1, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of violent ones that were found; 0 where there were none."""
        return self.tp / max(1, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.tp / max(1, 2 * self.tp + self.fp + self.fn)

    def row(self, name: str) -> str:
        """Return the figures as a row of a table."""
        n = self.tp + self.fn
        return f"| {name} | {n} | {self.fp + self.tn} | {self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f} |"


def rows(path: Path) -> list[dict]:
    """Return the lines of a packed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
