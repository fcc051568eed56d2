"""Where a message leads: exactly these articles in Kibana, the incident on the desk page, a translation."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from alerts.render.facts import counted_until, window_start
from alerts.spec import Links
from tocsin.model import Evidence, Incident

ARTICLES = 40  #: named in a link; Slack cuts longer ones


def kibana(incident: Incident, links: Links) -> str | None:
    """Return Kibana's Discover with an absolute time and exactly the articles behind an incident."""
    if not links.kibana:
        return None
    start, end = window_start(incident) - timedelta(hours=1), counted_until(incident) + timedelta(hours=1)
    ids = " or ".join(f'"{article}"' for article in incident.article_ids[:ARTICLES])
    query = quote(f"id:({ids})", safe="")
    time = f"(time:(from:'{start:%Y-%m-%dT%H:%M:%SZ}',to:'{end:%Y-%m-%dT%H:%M:%SZ}'))"
    view = "dataSource:(dataViewId:tocsin-articles,type:dataView)"
    base = links.kibana.rstrip("/")
    return f"{base}/app/discover#/?_g={time}&_a=({view},query:(language:kuery,query:'{query}'))"


def desk(incident: Incident, links: Links) -> str | None:
    """Return the incident's page on the desk page."""
    return f"{links.desk.rstrip('/')}/incident/{incident.id}" if links.desk else None


def translation(story: Evidence, language: str, links: Links) -> str | None:
    """Return a link that translates a headline, if the operator named a service."""
    if not links.translate or story.language == language:
        return None
    return links.translate.replace("{text}", quote(story.title, safe="")).replace(
        "{url}", quote(story.url or "", safe="")
    )
