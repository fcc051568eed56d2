"""Which alerts one desk reads as one thing: an incident is a theme in an incident region.

The incident region is the country, or an operator's area if the area rang
first and holds all members. An alert of an area whose articles are mostly
those of an open incident in one of its countries joins that incident, so that
one event never rings twice for its theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from tocsin.atlas import Atlas
from tocsin.ids import digest
from tocsin.model import Incident, IncidentLevel, Level, Signal

MOSTLY: Final = 0.6
_SIZE: Final = {Level.CITY: 0, Level.ADMIN2: 1, Level.ADMIN1: 2, Level.AREA: 3, Level.COUNTRY: 4}


def home(
    signal: Signal, incidents: Iterable[Incident], atlas: Atlas, *, stories: Mapping[str, int] | None = None
) -> str:
    """Return the incident region that an alert for this signal belongs to.

    ``stories`` are the counts of the regions inside an area: one that happens
    mostly in one country belongs to that country's incident.
    """
    open_ones = sorted(
        (one for one in incidents if one.theme == signal.theme and one.level is not IncidentLevel.CLOSED),
        key=lambda one: one.region,
    )
    mine = set(signal.article_ids)
    for incident in open_ones:
        area = atlas.region(incident.region).level is Level.AREA
        if area and incident.region in atlas.ancestors(signal.region):
            return incident.region
        if _touches(incident.region, signal.region, atlas) and _mostly(mine, incident):
            return incident.region
    where = place(signal.region, stories or {}, atlas)
    return atlas.country(where) or signal.region


def _touches(one: str, other: str, atlas: Atlas) -> bool:
    """Return whether one of the two is an area with a part in the other."""
    for area, region in ((one, other), (other, one)):
        for member in atlas.region(area).members:
            if member == region or member in atlas.ancestors(region) or region in atlas.ancestors(member):
                return True
    return False


def _mostly(mine: set[str], incident: Incident) -> bool:
    return bool(mine) and len(mine & set(incident.article_ids)) >= MOSTLY * len(mine)


def place(region: str, stories: Mapping[str, int], atlas: Atlas, *, before: str | None = None) -> str:
    """Return the smallest region that holds at least 60 % of an incident's stories.

    ``stories`` are counts by region; of several equally small regions the one
    with more stories, then the first by code; where it was ``before`` stays the
    place while that still holds enough and nothing smaller does.
    """
    total = max(stories.values(), default=0)
    total = stories.get(region, total) or total
    fit = [code for code, count in stories.items() if count and count >= MOSTLY * total]
    return min(
        fit,
        key=lambda code: (_SIZE[atlas.region(code).level], code != before, -stories[code], code),
        default=region,
    )


def incident_id(theme: str, region: str, opened_at: str) -> str:
    """Return the id of the incident of a theme in a region that opened then."""
    return digest("incident", theme, region, opened_at)


def opening_hour(opened: datetime) -> str:
    """Return the hour in which an incident opened, for its id.

    Not the second: a crash between seeing a report and judging it must not
    make another incident of it. One that closed re-opens as itself for 72 h, so
    no two of one theme and region open in one hour.
    """
    return opened.strftime("%Y-%m-%dT%H")


def inside(region: str, code: str, atlas: Atlas) -> bool:
    """Return whether ``code`` is the region or lies in it."""
    return code == region or (code in atlas and region in atlas.ancestors(code))
