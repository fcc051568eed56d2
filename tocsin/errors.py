"""One tree of errors, split by whose fault it is.

    TocsinError
    ├── ConfigProblem     the operator's: a file says something we cannot follow (file:line:col)
    ├── FeedFault         a publisher's: a feed that does not answer or cannot be read
    ├── DeliveryFault     a receiver's: a message that was not accepted (may it be retried?)
    │   └── ReceiverGone  it takes none at all: revoked token, archived channel, not a member
    ├── TakenOver         nobody's: another alerter says a message that we were about to say
    ├── BackendFault      the machinery's: Kafka, Elasticsearch, SQLite
    │   └── WrongSchema   a store written by another version of tocsin
    └── CodecFault        of bytes we cannot read

Between stages an expected failure is a value (`FetchFailed`, `Rejected`);
exceptions are for bugs and for the edge of a process.
"""

from __future__ import annotations

from datetime import timedelta


class TocsinError(Exception):
    """Whatever tocsin raises on purpose."""


class ConfigProblem(TocsinError):
    """A configuration that cannot be followed; ``where`` is ``file:line:col`` or a setting's name."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class FeedFault(TocsinError):
    """A feed that does not answer, or answers with something that cannot be read."""


class DeliveryFault(TocsinError):
    """A message that a receiver did not accept.

    ``retry`` says whether trying again can help; ``after`` how long the
    receiver asked us to wait; ``unknown`` that it may have been accepted;
    ``whole`` that no other message would be accepted now either.
    """

    def __init__(
        self,
        what: str,
        *,
        retry: bool,
        after: timedelta | None = None,
        unknown: bool = False,
        whole: bool = False,
    ) -> None:
        super().__init__(what)
        self.retry = retry
        self.after = after
        self.unknown = unknown
        self.whole = whole


class ReceiverGone(DeliveryFault):
    """A receiver that takes no message at all until somebody mends it; its second is told."""

    def __init__(self, what: str) -> None:
        super().__init__(what, retry=True, whole=True)  # briefly: it may only be being exchanged


class TakenOver(TocsinError):
    """A message that another alerter has taken while this process stood still; it must not leave."""


class BackendFault(TocsinError):
    """Kafka, Elasticsearch or SQLite failed us."""


class WrongSchema(BackendFault):
    """A store was written by a version of tocsin that this one cannot follow."""


class CodecFault(TocsinError):
    """Bytes that are not a message we know; ``reason`` says why in one line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
