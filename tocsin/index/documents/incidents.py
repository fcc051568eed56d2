"""A step of an incident as documents: how it stands, the step itself, and the rows behind its opening."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tocsin.atlas import Atlas
from tocsin.index.documents.places import place_fields
from tocsin.index.names import Kind, index
from tocsin.index.operations import Does, Operation
from tocsin.index.search import RANK, UNLISTED
from tocsin.model import Evidence, Incident


def incident_operations(incident: Incident, atlas: Atlas) -> Iterator[Operation]:
    """Yield what puts a step in; evidence rows are created once and so stay as they were at the opening."""
    fields = _fields(incident, atlas)
    yield Operation(
        does=Does.CREATE,
        index=index(Kind.ALERTS, incident.opened_at),
        id=f"{incident.id}:{incident.step}",
        document=fields,
    )
    for evidence in incident.evidence:
        yield Operation(
            does=Does.CREATE,
            index=index(Kind.EVIDENCE, incident.opened_at),
            id=f"{incident.id}:{evidence.article}",
            document=_evidence(incident, evidence, atlas),
        )
    yield Operation(
        does=Does.INDEX,
        index=index(Kind.INCIDENTS),
        id=incident.id,
        version=incident.step,
        document=fields,
    )


def _fields(incident: Incident, atlas: Atlas) -> dict[str, Any]:
    parts = sorted({incident.region, incident.place, *(member.region for member in incident.members)})
    path = {code for part in parts for code in place_fields(atlas, part)["region_path"]}
    optional = {
        "acked_by": incident.acked_by,
        "acked_at": incident.acked_at,
        "snoozed_until": incident.snoozed_until,
        "canary": incident.canary,
    }
    return {
        **place_fields(atlas, incident.place),
        "region_path": sorted(path),
        "incident": incident.id,
        "step": incident.step,
        "rank": UNLISTED if incident.canary else RANK.index(incident.level),
        "regions": parts,
        "members": len(incident.members),
        "place": incident.place,
        "theme": incident.theme,
        "category": [one.category for one in incident.categories],
        "level": incident.level.value,
        "reason": incident.reason.value,
        "rule": incident.rule,
        "config": incident.config,
        "opened_at": incident.opened_at,
        "at": incident.at,
        **_measured(incident),
        "article_ids": list(incident.article_ids),
        "message": msgspec.to_builtins(incident),
    } | {name: value for name, value in optional.items() if value is not None}


def _measured(incident: Incident) -> dict[str, Any]:
    """Return what was counted, against what is usual."""
    return {
        "window": incident.window,
        "one_source": incident.one_source,
        "stories": incident.stories,
        "articles": incident.articles,
        "publisher": list(incident.publishers),
        "publishers": len(incident.publishers),
        "languages": list(incident.languages),
        "deaths": incident.deaths,
        "expected": incident.expected,
        "ratio": incident.ratio,
        "ratio_low": incident.ratio_low,
        "score": incident.score,
        "threshold": incident.threshold,
        "coverage": incident.coverage,
    }


def _evidence(incident: Incident, evidence: Evidence, atlas: Atlas) -> dict[str, Any]:
    optional = {"url": evidence.url, "city": evidence.place}
    return {
        **place_fields(atlas, incident.place),
        "theme": incident.theme,
        "category": list(evidence.categories),
        "incident": incident.id,
        "step": incident.step,
        "article": evidence.article,
        "story": evidence.story,
        "title": evidence.title,
        "publisher": evidence.publisher,
        "owner": evidence.owner,
        "language": evidence.language,
        "at": evidence.at,
        "similar": evidence.similar,
        "deaths": evidence.deaths,
        "terms": [word.text for word in evidence.words],
    } | {name: value for name, value in optional.items() if value is not None}
