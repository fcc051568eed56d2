"""Real news, read by people: precision and recall of the verdict on streams that nobody wrote for a test.

    python bench/streams_read.py [--write]     # --write puts the table into docs/benchmarks.md

Of each stream texts were drawn from three strata (judged violent, with words
of violence but calm, with none), shuffled, and labelled without the verdict;
`streams_read.yaml` keeps for each stratum its size and which text got which
label, by a digest of its title. Figures are weighted by the size of the
strata. The open half was looked at by those who mended the lexicons, the
closed one not.
"""

from __future__ import annotations

import gzip
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import page
import yaml
from asked import article, build

HERE = Path(__file__).parent
SHARED = HERE.resolve().parents[1] / "shared/data"
WINDOWS = {
    "de": ("de", "replay/de-frontpages.jsonl.xz"),
    "ru": ("ru", "replay/ru-feeds.jsonl.xz"),
    "tr": ("tr", "replay/tr-ntv.jsonl.xz"),
    "wire": (None, "replay/wire-feeds.jsonl.xz"),
}
LINES = {
    "rss": ("en", "backtest-dev/rss-headlines-2022-01_2022-06.jsonl.gz"),
    "zh": ("zh", "backtest-dev/zh-zaobao-2023.jsonl.gz"),
    "africa": (None, "tagging-dev/masakhanews-dev.jsonl.gz"),
}
TOLD = {
    "de": "German front pages, December 2025",
    "ru": "Russian and Ukrainian feeds, November 2025",
    "tr": "a Turkish broadcaster, September 2024",
    "wire": "agencies, mostly English, August 2026",
    "rss": "English broadcasters, 2022",
    "zh": "a Chinese daily's China pages, 2023",
    "africa": "six languages of Africa (MasakhaNEWS)",
}


def key(title: str) -> str:
    """Return what stands for a text in the file of labels."""
    return blake2b(title.encode(), digest_size=5).hexdigest()


def texts(stream: str) -> Iterator[tuple[str | None, str, str]]:
    """Yield language, title and summary of every text of a stream, titles once."""
    seen = set()
    for language, title, summary in _windows(stream) if stream in WINDOWS else _lines(stream):
        if title and title not in seen:
            seen.add(title)
            yield language, title, summary


def _windows(stream: str) -> Iterator[tuple[str | None, str, str]]:
    language, path = WINDOWS[stream]
    with lzma.open(SHARED / path, "rt", encoding="utf-8") as file:
        for version in map(json.loads, file):
            for entry in version["entries"]:
                yield language, entry["title"], entry.get("summary") or ""


def _lines(stream: str) -> Iterator[tuple[str | None, str, str]]:
    language, path = LINES[stream]
    with gzip.open(SHARED / path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield language or row["language"], row["title"], row.get("summary") or ""


def judged(tagger, stream: str, half: str, strata) -> str:
    """Return a row of the table."""
    labels = {}  # of a title: what it was labelled, and how many texts of the stream it stands for
    for stratum in strata:
        drawn = sum(len(stratum[label]) for label in ("violent", "calm", "doubtful"))
        for label in ("violent", "calm"):
            labels |= dict.fromkeys(stratum[label], (label == "violent", stratum["of"] / drawn))
    counts = Counter()
    for language, title, summary in texts(stream):
        found = labels.pop(key(title), None)
        if found is not None:
            violent, weight = found
            said = tagger.tag(article(title, summary, language=language)).verdict.violent
            counts[violent, said] += weight
            counts[violent] += 1
    if labels:
        print(f"{stream} {half}: {len(labels)} labelled titles are not in the stream", file=sys.stderr)
    hits = counts[True, True]
    precision, recall = hits / (hits + counts[False, True]), hits / (hits + counts[True, False])
    first = strata[0]["first"]
    sizes = f"{counts[True]} + {counts[False]}"
    return f"| {TOLD[stream]} | {half} | {sizes} | {first} | {precision:.2f} / {recall:.2f} |"


def main() -> None:
    """Print the table, and put it into the page of benchmarks if that is asked."""
    groups = yaml.safe_load((HERE / "streams_read.yaml").read_text("utf-8"))
    tagger = build()
    lines = [
        "| stream | half | violent + calm | first look | now |",
        "| --- | --- | --- | --- | --- |",
    ]
    for stream in TOLD:
        for half in ("open", "closed"):
            strata = [one for one in groups if (one["stream"], one["half"]) == (stream, half)]
            lines.append(judged(tagger, stream, half, strata))
            print(lines[-1], flush=True)
    if "--write" in sys.argv:
        page.write("streams read", "\n".join(lines))


if __name__ == "__main__":
    main()
