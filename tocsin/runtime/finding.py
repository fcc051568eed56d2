"""What `tocsin doctor` finds, whatever it looks at: one process, or servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from typing import Final

from alerts.undelivered import Undelivered

ARRIVED: Final = "every alert of the last day arrived"
_PACKAGES: Final = ("ingest", "streams", "alerts", "tocsin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    fine: bool
    said: str


def packages() -> Finding:
    """Look whether another distribution installed a package under one of our four names."""
    several = [name for name in _PACKAGES if len(set(packages_distributions().get(name, ()))) > 1]
    said = f"{', '.join(several)} come from more than one distribution" if several else "only ours"
    return Finding(what="packages", fine=not several, said=said)


def of_deliveries(found: Sequence[Undelivered]) -> Iterator[Finding]:
    """Yield a finding for each alert that did not arrive, or one that all did."""
    if not found:
        yield Finding(what="deliveries", fine=True, said=ARRIVED)
    for one in found:
        tries = "1 try" if one.tries == 1 else f"{one.tries} tries"
        state = "not tried again" if one.dead else "waiting"
        said = f"{one.what}, planned {one.planned:%Y-%m-%d %H:%M} UTC: {state} after {tries}"
        yield Finding(what=one.receiver, fine=False, said=f"{said}; {one.error}" if one.error else said)
