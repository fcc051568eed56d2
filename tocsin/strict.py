"""Files that operators write, read strictly: against a model, with the place of everything that is wrong.

`read` composes the file (`tocsin.yaml12`) and validates it against a pydantic
model. All problems of a file are reported together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import pydantic

from tocsin import yaml12
from tocsin.complaints import Key, Mistake, Problem, did_you_mean, known_at, worded
from tocsin.yaml12 import scalar

__all__ = ["Document", "Key", "Mistake", "Problem", "Strict", "did_you_mean", "parse", "read", "scalar"]

M = TypeVar("M", bound=pydantic.BaseModel)


class Strict(pydantic.BaseModel):
    """The base of everything operators write: unknown keys are errors, numbers are finite, values are frozen."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


@dataclass
class Document(Generic[M]):
    """A file that was read: its value (none if it has problems), and where each key stands."""

    file: str
    value: M | None
    problems: list[Problem]
    text: str = ""

    @property
    def data(self) -> Any:
        """What was read, as plain values; nothing where it could not be read."""
        node = yaml12.compose(self.text, file=self.file)
        return yaml12.values(node, file=self.file)[0] if isinstance(node, yaml12.Node) else None

    @cached_property
    def _places(self) -> dict[tuple[Key, ...], yaml12.Place]:
        """Where each key and value stands; most files have no problem, and nobody asks."""
        node = yaml12.compose(self.text, file=self.file)
        return yaml12.places(node) if isinstance(node, yaml12.Node) else {}

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


def parse(text: str, model: type[M], *, file: str) -> Document[M]:
    """Read YAML text against a model; ``file`` is the name that problems carry."""
    node = yaml12.compose(text, file=file)
    if isinstance(node, Problem):
        return Document(file, None, [node])
    if node is None:
        return Document(file, None, [Problem(file, 1, 1, "the file is empty", known_at(model))])
    data, problems = yaml12.values(node, file=file)
    document = Document[M](file, None, problems, text)
    if not problems:
        _validate(document, data, model)
    return document


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
            if _is_a_typos_shadow(detail, details, model) or _is_a_gap(detail, details):
                continue
            path, what, hint = worded(detail, model)
            document.problems.append(document.problem(path, what, hint))


def _is_a_gap(detail: Mapping[str, Any], details: Sequence[Mapping[str, Any]]) -> bool:
    """Is this list too short only because an entry of it is wrong? Then that entry alone is told."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(place)] == place and len(other["loc"]) > len(place) for other in details
    )


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
