"""Lists of words as people write them in a lexicon."""

from __future__ import annotations

from typing import Annotated

import pydantic


def _as_tuple(value: object) -> object:
    """Take one word for a list of one, and a year (1945) for the word it is."""
    if isinstance(value, list):
        return tuple(str(word) if type(word) is int else word for word in value)
    return (value,) if isinstance(value, str) else value


#: for editors: one word, or a list of words and years
_LISTED = {"type": ["string", "array"], "items": {"type": ["string", "integer"]}}
Words = Annotated[
    tuple[str, ...],
    pydantic.BeforeValidator(_as_tuple),
    pydantic.Field(min_length=1),
    pydantic.WithJsonSchema({**_LISTED, "minItems": 1}),
]
Listed = Annotated[tuple[str, ...], pydantic.BeforeValidator(_as_tuple), pydantic.WithJsonSchema(_LISTED)]
