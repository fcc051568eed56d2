"""The stable formats of ``parse``, ``tag`` and ``replay`` (JSON lines)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tocsin.model import Entry, Incident, Place, Role, Span, TaggedArticle, Term


def entry_line(entry: Entry) -> dict[str, Any]:
    """Return what ``tocsin parse`` prints of one entry."""
    return {
        "guid": entry.guid,
        "link": entry.link,
        "title": entry.title,
        "summary": entry.summary,
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "authors": list(entry.authors),
        "sections": list(entry.sections),
    }


def tag_line(tagged: TaggedArticle) -> dict[str, Any]:
    """Return what ``tocsin tag`` prints of one article."""
    return {
        "id": tagged.article.id,
        "language": tagged.language,
        "regions": [_place(place) for place in tagged.places],
        "violence": {
            "violent": tagged.verdict.violent,
            "score": round(tagged.verdict.score, 3),
            "themes": list(tagged.verdict.themes),
            "categories": _categories(tagged),
            **_figure("deaths", tagged.casualties.deaths_low, tagged.casualties.deaths_high),
            **_figure("injured", tagged.casualties.injured_low, tagged.casualties.injured_high),
            "reason": tagged.verdict.reason,
        },
        "flags": list(tagged.flags),
    }


def incident_line(incident: Incident) -> dict[str, Any]:
    """Return what ``tocsin replay`` prints of one transition of an incident."""
    return {
        "incident": incident.id,
        "region": incident.region,
        "theme": incident.theme,
        "rule": incident.rule,
        "level": str(incident.level),
        "reason": str(incident.reason),
        "opened_at": _time(incident.opened_at),
        "at": _time(incident.at),
        "stories": incident.stories,
        "articles": incident.articles,
        "publishers": len(incident.publishers),
        "expected": round(incident.expected, 3),
        "score": round(incident.score, 3),
        "threshold": round(incident.threshold, 3),
        "evidence": list(incident.article_ids),
        "place": incident.place,
        "deaths": incident.deaths,
    }


def _place(place: Place) -> dict[str, Any]:
    line: dict[str, Any] = {
        "code": place.region,
        "level": str(place.level),
        "role": str(place.role),
        "score": round(place.score, 3),
        "evidence": [{**_span(item.span), "name": item.name} for item in place.evidence],
    }
    if place.name:
        line["name"] = place.name
    if place.role is Role.AMBIGUOUS:
        line["candidates"] = list(place.candidates)
    return line


def _categories(tagged: TaggedArticle) -> list[dict[str, Any]]:
    by_category: dict[str, list[Term]] = {}
    for term in tagged.terms:
        if term.excluded_by is None:
            by_category.setdefault(term.category, []).append(term)
    return [
        {
            "category": found.category,
            "score": round(found.score, 3),
            "evidence": [
                {**_span(term.span), "name": term.term, "language": term.language}
                for term in by_category.get(found.category, ())
            ],
        }
        for found in tagged.verdict.categories
    ]


def _span(span: Span) -> dict[str, Any]:
    return {"field": span.field, "start": span.start, "end": span.end, "text": span.text}


def _figure(name: str, low: int | None, high: int | None) -> dict[str, int | None]:
    """One figure: the lower bound under its plain name; the upper one beside it where it differs."""
    figure = {name: high if low is None else low}
    return figure if high in {None, low} else {**figure, f"{name}_high": high}


def _time(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
