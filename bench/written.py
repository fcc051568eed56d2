"""Region tagging on texts of our own: sentences and short news, every region labelled; countries in their cases."""

from __future__ import annotations

from collections import Counter

from asked import ROOT, article, countries, divisions, f1, share, yaml_of

from tocsin.model import Role


def slavic(tagger, out):
    """Countries in their cases (our own table): found, and another country taken for it."""
    from tests.golden.test_region_rules import AROUND

    cases = yaml_of("tests/data/slavic_cases.yaml")
    n = found = wrong = 0
    for language, sentence in AROUND.items():
        for code, forms in cases[language].items():
            for form in forms:
                said = countries(tagger.tag(article("", sentence.format(form), language=language)))
                n += 1
                found += code in said
                wrong += any(other != code for other in said)
    out[f"countries in the cases of {len(AROUND)} Slavic languages: recall"] = (share(found, n), ".90")
    out["– a wrong country"] = (f"{wrong / n:.4f}", "<= .002")


def parallel(tagger, out):
    """Our own parallel sentences, every country labelled."""
    rows_ = yaml_of("tests/data/parallel_countries.yaml")
    for language in (key for key in rows_[0] if key != "countries"):
        tp = fp = fn = 0
        for row in rows_:
            said = set(countries(tagger.tag(article("", row[language], language=language))))
            gold = set(row["countries"])
            tp, fp, fn = tp + len(said & gold), fp + len(said - gold), fn + len(gold - said)
        goal = ".90" if language in ["de", "fr", "es", "pt", "it", "ru", "ar", "tr", "ja", "zh"] else ".80"
        out[f"own parallel sentences, {language}: country F1"] = (f"{f1(tp, fp, fn)[2]:.3f}", goal)


def golden(tagger, out):
    """Our own sentences per language."""
    for path in sorted((ROOT / "tests/golden/regions").glob("*.yaml")):
        c = Counter()
        for case in yaml_of(path):
            c.update(n=1, ok=not faults(tagger, case))
        out[f"own sentences, {path.stem}"] = (f"{c['ok']} of {c['n']}", "all")


def towns(tagger, out):
    """Sentences in twelve languages of countries at war that name a local town and no country: all regions right."""
    told = []
    for path in sorted((ROOT / "tests/golden/regions/towns").glob("*.yaml")):
        cases = yaml_of(path)
        told.append(f"{path.stem} {sum(not faults(tagger, case) for case in cases)}")
    out["own sentences with nothing but a local town, right of ten each"] = (", ".join(told), "all")


def faults(tagger, case):
    """Return what is wrong with the tags of one own sentence."""
    tagged = tagger.tag(_asked(case))
    roles = {p.region: p.role for p in tagged.places}
    bad = [
        f"{code} should be {role}, is {roles.get(code, 'missing')}"
        for role in ("main", "involved", "mention")
        for code in case.get(role, ())
        if roles.get(code) != role
    ]
    bad += [f"{code} should not be there" for code in case.get("not", ()) if code in roles]
    return bad


def news(tagger, out):
    """Our own short news: is the first main country and the first main division the one that is labelled."""
    for path in sorted((ROOT / "tests/golden/regions/news").glob("*.yaml")):
        c = Counter()
        for case in yaml_of(path):
            tagged = tagger.tag(_asked(case))
            country, *inside = case["main"]
            c.update(
                n=1, country=countries(tagged, Role.MAIN)[:1] == [country], strict=not faults(tagger, case)
            )
            c.update(inside_n=len(inside), inside=bool(inside) and divisions(tagged, Role.MAIN)[:1] == inside)
        out[f"own short news, {path.stem}: main country / main division / all regions"] = (
            f"{c['country']} of {c['n']} / {c['inside']} of {c['inside_n']} / {c['strict']} of {c['n']}",
            "all",
        )


def _asked(case):
    """Return a case as the article it stands for."""
    return article(
        case.get("title", ""), case["text"], language=case.get("declared"), country=case.get("home")
    )
