"""Three workers under fire lose nothing, and what one writes after Faust's introduction does.

A seeded tenth runs with the other tests, everything by `make soak`.
"""

import os
import sys
import threading
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import campaign

FULL = os.environ.get("TOCSIN_SOAK") == "full"
COUNT = 20_000 if FULL else 2_000
POISON = 100
ROUNDS = 16 if FULL else 4
FREEZE = 20.0 if FULL else 12.0

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600 if FULL else 300)]


def fired(kafka, tmp_path, *arms, seed, restart=None):
    connection = campaign.set_up(kafka)
    third = COUNT // 3
    campaign.produce(connection, range(third), poison_every=POISON)
    workers = [campaign.Worker(kafka.bootstrap, tmp_path / f"worker{n}", *arms) for n in range(3)]
    slowly = threading.Thread(target=_drip, args=(connection, range(third, COUNT)))
    try:
        slowly.start()
        done = campaign.havoc(workers, seed, ROUNDS, freeze=FREEZE, restart=restart)
        slowly.join(600)
        campaign.waited(connection, COUNT, workers, seconds=240)
    finally:
        for worker in workers:
            worker.end()
    judged = campaign.judge(connection, COUNT, poison_every=POISON)
    print(f"\n{arms or 'hardened'} {done} ends {[one.ends for one in workers]}\n{judged}")
    return judged


def _drip(connection, numbers):
    """Give the rest in portions, so that the trouble meets articles on their way."""
    step = max(1, len(numbers) // 20)
    for start in range(numbers.start, numbers.stop, step):
        campaign.produce(connection, range(start, min(start + step, numbers.stop)), poison_every=POISON)
        threading.Event().wait(0.5)


def test_nothing_is_lost_and_every_poison_is_kept(kafka, tmp_path):
    def restart():
        kafka.stop()
        kafka.start()

    judged = fired(kafka, tmp_path, seed=1, restart=restart)
    harmless = {"articles", "doubled", "signals"}
    assert {name: count for name, count in judged.items() if name not in harmless and count} == {}
    assert judged["signals"] > COUNT // 20
    assert judged["doubled"] < COUNT // 5


def test_plain_acknowledgements_do_lose(kafka, tmp_path):
    judged = fired(kafka, tmp_path, "plain", seed=1)
    assert judged["lost tagged"] + judged["poison not rejected"] > 0
    assert judged["poison not rejected"] == 2 * COUNT // POISON
