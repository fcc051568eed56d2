"""Which sentences look back: on a trial, an anniversary, an old case; an arrest does so only if it tells no fresh deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from streams.violence.casualties import Toll
from streams.violence.found import Findings, FoundTerm
from streams.violence.scenes import Scenes
from streams.violence.themes import CategorySpec

_SURE, _USUAL = (
    0.8,
    0.5,
)  #: weights of docs/lexicons.md: an aftermath word below the first is also said of fresh crimes
REACH = 4  #: words between a term and the word that says that it is done


def looking_back(
    findings: Findings, categories: Mapping[str, CategorySpec], tolls: Sequence[Toll], scenes: Scenes
) -> set[tuple[int, int]]:
    """Return the sentences that look back, as (field, sentence); a court that is a scene does not."""
    counted = {(toll.field, toll.sentence) for toll in tolls}
    past: set[tuple[int, int]] = set()
    arrests: dict[tuple[int, int], bool] = {}  # … and whether a year stands beside it: an old case
    for found in findings.terms:
        if categories[found.term.category].effect != "dampen" or found.spared is not None:
            continue
        key = found.place.field, found.sentence
        if key in past or scenes.is_one(found.place):
            continue
        if found.term.weight >= _SURE:
            past.add(key)
        elif key not in counted:  # an arrest beside figures of dead or injured is part of fresh news
            arrests[key] = arrests.get(key, False) or findings.word(found.place).isdigit()
    told = {key for key, old in arrests.items() if not old}
    return past | (arrests.keys() - _with_fresh_deed(findings, categories, told))


def _with_fresh_deed(
    findings: Findings, categories: Mapping[str, CategorySpec], sentences: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Return those sentences that tell the deed which an arrest follows upon: "arrested after mob burns shops"."""
    return {
        (found.place.field, found.sentence)
        for found in (findings.terms if sentences else ())
        if (found.place.field, found.sentence) in sentences
        and found.spared is None
        and found.term.weight >= _USUAL
        and categories[found.term.category].alone
        and _is_done(findings, found)
    }


def _is_done(findings: Findings, found: FoundTerm) -> bool:
    """Whether a word beside a term says that it is done: "after", "responsibility for"."""
    sentences, place = findings.sentences[found.place.field], found.place
    scan = findings.prepared.fields[place.field].scan
    before, after = findings.lexicon.happened
    (_, left), (_, right) = sentences.beside(place.start, place.end, REACH)
    return bool(before.search(scan, *left) or after.search(scan, *right))
