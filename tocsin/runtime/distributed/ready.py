"""Before a role starts: whether Kafka answers and holds what the role works on, said in one line if not."""

from __future__ import annotations

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.log_setup import PATIENCE, LogAdmin
from tocsin.runtime.distributed.quiet import muted
from tocsin.runtime.distributed.rights import LOG_NEEDS


def check_log(connection: KafkaConnection, role: str, *, seconds: float = PATIENCE) -> None:
    """Return when a broker answers, within ``seconds``, and knows every topic that a role reads or writes.

    Raises:
        BackendFault: it does not answer, or lacks topics (or this user may not see them).
    """
    with muted("kafka"):
        try:
            admin = LogAdmin(connection, seconds=seconds)
        except BackendFault as fault:
            raise BackendFault(f"{fault}: is TOCSIN_KAFKA right, and is the broker up?") from fault
        try:
            there = admin.names()
        finally:
            admin.close()
    reads, writes = LOG_NEEDS[role]
    missing = sorted({topic.name for topic in (*reads, *writes)} - there)
    if missing:
        raise BackendFault(
            f"Kafka at {connection.bootstrap} shows us no {', '.join(missing)}: "
            "run `tocsin setup`, or `tocsin doctor` if this user may not see them"
        )
