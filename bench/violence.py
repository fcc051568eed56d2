"""How well articles are told violent or not: `python bench/violence.py [--shared DIR] [--write docs/benchmarks.md]`.

Prints (or writes between `<!-- violence -->` and `<!-- /violence -->`) a Markdown
section: our own sentences per language (open and check halves), hand-labelled
hard negatives, short English snippets with event classes, headlines of lethal
events, and false alarms per section of news from other fields.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from streams.language import language_of
from streams.regions.spec import RegionsFile
from streams.tag import build_tagger
from streams.text import Prepared
from streams.violence import Judged, Lexicons, each, judge, load_themes
from streams.violence.acled import EventType, event_type
from tocsin.atlas import shipped
from tocsin.model import Article, Source, TaggedArticle
from tocsin.strict import read

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "violence"
NOTE = [
    "Measured by `bench/violence.py`. PLOVER, hard negatives, headlines and front pages are development data: the",
    "lexicons were tuned with them in view, so other texts will do worse; how much worse, the section after this block",
    "says. The check halves of our own sentences were left alone, but come from the same hand as the lexicons.",
]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(feed="bench", publisher="bench", owner="bench")
OPEN, CLOSE = "<!-- violence -->", "<!-- /violence -->"


class Tagger:
    """The tagger as it is shipped, places and all; the language is given. The judge alone is for measuring speed."""

    def __init__(self) -> None:
        self.lexicons = Lexicons(each(ROOT / "config" / "lexicons"))
        self.themes = load_themes(ROOT / "config" / "themes.yaml")
        files = [read(path, RegionsFile).value for path in sorted((ROOT / "config/regions").glob("*.yaml"))]
        self.whole = build_tagger(shipped(), files, self.lexicons, self.themes)

    def __call__(self, language: str, title: str, summary: str = "", text: str = "") -> TaggedArticle:
        return self.whole.tag(
            Article(
                id="a",
                source=SOURCE,
                title=title,
                summary=summary,
                text=text,
                language=language,
                seen=NOW,
                at=NOW,
            )
        )

    def judge(self, language: str, title: str, text: str) -> Judged:
        """Prepare, match and judge with the patterns of the lexicons alone."""
        prepared = Prepared([("title", title), ("text", text)])
        return judge(prepared, self.lexicons.get(language), self.themes)


@dataclass
class Score:
    """Right and wrong answers to one yes/no question."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0

    def add(self, said: bool, true: bool) -> None:
        """Count one verdict beside the truth."""
        if said:
            self.tp, self.fp = self.tp + true, self.fp + (not true)
        else:
            self.fn, self.tn = self.fn + true, self.tn + (not true)

    @property
    def precision(self) -> float:
        """The share of violent ones among those judged so; 0 where none was."""
        return self.tp / max(1, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of violent ones that were found; 0 where there were none."""
        return self.tp / max(1, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.tp / max(1, 2 * self.tp + self.fp + self.fn)

    def row(self, name: str) -> str:
        """Return the figures as a row of a table."""
        n = self.tp + self.fn
        return f"| {name} | {n} | {self.fp + self.tn} | {self.precision:.3f} | {self.recall:.3f} | {self.f1:.3f} |"


HEAD = "| set | violent | not | precision | recall | F1 |\n| --- | --- | --- | --- | --- | --- |"


def own(tagger: Tagger, verbose: str) -> list[str]:
    """Return the table of our own sentences, open and check halves."""
    lines = [
        "Our own sentences (written before the lexicon was tuned; *check* halves are never tuned to):",
        "",
        HEAD,
    ]
    counted: list[str] = []
    categories: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path in sorted(GOLDEN.glob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        language = data["language"]
        if language not in tagger.lexicons:
            continue
        scores = {False: Score(), True: Score()}
        for kind in ("violent", "harmless"):
            for row in data[kind]:
                title, summary = (row["title"], row["text"]) if "title" in row else (row["text"], "")
                judged = tagger(language, title, summary)
                checked = bool(row.get("check"))
                scores[checked].add(judged.verdict.violent, kind == "violent")
                if row.get("category") and judged.verdict.violent:
                    best = judged.verdict.categories[0].category
                    categories[row["category"]][0] += best == row["category"]
                    categories[row["category"]][1] += 1
                wrong = judged.verdict.violent != (kind == "violent")
                if verbose == "own" and wrong and not checked:
                    print(language, kind, row["text"], "<-", judged.verdict.reason)
        lines += [scores[False].row(f"{language} open"), scores[True].row(f"{language} check")]
        counted.append(_counted(tagger, language, data["casualties"], verbose))
    lines += ["", "Strongest category as expected, over all languages: "]
    lines[-1] += ", ".join(f"{name} {a}/{n}" for name, (a, n) in sorted(categories.items()))
    lines += ["", "Casualty figures exact (sentences): " + ", ".join(counted)]
    return lines


def _counted(tagger: Tagger, language: str, rows: list[dict], verbose: str) -> str:
    right = 0
    for row in rows:
        title, summary = (row["title"], row["text"]) if "title" in row else (row["text"], "")
        said = tagger(language, title, summary).casualties
        found = (said.deaths_low, said.deaths_high, said.injured_low, said.injured_high)
        wanted = (*_range(row.get("deaths")), *_range(row.get("injured")))
        right += found == wanted
        if verbose == "own" and found != wanted:
            print(language, "figures", row["text"], found, wanted)
    return f"{language} {right}/{len(rows)}"


def _range(value: object) -> tuple[int | None, int | None]:
    return (value[0], value[1]) if isinstance(value, list) else (value, value)  # type: ignore[return-value]


def kinds(tagger: Tagger, verbose: str) -> list[str]:
    """ACLED's six types in short reports of our own, and whether they are violent there."""
    rows = yaml.safe_load((GOLDEN / "acled" / "en.yaml").read_text("utf-8"))["events"]
    score = Score()
    types = {kind: Score() for kind in EventType}
    for row in rows:
        verdict = tagger("en", row["text"]).verdict
        found = event_type(verdict) or EventType.STRATEGIC
        true = row["type"] in _VIOLENT or row["subtype"] == "excessive force"
        score.add(verdict.violent, true)
        for kind in EventType:
            types[kind].add(found == kind, row["type"] == kind)
        if verbose == "kinds" and (found != row["type"] or verdict.violent != true):
            print(row["subtype"], found, row["text"], "<-", verdict.reason)
    macro = sum(kind.f1 for kind in types.values()) / len(types)
    lines = [
        "Short reports of our own in the manner of ACLED's notes (violent or not; then its six types):",
        "",
        HEAD,
    ]
    lines += [score.row("violent"), *(types[kind].row(kind.value) for kind in EventType)]
    return [*lines, "", f"Macro-F1 of the six types: {macro:.3f}."]


_VIOLENT = {EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS, EventType.RIOTS}


def documents(tagger: Tagger, verbose: str) -> list[str]:
    """Local news of our own, about 270 words each: violent, police used force, police killed."""
    rows = yaml.safe_load((GOLDEN / "documents" / "en.yaml").read_text("utf-8"))["documents"]
    scores = {"violent": Score(), "force": Score(), "killed": Score()}
    for row in rows:
        judged = tagger("en", row["title"], "", row["text"])
        force = any(
            term.category == "force-against-protest" and not term.excluded_by for term in judged.terms
        )
        dead = bool(judged.casualties.deaths_low or judged.casualties.deaths_high)
        said = {"violent": judged.verdict.violent, "force": force, "killed": force and dead}
        for question, answer in said.items():
            scores[question].add(answer, row[question])
            if verbose == "documents" and answer != row[question]:
                print(question, row["name"], "<-", judged.verdict.reason)
    what = "Local news of our own, in the manner of Indian city pages (documents of about 270 words): is it violent, did"
    return [f"{what} police use force, did police kill:", "", HEAD, *(scores[q].row(q) for q in scores)]


def plover(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return the table of short English snippets with event classes."""
    lines = [
        "Short English snippets with event classes (PLOVER gold records; *other* classes left out):",
        "",
        HEAD,
    ]
    score = Score()
    other: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in _jsonl(shared / "data/tagging-dev/plover-even.jsonl.gz"):
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
        rows = list(csv.DictReader(lines_in))
    for row in rows:
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
    for row in _jsonl(shared / "data/tagging-dev/ucdp-even.jsonl.gz"):
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


#: Sections of news that should hardly ever be violent, and the masks of their data.
_QUIET = {"sports", "entertainment", "technology", "business", "health"}


def masakhanews(tagger: Tagger, shared: Path, verbose: str) -> list[str]:
    """Return the false alarms in sections of African news."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in _jsonl(shared / "data/tagging-dev/masakhanews-dev.jsonl.gz"):
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
    for row in _jsonl(shared / "data/tagging-dev/sib200-even-12lang.jsonl.gz"):
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
    import lzma

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


def _jsonl(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


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
