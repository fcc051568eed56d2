"""Three workers and an indexer under fire lose nothing, and what one writes after Faust's introduction does.

A seeded tenth runs with the other tests, everything by `make soak`.
"""

import gc
import os
import sys
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import campaign
import indexed
from workers import havoc, indexer, standin_worker

from tocsin.runtime.distributed import indexing, process

FULL = os.environ.get("TOCSIN_SOAK") == "full"
COUNT = 20_000 if FULL else 2_000
POISON = 100
ROUNDS = 20 if FULL else 5
TORN = 2 * ROUNDS // 5  #: rounds after which a successor writes again what was in flight: SIGKILL, SIGSTOP
WAIT = 900 if FULL else 240  #: seconds for what has not come out when the trouble is over
FREEZE = 20.0 if FULL else 12.0
PORTIONS = 400 if FULL else 60  #: one a second, so that the last trouble, too, meets articles on their way

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3600 if FULL else 400),
]


@contextmanager
def fired(connection, folder, starts, *, groups, seed, servers=None):
    """Let articles come while workers and servers are stopped, killed and frozen; inside all has come out."""
    third = COUNT // 3
    campaign.produce(connection, range(third), poison_every=POISON)
    workers = [start() for start in starts]
    drip = campaign.Drip(connection, folder, range(third, COUNT), portions=PORTIONS, poison_every=POISON)
    done = []
    try:
        campaign.begun(connection, groups, seconds=90)
        drip.start()
        done = havoc(workers, seed, ROUNDS, freeze=FREEZE, servers=servers)
        drip.over(seconds=600)
        campaign.waited(connection, COUNT, workers, seconds=WAIT)
        yield workers
    finally:
        for worker in workers:
            worker.end()
        gc.collect()
        print(f"\n{done} ends {[one.ends for one in workers]}")


class Killed:
    """Kills a node when called, and starts it again beside whatever else happens."""

    def __init__(self, node):
        self._node = node
        self._starting = None

    def __call__(self):
        self.back()
        self._node.kill()
        self._starting = threading.Thread(target=self._node.start)
        self._starting.start()

    def back(self):
        """Wait until the node answers again."""
        if self._starting is not None:
            self._starting.join(130)


@pytest.mark.parametrize("elasticsearch_version", ["9.2.0"], indirect=True, scope="session")
def test_nothing_is_lost_and_every_poison_is_kept(kafka, elasticsearch, tmp_path):
    elastic = indexed.prepare(elasticsearch)
    connection = campaign.set_up(kafka)
    node = Killed(elasticsearch)

    def restart_broker():
        kafka.stop()
        kafka.start()

    starts = [partial(standin_worker, kafka.bootstrap, tmp_path / f"worker{n}") for n in range(3)]
    starts.append(partial(indexer, kafka.bootstrap, elasticsearch.url, tmp_path / "indexer"))
    servers = {"Elasticsearch killed": node, "broker restarted": restart_broker}
    with fired(
        connection,
        tmp_path,
        starts,
        groups=[process.GROUP, process.FOLD_GROUP, indexing.GROUP],
        seed=1,
        servers=servers,
    ) as workers:
        node.back()
        assert indexed.caught_up(connection, workers[-1], seconds=WAIT), workers[-1].log[-2000:]
    judged = campaign.judge(connection, COUNT, poison_every=POISON)
    judged |= indexed.judge_index(elastic, *campaign.good_and_bad(COUNT, POISON))
    print(judged)
    met = workers[-1].log.count("Elasticsearch does not answer as it should")
    assert met, "it was only killed while there was nothing to write"
    harmless = {"articles", "written twice", "signals"}
    assert {name: count for name, count in judged.items() if name not in harmless and count} == {}
    assert judged["signals"] > COUNT // 20
    assert judged["written twice"] < TORN * process.IN_FLIGHT


def test_plain_acknowledgements_do_lose(kafka, tmp_path):
    connection = campaign.set_up(kafka)
    starts = [partial(standin_worker, kafka.bootstrap, tmp_path / f"worker{n}", "plain") for n in range(3)]
    with fired(connection, tmp_path, starts, groups=[process.GROUP], seed=1):
        pass
    judged = campaign.judge(connection, COUNT, poison_every=POISON)
    print(judged)
    assert judged["lost tagged"] + judged["poison not rejected"] > 0
    assert judged["poison not rejected"] + judged["left"] >= 2 * COUNT // POISON
