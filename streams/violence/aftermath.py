"""Which sentences look back: on a trial, an anniversary, an old case; an arrest does so only if it tells no fresh deed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from streams.violence.afresh import fresh_from
from streams.violence.casualties import Toll
from streams.violence.found import Findings, FoundTerm
from streams.violence.scenes import Scenes
from streams.violence.themes import CategorySpec

_SURE, _USUAL = (
    0.8,
    0.5,
)  #: weights of docs/lexicons.md: an aftermath word below the first is also said of fresh crimes
REACH = 4  #: words between a term and the word that says that it is done
Sentence = tuple[int, int]  #: its field, and its number there


def looking_back(
    findings: Findings, categories: Mapping[str, CategorySpec], tolls: Sequence[Toll], scenes: Scenes
) -> Mapping[Sentence, int | None]:
    """Return the sentences that look back, each with the offset at which a fresh deed begins, if one does.

    A court that is a scene does not look back.
    """
    words = _looking_back(findings, categories, tolls, scenes)
    return {
        key: None if last is None else fresh_from(findings, categories, tolls, key, last)
        for key, last in words.items()
    }


def _looking_back(
    findings: Findings, categories: Mapping[str, CategorySpec], tolls: Sequence[Toll], scenes: Scenes
) -> Mapping[Sentence, int | None]:
    """Return the sentences that have words that look back, each with where the last of them ends; a year alone has no end."""
    counted = {(toll.field, toll.sentence) for toll in tolls}
    sure: dict[Sentence, int] = {}
    arrests: dict[Sentence, int] = {}
    old: set[Sentence] = set()  # arrests with a year beside them: an old case
    for found in findings.terms:
        if categories[found.term.category].effect != "dampen" or found.spared is not None:
            continue
        key = found.place.field, found.sentence
        if scenes.is_one(found.place):
            continue
        if found.term.weight >= _SURE:
            sure[key] = found.place.end
        elif key not in counted:  # an arrest beside figures of dead or injured is part of fresh news
            arrests[key] = found.place.end
            if findings.word(found.place).isdigit():
                old.add(key)
    told = arrests.keys() - sure.keys() - old
    fresh = _with_fresh_deed(findings, categories, told)
    mild = {key: None if key in old else end for key, end in arrests.items() if key not in fresh}
    return {**mild, **{key: max(end, arrests.get(key, end)) for key, end in sure.items()}}


def _with_fresh_deed(
    findings: Findings, categories: Mapping[str, CategorySpec], sentences: Collection[Sentence]
) -> set[Sentence]:
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
