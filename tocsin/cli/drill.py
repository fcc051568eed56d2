"""``tocsin drill``: a marked TEST incident from end to end, and how long each hop took."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from tocsin.cli.options import Example, Spell, config_option, data_option, json_option, print_json
from tocsin.errors import ConfigProblem
from tocsin.model import Article, Delivery, Mention
from tocsin.runtime.parts import Parts
from tocsin.runtime.road import Road
from tocsin.settings import setting

LOOK = 0.1  #: seconds between two looks
NOWHERE = "did not come; does 'tocsin run' work on this data folder?"
REFUSED = "was not accepted yet; 'tocsin doctor deliveries' says why"
_FORMS: Final = ("{}", "{} Region", "{} Province", "{} District")  #: of a place's name
SETTLED = (Delivery.SENT, Delivery.DEAD, Delivery.MERGED)


@click.command(
    cls=Example, examples=("tocsin drill --region KG-O", "tocsin drill --region SD-DN --wait 2m --json")
)
@config_option
@data_option
@click.option("--region", required=True, help="A country or division, like KG or KG-O.")
@click.option(
    "--wait", type=Spell(), default="60s", show_default=True, help="How long to wait for the last hop."
)
@json_option
def command(config_dir: Path, data: Path, region: str, wait: timedelta, as_json: bool) -> None:
    """Send a test article the whole way, through a tocsin that runs, to every receiver.

    The messages are marked TEST; nothing is counted, and no list shows it.
    Exits with 1 where a hop did not answer in time.
    """
    from tocsin.cli.road import road
    from tocsin.config import load
    from tocsin.runtime.embedded.lock import holder

    parts = Parts(load(config_dir))
    article, subject = _test(parts, region, datetime.now(UTC))
    with road(data) as way:
        if not setting("KAFKA", os.environ):
            holder(data)  # with nobody there the test would wait in the log, and ring at the next start
        way.send(article)
        fine = Watch(way, subject, _hop(as_json)).until(wait.total_seconds())
    sys.exit(0 if fine else 1)


class Watch:
    """Looks again and again how far the test has come, and tells each hop once."""

    def __init__(self, road: Road, subject: str, tell: Callable[[str, float, str], None]) -> None:
        self._road, self._subject, self._tell = road, subject, tell
        self._told: set[str] = set()

    def until(self, seconds: float) -> bool:
        """Return whether every receiver accepted the message within so many seconds."""
        start = time.monotonic()
        last: dict[str, Delivery] = {}
        while (took := time.monotonic() - start) < seconds:
            if self._road.arrived(self._subject):
                self._once("incident", took, self._subject)
            last = dict(self._road.told(self._subject))
            for receiver, status in sorted(last.items()):
                if status in SETTLED:
                    self._once(receiver, took, status.value)
            if last and "incident" in self._told and all(one in SETTLED for one in last.values()):
                return all(one is not Delivery.DEAD for one in last.values())
            time.sleep(LOOK)
        for name in ["incident", *last]:
            refused = last.get(name) is Delivery.FAILED
            self._once(name, seconds, REFUSED if refused else NOWHERE)
        return False

    def _once(self, hop: str, took: float, said: str) -> None:
        if hop not in self._told:
            self._told.add(hop)
            self._tell(hop, took, said)


def _hop(as_json: bool) -> Callable[[str, float, str], None]:
    def tell(hop: str, took: float, said: str) -> None:
        if as_json:
            print_json({"hop": hop, "seconds": round(took, 2), "said": said})
        else:
            click.echo(f"{took:6.2f} s  {hop}: {said}")

    return tell


def _test(parts: Parts, region: str, now: datetime) -> tuple[Article, str]:
    """Return a test article about a region, and the id of the incident that it must become.

    The tagger is asked first, so that we know: where a town has the name of its
    region ("Osh") it reads the town, and the name is written longer.
    """
    from alerts.deadman import rehearsed_id
    from streams.mentions import mentions

    first: tuple[Article, Mention] | None = None
    for article in _articles(parts, region, now):
        for mention in mentions(parts.tagger.tag(article), parts.atlas)[:1]:
            if mention.region == region:
                return article, rehearsed_id(article.canary or "", region, min(mention.themes))
            first = first or (article, mention)
    if first is None:
        said = f"this configuration reads no violence or no place in {article.title!r}; see 'tocsin explain --text'"
        raise ConfigProblem(region, said)
    article, mention = first
    click.echo(f"the name is read as {mention.region}, so the test is about that", err=True)
    return article, rehearsed_id(article.canary or "", mention.region, min(mention.themes))


def _articles(parts: Parts, region: str, now: datetime) -> Iterator[Article]:
    """Yield test articles about a region, each naming it in another way."""
    from alerts.deadman import canary_article
    from tocsin.index.unknown import near
    from tocsin.model import Level

    atlas = parts.atlas
    if region not in atlas or atlas.region(region).level is Level.AREA:
        hint = near(region, [code for code in atlas if atlas.region(code).level is not Level.AREA], atlas)
        raise ConfigProblem(
            f"--region {region}", f"there is no such country or division; {hint or 'write it like KG-O'}"
        )
    country = atlas.country(region)
    within = f", {atlas.name(country)}" if country and country != region else ""
    for form in _FORMS:
        place = form.format(atlas.name(region)) + within
        yield canary_article(now, canary=f"drill-{now:%Y%m%dT%H%M%S}-{region}", place=place)
