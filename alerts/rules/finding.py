"""What judging one rule against one signal gives: an answer with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tocsin.model import IncidentLevel


class Why(StrEnum):
    """Why a rule holds, or does not."""

    HOLDS = "holds"
    NOT_SELECTED = "the rule does not look here"
    NO_DATA = "too little coverage to say anything"
    LEARNING = "still learning what is usual here"
    BELOW_LINE = "score below the line"
    FEW_STORIES = "too few stories"
    FEW_PUBLISHERS = "too few independent publishers"
    FEW_LANGUAGES = "too few languages"
    LOW_LEVEL = "the evidence does not reach the rule's level"
    FEW_DEATHS = "too few deaths"
    STAGE_MISSING = "an earlier stage has not happened"
    SEEN = "coverage is sufficient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule judged against one signal.

    ``stays`` is the weaker condition under which an open alert stays open;
    ``held_level`` the level the evidence supports with that hysteresis.
    """

    why: Why
    stays: bool
    level: IncidentLevel = IncidentLevel.QUIET
    held_level: IncidentLevel = IncidentLevel.QUIET
    line: float = 0.0
    window: int = 24
    one_source: bool = False
    blind: bool = False
    together: bool = False  #: only a region and its neighbours together crossed a line
    said: str = ""  #: the condition in words, with its numbers

    @property
    def holds(self) -> bool:
        """Whether the rule holds now."""
        return self.why is Why.HOLDS


@lru_cache(maxsize=1024)  # the same few answers, many times a signal
def no(why: Why, *, line: float = 0.0, stays: bool = False, blind: bool = False) -> Finding:
    """Return the answer that a rule does not hold."""
    return Finding(why=why, stays=stays, line=line, blind=blind)
