"""From a folder of files to one configuration, or to the list of everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.config.checks import CHECKS, THOROUGH
from tocsin.config.tree import Tree, read_tree
from tocsin.errors import ConfigProblem
from tocsin.ids import digest
from tocsin.memory import unswept
from tocsin.strict import Document, Problem

if TYPE_CHECKING:
    from alerts.budget import BudgetSpec
    from alerts.spec import RouteFile, RuleFile, SilenceFile
    from alerts.spec.timelines import TimelineFile
    from ingest.spec import FeedSpec, IngestSpec
    from streams.detect.spec import DetectorSpec
    from streams.regions.spec import RegionsFile
    from streams.violence.awake import Lexicons
    from streams.violence.themes import ThemeFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that operators wrote, validated; ``digest`` changes with any byte of it."""

    root: Path
    digest: str
    feeds: tuple[FeedSpec, ...]
    ingest: IngestSpec
    themes: ThemeFile
    lexicons: Lexicons
    regions: tuple[RegionsFile, ...]
    detector: DetectorSpec
    budget: BudgetSpec
    rules: tuple[RuleFile, ...]
    routes: RouteFile
    silences: tuple[SilenceFile, ...]
    timelines: tuple[Document[TimelineFile], ...]  #: with their places, for reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: the configuration if it is sound, else the problems, in reading order."""

    config: Config | None
    problems: tuple[Problem, ...]
    summary: str


class Unsound(ConfigProblem):
    """A configuration folder with problems; ``problems`` holds all of them."""

    def __init__(self, root: Path, problems: tuple[Problem, ...]) -> None:
        listed = "\n  ".join(str(problem) for problem in problems)
        super().__init__(str(root), f"{_counted(len(problems), 'problem')}\n  {listed}")
        self.problems = problems


@unswept()
def check(root: Path, *, thorough: bool = True) -> Checked:
    """Read a folder and find all problems, in single files and between them.

    Without ``thorough`` what nothing goes wrong by is not looked for: a term that another one hides.
    """
    tree = read_tree(root)
    problems = list(tree.problems)
    for find in (*CHECKS, *THOROUGH) if thorough else CHECKS:
        problems.extend(find(tree))
    ordered = tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.what)))
    if ordered:
        files = len({problem.file for problem in ordered})
        told = f"{_counted(len(ordered), 'problem')} in {_counted(files, 'file')} of {root}"
        return Checked(config=None, problems=ordered, summary=told)
    return Checked(config=_config(tree), problems=(), summary=_summary(tree))


def load(root: Path) -> Config:
    """Return the configuration of a folder.

    Raises:
        Unsound: something would go wrong with it; all of that is in the message.
    """
    found = check(root, thorough=False)
    if found.config is None:
        raise Unsound(root, found.problems)
    return found.config


def _config(tree: Tree) -> Config:
    from ingest.spec import IngestSpec
    from streams.violence.awake import Lexicons
    from tocsin.config.detectors import DetectorsFile

    detectors = tree.one("detectors") or DetectorsFile()
    return Config(
        root=tree.root,
        digest=_digest(tree),
        feeds=tuple(feed for _, file in tree.values("feeds") for feed in file.feeds),
        ingest=tree.one("ingest") or IngestSpec(),
        themes=tree.one("themes"),
        lexicons=Lexicons(file for _, file in tree.values("lexicons")),
        regions=tuple(file for _, file in tree.values("regions")),
        detector=detectors.detector,
        budget=detectors.budget,
        rules=tuple(file for _, file in tree.values("rules")),
        routes=tree.one("routes"),
        silences=tuple(file for _, file in tree.values("silences")),
        timelines=tuple(tree.documents.get("timelines", ())),
    )


def _digest(tree: Tree) -> str:
    files = sorted(document.file for found in tree.documents.values() for document in found)
    return digest(*(part for name in files for part in (name, (tree.root / name).read_text("utf-8"))))


def _summary(tree: Tree) -> str:
    counts = (f"{sum(1 for _ in tree.values(kind))} {kind}" for kind in tree.documents)
    feeds = sum(len(file.feeds) for _, file in tree.values("feeds"))
    return f"{tree.root}: no problems ({_counted(feeds, 'feed')}; files: {', '.join(counts)})"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
