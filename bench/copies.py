"""De-duplication: near-copies found, false links, and flares found in raw articles with copy storms.

    python bench/copies.py links FILE.jsonl.gz [FILE ...]    real headlines and leads, edited as newsrooms edit
    python bench/copies.py flares [--seed 100]               the spike benchmark, articles instead of stories

``flares`` writes a text of random words for every story of the simulated series (regions under 3 articles an hour; above, stories
are taken as they are), a copy for every further article (verbatim, with credit lines, cut, or one word in ten changed; six and
more at once copy one story), and lets `streams.stories` count them again. The detector runs with its own lines, budget 5.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from spike_detector import Detector, spike_benchmark

from streams.shingles import fingerprint
from streams.stories import Report, Stories, agree, contained
from tocsin.clock import hour_of
from tocsin.model import Mention

START: Final = datetime(2026, 3, 2, tzinfo=UTC)
WEEK: Final = timedelta(days=7)
WORDS: Final = [f"w{number}" for number in range(6000)]
SAMPLED, PAIRS, THICK, STORM = 1500, 300_000, 3.0, 6


def report(article: str, words: list[str], at: datetime = START) -> Report:
    """Return a report of some words."""
    prints = fingerprint(" ".join(words))
    return Report(
        Mention(
            article=article, revision=1, region="KG", themes=("violence",), at=at, seen=at, publisher="p", owner="o",
            feed="f", language="en", shingles=prints.shingles, teaser=prints.teaser, numbers=prints.numbers,
        )
    )  # fmt: skip


def credited(words: list[str], _: random.Random) -> list[str]:
    """Return a text with a dateline before it and a credit line behind it."""
    return ["City", "(Agency)", "-", *words, "Reporting", "by", "our", "staff."]


def cut(words: list[str], _: random.Random) -> list[str]:
    """Return the first 60 % of a text, eight words at the least."""
    return words[: max(8, len(words) * 6 // 10)]


def changed(words: list[str], drawn: random.Random, share: float = 0.1) -> list[str]:
    """Return a text in which about a share of the words is drawn anew."""
    return [drawn.choice(WORDS) if drawn.random() < share else word for word in words]


def linked(one: list[str], other: list[str]) -> bool:
    """Return whether two texts are linked as near-copies."""
    left, right = report("1", one), report("2", other)
    return agree(left.mention.numbers, right.mention.numbers) and contained(left, right)


def links(path: str) -> None:
    """Print how many near-copies are found, and how many strangers are linked."""
    drawn, texts = random.Random(5), {}
    with gzip.open(path, "rt") as lines:
        for row in map(json.loads, lines):
            text = f"{row['title']}. {row.get('summary') or ''}"
            if len(text.split()) >= 8:
                texts[text] = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    known = [(text.split(), at) for text, at in texts.items()]
    sample = drawn.sample(known, SAMPLED)
    kinds: dict[str, Any] = {"credit lines": credited, "cut to 60 %": cut, "one word in ten changed": changed}
    for name, edit in kinds.items():
        print(f"{name}: {sum(linked(words, edit(words, drawn)) for words, _ in sample) / SAMPLED:.3f} found")
    apart = false = 0
    for _ in range(PAIRS):
        (one, at), (other, then) = drawn.choice(known), drawn.choice(known)
        if abs(at - then) >= WEEK:
            apart, false = apart + 1, false + linked(one, other)
    print(f"linked though a week or more apart: {false} of {apart} pairs")


def flares(seed: int) -> None:
    """Print how many flares are found in raw articles with copy storms."""
    data, drawn = spike_benchmark.simulate_news(seed), random.Random(seed)
    raw = 0
    for row in np.flatnonzero(data.rate < THICK):
        raw += int(data.y[row].sum())
        data.u[row] = counted(data.u[row].tolist(), data.y[row].tolist(), drawn)
    found = spike_benchmark.news_metrics(data, spike_benchmark.news_scores(Detector(5.0), data), 0.0)
    print(
        f"{raw} raw articles: realised {found['per_week']:.1f} of 5 a week, POD6 {found['pod6']:.3f},"
        f" POD24 {found['pod24']:.3f}, median {found['med']:.1f} h"
    )


def counted(stories: list[int], articles: list[int], drawn: random.Random) -> list[int]:
    """Return the stories an hour that the product counts in texts written for a series."""
    kept, found, first = Stories(), [], hour_of(START)
    recent: list[tuple[int, list[str]]] = []
    for hour, (fresh, every) in enumerate(zip(stories, articles, strict=True)):
        recent = [known for known in recent if hour - known[0] < 9]
        texts = [
            drawn.choices(WORDS, k=drawn.randint(12, 45))
            for _ in range(fresh or (1 if every and not recent else 0))
        ]
        recent += [(hour, text) for text in texts]
        more = max(0, every - len(texts))
        for _ in range(more):
            source = recent[-1][1] if more >= STORM else drawn.choice(recent)[1]
            edit = drawn.choice([None, credited, cut, changed])
            texts.append(source if edit is None else edit(source, drawn))
        for number, text in enumerate(texts):
            kept.add(report(f"{hour}-{number}", text, START + timedelta(hours=hour)))
        found.append(kept.new_in(first + hour, "violence"))
        kept.forget(first + hour - 121)
    return found


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Benchmarks of de-duplication.")
    parser.add_argument("what", choices=["links", "flares"])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--seed", type=int, default=100)
    given = parser.parse_args()
    if given.what == "links":
        for path in given.files:
            links(path)
    else:
        flares(given.seed)


if __name__ == "__main__":
    main()
