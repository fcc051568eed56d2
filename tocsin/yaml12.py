"""YAML 1.2 as our files may use it, with the place of everything.

`compose` goes through PyYAML's C loader, whose nodes know line and column
(10,000 feeds in 1.2 s); `values` resolves scalars by the YAML 1.2 core schema
(so ``NO`` stays Norway and ``on`` stays a word) and refuses duplicate keys.
``%`` directives and merge keys have no meaning here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from yaml import Node

from tocsin.complaints import Key, Problem

__all__ = ["Node", "Place", "compose", "places", "scalar", "values"]

Place = tuple[int, int]  #: line and column, 1-based

#: What words mean by the YAML 1.2 core schema that are not simply words.
_WORDS: Mapping[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBERS: tuple[tuple[re.Pattern[str], Any], ...] = (
    # longer ones are beyond any float, and Python refuses to read or to write them
    (re.compile(r"[-+]?[0-9]{1,300}\Z"), int),
    (re.compile(r"0o[0-7]{1,300}\Z"), lambda text: int(text, 0)),
    (re.compile(r"0x[0-9a-fA-F]{1,240}\Z"), lambda text: int(text, 0)),
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


def compose(text: str, *, file: str) -> Node | Problem | None:
    """Return the root node of a document, why it cannot be read, or None where it holds nothing.

    ``file`` is the name that problems carry.
    """
    for number, content in enumerate(text.split("\n"), 1):
        if content.startswith("%"):
            return Problem(file, number, 1, "directives are not allowed")
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"not YAML: {_said(error)}"
        return Problem(file, line, column, what, _mend(text, line, what))
    except yaml.reader.ReaderError as error:
        before = text[: error.position].split("\n")
        return Problem(file, len(before), len(before[-1]) + 1, f"not YAML: {error.reason}", "take it out")
    return node


def _said(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or error.context or "something is wrong here"
    return f"{error.context}, {said}" if error.context and said.startswith("but ") else said


def _mend(text: str, line: int, what: str) -> str | None:
    """Return what usually helps against a mistake of YAML's own syntax."""
    stands = (text.split("\n") + [""] * 2)[line - 1]
    if "\t" in stands:
        return "indent with spaces, not tabs"
    if "alphabetic or numeric" in what or "undefined alias" in what:
        return "put text that begins with * or & in quotes"
    if "mapping values are not allowed" in what:
        return "put text that contains ': ' in quotes, and check the indentation"
    if "expected a single document" in what:
        return "one file holds one document: take the '---' out"
    if "block" in what or "expected" in what:
        return "check that this line is indented like its neighbours, and that brackets and quotes are closed"
    return None


def values(node: Node, *, file: str) -> tuple[Any, list[Problem]]:
    """Return what a node says as plain values, and what is wrong with its keys."""
    reader = _Reader(file)
    try:
        return reader.value(node), reader.problems
    except RecursionError:
        what = "nested too deeply, or an alias stands within what it names"
        return None, [Problem(file, *_at(node), what)]


def places(node: Node) -> dict[tuple[Key, ...], Place]:
    """Return where each key and value stands, by its path from the root."""
    found: dict[tuple[Key, ...], Place] = {}
    _note_places(node, (), found)
    return found


class _Reader:
    """Turns nodes into values, and notes what is wrong with their keys."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def value(self, node: Node) -> Any:
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

    def add(self, node: Node, what: str, hint: str | None = None) -> None:
        self.problems.append(Problem(self.file, *_at(node), what, hint))


def _note_places(node: Node, path: tuple[Key, ...], places: dict[tuple[Key, ...], Place]) -> None:
    """Note where a node and everything in it stands; a key's place goes before its value's."""
    places.setdefault(path, _at(node))
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                places.setdefault((*path, key_node.value), _at(key_node))
                _note_places(value_node, (*path, key_node.value), places)
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            _note_places(child, (*path, number), places)


def _at(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
