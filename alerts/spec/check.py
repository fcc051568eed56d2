"""What is wrong between alerting's files: names nobody knows, receivers without a route, loops, words used twice.

`cross_check` returns every problem with its place; a file alone is checked
when it is read. The caller says which regions, themes and categories exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from alerts.spec.routes import RouteFile
from alerts.spec.rules import RuleFile
from alerts.spec.silences import SilenceFile
from alerts.spec.timelines import TimelineFile
from tocsin.strict import Document, Key, Problem, did_you_mean

_FEW = 20  #: known words that are all told where none is near


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The names that other files and the atlas give."""

    regions: Collection[str]  #: countries, first-level divisions and the operator's areas
    themes: Collection[str]
    categories: Collection[str]


def cross_check(
    rules: Sequence[Document[RuleFile]], routes: Document[RouteFile],
    silences: Iterable[Document[SilenceFile]] = (), timelines: Iterable[Document[TimelineFile]] = (), *,
    known: Known,
) -> list[Problem]:  # fmt: skip
    """Return all problems between rules, routes, silences and timelines, file by file."""
    names = {rule.name for file in rules if file.value for rule in file.value.rules}
    found = [*_rules(rules, known), *_routes(routes, names, known)]
    for silence_file in silences:
        found += _silences(silence_file, routes, names, known)
    for timeline_file in timelines:
        found += _timelines(timeline_file, names, known)
    return found


def _rules(files: Sequence[Document[RuleFile]], known: Known) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file in files:
        for number, rule in enumerate(file.value.rules if file.value else ()):
            path: tuple[Key, ...] = ("rules", number)
            if rule.name in seen:
                what = f"there are two rules {rule.name!r}"
                yield file.problem((*path, "name"), what, f"the first is in {seen[rule.name]}")
            seen.setdefault(rule.name, f"{file.file}:{file.place((*path, 'name'))[0]}")
            yield from _unknown(file, (*path, "themes"), rule.themes, known.themes, "theme")
            yield from _unknown(file, (*path, "regions"), rule.regions, known.regions, "region")
            yield from _unknown(file, (*path, "except_regions"), rule.except_regions, known.regions, "region")
            yield from _unknown(file, (*path, "categories"), rule.categories, known.categories, "category")
            if rule.when.threshold:
                inner = (*path, "when", "threshold", "categories")
                yield from _unknown(file, inner, rule.when.threshold.categories, known.categories, "category")
            for index, stage in enumerate(rule.when.sequence.stages if rule.when.sequence else ()):
                inner = (*path, "when", "sequence", "stages", index)
                yield from _unknown(
                    file, (*inner, "theme"), [stage.theme], known.themes, "theme", listed=False
                )
                yield from _unknown(
                    file, (*inner, "categories"), stage.categories, known.categories, "category"
                )
            sequence = rule.when.sequence
            if sequence and rule.themes and sequence.stages[-1].theme not in rule.themes:
                what = f"the last stage is of theme {sequence.stages[-1].theme!r}, which the rule does not look at"
                yield file.problem((*path, "themes"), what, f"add {sequence.stages[-1].theme} to themes")


def _routes(file: Document[RouteFile], rules: Collection[str], known: Known) -> Iterator[Problem]:
    if file.value is None:
        return
    names = [receiver.name for receiver in file.value.receivers]
    yield from _receivers(file, names)
    shadow: list[tuple[int, str]] = []
    for number, route in enumerate(file.value.routes):
        path: tuple[Key, ...] = ("routes", number)
        yield from _unknown(file, (*path, "to"), route.to, names, "receiver")
        yield from _unknown(file, (*path, "themes"), route.themes, known.themes, "theme")
        yield from _unknown(file, (*path, "regions"), route.regions, known.regions, "region")
        yield from _unknown(file, (*path, "rules"), route.rules, rules, "rule")
        if route.escalate:
            yield from _unknown(file, (*path, "escalate", "then"), route.escalate.then, names, "receiver")
        hidden = [first for first, receiver in shadow if receiver in route.to]
        if hidden and set(route.to) <= {receiver for _, receiver in shadow}:
            yield file.problem(
                path, f"this route is never reached: route {hidden[0] + 1} matches everything first"
            )
        if not (route.themes or route.regions or route.rules or route.labels):
            shadow += [(number, receiver) for receiver in route.to]
    for number, digest in enumerate(file.value.digests):
        yield from _unknown(file, ("digests", number, "to"), digest.to, names, "receiver")
    if file.value.deadman:
        yield from _unknown(file, ("deadman", "to"), file.value.deadman.to, names, "receiver")
    yield from _inhibitions(file, known)


