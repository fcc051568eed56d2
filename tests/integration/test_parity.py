"""One recorded log through the embedded runtime and through Kafka, two Faust workers and Elasticsearch (law 8)."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import campaign
from rehearsal import Rehearsal, config, tick

from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.config import load
from tocsin.index.connection import ElasticConnection
from tocsin.index.elastic import ElasticSearch
from tocsin.model import Article, Mention, Source, TaggedArticle, Tick
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.parts import Parts
from tocsin.testing.elastic import empty
from tocsin.testing.slack import FakeSlack

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLACES = ("Osh, Kyrgyzstan", "Goma, Democratic Republic of the Congo", "Kharkiv, Ukraine")
SAID = (
    ("Gunmen kill 12 people at a market in {}", "Witnesses spoke of masked men who fled by car."),
    ("Twelve dead after shooting in {}", "Hospitals call for blood as the wounded arrive."),
    ("Armed attack in {} kills 12, schools close", "The mayor imposed a curfew at dusk."),
    ("Massacre in {}: 12 killed", "Soldiers were sent to guard the bridges."),
    ("Attackers shot dead 12 civilians in {}", "Shops stayed shut and families left for the border."),
    ("Bloodshed in {}: 12 killed by gunmen", "The president cut short a visit abroad and flew home."),
    ("12 people killed in bazaar attack in {}", "Police say that nobody has been arrested so far."),
    ("Football cup final moved from {}", "The federation names another town on Friday."),
)


def articles(minute):
    """What is reported in one minute: the second place begins later, the third is quiet but for one report."""
    made = []
    for number, place in enumerate(PLACES):
        which = minute - 3 * number
        if not 0 <= which < (len(SAID) if number < 2 else 1):
            continue
        title, summary = SAID[which]
        at = START + minute * MINUTE + timedelta(seconds=number)
        paper = f"Paper {number}-{which}"
        source = Source(
            feed=f"feed-{number}-{which}", publisher=paper, owner=paper.lower(), country="GB", language="en",
            since=START - timedelta(days=90), entries=900,
        )  # fmt: skip
        made.append(
            Article(
                id=f"p{number}-{which}", source=source, title=title.format(place), summary=summary, language="en",
                seen=at, at=at, published=at,
            )
        )  # fmt: skip
    return made


MINUTES = 16


def embedded(folder, parts):
    """Return (tagged, mentions, incidents as they stand) of one process."""

    class At:
        moment = START

        def now(self):
            return self.moment

    clock = At()
    one = open_embedded(folder, parts, clock)
    connection = one.connect()
    log = SqliteLog(connection, clock.now)
    try:
        for minute in range(MINUTES):
            clock.moment = START + minute * MINUTE
            with Transaction(connection):
                for article in articles(minute):
                    log.append(topics.ARTICLES.name, article.id, encode(article))
            one.engine.drain()
            with Transaction(connection):
                log.append(topics.MENTIONS.name, "@0", encode(Tick(at=START + (minute + 1) * MINUTE)))
            one.engine.drain()
        tagged = [decode(record.value) for record in log.read(topics.TAGGED.name, 0, 10_000)]
        mentioned = [decode(record.value) for record in log.read(topics.MENTIONS.name, 0, 10_000)]
        return tagged, mentioned, one.search.incidents(open_only=False)
    finally:
        one.close()


def told(incidents):
    """What parity means of incidents: ids, openings, levels, figures."""
    return {
        one.id: (one.region, one.theme, one.rule, one.level, one.opened_at, one.stories, one.articles, one.deaths,
                 one.publishers)
        for one in incidents
    }  # fmt: skip


@pytest.mark.xfail(
    reason="held until 15:50 on 2026-11-24, not at 26b3325: cause open, see issue 4", strict=False
)
@pytest.mark.timeout(500)
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_embedded_and_distributed_say_the_same(kafka, elasticsearch, tmp_path):
    connection = ElasticConnection(hosts=(elasticsearch.url,))
    empty(connection)
    campaign.wipe(kafka)
    config(tmp_path / "config", "https://paper.example/rss")
    parts = Parts(load(tmp_path / "config"), settings={"SLACK_TOKEN", "SLACK_CHANNEL"})
    tagged, mentioned, incidents = embedded(tmp_path / "embedded", parts)
    assert len(incidents) >= 2
    other = asyncio.run(_distributed(kafka, elasticsearch, tmp_path, told(incidents)))
    # at least once: a worker that joins may say a thing again, but never another thing
    assert {encode(one) for one in other["tagged"]} == {encode(one) for one in tagged}
    assert {encode(one) for one in other["mentions"] if isinstance(one, Mention)} == {
        encode(one) for one in mentioned if isinstance(one, Mention)
    }
    assert told(other["incidents"]) == told(incidents)
    assert other["roots"] == len([one for one in incidents if one.level != "quiet"])


async def _distributed(kafka, elasticsearch, folder, wanted):
    async with FakeSlack(limited=False) as slack:
        rehearsal = Rehearsal(kafka, elasticsearch, folder, slack.url)
        try:
            await asyncio.to_thread(rehearsal.once, "setup")
            for name in ("processor", "processor", "indexer", "alerter"):
                rehearsal.start(name)
            return await asyncio.to_thread(_play, kafka, elasticsearch, slack, wanted)
        finally:
            rehearsal.end()
            for name, _ in rehearsal.running:
                print(name, (folder / f"{name}.log").read_text("utf-8", "replace")[-1500:])


def _play(kafka, elasticsearch, slack, wanted):
    """Play the log minute by minute; a tick follows the mentions of its minute, as it did in one process."""
    from kafka import KafkaProducer

    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    producer = KafkaProducer(acks="all", enable_idempotence=True, **connection.client())
    sent = 0
    for minute in range(MINUTES):
        for article in articles(minute):
            producer.send(topics.ARTICLES.name, key=article.id.encode(), value=encode(article))
            sent += 1
        producer.flush(30)
        _until(lambda: len(campaign.read(connection, topics.TAGGED)) >= sent, 150)  # noqa: B023 – called at once
        time.sleep(0.3)
        tick(producer, START + (minute + 1) * MINUTE)
    producer.close()
    client = ElasticConnection(hosts=(elasticsearch.url,)).client()
    search = ElasticSearch(client)

    def standing():
        return search.incidents(open_only=False)

    _until(lambda: told(standing()) == wanted and len(slack.roots()) >= len(wanted), 90)
    incidents = standing()
    client.close()
    return {
        "tagged": [one for one in map(_message, campaign.read(connection, topics.TAGGED)) if isinstance(one, TaggedArticle)],
        "mentions": [_message(one) for one in campaign.read(connection, topics.MENTIONS)],
        "incidents": incidents,
        "roots": len(slack.roots()),
    }  # fmt: skip


def _message(received):
    return decode(received.value)


def _until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.3)
