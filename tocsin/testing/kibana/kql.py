"""The part of Kibana's query language that our objects use, as a query of Elasticsearch's.

or, and, not, brackets; ``field : value``, ``field : (a or b)``, ``field >= n``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_TOKEN: Final = re.compile(r'\s*(>=|<=|>|<|:|\(|\)|"[^"]*"|[^\s():<>"]+)')
_RANGES: Final = {">=": "gte", "<=": "lte", ">": "gt", "<": "lt"}
Query = dict[str, Any]


class Kql:
    """One question; `query` raises `ValueError` for what does not parse or names unknown fields."""

    def __init__(self, text: str, fields: Mapping[str, str]) -> None:
        self._text = text
        self._tokens = _TOKEN.findall(text)
        self._fields = fields
        self._at = 0

    def query(self) -> Query:
        """Return the question as a query."""
        if not self._tokens:
            return {"match_all": {}}
        found = self._either()
        if self._at != len(self._tokens):
            raise ValueError(f"KQL: {self._tokens[self._at :]} follows the end of {self._text!r}")
        return found

    def _peek(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, wanted: str | None = None) -> str:
        token = self._peek()
        if token is None or (wanted is not None and token != wanted):
            raise ValueError(f"KQL: {wanted or 'something'} is missing in {self._text!r}")
        self._at += 1
        return token

    def _either(self) -> Query:
        parts = [self._both()]
        while self._peek() == "or":
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else {"bool": {"should": parts, "minimum_should_match": 1}}

    def _both(self) -> Query:
        parts = [self._one()]
        while self._peek() == "and":
            self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else {"bool": {"filter": parts}}

    def _one(self) -> Query:
        if self._peek() == "not":
            self._take()
            return {"bool": {"must_not": [self._one()]}}
        if self._peek() == "(":
            self._take()
            found = self._either()
            self._take(")")
            return found
        field = self._take()
        sign = self._take()
        if field not in self._fields:
            raise ValueError(f"KQL: no field {field}")
        if sign in _RANGES:
            return {"range": {field: {_RANGES[sign]: _plain(self._take())}}}
        if sign != ":":
            raise ValueError(f"KQL: {sign} after {field} in {self._text!r}")
        return self._value(field)

    def _value(self, field: str) -> Query:
        if self._peek() != "(":
            kind = "match" if self._fields[field] == "text" else "term"
            return {kind: {field: _plain(self._take())}}
        self._take("(")
        parts = [self._value(field)]
        while self._peek() == "or":
            self._take()
            parts.append(self._value(field))
        self._take(")")
        return {"bool": {"should": parts, "minimum_should_match": 1}}


def _plain(token: str) -> Any:
    if token.startswith('"'):
        return token[1:-1]
    return {"true": True, "false": False}.get(token, token)
