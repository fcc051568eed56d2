"""`tocsin replay` as a process: articles a second from its start to its end, and what of it is start.

    python bench/replay.py [STREAM ...] [--write]     # --write puts the table into docs/benchmarks.md

Streams are those of bench/recorded.py, and `sparse`: a made-up year of an
article every 45 minutes, every tenth of violence in one of 120 countries. The
start is what a replay of the first article alone takes. CPU seconds are those
of all its processes; on a busy machine they, too, are longer than at rest.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import page

ROOT = Path(__file__).resolve().parents[1]
sys.path = [str(ROOT), str(ROOT / "bench"), *sys.path]

from recorded import STREAMS, Line, stream  # noqa: E402

from tocsin.atlas import shipped  # noqa: E402
from tocsin.model import Level  # noqa: E402

SPARSE = "sparse"
EVERY, YEAR = timedelta(minutes=45), timedelta(days=365)
COUNTRIES = 120


def sparse() -> list[Line]:
    """Return a year of little news from many places."""
    atlas, start = shipped(), datetime(2025, 1, 1, tzinfo=UTC)
    codes = [code for code in atlas if atlas.region(code).level is Level.COUNTRY][:COUNTRIES]
    return [
        {
            "id": f"{number:06}",
            "title": _title(number, atlas.name(codes[number // 10 % len(codes)], "en")),
            "published": (start + number * EVERY).isoformat(),
            "source": f"paper {number % 7}",
            "language": "en",
        }
        for number in range(YEAR // EVERY)
    ]


def _title(number: int, country: str) -> str:
    if number % 10:
        return f"Council number {number} talks about the budget of its schools"
    return f"Gunmen killed {number % 9 + 1} villagers in {country} on day {number}, police say"


def replayed(lines: Sequence[Line], folder: Path) -> tuple[float, float]:
    """Return the seconds, and CPU seconds, that a replay of some articles takes as a process."""
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    asked = [sys.executable, "-m", "tocsin.cli", "replay", "--articles", str(file), "--out", os.devnull]
    began = time.perf_counter()
    done = subprocess.Popen(asked, cwd=ROOT)
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise SystemExit(f"the replay ended with {done.returncode}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


def table(names: Sequence[str]) -> str:
    """Measure streams and return a Markdown table."""
    rows = [
        "| stream | articles | days | seconds | articles a second | … without the start | CPU seconds | of these start | load |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in names:
        lines = sparse() if name == SPARSE else stream(name)
        with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
            start, start_cpu = replayed(lines[:1], Path(folder))
            wall, cpu = replayed(lines, Path(folder))
        times = [
            datetime.fromisoformat(line.get("seen") or line["published"]) for line in (lines[0], lines[-1])
        ]
        days, count = (times[1] - times[0]) / timedelta(days=1), len(lines)
        rows.append(
            f"| {name} | {count:,} | {days:.0f} | {wall:.1f} | {count / wall:,.0f} | "
            f"{count / max(wall - start, 0.01):,.0f} | {cpu:.1f} | {start_cpu:.1f} | {os.getloadavg()[0]:.1f} |"
        )
        print(rows[-1], flush=True)
    told = (
        f"Measured {datetime.now(UTC):%Y-%m-%d} by `python bench/replay.py`: {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}."
    )
    return "\n".join([told, "", *rows])


def main() -> None:
    """Print the table; with ``--write``, put it into the page of benchmarks."""
    names = [name for name in sys.argv[1:] if not name.startswith("--")] or [*STREAMS, SPARSE]
    text = table(names)
    print(text)
    if "--write" in sys.argv:
        page.write("replay", text)


if __name__ == "__main__":
    main()
