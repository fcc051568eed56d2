"""The topics as they should be, against the topics as they are: a plan, and its carrying out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.connection import KafkaConnection
from tocsin.topics import TOPICS, Cleanup, Topic

if TYPE_CHECKING:
    from kafka.admin import KafkaAdminClient

_TIMEOUT_MS: Final = 30_000
PATIENCE: Final = 30.0  #: seconds until we say that no broker answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A topic as the broker has it."""

    partitions: int
    configs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPlan:
    """What is to be done so that the log is as it should be; ``faults`` no set-up mends."""

    create: tuple[Topic, ...] = ()
    alter: tuple[tuple[Topic, tuple[tuple[str, str], ...]], ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.create or self.alter or self.faults)

    def lines(self) -> tuple[str, ...]:
        """Return what would be done, one line each."""
        return (
            *(f"create {topic.name} with {topic.partitions} partitions" for topic in self.create),
            *(
                f"set {name}={value} on {topic.name}"
                for topic, changes in self.alter
                for name, value in changes
            ),
            *self.faults,
        )


def wanted_configs(topic: Topic) -> dict[str, str]:
    """Return the broker's settings for a topic."""
    return {
        "cleanup.policy": topic.cleanup.value,
        "retention.ms": str(int(topic.retention.total_seconds() * 1000)),
        "max.message.bytes": "4194304",
        "message.timestamp.type": "CreateTime",
    } | ({"min.cleanable.dirty.ratio": "0.1"} if topic.cleanup is Cleanup.COMPACT_DELETE else {})


def log_plan(found: Mapping[str, Found], wanted: Iterable[Topic] = TOPICS) -> LogPlan:
    """Compare the topics; a partition count is never changed, for it would move keys between folds."""
    create, alter, faults = [], [], []
    for topic in wanted:
        there = found.get(topic.name)
        if there is None:
            create.append(topic)
            continue
        if there.partitions != topic.partitions:
            faults.append(
                f"{topic.name} has {there.partitions} partitions and should have {topic.partitions}: "
                "counts are never changed, see docs/operations.md, “partitions”"
            )
        changes = tuple(
            (name, value) for name, value in wanted_configs(topic).items() if there.configs.get(name) != value
        )
        if changes:
            alter.append((topic, changes))
    return LogPlan(create=tuple(create), alter=tuple(alter), faults=tuple(faults))


class LogAdmin:
    """Looks at the broker's topics and carries out a plan; waits ``seconds`` for a broker that is just coming up."""

    def __init__(self, connection: KafkaConnection, *, seconds: float = PATIENCE) -> None:
        from kafka.admin import KafkaAdminClient
        from kafka.errors import KafkaError

        try:
            self._admin: KafkaAdminClient = KafkaAdminClient(
                bootstrap_timeout_ms=int(seconds * 1000),
                reconnect_backoff_max_ms=2_000,
                **connection.client(),
            )
        except KafkaError as error:
            # the client tells a refused password and a broker that is away in the same words
            whom = f" (or not to {connection.user})" if connection.user else ""
            raise BackendFault(f"Kafka at {connection.bootstrap} does not answer{whom}: {error}") from error

    def names(self) -> set[str]:
        """Return which of our topics the broker shows us.

        Raises:
            BackendFault: the broker went away.
        """
        from kafka.errors import KafkaError

        try:
            return set(self._admin.list_topics()) & {topic.name for topic in TOPICS}
        except KafkaError as error:
            raise BackendFault(f"Kafka stopped answering: {error}") from error

    def found(self) -> dict[str, Found]:
        """Return our topics as the broker has them."""
        names = sorted(self.names())
        if not names:
            return {}
        described = self._admin.describe_topics(names)
        configs = self._configs(names)
        return {
            one["name"]: Found(partitions=len(one["partitions"]), configs=configs[one["name"]])
            for one in described
        }

    def carry_out(self, plan: LogPlan, *, replication: int = -1) -> None:
        """Create and alter what the plan says; raise `BackendFault` where it names faults."""
        if plan.faults:
            raise BackendFault("; ".join(plan.faults))
        if plan.create:
            self._admin.create_topics(
                {
                    topic.name: {
                        "num_partitions": topic.partitions,
                        "replication_factor": replication,
                        "configs": wanted_configs(topic),
                    }
                    for topic in plan.create
                },
                timeout_ms=_TIMEOUT_MS,
                wait_for_metadata=True,
            )
        for topic, changes in plan.alter:
            self._alter(topic.name, dict(changes))

    def rights(self) -> dict[str, frozenset[str]]:
        """Return by topic what we may do with it, in Kafka's words (``READ``, ``WRITE``)."""
        names = sorted(self.names())
        described = self._admin.describe_topics(names) if names else ()
        return {one["name"]: frozenset(one["authorized_operations"] or ()) for one in described}

    def version(self) -> str:
        """Return what the broker says of its cluster, in a line."""
        cluster = self._admin.describe_cluster()
        return f"{len(cluster['brokers'])} broker(s)"

    def close(self) -> None:
        """Close the connection."""
        self._admin.close()

    def _configs(self, names: list[str]) -> dict[str, dict[str, str]]:
        from kafka.admin import ConfigResource, ConfigResourceType

        asked = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        (described,) = self._admin.describe_configs(asked).values()
        return {
            topic: {name: data["value"] for name, data in configs.items()}
            for topic, configs in described.items()
        }

    def _alter(self, topic: str, changes: dict[str, str]) -> None:
        from kafka.admin import ConfigResource, ConfigResourceType

        self._admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=changes)])
