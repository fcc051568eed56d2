"""Words of a timeline that nobody knows: its rule, its regions, its categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from alerts.config import AlertConfig
from alerts.spec.timelines import Given, Seen, Timeline, TimelineFile, Usual
from tocsin.atlas import Atlas
from tocsin.strict import Document, Problem, did_you_mean


def unknown_words(
    file: Document[TimelineFile], number: int, timeline: Timeline, *,
    config: AlertConfig, atlas: Atlas, themes: Mapping[str, str],
) -> Iterator[Problem]:  # fmt: skip
    """Yield what nobody knows in the timeline at this place of its file."""
    start = ("timelines", number)
    if config.rule(timeline.rule) is None:
        hint = did_you_mean(timeline.rule, [rule.name for rule in config.rules])
        yield file.problem((*start, "rule"), f"there is no rule {timeline.rule!r}", hint)
    parts: Mapping[str, Sequence[Usual | Given | Seen]] = {
        "usual": timeline.usual, "given": timeline.given, "seen": timeline.seen,
    }  # fmt: skip
    for part, ones in parts.items():
        for index, one in enumerate(ones):
            place = (*start, part, index)
            if one.region not in atlas:
                yield file.problem((*place, "region"), f"there is no region {one.region!r}")
            if not isinstance(one, Seen) and one.category not in themes:
                hint = did_you_mean(one.category, sorted(themes))
                yield file.problem((*place, "category"), f"there is no category {one.category!r}", hint)
