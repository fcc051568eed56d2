"""A changed lexicon across Kafka: the detector is told once how much more it finds, before any worker starts with it."""

import math
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.tocsin.runtime.test_retag import WORD, article, new, old  # noqa: F401  # fixtures
from tocsin import topics
from tocsin.clock import hour_of
from tocsin.codec import decode, encode
from tocsin.coverage import REREAD, WORLD
from tocsin.model import Coverage, Tick
from tocsin.runtime.distributed.append import put
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.reading import to_end
from tocsin.runtime.distributed.records import Outgoing, Received
from tocsin.runtime.distributed.reread import reread, untold
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
    for later in (timedelta(0), timedelta(days=1)):  # over midnight too
        assert reread(connection, new.tagger, new.atlas, now + later) == hourly(first, now + later)
        assert told(connection, home) == once
    records = mentions(connection, home)
    assert folded(new, records, now) != folded(new, [], now)


def hourly(found, at):
    return replace(found, grown=tuple(replace(one, hour=hour_of(at)) for one in found.grown))


def expected(connection, number, region="KG"):
    """Return how much more of a region a partition was told to expect by now."""
    return math.prod(growth for place, growth in told(connection, number) if place in {WORLD, region})


def test_a_rereading_that_was_killed_halfway_is_completed_and_counts_once(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    tag(connection, old.tagger, range(COUNT), now)
    reread(connection, new.tagger, new.atlas, now)
    home = partition_of(new.atlas.family("KG"))
    every = [mentions(connection, number) for number in range(topics.MENTIONS.partitions)]
    whole = [expected(connection, number) for number in range(topics.MENTIONS.partitions)]
    fresh(connection)

    tag(connection, old.tagger, range(COUNT), now)
    for number, records in enumerate(every):  # a few partitions told wholly, the home of the region in part
        some = records if number % 3 == 0 else records[:1] if number == home else []
        put(connection, [again(one) for one in some])
    reread(connection, new.tagger, new.atlas, now + timedelta(minutes=5))
    for number, growth in enumerate(whole):
        assert expected(connection, number) == pytest.approx(growth, rel=0.01)
    stands = told(connection, home)
    reread(connection, new.tagger, new.atlas, now + timedelta(minutes=10))
    assert told(connection, home) == stands


@pytest.mark.parametrize("told_before", ["in part", "nothing"])
def test_a_step_taken_late_holds_from_the_first_hour_of_the_workers(connection, old, new, told_before):  # noqa: F811
    now, home = datetime.now(UTC), partition_of(new.atlas.family("KG"))
    tag(connection, old.tagger, range(COUNT), now)
    reread(connection, new.tagger, new.atlas, now)
    every = [mentions(connection, number) for number in range(topics.MENTIONS.partitions)]
    whole = [expected(connection, number) for number in range(topics.MENTIONS.partitions)]
    fresh(connection)

    tag(connection, old.tagger, range(COUNT), now)
    if told_before == "in part":
        for number, records in enumerate(every):
            some = records if number % 3 == 0 else records[:1] if number == home else []
            put(connection, [again(one) for one in some])
    tag(connection, new.tagger, range(COUNT, 2 * COUNT), now)
    later = now + timedelta(hours=20)
    assert reread(connection, new.tagger, new.atlas, later) is not None
    for number, growth in enumerate(whole):
        assert expected(connection, number) == pytest.approx(growth, rel=0.03)
    assert hours(connection) <= {hour_of(now), hour_of(now) + 1}
    stands = told(connection, home)
    assert reread(connection, new.tagger, new.atlas, later + timedelta(hours=1)) is None
    assert told(connection, home) == stands


def hours(connection):
    """Return the hours from which on partitions were told to expect something else."""
    every = [
        decode(one.value)
        for number in range(topics.MENTIONS.partitions)
        for one in mentions(connection, number)
    ]
    return {one.hour for one in every}


def test_what_the_level_has_begun_to_learn_is_not_told_on_top(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    tag(connection, old.tagger, range(COUNT), now)
    tag(connection, new.tagger, range(COUNT, 2 * COUNT), now)
    found = reread(connection, new.tagger, new.atlas, now + timedelta(hours=60))
    assert found is not None
    assert found.late
    assert not any(told(connection, number) for number in range(topics.MENTIONS.partitions))


def test_going_back_to_lexicons_whose_successors_were_never_told_tells_nothing(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    for tagger, numbers in ((old, range(COUNT)), (new, range(COUNT, 2 * COUNT)), (old, range(9))):
        tag(connection, tagger.tagger, numbers, now)
    assert reread(connection, old.tagger, old.atlas, now) is None
    assert not any(told(connection, number) for number in range(topics.MENTIONS.partitions))


def test_what_stands_twice_in_the_log_was_told_once(connection, old, new):  # noqa: F811
    now, home = datetime.now(UTC), partition_of(new.atlas.family("KG"))
    tag(connection, old.tagger, range(COUNT), now)
    reread(connection, new.tagger, new.atlas, now)
    put(connection, [again(one) for one in mentions(connection, home)])
    stands = told(connection, home)
    reread(connection, new.tagger, new.atlas, now)
    assert told(connection, home) == stands


def test_a_worker_is_told_whether_the_detector_knows_of_its_lexicons(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    assert untold(connection, new.tagger.name, now) is None
    tag(connection, old.tagger, range(COUNT), now)
    assert untold(connection, old.tagger.name, now) is None
    assert untold(connection, new.tagger.name, now) == old.tagger.name
    reread(connection, new.tagger, new.atlas, now)
    assert untold(connection, new.tagger.name, now) is None


def again(one):
    return Outgoing(topic=one.topic, key=one.key, value=one.value, partition=one.partition, id=one.id)


def test_what_was_told_of_lexicons_that_did_not_go_to_work_is_taken_back(connection, old, new):  # noqa: F811
    now, home = datetime.now(UTC), partition_of(new.atlas.family("KG"))
    tag(connection, old.tagger, range(COUNT), now)
    assert reread(connection, new.tagger, new.atlas, now) is not None
    assert expected(connection, home) > 1.5
    back = reread(connection, old.tagger, old.atlas, now)
    assert back is not None
    assert back.again
    assert expected(connection, home) == pytest.approx(1.0, rel=0.02)
    assert reread(connection, old.tagger, old.atlas, now) is None


def test_records_nobody_can_read_do_not_hide_a_change(connection, old, new, caplog):  # noqa: F811
    now = datetime.now(UTC)
    tag(connection, old.tagger, range(COUNT), now)
    for number in range(topics.TAGGED.partitions):
        put(connection, [Outgoing(topic=topics.TAGGED.name, key="?", value=b"{", partition=number)] * 3)
    found = reread(connection, new.tagger, new.atlas, now)
    assert found is not None
    assert found.articles == COUNT
    assert "cannot be read and is passed over" in caplog.text


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


def test_where_all_articles_were_tagged_by_the_same_tagger_nothing_is_told(connection, old, new):  # noqa: F811
    now = datetime.now(UTC)
    assert reread(connection, new.tagger, new.atlas, now) is None
    tag(connection, new.tagger, range(COUNT), now)
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


def test_a_worker_that_starts_with_lexicons_nobody_was_told_of_says_so(connection, old, english, tmp_path):  # noqa: F811
    tag(connection, old.tagger, range(COUNT), datetime.now(UTC))

    def said(name, *arguments):
        """Return what a worker says until it opens the snapshots, which comes after."""
        folder, heard = tmp_path / name, tmp_path / f"{name}.log"
        settings = {
            "TOCSIN_KAFKA": connection.bootstrap, "TOCSIN_SNAPSHOTS": str(folder / "kept"), "TOCSIN_HEALTH": "off"
        }  # fmt: skip
        command = [sys.executable, "-m", "tocsin.cli", "process", "--data", str(folder), *arguments]
        with heard.open("w") as log:
            child = subprocess.Popen(command, env={**os.environ, **settings}, stderr=log)
        end = time.monotonic() + 90
        while not (folder / "kept").exists() and time.monotonic() < end:
            time.sleep(0.2)
        child.kill()
        child.wait()
        assert (folder / "kept").exists(), heard.read_text()
        return heard.read_text()

    assert "Run `tocsin reread` with them" in said("shipped")
    assert "tocsin reread" not in said("same", "--config", str(english))
