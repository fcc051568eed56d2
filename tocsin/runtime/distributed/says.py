"""Which records follow from what a fold says: detection into the signals, alerting into incidents. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from tocsin import topics
from tocsin.codec import Message, encode
from tocsin.model import (
    Action,
    Coverage,
    Incident,
    Mention,
    Notification,
    Prior,
    Signal,
    Summary,
    Tick,
    WindowCount,
)
from tocsin.runtime.distributed.records import Outgoing, Received

#: what detection reads from `tocsin.mentions`, and alerting from `tocsin.signals`
DETECTION_READS: Final = (Mention, Tick, Coverage, Prior)
ALERTING_READS: Final = (Signal, Action, Tick, Coverage, Summary)


def of_detection(received: Received, message: Message, said: tuple[Any, ...]) -> Iterator[Outgoing]:
    """Yield signals and ended hours; time and coverage travel on, a tick with its partition (law 5).

    Coverage under a key ``@n`` is in every partition of the mentions, and goes
    on from the first alone.
    """
    for number, one in enumerate(said):
        topic = topics.WINDOWS if isinstance(one, WindowCount) else topics.SIGNALS
        if isinstance(one, Summary):
            one = replace(one, partition=received.partition)  # noqa: PLW2901  # the fold knows no partitions
            key = f"summary:{received.partition}"
        else:
            key = one.region
        yield Outgoing(topic=topic.name, key=key, value=encode(one), id=f"{received.position}:{number}")
    if isinstance(message, Tick):
        value = encode(replace(message, partition=received.partition))
        yield Outgoing(
            topic=topics.SIGNALS.name, key=f"tick:{received.partition}", value=value, id=received.position
        )
    elif isinstance(message, Coverage) and (received.partition == 0 or not received.key.startswith("@")):
        yield Outgoing(
            topic=topics.SIGNALS.name, key=message.region, value=received.value, id=received.position
        )


def of_alerting(
    received: Received, _message: Message, said: tuple[Any, ...]
) -> Iterator[Outgoing | Notification]:
    """Yield transitions of incidents, messages to plan, and priors for every partition of the mentions."""
    for number, one in enumerate(said):
        identity = f"{received.position}:{number}"
        if isinstance(one, Notification):
            yield one
        elif isinstance(one, Incident):
            yield Outgoing(topic=topics.INCIDENTS.name, key=one.id, value=encode(one), id=identity)
        elif isinstance(one, Prior):
            for partition in range(topics.MENTIONS.partitions):
                yield Outgoing(
                    topic=topics.MENTIONS.name,
                    key=f"prior:{one.tier}:{one.group}",
                    value=encode(one),
                    partition=partition,
                    id=identity,
                )
