"""A changed lexicon across Kafka: the detector is told once how much more it finds, before any worker starts with it."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.tocsin.runtime.test_retag import WORD, article, new, old  # noqa: F401  # fixtures
from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.coverage import REREAD, WORLD
from tocsin.model import Coverage, Tick
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.reading import to_end
from tocsin.runtime.distributed.records import Outgoing, Received
from tocsin.runtime.distributed.reread import reread
from tocsin.runtime.distributed.says import DETECTION_READS, of_detection
from tocsin.testing.topics import fresh

COUNT = 120
TITLES = (f"{WORD} in Osh, Kyrgyzstan", "Pogrom in Osh, Kyrgyzstan", "Market opens in Osh, Kyrgyzstan")


@pytest.fixture
def connection(kafka):
    found = KafkaConnection(bootstrap=kafka.bootstrap)
    fresh(found)
    return found


def tag(connection, tagger, numbers, now):
    """Let a tagger write what it says of some articles, every third in a word that only the new lexicon knows."""
    said = [
        tagger.tag(article(number, now - timedelta(hours=1), f"{TITLES[number % 3]}, report {number}"))
        for number in numbers
    ]
    put(
        connection,
        [Outgoing(topic=topics.TAGGED.name, key=one.article.id, value=encode(one)) for one in said],
    )


def mentions(connection, number):
    return list(to_end(connection, topics.MENTIONS.name, number))


def told(connection, number):
    """Return what a partition was told, in the order in which it stands there."""
    found = [decode(one.value) for one in mentions(connection, number)]
    return [(one.region, one.growth) for one in found if isinstance(one, Coverage) and one.shard == REREAD]


def test_what_a_changed_lexicon_finds_more_is_told_to_every_partition_and_counts_once(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    tag(connection, old.tagger, range(COUNT), now)
    first = reread(connection, new.tagger, new.atlas, now)
    assert first is not None
    assert first.articles == COUNT
    grown = {one.region: one.growth for one in first.grown}
    assert 1.5 < grown[WORLD] < 2.0
    for number in range(topics.MENTIONS.partitions):
        assert told(connection, number)[0] == (WORLD, grown[WORLD])

    home = partition_of(new.atlas.family("KG"))
    once = told(connection, home)
    assert reread(connection, new.tagger, new.atlas, now) == first
    reread(connection, new.tagger, new.atlas, now + timedelta(days=1))  # once more after midnight
    assert told(connection, home) == once * 3
    records = mentions(connection, home)
    assert folded(new, records, now) == folded(new, records[: len(once)], now) != folded(new, [], now)


def folded(parts, records, now):
    """Return what a partition's detection knows after three days, and after some records then."""
    fold = PartitionFold(parts.detection, reads=DETECTION_READS, says=of_detection)
    ticks = [
        Received(
            topic=topics.MENTIONS.name, partition=0, offset=0, key="@0", value=encode(Tick(at=at)), at=at
        )
        for at in (now - timedelta(hours=hours) for hours in range(72, -1, -1))
    ]
    for offset, one in enumerate((*ticks, *records)):
        fold.step(replace(one, offset=offset))
    return fold.rows()


def test_where_the_newest_article_was_tagged_by_the_same_tagger_nothing_is_told(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    assert reread(connection, new.tagger, new.atlas, now) is None
    tag(connection, old.tagger, range(COUNT), now)
    tag(connection, new.tagger, range(COUNT, COUNT + 1), now)
    assert reread(connection, new.tagger, new.atlas, now) is None
    assert not any(told(connection, number) for number in range(topics.MENTIONS.partitions))


def test_the_verb_says_in_one_line_what_it_did(connection, old, english):  # noqa: F811
    tag(connection, old.tagger, range(COUNT), datetime.now(UTC))
    settings = {"TOCSIN_KAFKA": connection.bootstrap}

    def run(*arguments):
        command = [sys.executable, "-m", "tocsin.cli", "reread", *arguments]
        return subprocess.run(
            command, env={**os.environ, **settings}, capture_output=True, text=True, timeout=120, check=True
        )

    assert run("--config", str(english)).stdout.startswith("nothing changed: ")
    shipped = run().stdout
    assert shipped.startswith(f"read {COUNT} articles of the last 7 days again")
    assert len(shipped.splitlines()) == 1
