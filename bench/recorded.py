"""The recorded streams as articles in the order of their sighting: what backtests and speed tests replay.

    python bench/recorded.py NAME FILE.jsonl     # one of STREAMS, in the format of `tocsin replay`

Headlines come as they were seen first. A feed of a replay stream shows its
window at each round: an entry is an article of the round that showed it first;
what the very first round of a feed shows is a backlog, which live makes no
mentions, and is left out.
"""

from __future__ import annotations

import gzip
import json
import lzma
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared/data"
HEADLINES = {
    "us": "backtest-dev/us-headlines-2022-07_2023-06.jsonl.gz",
    "rss": "backtest-dev/rss-headlines-2022-01_2022-06.jsonl.gz",
    "zh": "backtest-dev/zh-zaobao-2023.jsonl.gz",
}
FEEDS = {
    "ru": "replay/ru-feeds.jsonl.xz",
    "de": "replay/de-frontpages.jsonl.xz",
    "wire": "replay/wire-feeds.jsonl.xz",
    "tr": "replay/tr-ntv.jsonl.xz",
}
STREAMS = (*HEADLINES, *FEEDS)
Line = dict[str, Any]


def stream(name: str) -> list[Line]:
    """Return a stream's articles in the format of `tocsin replay`, in the order in which they were seen."""
    found = headlines(name) if name in HEADLINES else feeds(name)
    return sorted(found, key=lambda line: (line.get("seen") or line["published"], line["id"]))


def headlines(name: str) -> Iterator[Line]:
    """Yield dated headlines; where only the day is known, the moment of first sighting dates them if it fits.

    What is first seen when the fetcher begins, or goes on after a standstill,
    and has no date of its own may be of any day before: like a feed's first
    poll it makes no mentions, and is left out.
    """
    with gzip.open(SHARED / HEADLINES[name], "rt", encoding="utf-8") as file:
        found = list(map(json.loads, file))
        returns = _returns(found) if name == "us" else set()
        for raw in found:
            if raw.get("first_seen") in returns and raw["date_from"] != "url":
                continue
            line = {"id": raw["id"], "title": raw["title"], "summary": raw.get("summary") or ""}
            line |= {"language": (raw.get("language") or "en").split("-")[0], "source": raw["publisher"]}
            if name == "us":
                line |= _first_seen(raw)
            elif name == "zh":
                line |= {"published": _spread(raw["published"], raw["id"])}
            else:
                line |= {"published": raw["published"], "url": raw["url"]}
            yield line


def _returns(found: Iterable[Line]) -> set[str]:
    """Return the moments of sighting before which nothing was seen for half a day."""
    moments = sorted({raw["first_seen"] for raw in found})
    times = [datetime.fromisoformat(moment) for moment in moments]
    later = zip(moments[1:], times[1:], times, strict=False)
    return {moments[0], *(moment for moment, now, before in later if now - before > timedelta(hours=12))}


def _first_seen(raw: Line) -> Line:
    """Return the times of a headline of which the hour of sighting and perhaps the day of its address are known."""
    seen = datetime.fromisoformat(raw["first_seen"])
    day = datetime.fromisoformat(raw["published"]).replace(tzinfo=UTC)
    fits = day - timedelta(days=1) <= seen < day + timedelta(days=2)
    published = seen if fits else day + timedelta(hours=12)
    return {"published": published.isoformat(), "seen": seen.isoformat(), "url": raw["url"]}


def _spread(day: str, name: str) -> str:
    """Return a moment of a day that hangs on the article's id alone: this source tells no hours."""
    return (
        datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(seconds=int(name, 16) % 86400)
    ).isoformat()


def feeds(name: str) -> Iterator[Line]:
    """Yield each entry of each feed once, as the round that showed it first saw it."""
    known: dict[str, set[str]] = {}
    with lzma.open(SHARED / FEEDS[name], "rt", encoding="utf-8") as file:
        for version in map(json.loads, file):
            feed, first = version["feed"], version["feed"] not in known
            seen = known.setdefault(feed, set())
            fresh = [entry for entry in version["entries"] if _key(entry) not in seen]
            seen.update(map(_key, version["entries"]))
            if not first:
                yield from _entries(feed, version, fresh)


def _entries(feed: str, version: Line, entries: Iterable[Line]) -> Iterator[Line]:
    told = set()
    for entry in entries:
        if (key := _key(entry)) in told:
            continue
        told.add(key)
        yield {
            "id": f"{feed}|{key}"[:200], "title": entry["title"], "summary": entry["summary"] or "",
            "language": None if version["language"] == "mul" else version["language"],
            "published": entry["published"], "seen": version["fetched_at"],
            "source": feed.split("/", maxsplit=1)[0], "url": entry["link"],
        }  # fmt: skip


def _key(entry: Line) -> str:
    return entry["id"] or f"{entry['link']} {entry['title']}"


if __name__ == "__main__":
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in stream(sys.argv[1]))
