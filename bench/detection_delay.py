"""How late entries are noticed, and what that costs in polls: the real schedule over recorded feeds, in virtual time.

An entry appears when it says it was published, if that lies between the two
recorded rounds around its first sighting; else at a seeded moment between them.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from ingest.fetch import Fetched
from ingest.identity import identify
from ingest.outcome import new_state, not_modified, read, request_for
from ingest.parsed import Parsed
from ingest.spec import FeedSpec, IngestSpec
from tocsin.model import Entry

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Series:
    """One feed's recorded life: its first window, and when each later entry appeared."""

    start: datetime
    end: datetime
    first: tuple[Entry, ...]  #: the window at the start
    appear: tuple[tuple[datetime, Entry], ...]


def load(path: Path, seed: int = 1) -> dict[str, Series]:
    """Return each feed's series from a replay stream."""
    rng, versions = random.Random(seed), defaultdict(list)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            version = json.loads(line)
            versions[version["feed"]].append(
                (datetime.fromisoformat(version["fetched_at"]), version["entries"])
            )
    rounds = sorted({at for feed in versions.values() for at, _ in feed})
    before = dict(zip(rounds[1:], rounds, strict=False))
    return {feed: _series(found, rounds, before, rng) for feed, found in versions.items()}


def _series(found, rounds, before, rng) -> Series:
    seen, appear = set(), []
    first = tuple(_entry(raw) for raw in found[0][1])
    for at, entries in found:
        for raw in entries:
            key = (raw["link"], raw["title"])
            if key in seen:
                continue
            seen.add(key)
            if at == found[0][0]:
                continue
            entry, earliest = _entry(raw), before.get(at, at)
            exact = entry.published is not None and earliest < entry.published <= at
            moment = entry.published if exact else earliest + rng.random() * (at - earliest)
            appear.append((moment, replace(entry, published=moment if exact else entry.published)))
    return Series(found[0][0], rounds[-1], first, tuple(sorted(appear, key=lambda pair: pair[0])))


def _entry(raw) -> Entry:
    published = datetime.fromisoformat(raw["published"]) if raw["published"] else None
    return Entry(
        guid=f"{raw['link']}|{raw['title']}", link=raw["link"], title=raw["title"], published=published
    )


def simulate(name: str, series: Series, limits: IngestSpec) -> tuple[int, list[float]]:
    """Return the number of polls, and each entry's delay in minutes."""
    name = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    spec = FeedSpec(id=name, url="https://feed.example/", name=name, publisher=name)
    state, now, polls, delays, at = new_state(spec, now=series.start), series.start, 0, [], 0
    anchor = Entry(guid="anchor-x", title="an older entry")
    while now < series.end:
        polls += 1
        fresh = []
        while at < len(series.appear) and series.appear[at][0] <= now:
            fresh.append(series.appear[at][1])
            delays.append((now - series.appear[at][0]).total_seconds() / 60)
            at += 1
        answer = Fetched(status=200 if fresh or polls == 1 else 304, url=spec.url)
        if answer.status == 304:
            state = not_modified(spec, state, answer, limits, now=now)
        else:
            entries = (*(series.first if polls == 1 else fresh), anchor)
            found = identify(entries)
            decision = read(
                spec, state, answer, Parsed(entries=tuple(entries)), found=found, known=known_anchor(found, now, polls),
                limits=limits, body_hash="", probe=False, now=now,
            )  # fmt: skip
            state = decision.state
        request_for(state, now=now)
        now = state.due
    return polls, delays


def known_anchor(found, now, polls):
    """Return what the poller knows of an entry: nothing at the first poll."""
    from ingest.decide import Known

    if polls == 1:
        return {}
    last = found[-1]
    return {key: Known(article="0" * 32, content=last.content, revision=1, touched=now) for key in last.keys}


def measure(path: Path, limits: IngestSpec) -> dict[str, float]:
    """Return polls a feed and day, and the delay's median, p90 and p99 in minutes."""
    polls, days, delays = 0, 0.0, []
    for name, series in load(path).items():
        count, found = simulate(name, series, limits)
        polls, days = polls + count, days + (series.end - series.start) / DAY
        delays += found
    cuts = quantiles(delays, n=100)
    return {
        "polls": polls / days,
        "median": median(delays),
        "p90": cuts[89],
        "p99": cuts[98],
        "entries": len(delays),
    }


if __name__ == "__main__":
    import sys

    folder = Path(__file__).parents[2] / "shared/data/replay"
    for stream in ("ru-feeds", "wire-feeds"):
        for target in [float(value) for value in sys.argv[1:]] or [0.5]:
            result = measure(folder / f"{stream}.jsonl.xz", IngestSpec(target=target))
            print(stream, target, {key: round(value, 1) for key, value in result.items()})
