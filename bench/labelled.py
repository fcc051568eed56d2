"""Region tagging on data that others have labelled: a newswire, places of lethal events, parallel sentences."""

from __future__ import annotations

from collections import Counter, defaultdict

from asked import article, countries, f1, rows, share

from tocsin.model import Role

TABLES: list[str] = []  #: what stands below the table of figures


def reuters(tagger, out, *, limit=None):
    """Editors' labels on a newswire of 1987: main country, set, without dateline."""
    data = [r for r in rows("reuters-even") if r["body"]][:limit]
    _main_country(tagger, [r for r in data if len(r["places"]) == 1], out)
    c = Counter()
    for r in data:
        if r["places"]:
            tagged = tagger.tag(article(r["title"], _with_dateline(r), country="US"))
            said, gold = set(countries(tagged, Role.MAIN, Role.INVOLVED)), set(r["iso"])
            c["tp"] += len(said & gold)
            c["fp"] += len(said - gold)
            c["fn"] += len(gold - said)
    out["newswire, set of countries F1"] = (f"{f1(c['tp'], c['fp'], c['fn'])[2]:.3f}", ".89")


def _main_country(tagger, single, out):
    """Count how often the main country is that of the editors, whose newsroom and dateline may be unknown."""
    c, per = Counter(), defaultdict(Counter)
    for r in single:
        gold = r["iso"][0]
        said = _first(tagger, r["title"], _with_dateline(r), country="US")
        right = said == gold
        c.update(n=1, ok=right, non_us_n=gold != "US", non_us=right and gold != "US")
        c.update(bare=_first(tagger, r["title"], r["body"], country="US") == gold)
        c.update(no_home=_first(tagger, r["title"], _with_dateline(r)) == gold)
        per[gold].update(n=1, ok=right)
        per[said].update(said=1)
    macro = [_f1_of(one) for one in per.values() if one["n"] >= 10]
    out["newswire, main country (top-1)"] = (share(c["ok"], c["n"]), ".93")
    out["– with nothing known of the newsroom"] = (share(c["no_home"], c["n"]), "")
    out["newswire, not the USA"] = (share(c["non_us"], c["non_us_n"]), ".95")
    out["newswire, macro-F1 over countries"] = (f"{sum(macro) / len(macro):.3f}", ".94")
    out["newswire, top-1 without datelines"] = (share(c["bare"], c["n"]), ".86")
    lines = [
        f"| {code} | {c['n']} | {c['ok'] / max(1, c['said']):.2f} | {c['ok'] / c['n']:.2f} | {_f1_of(c):.2f} |"
        for code, c in sorted(per.items(), key=lambda item: -item[1]["n"])
        if c["n"] >= 20
    ]
    TABLES.append(
        "\nMain country on the newswire, countries with 20 articles and more:\n\n| country | articles | precision | recall | F1 |\n"
        "| --- | ---: | ---: | ---: | ---: |\n" + "\n".join(lines) + "\n"
    )


def _with_dateline(row):
    return f"{row['dateline']} {row['body']}" if row["dateline"] else row["body"]


def _first(tagger, title, body, *, country=None):
    """Return the main country, none if there is none."""
    return next(iter(countries(tagger.tag(article(title, body, country=country)), Role.MAIN)), None)


def _f1_of(c):
    return f1(c["ok"], c["said"] - c["ok"], c["n"] - c["ok"])[2]


def ucdp(tagger, out):
    """Lethal events: is the country main in the headline or the place's description."""
    c = Counter()
    for r in rows("ucdp-even"):
        where = f"{r['where']}, {r['adm_1'] or ''}".strip(", ")
        tagged = tagger.tag(article("", f"Fighting was reported in {where}, {r['country']}."))
        c["n"] += 1
        c["country"] += r["iso"] in countries(tagged, Role.MAIN)
        for headline in r["headlines"]:
            if len(headline.split()) < 5:
                continue  # a report's number, a date, a victim's name
            said = countries(tagger.tag(article(headline)), Role.MAIN)
            if said:
                c["head_n"] += 1
                c["head"] += r["iso"] in said
            c["heads"] += 1
    out["places of lethal events: country"] = (share(c["country"], c["n"]), "")
    out["– headlines (five words and more) with a main country: right / share of all"] = (
        f"{share(c['head'], c['head_n'])} / {share(c['head_n'], c['heads'])}",
        "",
    )


def sib(tagger, out):
    """The same sentences in twelve languages; silver countries (names in the English sentence)."""
    data = rows("sib200-even-12lang")
    for language in ("en", "de", "es", "ru", "ar", "tr", "id", "hi", "sw", "cs", "kk", "ha"):
        c = Counter()
        for r in data:
            said = set(countries(tagger.tag(article("", r["text"][language], language=language))))
            gold = set(r["countries_silver"])
            if gold:
                c["n"] += len(gold)
                c["ok"] += len(gold & said)
                c["extra"] += len(said - gold)
            elif said:
                c["other"] += 1
        out[f"parallel sentences, {language}: recall of countries"] = (
            share(c["ok"], c["n"]) + f" ({c['extra']} more there; {c['other']} of 441 others)",
            "",
        )
