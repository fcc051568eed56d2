"""An indexer that waits for Elasticsearch ends when it is told, and the next one writes what it had in hand."""

import signal
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import campaign
import indexed
from workers import indexer

from tocsin import topics
from tocsin.runtime.distributed.append import KafkaAppend
from tocsin.runtime.distributed.indexing import GROUP
from tocsin.testing.tagged import tagged


@pytest.mark.timeout(400)
@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_an_indexer_that_waits_ends_when_told_and_its_article_is_not_lost(kafka, elasticsearch, tmp_path):
    elastic, log = indexed.prepare(elasticsearch), campaign.set_up(kafka)
    append = KafkaAppend(log)
    worker = indexer(kafka.bootstrap, elasticsearch.url, tmp_path)
    try:
        append(topics.TAGGED.name, "a", tagged("Riots in Osh", id="a"))
        campaign.begun(log, [GROUP], seconds=90)
        elasticsearch.kill()
        append(topics.TAGGED.name, "b", tagged("Riots in Jalal-Abad", id="b"))
        _until(lambda: "Elasticsearch does not answer as it should" in worker.log, 60)
        worker.signal(signal.SIGTERM)
        assert worker.child.wait(30) == 0, worker.log
        elasticsearch.start()
        worker.start()
        assert indexed.caught_up(log, worker, seconds=90)
    finally:
        worker.end()
    assert indexed.judge_index(elastic, {"a", "b"}, set()) == {
        "lost in the index": 0, "in the index without need": 0, "poison not in the index": 0,
    }  # fmt: skip


def _until(holds, seconds):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
