"""YAML files read strictly, with the place of everything that is wrong.

`read` composes the file with PyYAML's C loader (nodes know line and column),
resolves scalars by the YAML 1.2 core schema (so ``NO`` stays Norway and
``on`` stays a word), refuses duplicate keys, anchors' merge keys and ``%``
directives, and validates against a pydantic model. All problems of a file are
reported together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import pydantic
import yaml

from tocsin.complaints import Key, Mistake, did_you_mean, worded

__all__ = ["Document", "Key", "Mistake", "Problem", "Strict", "did_you_mean", "parse", "read", "scalar"]

M = TypeVar("M", bound=pydantic.BaseModel)


class Strict(pydantic.BaseModel):
    """The base of everything operators write: unknown keys are errors, values are frozen."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: where (1-based), what, and the mend where we can guess it."""

    file: str
    line: int
    column: int
    what: str
    hint: str | None = None

    def __str__(self) -> str:
        hint = f" – {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.what}{hint}"


@dataclass
class Document(Generic[M]):
    """A file that was read: its value (none if it has problems), and where each key stands."""

    file: str
    value: M | None
    problems: list[Problem]
    text: str = ""

    @property
    def data(self) -> Any:
        """What was read, as plain values."""
        node = yaml.compose(self.text, Loader=_Loader)
        return None if node is None else _Reader(self.file).value(node)

    @cached_property
    def _places(self) -> dict[tuple[Key, ...], tuple[int, int]]:
        """Where each key and value stands; most files have no problem, and nobody asks."""
        places: dict[tuple[Key, ...], tuple[int, int]] = {}
        _note_places(yaml.compose(self.text, Loader=_Loader), (), places)
        return places

    def place(self, path: Sequence[Key]) -> tuple[int, int]:
        """Return line and column of a path (``("rules", 1, "when")``), or of its nearest parent."""
        path = tuple(path)
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, (1, 1))

    def problem(self, path: Sequence[Key], what: str, hint: str | None = None) -> Problem:
        """Return a problem at a path of this file."""
        line, column = self.place(path)
        return Problem(self.file, line, column, what, hint)


#: What words mean by the YAML 1.2 core schema that are not simply words.
_WORDS: Mapping[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBERS: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"[-+]?[0-9]+\Z"), int),
    (re.compile(r"0o[0-7]+\Z"), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]+\Z"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z"), float),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z"), lambda text: float(text.replace(".", "", 1))),
    (re.compile(r"\.(?:nan|NaN|NAN)\Z"), lambda _: float("nan")),
)
_NUMERIC = frozenset("+-.0123456789")  #: what numbers begin with
_UNTOLD = "untold"  #: the tag of every node


def scalar(text: str) -> Any:
    """Return what a plain YAML scalar means by the YAML 1.2 core schema."""
    if text[:1] not in _NUMERIC:
        return _WORDS.get(text, text)
    for pattern, make in _NUMBERS:
        if pattern.match(text):
            return make(text)
    return text


class _Loader(yaml.CSafeLoader):
    """Composes nodes without guessing what they are: `scalar` tells, by another schema.

    The loader asks for the tag of every node; a method of a text answers at once,
    whatever it is asked, and saves a third of the time.
    """

    resolve = descend_resolver = ascend_resolver = _UNTOLD.format  # type: ignore[assignment]  # takes anything


class _Reader:
    """Turns nodes into values, and notes what is wrong with their keys."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node) -> Any:
        if type(node) is yaml.ScalarNode:
            return node.value if node.style else scalar(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child) for child in node.value]
        assert isinstance(node, yaml.MappingNode)
        return self._mapping(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.add(key_node, "a key must be a word")
                continue
            key = key_node.value
            if key in found:
                first = next(other for other, _ in node.value if other.value == key)
                self.add(key_node, f"{key!r} stands twice", f"first in line {_at(first)[0]}")
                continue
            found[key] = self.value(value_node)
        return found

    def add(self, node: yaml.Node, what: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.file, *_at(node), what, hint))


def _note_places(
    node: yaml.Node | None, path: tuple[Key, ...], places: dict[tuple[Key, ...], tuple[int, int]]
) -> None:
    """Note where a node and everything in it stands; a key's place goes before its value's."""
    if node is None:
        return
    places.setdefault(path, _at(node))
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                places.setdefault((*path, key_node.value), _at(key_node))
                _note_places(value_node, (*path, key_node.value), places)
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            _note_places(child, (*path, number), places)


def _at(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def parse(text: str, model: type[M], *, file: str) -> Document[M]:
    """Read YAML text against a model; ``file`` is the name that problems carry."""
    reader = _Reader(file)
    for number, content in enumerate(text.split("\n"), 1):
        if content.startswith("%"):
            reader.problems.append(Problem(file, number, 1, "directives are not allowed"))
            return Document(file, None, reader.problems)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"not YAML: {error.problem or error.context}"
        return Document(file, None, [Problem(file, line, column, what, _mend(text, line, what))])
    except yaml.YAMLError as error:
        return Document(file, None, [Problem(file, 1, 1, f"not YAML: {error}")])
    if node is None:
        return Document(file, None, [Problem(file, 1, 1, "the file is empty")])
    data = reader.value(node)
    document = Document[M](file, None, reader.problems, text)
    if not reader.problems:
        _validate(document, data, model)
    return document


def _mend(text: str, line: int, what: str) -> str | None:
    """Return what usually helps against a mistake of YAML's own syntax."""
    stands = (text.split("\n") + [""] * 2)[line - 1]
    if "\t" in stands:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in what:
        return "put text that contains ': ' in quotes, and check the indentation"
    if "expected a single document" in what:
        return "one file holds one document: take the '---' out"
    if "block" in what or "expected" in what:
        return "check that this line is indented like its neighbours, and that brackets and quotes are closed"
    return None


def read(path: Path, model: type[M], *, root: Path | None = None) -> Document[M]:
    """Read a file against a model; problems name it relative to ``root``."""
    name = str(path.relative_to(root)) if root else str(path)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        return Document(name, None, [Problem(name, 1, 1, f"not UTF-8: {error.reason}")])
    except OSError as error:
        return Document(name, None, [Problem(name, 1, 1, f"cannot be read: {error.strerror}")])
    return parse(text, model, file=name)


def _validate(document: Document[M], data: Any, model: type[M]) -> None:
    try:
        document.value = model.model_validate(data)
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details:
            if _is_a_typos_shadow(detail, details, model):
                continue
            path, what, hint = worded(detail, model)
            document.problems.append(document.problem(path, what, hint))


def _is_a_typos_shadow(
    detail: Mapping[str, Any], details: Sequence[Mapping[str, Any]], model: type[pydantic.BaseModel]
) -> bool:
    """Is this key missing only because it is misspelled beside? Then the typo alone is told."""
    if detail["type"] != "missing":
        return False
    *parent, key = detail["loc"]
    hint = f"did you mean {key!r}?"
    return any(
        other["type"] == "extra_forbidden"
        and list(other["loc"][:-1]) == parent
        and worded(other, model)[2] == hint
        for other in details
    )
