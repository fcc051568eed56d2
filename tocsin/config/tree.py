"""The folder of files that operators write, read file by file, every problem with its place.

A file that nobody reads is a problem too: a rule in ``rule/horn.yaml`` that is
silently ignored is an alarm that never rings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any, Final

from tocsin.leavings import is_left_over, written
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
#: what others read: editors, Elasticsearch, Kibana, demos; Slack and people
_OTHERS_FOLDERS: Final = frozenset({"schema", "elasticsearch", "kibana", "demo"})
_OTHERS_FILES: Final = frozenset({"slack-manifest.yaml", "README.md"})


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
    seen: set[str] = set()
    for kind in KINDS:
        paths = written(root, kind.pattern)
        if not paths and kind.required:
            hint = "'tocsin init' writes one to start from"
            tree.problems.append(Problem(kind.pattern, 1, 1, "there is no such file", hint))
        documents = [read(path, kind.load_model(), root=root) for path in paths]
        tree.documents[kind.name] = documents
        for document in documents:
            seen.add(Path(document.file).as_posix())
            tree.problems.extend(document.problems)
    tree.problems.extend(_unread(root, seen))
    return tree


def _unread(root: Path, seen: set[str]) -> Iterator[Problem]:
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        hidden = any(part.startswith((".", "_")) for part in relative.parts) or is_left_over(path.name)
        others = relative.parts[0] in _OTHERS_FOLDERS or relative.as_posix() in _OTHERS_FILES
        if path.is_dir() or hidden or others or relative.as_posix() in seen:
            continue
        yield Problem(relative.as_posix(), 1, 1, "nobody reads this file", _mend(root, relative))


def _mend(root: Path, file: PurePath) -> str | None:
    """Return under which name a file would be read; a name that is taken is none."""
    stem = file.name.partition(".")[0]
    for kind in KINDS:
        pattern = PurePath(kind.pattern)
        named = pattern.with_name(pattern.name.replace("*", stem))
        if file.parent == pattern.parent and named.name == f"{stem}.yaml" and file.suffix != ".yaml":
            if (root / named).exists():
                return f"{named.as_posix()} is read; take this file away, or let its name end in .bak"
            return f"rename it to {named.as_posix()}"
    *folders, _ = file.parts
    if not folders:
        single = [kind.pattern for kind in KINDS if "*" not in kind.pattern]
        return did_you_mean(file.name, [name for name in single if not (root / name).exists()])
    known = sorted({PurePath(kind.pattern).parent.as_posix() for kind in KINDS} - {"."})
    near = did_you_mean("/".join(folders), known)
    return near or f"files are read from {', '.join(known)}, not from deeper folders"
