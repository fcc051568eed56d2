"""Which words keep another company, so that what may be chance alone is violence together: not the name of a war."""

from __future__ import annotations

from streams.violence.found import Findings, FoundTerm
from streams.violence.lexicon import DOUBTFUL

FAINT = 0.2  #: below it, a word is not even a hint


def keeps_company(found: FoundTerm, findings: Findings) -> bool:
    """Whether a word says something beside another: "war" only says what a text is about, not that anything happened."""
    weight = found.term.weight
    if weight < FAINT:
        return False
    _, start, end = found.place
    return weight >= DOUBTFUL or not findings.lexicon.wars.search(found.sentences.field.scan, start, end)
