"""What an operator may say about detection (``detector:`` in config/detectors.yaml)."""

from __future__ import annotations

import pydantic

from tocsin.coverage import LEARNING_DAYS, LEARNING_ENTRIES
from tocsin.strict import Strict


class DetectorSpec(Strict):
    """How detection measures; who is told, and when, is the budget's and the rules' business."""

    learning_days: float = pydantic.Field(
        default=14, ge=3, le=60, description="a new region and theme learns this long before it may open"
    )
    feed_learning_days: float = pydantic.Field(
        default=LEARNING_DAYS, ge=0, le=60, description="a new feed counts after so many days ..."
    )
    feed_learning_entries: int = pydantic.Field(
        default=LEARNING_ENTRIES, ge=0, description="... or after so many entries, whichever comes first"
    )
    raised: float = pydantic.Field(
        default=1.5, ge=0, le=5, description="scores from which the end of each hour makes a signal"
    )
    raised_hours: int = pydantic.Field(
        default=72, ge=24, le=336, description="for how long it goes on doing so afterwards"
    )
    early_stories: int = pydantic.Field(
        default=5, ge=3, description="stories in 24 h with which a learning key may open"
    )
    early_publishers: int = pydantic.Field(default=3, ge=2, description="and publishers")
