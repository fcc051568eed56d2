"""A standby alerter takes over: nothing is lost, nothing is said twice, and how long it takes."""

import asyncio
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rehearsal import Rehearsal, config

from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.config import load
from tocsin.index.connection import ElasticConnection
from tocsin.model import Incident, Tick
from tocsin.runtime.distributed.alerting import GROUP
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.reading import to_end
from tocsin.runtime.parts import Parts
from tocsin.testing.elastic import empty
from tocsin.testing.signals import signal as measured
from tocsin.testing.slack import FakeSlack
from tocsin.testing.topics import wipe

COUNTRIES = ("ML", "PE", "NP", "HT", "YE", "KE", "TD", "BO", "MM", "RS", "GH", "IQ")
BEFORE, MEANWHILE = COUNTRIES[:9], COUNTRIES[9:]
SECOND = timedelta(seconds=1)


def said(country, at):
    """A massacre by many publishers: critical, so that no message waits for more sources."""
    return measured(country, at=at, stories=30, publishers=8, score=12.0, deaths=60, category="mass-atrocity")


def records(now):
    return [Tick(at=now), *(said(country, now + n * SECOND) for n, country in enumerate(COUNTRIES))]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen for 20 s"])
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_the_standby_takes_over_in_the_middle_of_a_burst(kafka, elasticsearch, tmp_path, how):
    wipe(KafkaConnection(bootstrap=kafka.bootstrap))
    empty(ElasticConnection(hosts=(elasticsearch.url,)))
    config(tmp_path / "config", "https://paper.example/rss")
    now = datetime.now(UTC).replace(microsecond=0)
    fold = Parts(load(tmp_path / "config"), settings={"SLACK_TOKEN", "SLACK_CHANNEL"}).alerting()
    for one in records(now):
        fold.apply(one)
    took, found, roots = asyncio.run(_burst(kafka, elasticsearch, tmp_path, how, now))
    print(f"\nfrom {how.name} to the first message about what came meanwhile: {took:.1f} s")
    assert {one.id for one in found} == {one.id for one in fold.incidents()}
    assert len(found) == len(COUNTRIES)
    assert sorted(roots) == sorted({one.id for one in fold.incidents()}), "each incident is said once"
    assert took < 30


async def _burst(kafka, elasticsearch, folder, how, now):
    async with FakeSlack(limited=False) as slack:
        rehearsal = Rehearsal(kafka, elasticsearch, folder, slack.url)
        try:
            await asyncio.to_thread(rehearsal.once, "setup")
            for number in (1, 2):
                rehearsal.start("alerter", number)
            took = await asyncio.to_thread(_play, kafka, rehearsal, slack, how, now)
        finally:
            rehearsal.end()
    connection = KafkaConnection(bootstrap=kafka.bootstrap)
    incidents = [decode(one.value) for one in to_end(connection, topics.INCIDENTS.name, 0)]
    latest = {one.id: one for one in incidents if isinstance(one, Incident)}
    subjects = [one.metadata["event_payload"]["subject"] for one in slack.roots()]
    return took, list(latest.values()), subjects


def _play(kafka, rehearsal, slack, how, now):
    from kafka import KafkaProducer

    producer = KafkaProducer(acks="all", **KafkaConnection(bootstrap=kafka.bootstrap).client())

    def send(*messages):
        for one in messages:
            producer.send(topics.SIGNALS.name, key=b"x", value=encode(one))
        producer.flush(30)

    tick, *signals = records(now)
    send(tick, *signals[: len(BEFORE)])
    _until(lambda: len(slack.roots()) >= 3, 90)
    active = _active(kafka, rehearsal)
    active.send_signal(how)
    stopped = time.monotonic()
    send(*signals[len(BEFORE) :])
    _until(lambda: any(name in one.text for one in slack.roots() for name in ("Serbia", "Ghana", "Iraq")), 60)
    took = time.monotonic() - stopped
    if how is signal.SIGSTOP:
        time.sleep(max(0.0, 20 - took))
        active.send_signal(signal.SIGCONT)
    _until(lambda: len(slack.roots()) >= len(COUNTRIES), 90)
    time.sleep(3)  # whoever says a thing twice may still do so
    producer.close()
    return took


def _active(kafka, rehearsal):
    """Return the alerter that has the partition: its client names its process."""
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(**KafkaConnection(bootstrap=kafka.bootstrap).client())
    members = admin.describe_groups([GROUP])[GROUP]["members"]
    admin.close()
    (client,) = {one["client_id"] for one in members if topics.SIGNALS.name in str(one["member_assignment"])}
    return next(child for _, child in rehearsal.running if client == f"{GROUP}-{child.pid}")


def _until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
