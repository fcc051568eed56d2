"""What each page shows: a look at the index becomes the values of a template. Nothing is sent or changed here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from tocsin.clock import hour_of, start_of
from tocsin.desk.curve import Curve, draw
from tocsin.desk.health import Health, answers, by_trouble
from tocsin.desk.hours import sums, without_gaps
from tocsin.desk.room import Look, NothingThere
from tocsin.index.query import Query, Sort
from tocsin.index.search import OPEN
from tocsin.index.syntax import FILTERS, read
from tocsin.index.unknown import unknown
from tocsin.model import Incident, Role

Values = dict[str, Any]

#: of a region's curve: name in the address -> (hours, what it is called)
SPANS: Final = {
    "48h": (48, "48 hours"),
    "7d": (168, "7 days"),
    "14d": (336, "14 days"),
    "28d": (672, "28 days"),
}
_LATEST: Final = 24


def overview(look: Look) -> Values:
    """Open incidents, and what was last reported by region."""
    incidents = look.search.incidents()
    latest = look.search.search(
        Query(violent=True, since=look.now - timedelta(hours=24), sort=Sort.NEWEST, limit=60)
    )
    return {
        "incidents": [(one, _spark(look, one)) for one in incidents],
        "answers": answers(look.search.feeds()),
        "closed": () if incidents else _closed(look)[:1],
        "latest": _by_region(look, latest.hits),
        "latest_total": latest.total,
        "anything": latest.total or look.search.search(Query(limit=6)).total,
        "headlines": look.search.search(Query(limit=8)).hits if not latest.total else (),
        "refresh": None if look.asked.get("pause") else 60,
    }


def incidents(look: Look) -> Values:
    """Every incident we remember, open ones first."""
    region = look.asked.get("region") or None
    found = look.search.incidents(open_only=False, region=region, limit=200)
    return {"incidents": found, "region": region, "open_levels": OPEN}


def incident(look: Look) -> Values:
    """One incident: its numbers, how it went, its members and its evidence."""
    found = look.search.incident(look.path["id"])
    if found is None:
        raise NothingThere(f"There is no incident {look.path['id']!r}.")
    steps = look.search.steps(found.id)
    start = hour_of(found.opened_at) - max(48, found.window)
    end = min(hour_of(look.now) + 1, start + 24 * 28)
    return {
        "incident": found,
        "first": steps[0] if steps else found,
        "worst": max((*steps, found), key=lambda step: (step.stories, step.deaths)),
        "is_open": found.level in OPEN,
        "curves": _curves(look, found, start, end),
        "start": start_of(start),
        "done": look.asked.get("done"),
        "articles_line": f"region:{found.place} theme:{found.theme} since:{found.opened_at - timedelta(hours=found.window):%Y-%m-%dT%H:%M}",
    }


def regions(look: Look) -> Values:
    """Every region with reports in the last days."""
    counts = look.search.regions(look.now - timedelta(hours=48))
    loud = {code for one in look.search.incidents() for code in (one.region, one.place)}
    return {"counts": counts, "loud": loud}


def region(look: Look) -> Values:
    """One region: its hours against what is usual, its incidents, its articles."""
    code = look.path["code"]
    if code not in look.atlas:
        raise NothingThere(f"There is no region {code!r} in the atlas.")
    theme = look.asked.get("theme") or look.facts.themes[0]
    span = look.asked.get("span") if look.asked.get("span") in SPANS else "7d"
    length = SPANS[str(span)][0]
    end = hour_of(look.now) + 1
    start = end - length
    known = look.search.windows(code, theme, start_of(start))
    hours = without_gaps(known, start, end)
    every = look.search.incidents(open_only=False, region=code, limit=50)
    all_articles = look.asked.get("show") == "all"
    query = Query(regions=(code,), violent=None if all_articles else True, sort=Sort.NEWEST, limit=20)
    return {
        "code": code, "theme": theme, "span": span, "spans": SPANS,
        "known": bool(known), "hours": hours,
        "curves": _drawn(hours, start, [one for one in every if one.theme == theme]),
        "sums": sums(hours, (1, 6, 24, 48, 168, 672)),
        "incidents": every, "hits": look.search.search(query), "all_articles": all_articles,
        "within": look.atlas.ancestors(code), "borders": look.atlas.borders(code), "bars": _bars(hours),
    }  # fmt: skip


def articles(look: Look) -> Values:
    """Articles that answer a search line, newest or best first."""
    line = look.asked.get("q", "")
    asked = read(line, now=look.now, limit=25, cursor=look.asked.get("cursor") or None)
    hits = look.search.search(asked.query)
    unheard = () if hits.total else unknown(asked.query, _known(look), look.atlas)
    return {
        "line": line, "hits": hits, "notes": (*asked.notes, *unheard), "filters": FILTERS,
        "best": asked.query.order is Sort.BEST, "further": bool(asked.query.cursor),
    }  # fmt: skip


def _known(look: Look) -> dict[str, list[str]]:
    """Return what may be asked for, by filter."""
    codes, themes = [*look.atlas, "world"], list(look.facts.themes)
    categories = [name for name in look.facts.titles if name not in themes]
    known = {"region": codes, "mentions": codes, "theme": themes}
    return {**known, "category": categories} if categories else known


def article(look: Look) -> Values:
    """One article with everything we found in it, and why."""
    found = look.search.article(look.path["id"])
    if found is None:
        raise NothingThere(f"There is no article {look.path['id']!r}; it may be older than we keep articles.")
    return {"tagged": found, "roles": list(Role)}


def feeds(look: Look) -> Values:
    """Every feed, those in trouble first."""
    judged = by_trouble(look.search.feeds(), look.now)
    counts = {one: sum(feed.health is one for feed in judged) for one in Health}
    return {"feeds": judged, "counts": {one: count for one, count in counts.items() if count}}


def status(look: Look) -> Values:
    """How the process is doing, and what was refused."""
    return {"rejected": look.search.rejected(20), "feed_states": look.search.feeds()}


def _closed(look: Look) -> list[Incident]:
    every = look.search.incidents(open_only=False, limit=500)
    return sorted((one for one in every if one.level not in OPEN), key=lambda one: one.at, reverse=True)


def _by_region(look: Look, hits: Any) -> list[tuple[str, list[Any]]]:
    """Return the latest violent reports by the country or area they come from, most reports first."""
    groups: dict[str, list[Any]] = {}
    for hit in hits:
        main = [place.region for place in hit.tagged.places if place.role is Role.MAIN]
        code = next((found for one in main if one in look.atlas and (found := look.atlas.country(one))), None)
        groups.setdefault(code or (main[0] if main else ""), []).append(hit)
    return sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))[:12]


def _spark(look: Look, one: Incident) -> Curve:
    end = hour_of(look.now) + 1
    hours = without_gaps(look.search.windows(one.place, one.theme, start_of(end - 48)), end - 48, end)
    return draw(hours, end - 48, width=300, height=96)


def _curves(look: Look, one: Incident, start: int, end: int) -> tuple[Curve, Curve]:
    known = look.search.windows(one.place, one.theme, start_of(start), start_of(end))
    return _drawn(without_gaps(known, start, end), start, (one,))


def _drawn(hours: Any, start: int, opened: Any) -> tuple[Curve, Curve]:
    """Return the same hours for a wide and for a narrow screen."""
    openings = [
        (one.opened_at, one.history[0].level.value if one.history else one.level.value, one.id)
        for one in opened
    ]
    return (
        draw(hours, start, openings=openings, width=960, height=250),
        draw(hours, start, openings=openings, width=360, height=210),
    )


def _bars(hours: Any) -> list[Any]:
    """Return the hours in which something was counted, newest first: the picture as a table."""
    return [one for one in reversed(hours) if one is not None and one.stories][: _LATEST * 2]
