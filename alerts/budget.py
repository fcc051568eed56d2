"""What the operator writes about false alerts: how many, and who gets which share."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

import pydantic

from tocsin.strict import Strict

_PERIODS: Final = {"day": 7.0, "week": 1.0, "month": 12 / 52.18}
_BUDGET: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:per|an?|/)\s*(day|week|month)\s*\Z")
_SCHEMA: Final = pydantic.WithJsonSchema(
    {
        "anyOf": [
            {"type": "number", "exclusiveMinimum": 0},
            {"type": "string", "examples": ["5 per week", "1 per day"]},
        ]
    }
)


def per_week(written: Any) -> Any:
    """Return a budget as false alerts a week; ``5 per week``, ``1 per day`` or a bare number."""
    if not isinstance(written, str):
        return written
    found = _BUDGET.match(written)
    if found is None:
        raise ValueError("write it like '5 per week' or '1 per day'")
    return float(found[1]) * _PERIODS[found[2]]


class BudgetSpec(Strict):
    """False alerts that the desk can bear, over all regions and themes, and how they are shared out."""

    budget: Annotated[float, pydantic.BeforeValidator(per_week), _SCHEMA] = pydantic.Field(
        default=5.0, gt=0, description="false alerts a week over all keys, e.g. '5 per week'"
    )
    thinnest: float = pydantic.Field(
        default=0.4, ge=0, le=1, description="share of regions with under 0.1 stories an hour"
    )
    one_source: float = pydantic.Field(
        default=0.2, ge=0, le=0.5, description="share of regions with fewer than three owners of feeds"
    )
    neighbours: float = pydantic.Field(
        default=0.1, ge=0, le=0.5, description="share of openings that only neighbours together give"
    )
    keys: int = pydantic.Field(
        default=250, ge=1, description="keys assumed until the first daily summaries have come"
    )
