"""One recorded log through the embedded runtime and through Kafka, two Faust workers and Elasticsearch (law 8)."""

import asyncio
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rehearsal import Rehearsal, config, tick

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from alerts.receivers import build
from tocsin import topics
from tocsin.clock import SystemClock
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
from tocsin.testing.slack import TOKEN, FakeSlack
from tocsin.testing.topics import wipe

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
FAUST = [
    sys.executable,
    "-m",
    "faust",
    "-A",
    "streams.app",
    "worker",
    "--without-web",
]  # the other way to start one
SETTINGS = {"SLACK_TOKEN": TOKEN, "SLACK_CHANNEL": "C1"}


@dataclass(frozen=True)
class Outcome:
    """What parity compares."""

    tagged: set[bytes]
    mentions: set[bytes]
    incidents: dict[str, tuple]
    messages: dict[str, list]


def outcome(tagged, mentions, incidents, slack):
    """At least once: a worker that joins may say a thing again, but never another thing.

    The alerter's dead-man's switch sends test articles of its own along the road.
    """
    return Outcome(
        tagged={encode(one) for one in tagged if isinstance(one, TaggedArticle) and not one.article.canary},
        mentions={encode(one) for one in mentions if isinstance(one, Mention) and not one.canary},
        incidents=told(incidents),
        messages=shown(slack),
    )


def told(incidents):
    """What parity means of incidents: ids, openings, levels, figures."""
    return {
        one.id: (one.region, one.place, one.theme, one.rule, one.level, one.opened_at, one.stories, one.articles,
                 one.deaths, one.publishers)
        for one in incidents
    }  # fmt: skip


def shown(slack):
    """The final text of each message, by its header: all blocks but the reason of the last edit and its number.

    How many edits there were may differ (law 8), and with it why and as which step the last one was made.
    """
    messages = {}
    for root in slack.roots():
        header, sentence, *rest, origin, _actions = root.blocks
        said = sentence["text"]["text"].partition("\n")[2]
        where = origin["elements"][0]["text"].rpartition(" · #")[0]
        assert header["text"]["text"] not in messages, "an incident has two root messages"
        messages[header["text"]["text"]] = [said, *rest, where]
    return messages


async def embedded(folder, parts):
    """Return what one process makes of the log, its messages delivered to a Slack of its own."""

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
        async with FakeSlack(limited=False) as slack:
            await _delivered(SqliteLedger(connection), parts, slack)
            return outcome(tagged, mentioned, one.search.incidents(open_only=False), slack)
    finally:
        one.close()


async def _delivered(ledger, parts, slack):
    receivers = parts.alerts.receivers
    settings = SETTINGS | {"SLACK_URL": slack.url}
    deliverer = Deliverer(
        ledger,
        build(receivers, settings.get, links=parts.config.routes.links),
        receivers,
        clock=SystemClock(),
    )
    assert await deliverer.drain(timedelta(seconds=60))
    await deliverer.close()


@pytest.mark.timeout(500)
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_embedded_and_distributed_say_the_same(kafka, elasticsearch, tmp_path):
    connection = ElasticConnection(hosts=(elasticsearch.url,))
    empty(connection)
    wipe(KafkaConnection(bootstrap=kafka.bootstrap))
    config(tmp_path / "config", "https://paper.example/rss")
    parts = Parts(load(tmp_path / "config"), settings=SETTINGS)
    one = asyncio.run(embedded(tmp_path / "embedded", parts))
    assert len(one.incidents) >= 2
    assert len(one.messages) >= 2
    many = asyncio.run(_distributed(kafka, elasticsearch, tmp_path, one))
    assert many.tagged == one.tagged
    assert many.mentions == one.mentions
    assert many.incidents == one.incidents
    assert many.messages == one.messages


async def _distributed(kafka, elasticsearch, folder, wanted):
    async with FakeSlack(limited=False) as slack:
        rehearsal = Rehearsal(kafka, elasticsearch, folder, slack.url)
        try:
            await asyncio.to_thread(rehearsal.once, "setup")
            for name in ("processor", "indexer", "alerter"):
                rehearsal.start(name)
            rehearsal.start("processor", 2, command=FAUST)
            return await asyncio.to_thread(_play, kafka, elasticsearch, slack, wanted)
        finally:
            rehearsal.end()
            for name, _ in rehearsal.running:
                print(name, (folder / f"{name}.log").read_text("utf-8", "replace")[-1500:])


class Follower:
    """Reads a topic on from its beginning."""

    def __init__(self, connection, topic):
        from kafka import KafkaConsumer, TopicPartition

        self._consumer = KafkaConsumer(auto_offset_reset="earliest", **connection.client())
        self._consumer.assign([TopicPartition(topic.name, number) for number in range(topic.partitions)])
        self.found = []

    def close(self):
        self._consumer.close()

    def until(self, holds, seconds):
        """Read on until ``holds`` is true of all that was found."""
        end = time.monotonic() + seconds
        while not holds(self.found):
            assert time.monotonic() < end, f"after {seconds} s: {len(self.found)} messages"
            for records in self._consumer.poll(timeout_ms=200).values():
                self.found += [decode(record.value) for record in records]


def _play(kafka, elasticsearch, slack, wanted):
    """Play the log minute by minute: a tick follows the mentions of its minute, as it did in one process.

    No minute begins before every partition has ended the last one: what law 8
    says of partitions that keep up with one another.
    """
    from kafka import KafkaProducer

    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    producer = KafkaProducer(acks="all", enable_idempotence=True, **connection.client())
    tagged, mentions, signals = (
        Follower(connection, one) for one in (topics.TAGGED, topics.MENTIONS, topics.SIGNALS)
    )
    sent = set()
    for minute in range(MINUTES):
        for article in articles(minute):
            producer.send(topics.ARTICLES.name, key=article.id.encode(), value=encode(article))
            sent.add(article.id)
        producer.flush(30)
        due = {one for one in wanted.mentions if decode(one).article in sent}
        tagged.until(lambda found: {one.article.id for one in found} >= sent, 150)
        mentions.until(lambda found: {encode(one) for one in found} >= due, 30)  # noqa: B023 – called at once
        at = START + (minute + 1) * MINUTE
        tick(producer, at)
        every = {Tick(at=at, partition=number) for number in range(topics.MENTIONS.partitions)}
        signals.until(lambda found: set(found) >= every, 60)  # noqa: B023 – called at once
    producer.close()
    client = ElasticConnection(hosts=(elasticsearch.url,)).client()
    search = ElasticSearch(client)

    def standing():
        client.indices.refresh(index="tocsin-*")
        return outcome(tagged.found, mentions.found, search.incidents(open_only=False), slack)

    end = time.monotonic() + 150
    while (now := standing()) != wanted and time.monotonic() < end:
        time.sleep(0.5)
    client.close()
    for follower in (tagged, mentions, signals):
        follower.close()
    return now
