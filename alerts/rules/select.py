"""Where a rule looks: region, area, theme, level of region, category, language."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.spec import RuleSpec
from tocsin.atlas import Atlas
from tocsin.model import Level, Signal


def within(region: str, codes: Sequence[str], atlas: Atlas) -> bool:
    """Return whether a region is one of the codes or lies in one of them (country or area)."""
    if not codes:
        return False
    if region in codes:
        return True
    return region in atlas and any(code in codes for code in atlas.ancestors(region))


def speaks_of(rule: RuleSpec, signal: Signal) -> bool:
    """Return whether a signal holds a category and a language that a rule asks for, if it asks for any."""
    if rule.categories and not any(count.category in rule.categories for count in signal.categories):
        return False
    return not rule.languages or any(language in rule.languages for language in signal.languages)


def looks_at(rule: RuleSpec, region: str, atlas: Atlas) -> bool:
    """Return whether a rule looks at this region at all."""
    if rule.regions and not within(region, rule.regions, atlas):
        return False
    if rule.except_regions and within(region, rule.except_regions, atlas):
        return False
    return not rule.levels or _level(region, atlas) in rule.levels


def _level(region: str, atlas: Atlas) -> Level | None:
    return atlas.region(region).level if region in atlas else None
