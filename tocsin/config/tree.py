"""The folder of files that operators write, read file by file, every problem with its place.

A file that nobody reads is a problem too: a rule in ``rule/horn.yaml`` that is
silently ignored is an alarm that never rings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tocsin.strict import Document, Problem, did_you_mean, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file: where it lies, and the model (``module:Class``) that describes it."""

    name: str
    pattern: str  #: relative to the folder
    model: str
    required: bool = True

    def load_model(self) -> Any:
        """Return the pydantic model; imported here, so that a check pays only for what it reads."""
        module, _, name = self.model.partition(":")
        return getattr(import_module(module), name)


KINDS: Final = (
    Kind(name="feeds", pattern="feeds/*.yaml", model="ingest.spec:FeedFile"),
    Kind(name="ingest", pattern="ingest.yaml", model="ingest.spec:IngestSpec", required=False),
    Kind(name="regions", pattern="regions/*.yaml", model="streams.regions.spec:RegionsFile", required=False),
    Kind(name="themes", pattern="themes.yaml", model="streams.violence.themes:ThemeFile"),
    Kind(name="lexicons", pattern="lexicons/*.yaml", model="streams.violence.lexicon:LexiconFile"),
    Kind(
        name="detectors",
        pattern="detectors.yaml",
        model="tocsin.config.detectors:DetectorsFile",
        required=False,
    ),
    Kind(name="rules", pattern="rules/*.yaml", model="alerts.spec:RuleFile"),
    Kind(
        name="timelines",
        pattern="rules/tests/*.yaml",
        model="alerts.spec.timelines:TimelineFile",
        required=False,
    ),
    Kind(name="routes", pattern="routes.yaml", model="alerts.spec:RouteFile"),
    Kind(name="silences", pattern="silences.yaml", model="alerts.spec:SilenceFile", required=False),
)
#: files that others read: editors, Elasticsearch, Kibana, Slack, demos
_OTHERS: Final = (
    "schema/*",
    "elasticsearch/*",
    "kibana/*",
    "demo/*",
    "rules/tests/*",
    "slack-manifest.yaml",
    "README.md",
)


@dataclass(slots=True)
class Tree:
    """What lies in a configuration folder: documents by kind, and all problems found so far."""

    root: Path
    documents: dict[str, list[Document[Any]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def values(self, kind: str) -> Iterator[tuple[Document[Any], Any]]:
        """Yield (document, value) of the files of a kind that could be read."""
        for document in self.documents.get(kind, ()):
            if document.value is not None:
                yield document, document.value

    def one(self, kind: str) -> Any:
        """Return the value of a kind that has one file, or None where it is absent or broken."""
        return next((value for _, value in self.values(kind)), None)


def read_tree(root: Path) -> Tree:
    """Read every file of a configuration folder against its model."""
    tree = Tree(root)
    if not root.is_dir():
        what = "no such folder"
        tree.problems.append(Problem(str(root), 1, 1, what, "'tocsin init' writes one to start from"))
        return tree
    for kind in KINDS:
        paths = sorted(root.glob(kind.pattern))
        if not paths and kind.required:
            tree.problems.append(Problem(kind.pattern, 1, 1, "there is no such file"))
        documents = [read(path, kind.load_model(), root=root) for path in paths]
        tree.documents[kind.name] = documents
        for document in documents:
            tree.problems.extend(document.problems)
    tree.problems.extend(_unread(root))
    return tree


def _unread(root: Path) -> Iterator[Problem]:
    patterns = [*(kind.pattern for kind in KINDS), *_OTHERS]
    folders = sorted({pattern.split("/")[0] for pattern in patterns})
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
        if path.is_dir() or hidden or any(fnmatchcase(name, pattern) for pattern in patterns):
            continue
        hint = did_you_mean(name.split("/")[0], folders)
        if name.endswith(".yml"):
            hint = f"rename it to {name[:-4]}.yaml"
        yield Problem(name, 1, 1, "nobody reads this file", hint)
