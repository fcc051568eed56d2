"""The backtest: recorded streams through the shipped configuration, openings judged by hand, known events looked for.

    python bench/backtest.py [STREAM ...] [--write] [--list]
    python bench/backtest.py --cut [--write]          # publishers that vanish, alone

``--write`` puts the figures into docs/backtest.md; ``--list`` prints each
opening with its headlines, for judging. The judgements are kept in
bench/backtest_judgements.csv; an opening belongs to one of the same stream,
region and theme within two days. Known events come from the public record
(bench/backtest_events.csv). No text of the streams is kept.
"""

from __future__ import annotations

import csv
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path = [str(ROOT), str(ROOT / "bench"), *sys.path]

from played import Opening, Played, loudest_shift, play  # noqa: E402
from recorded import STREAMS, Line, stream  # noqa: E402

from tocsin.config import load  # noqa: E402
from tocsin.runtime.parts import Parts  # noqa: E402

DOCS = ROOT / "docs/backtest.md"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = ("new", "follow-up", "accident", "error")
CUT = (datetime(2023, 1, 10, tzinfo=UTC), datetime(2023, 1, 31, tzinfo=UTC))
CUT_STREAM = (datetime(2022, 11, 1, tzinfo=UTC), datetime(2023, 3, 1, tzinfo=UTC))
LEFT = ("CNN", "Los Angeles Times", "Politico")  #: publishers that go on while the others are cut out


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file."""
    with (ROOT / "bench" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judged(played: Played, opening: Opening, table: Iterable[dict[str, str]]) -> dict[str, str] | None:
    """Return how an opening was judged, none if nobody has looked at it."""
    one = opening.incident
    near = [
        (abs((datetime.fromisoformat(row["opened"]).replace(tzinfo=UTC) + DAY / 2) - one.at), row)
        for row in table
        if (row["stream"], row["region"], row["theme"]) == (played.name, one.region, one.theme)
    ]
    return min((row for away, row in near if away <= 2.5 * DAY), key=lambda row: row["opened"], default=None)


def found(played: Played, event: dict[str, str]) -> tuple[str, timedelta | None]:
    """Return whether an event rang, was inside an open incident, or was missed; and how long after it rang."""
    at = datetime.fromisoformat(event["at"])
    here = [one for one in played.openings if one.incident.region == event["region"]]
    for one in here:
        if at - 2 * HOUR <= one.incident.at <= at + 3 * DAY:
            return "rang", one.incident.at - at
    if any(one.incident.at <= at and (one.ended is None or one.ended > at) for one in here):
        return "already open", None
    return "missed", None


def summary(played: Sequence[Played], table: list[dict[str, str]]) -> list[str]:
    """Return the table of all streams."""
    lines = [
        (
            "| stream | articles | weeks | counted | openings | new | follow-up | accident | error | not judged |"
            " false a week (asked: 5) | posts in the worst week, a shift | busiest shift |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in played:
        kinds = Counter((judged(one, opening, table) or {}).get("judgement", "") for opening in one.openings)
        false = (kinds["accident"] + kinds["error"]) / max(one.weeks, 1.0)
        _, most, mean = loudest_shift(one)
        lines.append(
            f"| {one.name} | {one.articles:,} | {one.weeks:.1f} | {one.counted:,} | {len(one.openings)} | "
            + " | ".join(str(kinds[kind]) for kind in (*KINDS, ""))
            + f" | {false:.1f} | {mean:.1f} | {most} |"
        )
    return lines


def events(played: Sequence[Played]) -> list[str]:
    """Return the table of known events and a line of its figures."""
    lines = ["| stream | event | region | found | after |", "|---|---|---|---|---|"]
    tally: Counter[str] = Counter()
    delays = []
    for one in played:
        for event in (row for row in rows("backtest_events.csv") if row["stream"] == one.name):
            how, after = found(one, event)
            tally[how] += 1
            delays += [after / HOUR] if after is not None else []
            told = f"{after / HOUR:.0f} h" if after is not None else "–"
            lines.append(
                f"| {one.name} | {event['at'][:10]} {event['what']} | {event['region']} | {how} | {told} |"
            )
    middle = f"{statistics.median(delays):.0f} h" if delays else "–"
    return [
        (
            f"Of {sum(tally.values())} events {tally['rang']} rang (median {middle} after the event), "
            f"{tally['already open']} fell into an incident that was open already, {tally['missed']} were missed."
        ),
        "",
        *lines,
    ]


def reporting(played: Sequence[Played], table: list[dict[str, str]]) -> str:
    """Return how long after the first report in its evidence a real opening came."""
    waits = [
        (opening.incident.at - opening.first_report) / HOUR
        for one in played
        for opening in one.openings
        if (judged(one, opening, table) or {}).get("judgement") == "new"
    ]
    if not waits:
        return ""
    quick = sum(wait <= 6 for wait in waits) / len(waits)
    return f"New violence opened {statistics.median(waits):.1f} h (median) after the first report in its evidence; {quick:.0%} within 6 h."


def every(played: Sequence[Played], table: list[dict[str, str]]) -> list[str]:
    """Return each opening in our own words."""
    lines = [
        "| stream | opened (UTC) | place | theme | level, worst | stories, usual | score, line | judgement | what |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in played:
        for opening in one.openings:
            it, row = opening.incident, judged(one, opening, table) or {}
            lines.append(
                f"| {one.name} | {it.at:%Y-%m-%d %H:%M} | {it.place} | {it.theme} | {it.level}, {opening.worst} | "
                f"{it.stories} in {it.window} h, {it.expected:.2f} | {it.score:.1f}, {it.threshold:.1f} | "
                f"{row.get('judgement', 'not judged')} | {row.get('what', '')} |"
            )
    return lines


def cut_out(parts: Parts) -> list[str]:
    """Return what cutting six of nine publishers out of the American stream for three weeks does."""
    start, end = CUT_STREAM
    lines = [one for one in stream("us") if start.isoformat() <= one["seen"] < end.isoformat()]
    gone = [
        one
        for one in lines
        if one["source"] in LEFT or not CUT[0].isoformat() <= one["seen"] < CUT[1].isoformat()
    ]
    told = ["| | all publishers | six of nine cut out 10 to 31 January 2023 |", "|---|---|---|"]
    whole, less = (play("us", some, parts) for some in (lines, gone))
    for what, count in (
        ("openings in these three weeks", lambda one: _between(one.openings, *CUT)),
        (
            "incidents told as calming or closed between the second day and the return",
            lambda one: one.calmed(CUT[0] + 2 * DAY, CUT[1]),
        ),
        (
            "openings in the week after the return",
            lambda one: _between(one.openings, CUT[1], CUT[1] + 7 * DAY),
        ),
        ("lowest coverage of a signal in these weeks", lambda one: f"{one.least_coverage(*CUT):.2f}"),
    ):
        told.append(f"| {what} | {count(whole)} | {count(less)} |")
    return told


def _between(openings: Iterable[Opening], start: datetime, end: datetime) -> int:
    return sum(start <= one.incident.at < end for one in openings)


def show(played: Played, lines: Iterable[Line]) -> None:
    """Print each opening with its headlines, for who judges them."""
    titles = {line["id"]: line["title"] for line in lines}
    for one in played.openings:
        it = one.incident
        print(
            f"{played.name} {it.at:%Y-%m-%d %H:%M} {it.region} {it.place} {it.theme} {it.rule} {it.level} {it.stories} stories"
        )
        for name in it.article_ids[:6]:
            print("    ", titles[name][:120])


def main() -> None:
    """Play the streams, and print or write the page."""
    names = [name for name in sys.argv[1:] if not name.startswith("--")] or list(STREAMS)
    parts = Parts(load(ROOT / "config"))
    text = {"cut": "\n".join(cut_out(parts))} if "--cut" in sys.argv else tables(names, parts)
    print(*text.values(), sep="\n\n")
    if "--write" in sys.argv:
        write(text)


def tables(names: Sequence[str], parts: Parts) -> dict[str, str]:
    """Return the tables of the page, by name."""
    table, played = rows("backtest_judgements.csv"), []
    for name in names:
        lines = stream(name)
        played.append(play(name, lines, parts))
        if "--list" in sys.argv:
            show(played[-1], lines)
    found = {
        "summary": "\n".join(summary(played, table)),
        "events": "\n".join([*events(played), "", reporting(played, table)]),
        "openings": "\n".join(every(played, table)),
    }
    return found | ({"cut": "\n".join(cut_out(parts))} if "us" in names else {})


def write(text: dict[str, str]) -> None:
    """Put tables into the page."""
    page = DOCS.read_text("utf-8")
    for name, part in text.items():
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        page = f"{before}<!-- {name} -->\n{part}\n<!-- /{name} -->{rest.partition(f'<!-- /{name} -->')[2]}"
    DOCS.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
