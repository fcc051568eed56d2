"""First-level divisions (ISO 3166-2) of lethal events: what the tagger makes of where they were, and of the headlines.

The labels are names ("Idlib governorate"); which code each means is read from
the gazetteer's own names and the English areas, or stands in `_CALLED`. Others
(provinces that are gone) cannot be judged; the share of the rest is printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from asked import article, countries, divisions, rows, share

from streams.regions.languages import read_all
from streams.regions.table import ADMIN1, shipped
from streams.text import scan_of
from tocsin.model import Role

_KINDS = re.compile(
    r" (governorate|province|region|state|department|district|county|division|oblast|republic|city)$"
)
_WORST = 8  #: countries shown

#: what events call a division that the gazetteer calls otherwise
_CALLED = {
    ("AF", "Hirat province"): "AF-HER", ("AF", "Paktya province"): "AF-PIA", ("CF", "Mambéré-Kadéi province"): "CF-HS",
    ("PH", "Basilan province"): "PH-14", ("PK", "Khyber Pakhtunkwa province"): "PK-KP", ("RW", "Kibuye prefecture"): "RW-04",
    ("TJ", "Dushanbe independent city"): "TJ-DU", ("UG", "Gulu district"): "UG-N", ("UG", "Kitgum district"): "UG-N",
    ("YE", "Dali governorate"): "YE-DA", ("YE", "Hudaydah governorate"): "YE-HU", ("YE", "Şan‘ā’ governorate"): "YE-SN",
    ("YE", "Şa‘dah governorate"): "YE-SD", ("ZA", "Natal province"): "ZA-KZN", ("ZA", "Orange Free State province"): "ZA-FS",
}  # fmt: skip


@cache
def _areas():
    return read_all()["en"].areas


@cache
def code_of(country, name):
    """Return the code of a division by its name in a country, none if the gazetteer has no such name."""
    called = _CALLED.get((country, name))
    if called is not None:
        return called
    table = shipped()
    for form in (name, _KINDS.sub("", name)):
        for code, words in _areas().items():
            if form in words and code.startswith(f"{country}-"):
                return code
        number = table.find(scan_of(form))
        for spot, _ in table.meanings(number) if number is not None else ():
            if spot.kind == ADMIN1 and spot.country == country:
                return spot.admin1
    return None


def admin1(tagger, out):
    """Divisions of lethal events: found, main, or another one main; by the description of the place and by headlines."""
    named = [r for r in rows("ucdp-even") if r["adm_1"] and r["where"]]
    known = [(r, code) for r in named if (code := code_of(r["iso"], r["adm_1"])) is not None]
    out["divisions of lethal events with a code by their name"] = (share(len(known), len(named)), "")
    described, worst = Counter(), defaultdict(Counter)
    for r, code in known:
        text = f"Fighting was reported {_at(r['where'])}, {r['country']}."
        how = judged(tagger.tag(article("", text)), code)
        described[how] += 1
        worst[r["iso"]][how] += 1
    _say(out, "– by the place's description", described)
    headlines = Counter()
    for r, code in known:
        for headline in {h for h in r["headlines"] if len(h.split()) >= 5}:
            tagged = tagger.tag(article(headline))
            if code[:2] in countries(tagged):
                headlines[judged(tagged, code)] += 1
    _say(out, "– by headlines that name the country or a place in it", headlines)
    order = sorted(worst, key=lambda code: (worst[code]["another"] + worst[code]["none"], code), reverse=True)
    told = [
        f"{c} {sum(worst[c].values()) - worst[c]['main']} of {sum(worst[c].values())}" for c in order[:_WORST]
    ]
    out["– countries with most that are not main by description"] = (", ".join(told), "")


def _at(where):
    return where if where.startswith(("in ", "near ", "at ")) else f"in {where}"


def judged(tagged, code):
    """Return what became of a division: ``main`` (the first), ``found``, ``another`` of its country instead, or ``none``."""
    said = [division for division in divisions(tagged) if division[:2] == code[:2]]
    main = [division for division in divisions(tagged, Role.MAIN) if division[:2] == code[:2]]
    if main[:1] == [code]:
        return "main"
    return "found" if code in said else "another" if main else "none"


def _say(out, name, c):
    n = sum(c.values())
    found = share(c["main"] + c["found"], n)
    out[f"{name} ({n}): main / found / another instead / none"] = (
        f"{share(c['main'], n)} / {found} / {share(c['another'], n)} / {share(c['none'], n)}",
        "",
    )
