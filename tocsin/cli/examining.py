"""What a doctor looks at where one process does everything: its data folder, its feeds, its messages."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tocsin.errors import BackendFault, ConfigProblem
from tocsin.runtime.finding import Finding, packages

if TYPE_CHECKING:
    from alerts.spec.routes import ReceiverSpec
    from tocsin.config import Config

FRESH: Final = timedelta(minutes=15)  #: a process that works has worked everything off by then
RECENT: Final = timedelta(days=1)  #: somebody may let it run now and then, with --once
ROOM: Final = 10**9  #: bytes that should be free
_NAMED: Final = 5  #: feeds that are named


def examine(data: Path, config_dir: Path, environment: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """Yield findings about one process and what it keeps; what is broken is a finding like the others."""
    from tocsin.config import load

    yield packages()
    try:
        config = load(config_dir)
    except ConfigProblem as problem:
        yield Finding(what="configuration", fine=False, said=str(problem))
    else:
        yield Finding(what="configuration", fine=True, said=f"no problems in {config_dir}")
        yield _process(data, config_dir, now)
        yield _receivers(config, environment)
    yield _feeds(data)
    yield _disk(data)
    yield _refused(data)


def _process(data: Path, config_dir: Path, now: datetime) -> Finding:
    from tocsin.cli.remembered import remembered
    from tocsin.runtime.embedded.lock import holder

    try:
        who, patience = f"process {holder(data)} runs", FRESH
    except BackendFault:
        who, patience = "no tocsin runs now", RECENT
    reached = remembered(data, config_dir).now
    if reached is None:
        return Finding(what="process", fine=patience is FRESH, said=f"{who}; nothing was worked off yet")
    said = f"{who}; everything was worked off until {reached:%Y-%m-%d %H:%M} UTC"
    return Finding(what="process", fine=now - reached <= patience, said=said)


def _receivers(config: Config, environment: Mapping[str, str]) -> Finding:
    from tocsin.settings import settings_set

    present = settings_set(environment)
    specs = config.routes.receivers
    off = [f"{one.name} (TOCSIN_{one.when_set} is not set)" for one in specs if not _is_on(one, present)]
    on = [one.name for one in specs if _is_on(one, present)]
    said = f"alerts go to {', '.join(on) or 'nobody'}" + (f"; off: {', '.join(off)}" if off else "")
    return Finding(what="receivers", fine=bool(on), said=said)


def _is_on(spec: ReceiverSpec, present: Collection[str]) -> bool:
    return spec.when_set is None or spec.when_set in present


def _feeds(data: Path) -> Finding:
    from tocsin.cli.stored import stored_feeds
    from tocsin.desk.health import answers

    states = stored_feeds(data).values()
    heard = answers(states)
    never = sorted(one.feed for one in states if one.last_polled and one.last_success is None)
    said = f"{heard.asked - heard.failed} of {heard.asked} that were asked answered the last time"
    if not heard.asked:
        said = "none was asked yet"
    if never:
        more = f" and {len(never) - _NAMED} more" if len(never) > _NAMED else ""
        said += f"; never answered: {', '.join(never[:_NAMED])}{more} ('tocsin feeds report' says why)"
    return Finding(what="feeds", fine=not heard.are_few, said=said)


def _disk(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    return Finding(what="disk", fine=free >= ROOM, said=f"{free / 10**9:.1f} GB free at {data}")


def _refused(data: Path) -> Finding:
    from tocsin.clock import SystemClock
    from tocsin.desk.wording import many
    from tocsin.runtime.embedded.database import collected, connect
    from tocsin.runtime.embedded.rejected import SqliteDeadLetters
    from tocsin.runtime.rejected import is_back, standing

    with closing(connect(collected(data))) as connection:
        letters = standing(SqliteDeadLetters(connection, SystemClock()).read()).values()
    count = sum(not is_back(one) for one in letters)
    said = f"{many(count, 'record')} refused; see 'tocsin rejected list'" if count else "none"
    return Finding(what="dead letters", fine=not count, said=said)
