"""The hardened consumer: what counts as worked off, and what it relies on upstream."""

import hashlib
import inspect
import textwrap

import pytest

#: of faust-streaming 0.15.3; when one differs, read the new code against streams/transport.py's three laws
FINGERPRINTS = {
    "Consumer.perform_seek": "2b4ceebd23deb7ee",
    "Consumer.on_partitions_revoked": "652177e770ee66d6",
    "Consumer.ack": "5548cf0f75843f73",
    "Consumer.force_commit": "464b62ae917215ab",
    "Consumer._commit_tps": "b83d551c32787010",
    "Consumer._filter_committable_offsets": "4fb75ba687d078b9",
    "Consumer._filter_tps_with_pending_acks": "cccdca32d241b14c",
    "Consumer._new_offset": "2b29afe4dd9a65a3",
    "Consumer._should_commit": "91d8eb1ef6bf4994",
    "Consumer._commit_offsets": "86b3e9b0aec773ac",
    "Consumer._add_gap": "f1cc1db634f5ea09",
    "Consumer.getmany": "e486c434b7928ee8",
    "driver.Consumer._to_message": "a2a5aefda42d9cd1",
}


@pytest.mark.parametrize(
    ("done", "commits"),
    [
        pytest.param([], [None], id="nothing done, nothing committed"),
        pytest.param([10], [11], id="the first record commits the second offset"),
        pytest.param([11, 12], [None], id="what comes after a hole waits"),
        pytest.param([11, 12, 10], [13], id="a filled hole commits all behind it"),
        pytest.param([9, 8], [None], id="what lies before the start is known already"),
        pytest.param([10, 10, 11], [12], id="said twice counts once"),
    ],
)
def test_the_committed_offset_is_the_end_of_the_contiguous_part(done, commits):
    from streams.transport import Done

    partition = Done(10)
    for offset in done:
        partition.add(offset)
    assert [partition.advance()] == commits
    assert partition.advance() is None


def source(name):
    import faust.transport.consumer as consumer
    import faust.transport.drivers.aiokafka as driver

    owner = {"Consumer": consumer.Consumer, "driver.Consumer": driver.Consumer}[name.rpartition(".")[0]]
    return textwrap.dedent(inspect.getsource(getattr(owner, name.rpartition(".")[2])))


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_upstream_is_the_code_that_we_read(name):
    found = hashlib.sha256(source(name).encode()).hexdigest()[:16]
    assert found == FINGERPRINTS[name], f"{name} changed upstream"
