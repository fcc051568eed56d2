"""Violence in texts of others: labelled snippets, titles and headlines, and false alarms per section of news."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import defaultdict
from pathlib import Path

from verdicts import HEAD, Score, Tagger, rows

from streams.language import language_of
from streams.text import Prepared

#: Sections of news that should hardly ever be violent, and the masks of their data.
_QUIET = {"sports", "entertainment", "technology", "business", "health"}


def plover(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return the table of short English snippets with event classes."""
    lines = [
        "Short English snippets with event classes (PLOVER gold records; *other* classes left out):",
        "",
        HEAD,
    ]
    score = Score()
    other: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(shared / "data/tagging-dev/plover-even.jsonl.gz"):
        judged = tagger("en", row["text"])
        said = judged.verdict.violent
        if row["violence"] == "other":
            other[row["event"]][0] += said
            other[row["event"]][1] += 1
            if verbose == "other":
                print(row["event"], row["mode"], said, row["text"])
            continue
        score.add(said, row["violence"] == "yes")
        if verbose == "plover" and said != (row["violence"] == "yes"):
            print(row["event"], row["text"], "<-", judged.verdict.reason)
    lines.append(score.row("PLOVER"))
    told = ", ".join(f"{event} {a}/{n}" for event, (a, n) in sorted(other.items()))
    return [*lines, "", f"Judged violent among the others: {told}"]


def hard_negatives(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return the table of hand-labelled titles with words of violence."""
    lines = [
        "Hand-labelled titles with words of violence (hard negatives; *crime* counts as violent):",
        "",
        HEAD,
    ]
    scores: dict[str, Score] = defaultdict(Score)
    alarms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with (shared / "data/hard-negatives/hard-negatives.csv").open(encoding="utf-8") as lines_in:
        titles = list(csv.DictReader(lines_in))
    for row in titles:
        if row["language"] not in tagger.lexicons:
            continue
        judged = tagger(row["language"], row["title"])
        true = row["violence"] == "yes"
        scores[row["language"]].add(judged.verdict.violent, true)
        scores["all"].add(judged.verdict.violent, true)
        if not true:
            alarms[row["reason"]][0] += judged.verdict.violent
            alarms[row["reason"]][1] += 1
        if verbose == f"hard-{row['language']}" and judged.verdict.violent != true:
            print(row["violence"], row["reason"], row["title"], "<-", judged.verdict.reason)
    lines += [scores[language].row(language) for language in sorted(scores)]
    told = ", ".join(f"{reason} {a}/{n}" for reason, (a, n) in sorted(alarms.items()))
    return [*lines, "", f"False alarms by reason: {told}"]


def ucdp(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return how many headlines of lethal events are judged violent."""
    found = total = 0
    for row in rows(shared / "data/tagging-dev/ucdp-even.jsonl.gz"):
        for headline in row["headlines"][:1]:
            if len(headline.split()) < 5 or re.search(r"\d{4}-\d\d", headline):
                continue
            judged = tagger(language_of(Prepared([("title", headline)])), headline)
            total += 1
            found += judged.verdict.violent
            if verbose == "ucdp" and not judged.verdict.violent:
                print(headline, "<-", judged.verdict.reason)
    return [
        f"Headlines of lethal events (UCDP GED, five words or more): {found} of {total} judged violent ({found / total:.1%})."
    ]


def masakhanews(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return the false alarms in sections of African news."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(shared / "data/tagging-dev/masakhanews-dev.jsonl.gz"):
        language = row["language"]
        if language not in tagger.lexicons:
            continue
        judged = tagger(language, row["title"], row["summary"])
        cell = counts[(language, row["category"])]
        cell[0] += judged.verdict.violent
        cell[1] += 1
        if verbose == f"masakha-{language}" and judged.verdict.violent and row["category"] in _QUIET:
            print(row["category"], row["title"], "|", row["summary"][:200], "<-", judged.verdict.reason)
    return _sections("News of Africa by section (MasakhaNEWS): judged violent", counts)


def sib(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return the false alarms in encyclopedic sentences by topic."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(shared / "data/tagging-dev/sib200-even-12lang.jsonl.gz"):
        for language, text in row["text"].items():
            if language not in tagger.lexicons:
                continue
            judged = tagger(language, text)
            cell = counts[(language, row["category"])]
            cell[0] += judged.verdict.violent
            cell[1] += 1
            if verbose == f"sib-{language}" and judged.verdict.violent:
                print(row["category"], text, "<-", judged.verdict.reason)
    return _sections("Encyclopedic sentences by topic (SIB-200): judged violent", counts)


def german_pages(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """False alarms on sections of German front pages, told by the page's name."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    seen: set[str] = set()
    with lzma.open(shared / "data/replay/de-frontpages.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            version = json.loads(line)
            section = _section_of(version["feed"])
            if section is None:
                continue
            for entry in version["entries"]:
                if entry["title"] in seen:
                    continue
                seen.add(entry["title"])
                judged = tagger("de", entry["title"], entry["summary"] or "")
                cell = counts[("de", section)]
                cell[0] += judged.verdict.violent
                cell[1] += 1
                if verbose == "pages" and judged.verdict.violent:
                    print(
                        section,
                        entry["title"],
                        "|",
                        (entry["summary"] or "")[:150],
                        "<-",
                        judged.verdict.reason,
                    )
    return _sections("German front pages by section: judged violent", counts)


def _section_of(feed: str) -> str | None:
    for section, words in {
        "sport": "sport|fussball|bundesliga",
        "culture": "kultur|unterhaltung|feuilleton|leute",
        "science": "wissen|wissenschaft",
        "web": "netzwelt|digital|technik|tech",
        "economy": "wirtschaft|finanzen|boerse",
    }.items():
        if re.search(words, feed.lower()):
            return section
    return None


def _sections(title: str, counts: dict[tuple[str, str], list[int]]) -> list[str]:
    topics = sorted({topic for _, topic in counts})
    lines = [
        f"{title}, of so many:",
        "",
        f"| language | {' | '.join(topics)} |",
        "| --- " * (len(topics) + 1) + "|",
    ]
    for language in sorted({language for language, _ in counts}):
        cells = [counts.get((language, topic), [0, 0]) for topic in topics]
        shown = " | ".join(f"{a}/{n} ({a / n:.1%})" if n else "–" for a, n in cells)
        lines.append(f"| {language} | {shown} |")
    return lines