def _receivers(file: Document[RouteFile], names: Sequence[str]) -> Iterator[Problem]:
    assert file.value is not None
    used = {name for route in file.value.routes for name in route.to}
    used |= {name for route in file.value.routes if route.escalate for name in route.escalate.then}
    used |= {name for digest in file.value.digests for name in digest.to}
    used |= set(file.value.deadman.to if file.value.deadman else ())
    used |= {receiver.second for receiver in file.value.receivers if receiver.second}
    for number, receiver in enumerate(file.value.receivers):
        path: tuple[Key, ...] = ("receivers", number)
        if receiver.name in names[:number]:
            yield file.problem((*path, "name"), f"there are two receivers {receiver.name!r}")
        if receiver.name not in used:
            yield file.problem((*path, "name"), f"no route leads to receiver {receiver.name!r}")
        if receiver.second == receiver.name:
            yield file.problem((*path, "second"), "a receiver cannot be its own second")
        elif receiver.second:
            yield from _unknown(file, (*path, "second"), [receiver.second], names, "receiver", listed=False)


def _inhibitions(file: Document[RouteFile], known: Known) -> Iterator[Problem]:
    assert file.value is not None
    edges: dict[str, set[str]] = {}
    for number, rule in enumerate(file.value.inhibit):
        path: tuple[Key, ...] = ("inhibit", number)
        yield from _unknown(file, (*path, "source", "themes"), rule.source.themes, known.themes, "theme")
        yield from _unknown(file, (*path, "target", "themes"), rule.target.themes, known.themes, "theme")
        for source in rule.source.themes:
            edges.setdefault(source, set()).update(rule.target.themes)
            if any(_reaches(edges, target, source) for target in rule.target.themes):
                yield file.problem(
                    path, f"a loop: {source} would silence itself through {', '.join(rule.target.themes)}"
                )


def _reaches(edges: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    queue = [start]
    while queue:
        one = queue.pop()
        if one == goal:
            return True
        if one not in seen:
            seen.add(one)
            queue += sorted(edges.get(one, ()))
    return False


def _silences(
    file: Document[SilenceFile], routes: Document[RouteFile], rules: Collection[str], known: Known
) -> Iterator[Problem]:
    receivers = [receiver.name for receiver in routes.value.receivers] if routes.value else []
    ids: set[str] = set()
    for number, silence in enumerate(file.value.silences if file.value else ()):
        path: tuple[Key, ...] = ("silences", number)
        if silence.id in ids:
            yield file.problem((*path, "id"), f"there are two silences {silence.id!r}")
        ids.add(silence.id)
        yield from _unknown(file, (*path, "regions"), silence.regions, known.regions, "region")
        yield from _unknown(file, (*path, "themes"), silence.themes, known.themes, "theme")
        yield from _unknown(file, (*path, "rules"), silence.rules, rules, "rule")
        yield from _unknown(file, (*path, "receivers"), silence.receivers, receivers, "receiver")


def _timelines(file: Document[TimelineFile], rules: Collection[str], known: Known) -> Iterator[Problem]:
    for number, timeline in enumerate(file.value.timelines if file.value else ()):
        path: tuple[Key, ...] = ("timelines", number)
        yield from _unknown(file, (*path, "rule"), [timeline.rule], rules, "rule", listed=False)
        told = [
            *((("usual", index), usual.region, usual.category) for index, usual in enumerate(timeline.usual)),
            *((("given", index), given.region, given.category) for index, given in enumerate(timeline.given)),
            *((("seen", index), seen.region, None) for index, seen in enumerate(timeline.seen)),
        ]
        for where, region, category in told:
            place = (*path, *where, "region")
            yield from _unknown(file, place, [region], known.regions, "region", listed=False)
            if category is not None:
                place = (*path, *where, "category")
                yield from _unknown(file, place, [category], known.categories, "category", listed=False)


def _unknown(
    file: Document[RuleFile] | Document[RouteFile] | Document[SilenceFile] | Document[TimelineFile],
    path: tuple[Key, ...], words: Sequence[str], known: Collection[str], kind: str, *, listed: bool = True,
) -> Iterator[Problem]:  # fmt: skip
    for index, word in enumerate(words):
        if word not in known:
            where = (*path, index) if listed else path
            hint = did_you_mean(word, sorted(known))
            if hint is None and len(known) <= _FEW:
                hint = f"known here: {', '.join(sorted(known))}"
            yield file.problem(where, f"there is no {kind} {word!r}", hint)
