"""The rights of least privilege in Kafka: one user per role, and what each may do. Decides; `put` carries out.

Every user may see how our topics are (`tocsin doctor` then works with any of
them); beyond that a role reads and writes what `rights.LOG_NEEDS` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.runtime.distributed.rights import LOG_GROUPS, LOG_NEEDS

if TYPE_CHECKING:
    from kafka.admin import ACL

PREFIX: Final = "tocsin."
SETUP: Final = "setup"
ROLES: Final = (SETUP, *LOG_NEEDS)
_TO_SET_UP: Final = ("CREATE", "ALTER_CONFIGS")
_TO_SEE: Final = ("DESCRIBE", "DESCRIBE_CONFIGS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One thing that a user may do; a ``prefix`` stands for all topics that begin so."""

    user: str
    operation: str
    topic: str | None = None
    prefix: str | None = None
    group: str | None = None

    def __str__(self) -> str:
        """Say it in the words of Kafka's own tool."""
        where = (
            f"--topic {self.topic}" if self.topic
            else f"--topic {self.prefix} --resource-pattern-type prefixed" if self.prefix
            else f"--group {self.group}"
        )  # fmt: skip
        return f"kafka-acls.sh --add --allow-principal User:{self.user} --operation {self.operation} {where}"


def user(role: str) -> str:
    """Return the name of a role's user."""
    return f"tocsin-{role}"


def grants(role: str) -> Iterator[Grant]:
    """Yield all that a role's user may do."""
    name = user(role)
    for operation in (*_TO_SEE, *(_TO_SET_UP if role == SETUP else ())):
        yield Grant(user=name, operation=operation, prefix=PREFIX)
    reads, writes = LOG_NEEDS.get(role, ((), ()))
    for operation, wanted in (("READ", reads), ("WRITE", writes)):
        for topic in wanted:
            yield Grant(user=name, operation=operation, topic=topic.name)
    for group in LOG_GROUPS.get(role, ()):
        yield Grant(user=name, operation="READ", group=group)


def put(connection: KafkaConnection, wanted: Iterable[Grant]) -> None:
    """Give the rights; who does so needs ALTER on the cluster. Giving them twice changes nothing.

    Raises:
        BackendFault: the broker does not answer, or refuses.
    """
    from kafka.admin import KafkaAdminClient
    from kafka.errors import KafkaError

    try:
        admin = KafkaAdminClient(**connection.client())
    except KafkaError as error:
        raise BackendFault(f"Kafka at {connection.bootstrap} does not answer: {error}") from error
    try:
        reply: dict[str, Any] = admin.create_acls([_acl(one) for one in wanted])
    except KafkaError as error:
        raise BackendFault(f"Kafka gave no rights: {error!r}") from error
    finally:
        admin.close()
    if reply["failed"]:
        raise BackendFault(f"Kafka refused {len(reply['failed'])} rights, the first: {reply['failed'][0]}")


def _acl(grant: Grant) -> ACL:
    from kafka.admin import (
        ACL,
        ACLOperation,
        ACLPermissionType,
        ACLResourcePatternType,
        ResourcePattern,
        ResourceType,
    )

    pattern = ACLResourcePatternType.PREFIXED if grant.prefix else ACLResourcePatternType.LITERAL
    kind = ResourceType.GROUP if grant.group else ResourceType.TOPIC
    return ACL(
        principal=f"User:{grant.user}",
        host="*",
        operation=ACLOperation[grant.operation],
        permission_type=ACLPermissionType.ALLOW,
        resource_pattern=ResourcePattern(kind, grant.group or grant.prefix or grant.topic, pattern),
    )
