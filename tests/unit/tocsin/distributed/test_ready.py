"""A role that cannot begin says why in one line, and what to do."""

import subprocess
import sys

from tocsin.testing.servers.process import free_ports

BEGIN = """
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.ready import check_log
check_log(KafkaConnection(bootstrap="{}"), "process", seconds=0.3)
"""


def test_a_broker_that_is_not_there_is_named_and_the_client_says_nothing():
    # a process of its own: the client leaves the sockets of its attempts to the garbage collector
    broker = f"127.0.0.1:{free_ports(1)[0]}"
    done = subprocess.run(
        [sys.executable, "-c", BEGIN.format(broker)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    *trace, last = done.stderr.splitlines()
    assert last.startswith(f"tocsin.errors.BackendFault: Kafka at {broker} does not answer")
    assert last.endswith("is TOCSIN_KAFKA right, and is the broker up?")
    assert not any("ERROR" in line or "Connection failed" in line for line in trace)
