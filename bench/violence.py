"""How well articles are told violent or not: `python bench/violence.py [--shared DIR] [--write docs/benchmarks.md]`.

Prints (or writes between `<!-- violence -->` and `<!-- /violence -->`) a Markdown
section: our own sentences per language (open and check halves), hand-labelled
hard negatives, short English snippets with event classes, headlines of lethal
events, and false alarms per section of news from other fields.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from sections import german_pages, hard_negatives, masakhanews, plover, sib, ucdp
from sentences import documents, kinds, own
from verdicts import ROOT, Tagger

NOTE = [
    "Measured by `bench/violence.py`. PLOVER, hard negatives, headlines and front pages are development data: the",
    "lexicons were tuned with them in view, so other texts will do worse; how much worse, the section after this block",
    "says. The check halves of our own sentences were left alone, but come from the same hand as the lexicons.",
]
OPEN, CLOSE = "<!-- violence -->", "<!-- /violence -->"


def speed(tagger: Tagger) -> list[str]:
    """Articles a second of CPU time: one without a word of violence, one with twelve, 1 KB each."""
    calm = "The council met on Tuesday to discuss the new library and the bus timetable for the summer. "
    loud = (
        "Gunmen killed twelve people near the border, police said; at least 30 were wounded in the attack. "
    )
    texts = [(calm * 11)[:1000], (calm * 9 + loud * 2)[:1000]]
    rates = []
    for text in texts:
        start, count = time.process_time(), 0
        while time.process_time() - start < 0.5:
            tagger.judge("en", text[:60], text)
            count += 1
        rates.append(count / (time.process_time() - start))
    size = f"{len(tagger.lexicons['en'].entries):,} patterns of English"
    what = "Preparing, matching and judging 1 KB, per second of CPU time"
    return [
        f"{what}: {rates[0]:,.0f} articles without and {rates[1]:,.0f} with twelve words of violence ({size})."
    ]


def main() -> None:
    """Measure everything and print or write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--write", type=Path, help="replace the block in this Markdown file")
    parser.add_argument(
        "--errors", default="", help="print the errors of one set: own, plover, hard-de, sib-ru …"
    )
    arguments = parser.parse_args()
    tagger = Tagger()
    parts = [NOTE, *(part(tagger, arguments.errors) for part in (own, kinds, documents))]
    if arguments.shared.is_dir():
        sets = (plover, hard_negatives, ucdp, masakhanews, sib, german_pages)
        parts.extend(part(tagger, arguments.shared, arguments.errors) for part in sets)
    parts.append(speed(tagger))
    block = "\n\n".join("\n".join(part) for part in parts)
    if arguments.write is None:
        print(block)
        return
    text = (
        arguments.write.read_text("utf-8")
        if arguments.write.exists()
        else f"# Benchmarks\n\n{OPEN}\n{CLOSE}\n"
    )
    if OPEN not in text:
        text += f"\n## Violence\n\n{OPEN}\n{CLOSE}\n"
    before, rest = text.split(OPEN, 1)
    arguments.write.write_text(f"{before}{OPEN}\n{block}\n{CLOSE}{rest.split(CLOSE, 1)[1]}", "utf-8")


if __name__ == "__main__":
    main()
