"""Violence in texts of our own: sentences of every language, short reports of six kinds, documents."""

from __future__ import annotations

from collections import defaultdict

import yaml
from verdicts import HEAD, ROOT, Score, Tagger

from streams.violence.acled import EventType, event_type

GOLDEN = ROOT / "tests" / "golden" / "violence"
_VIOLENT = {EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS, EventType.RIOTS}


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
        said = tagger.judge(
            language, title, summary
        ).casualties  # of no day, as the sentences are: no year is gone by
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
