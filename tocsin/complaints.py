"""What is wrong, in the words of somebody who helps: problems of files, and pydantic's findings in plain English.

`worded` turns one finding into (path, what, hint); fields that may stand at a
place are looked up in the model, so that a typo is told the nearest of them.
A validator that knows better where the mistake stands raises `Mistake`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, get_args

import pydantic

Key = int | str


class Mistake(ValueError):
    """Raised inside a validator: what is wrong, where below the validated value, and the mend."""

    def __init__(self, what: str, *, path: Sequence[Key] = (), hint: str | None = None) -> None:
        super().__init__(what)
        self.path = tuple(path)
        self.hint = hint


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


#: type of a finding -> what to say; filled in with its context and ``given``, the value as written
_WORDS: Final = {
    "string_type": "must be text, not {given}",
    "int_type": "must be a whole number, not {given}",
    "int_parsing": "must be a whole number, not {given}",
    "int_from_float": "must be a whole number, not {given}",
    "float_type": "must be a number, not {given}",
    "float_parsing": "must be a number, not {given}",
    "finite_number": "must be a number that ends, not {given}",
    "bool_type": "must be true or false, not {given}",
    "bool_parsing": "must be true or false, not {given}",
    "tuple_type": "must be a list, not {given}",
    "list_type": "must be a list, not {given}",
    "dict_type": "must be keys with values, not {given}",
    "model_type": "must be keys with values, not {given}",
    "enum": "{given} is not known here",
    "literal_error": "{given} is not known here",
    "greater_than": "must be more than {gt}, not {given}",
    "greater_than_equal": "must be at least {ge}, not {given}",
    "less_than": "must be less than {lt}, not {given}",
    "less_than_equal": "must be at most {le}, not {given}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters, not {given}",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "string_pattern_mismatch": "{given} is not written as it must be",
    "timezone_aware": "must say its offset from UTC",
    "date_from_datetime_parsing": "must be a day, not {given}",
    "date_parsing": "must be a day, not {given}",
    "datetime_from_date_parsing": "must be a time of a day, not {given}",
    "datetime_parsing": "must be a time of a day, not {given}",
    "ip_any_network": "must be a network, not {given}",
}
_HINTS: Final = {
    "string_type": "put it in quotes",
    "tuple_type": "write [one, two], or one line with '- ' for each",
    "list_type": "write [one, two], or one line with '- ' for each",
    "timezone_aware": "write it like 2027-08-10T00:00:00Z",
    "date_from_datetime_parsing": "write it like 2027-08-10",
    "date_parsing": "write it like 2027-08-10",
    "datetime_from_date_parsing": "write it like 2027-08-10T00:00:00Z",
    "datetime_parsing": "write it like 2027-08-10T00:00:00Z",
    "ip_any_network": "write it like 10.0.0.0/8",
}
_ONE: Final = re.compile(r"\b1 entries")
#: patterns of names and codes, with something that fits
_EXAMPLES: Final = (
    ("KG", "a country is written like KG"),
    ("KG-O", "a region is written like KG or KG-O"),
    ("C0123ABCD", "a channel's ID looks like C0123ABCD (Slack: channel details, at the very end)"),
    ("SLACK_CHANNEL", "a setting is written like SLACK_CHANNEL"),
    ("horn-of-africa", "small letters, digits and hyphens: horn-of-africa"),
    ("en", "a language is written like en or pt-BR"),
)


def worded(
    detail: Mapping[str, Any], model: type[pydantic.BaseModel]
) -> tuple[tuple[Key, ...], str, str | None]:
    """Return (path, what, hint) for one finding of pydantic (`ValidationError.errors`)."""
    path, kind = tuple(detail["loc"]), str(detail["type"])
    context = detail.get("ctx", {})
    mistake = context.get("error")
    if isinstance(mistake, Mistake):
        path = (*path, *mistake.path)
        return path, _dotted(path, str(mistake)), mistake.hint
    if kind == "missing" and isinstance(path[-1], int):  # a pair of which only one is said
        return path[:-1], _dotted(path[:-1], f"entry {path[-1] + 1} is missing"), None
    if kind == "missing":
        return path[:-1], _dotted(path[:-1], f"{path[-1]!r} is missing"), known_at(model, path[:-1])
    if kind == "extra_forbidden":
        return path, _dotted(path, "nobody reads this key"), _near(str(path[-1]), fields_at(model, path[:-1]))
    if kind == "value_error":
        return path, _dotted(path, str(mistake)), None
    if path and path[-1] == "[key]":
        path = path[:-1]
    given = _given(detail.get("input"))
    bounds = {name: f"{bound:g}" if isinstance(bound, float) else bound for name, bound in context.items()}
    try:
        what = _ONE.sub("1 entry", _WORDS[kind].format(given=given, **bounds))
    except KeyError:
        what = str(detail["msg"]).replace("Input should", "it should")
    return path, _dotted(path, what), _hint(kind, detail.get("input"), context)


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """Return ``did you mean 'x'?`` for the known word nearest to ``word``, or nothing."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else None


def known_at(model: Any, path: Sequence[Key] = ()) -> str | None:
    """Return a hint with the keys that are read at a path below ``model``."""
    return _listed(fields_at(model, path))


def fields_at(model: Any, path: Sequence[Key]) -> list[str]:
    """Return the keys that the model at a path below ``model`` reads, as operators write them."""
    found = _models(model)
    for key in path:
        found = [inner for one in found for inner in _models(_value_type(one, key))]
    return [
        field.alias or name
        for one in found
        if isinstance(one, type) and issubclass(one, pydantic.BaseModel)
        for name, field in one.model_fields.items()
    ]


def _value_type(annotation: Any, key: Key) -> Any:
    """Return the type of what stands under a key of a value of this type, or None where nothing can."""
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        fields = annotation.model_fields.items()
        return next((field.annotation for name, field in fields if key in {name, field.alias}), None)
    values = [argument for argument in get_args(annotation) if argument is not ...]
    return values[-1] if values else None


def _models(annotation: Any) -> list[Any]:
    """Return the types that may hold keys or entries: members of unions, ``Annotated`` taken off."""
    if hasattr(annotation, "__metadata__"):
        return _models(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return [annotation]
    origin = getattr(annotation, "__origin__", None)
    if isinstance(origin, type):  # list[X], tuple[X, ...], dict[K, X]
        return [annotation]
    return [inner for argument in get_args(annotation) for inner in _models(argument)]


def _dotted(path: Sequence[Key], what: str) -> str:
    return f"{'.'.join(str(part) for part in path)}: {what}" if path else what


def _given(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "keys with values"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return repr(text if len(text) <= 60 else f"{text[:59]}…") if isinstance(value, str) else text


def _hint(kind: str, value: Any, context: Mapping[str, Any]) -> str | None:
    if kind in {"enum", "literal_error"}:
        return _near(str(value), re.findall(r"'([^']*)'", str(context.get("expected", ""))))
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern", ""))
        return next((hint for text, hint in _EXAMPLES if re.search(pattern, text)), f"pattern {pattern}")
    if kind == "string_type" and isinstance(value, list | dict | None):
        return None
    return _HINTS.get(kind)


def _near(word: str, known: Sequence[str]) -> str | None:
    return did_you_mean(word, known) or _listed(known)


def _listed(known: Sequence[str]) -> str | None:
    return f"known here: {', '.join(known)}" if known else None
