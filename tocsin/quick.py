"""A quick way to make frozen values, for the places that make thousands of them a second.

A frozen dataclass writes each of its fields through ``object.__setattr__``,
which takes several times as long as the rest of making it. Here an open twin
with the same slots is filled and then becomes the frozen class; nobody can tell
it from one made the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
V = TypeVar("V")


def quick(frozen: Callable[P, T]) -> Callable[P, T]:
    """Return a function that makes values of a frozen, slotted, keyword-only dataclass; it takes what the class takes."""
    told, known = _known(frozen)
    known |= {f"_of_{one.name}": one.default for one in told if one.default is not MISSING}
    exec(_source(told), known)  # noqa: S102 - as dataclasses do it: the text is made of the names of fields
    made: Callable[P, T] = known["made"]
    return made


def quick_replace(frozen: type[V]) -> Callable[..., V]:
    """Return what `dataclasses.replace` is for such a class: a function of a value and its fields that change."""
    told, known = _known(frozen)
    exec(_copied(told), known)  # noqa: S102 - as above
    made: Callable[..., V] = known["made"]
    return made


def _known(frozen: object) -> tuple[tuple[Field[Any], ...], dict[str, Any]]:
    """Return a class's fields, and the names that a function which makes its values works with."""
    assert isinstance(frozen, type)
    told = fields(frozen)
    twin = type(frozen.__name__, (), {"__slots__": tuple(one.name for one in told)})
    return told, {"_new": object.__new__, "_twin": twin, "_frozen": frozen}


def _copied(told: tuple[Field[Any], ...]) -> str:
    fills = "\n".join(f"    value.{one.name} = before.{one.name}" for one in told)
    return (
        f"def made(before, /, **changes):\n    value = _new(_twin)\n{fills}\n"
        "    for name, one in changes.items():\n        setattr(value, name, one)\n"
        "    value.__class__ = _frozen\n    return value\n"
    )


def _source(told: tuple[Field[Any], ...]) -> str:
    """Return the function as text: one that names its arguments is called many times quicker than one that packs them."""
    takes = ", ".join(one.name if one.default is MISSING else f"{one.name}=_of_{one.name}" for one in told)
    fills = "\n".join(f"    value.{one.name} = {one.name}" for one in told)
    return f"def made(*, {takes}):\n    value = _new(_twin)\n{fills}\n    value.__class__ = _frozen\n    return value\n"
