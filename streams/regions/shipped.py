"""The lists in ``data/`` that come with tocsin, read as strictly as what operators write."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

import pydantic

from tocsin.strict import parse

M = TypeVar("M", bound=pydantic.BaseModel)


def read(name: str, model: type[M]) -> M:
    """Return a list that is shipped; a fault in it is ours and raises `AssertionError` with its place."""
    document = parse(files("streams.regions").joinpath(f"data/{name}").read_text("utf-8"), model, file=name)
    assert document.value is not None, document.problems
    return document.value
