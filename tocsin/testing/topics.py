"""A broker as a test wants it: none of our topics and groups, or all of them new and empty."""

from __future__ import annotations

import time
from typing import Final

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.log_setup import LogAdmin, log_plan
from tocsin.topics import TOPICS

PATIENCE: Final = 30.0  #: seconds; a group waits for 10 s for a member that was killed


def wipe(connection: KafkaConnection) -> None:
    """Delete our topics and all groups, and return when they are gone."""
    from kafka.admin import KafkaAdminClient

    admin = KafkaAdminClient(**connection.client())
    ours = {topic.name for topic in TOPICS}
    if held := sorted(ours & set(admin.list_topics())):
        admin.delete_topics(held)
        while ours & set(admin.list_topics()):
            time.sleep(0.2)
    end = time.monotonic() + PATIENCE
    while groups := [one["group_id"] for one in admin.list_groups()]:
        admin.delete_groups(groups)  # refused while a member that was killed is still waited for
        if time.monotonic() > end:
            raise BackendFault(f"these groups have members: {', '.join(groups)}")
        time.sleep(0.2)
    admin.close()


def fresh(connection: KafkaConnection) -> None:
    """Let our topics be new and empty."""
    wipe(connection)
    admin = LogAdmin(connection)
    admin.carry_out(log_plan({}), replication=1)
    admin.close()
