"""Every key of the shipped alert files is mutated: a typo, a wrong type, a missing key, a name nobody knows."""

from pathlib import Path

import pytest
import yaml

from alerts.spec import RouteFile, RuleFile, SilenceFile
from alerts.spec.check import Known, cross_check
from alerts.spec.timelines import TimelineFile
from tocsin.atlas import shipped
from tocsin.strict import parse

CONFIG = Path(__file__).parents[2] / "config"
FILES = [
    *((path, RuleFile) for path in sorted((CONFIG / "rules").glob("*.yaml"))),
    (CONFIG / "routes.yaml", RouteFile),
    *((path, TimelineFile) for path in sorted((CONFIG / "rules/tests").glob("*.yaml"))),
]
#: words of the operator's own: any text is valid there
FREE = {"annotations", "labels"}


def keys(node, path=()):
    """Yield (key node, value node, path) of every key of a file."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key, value, (*path, key.value)
            yield from keys(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from keys(value, (*path, number))


def mutated(text, node, new):
    return text[: node.start_mark.index] + new + text[node.end_mark.index :]


def mutations(path):
    text = path.read_text("utf-8")
    for key, value, where in keys(yaml.compose(text)):
        if FREE & set(where[:-1]):
            continue
        yield f"typo in {where}", mutated(text, key, key.value + "x"), key.start_mark.line + 1
        wrong = "{some: {thing: else}}"
        if where[-1] not in FREE and isinstance(value, yaml.ScalarNode):
            yield f"type of {where}", mutated(text, value, wrong), key.start_mark.line + 1


@pytest.mark.parametrize(("path", "model"), FILES, ids=lambda value: getattr(value, "name", ""))
def test_every_mistake_is_found_at_its_line(path, model):
    missed, found = [], 0
    for what, text, line in mutations(path):
        lines = {problem.line for problem in parse(text, model, file="f.yaml").problems}
        if line in lines:
            found += 1
        else:
            missed.append((what, line, sorted(lines)))
    assert found
    assert len(missed) <= 0.02 * (found + len(missed)), missed


@pytest.fixture(scope="module")
def known():
    themes = yaml.safe_load((CONFIG / "themes.yaml").read_text("utf-8"))
    return Known(
        regions=set(shipped()), themes=set(themes["themes"]), categories=set(themes["categories"])
    )  # fmt: skip


def everything(changed=None, text=""):
    def read(path, model):
        source = text if path == changed else path.read_text("utf-8")
        return parse(source, model, file=path.name)

    rules = [read(path, model) for path, model in FILES if model is RuleFile]
    tests = [read(path, model) for path, model in FILES if model is TimelineFile]
    silences = [read(CONFIG / "silences.yaml", SilenceFile)]
    return rules, read(CONFIG / "routes.yaml", RouteFile), silences, tests


def test_nothing_is_invented_in_the_shipped_files(known):
    assert cross_check(*everything(), known=known) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/spikes.yaml", "themes: [violence]", "themes: [violense]"),
        ("rules/spikes.yaml", "name: unrest-spike", "name: violence-spike"),
        ("rules/thresholds.yaml", "categories: [mass-atrocity]", "categories: [mass-atrocities]"),
        ("rules/sequences.yaml", "{theme: unrest,", "{theme: unrests,"),
        ("routes.yaml", "to: [slack, log]", "to: [slak, log]"),
        ("routes.yaml", "second: log", "second: lag"),
        ("routes.yaml", "second: log", "second: slack"),
        ("routes.yaml", "source: {themes: [violence]}", "source: {themes: [war]}"),
        ("rules/tests/spikes.yaml", "rule: violence-spike", "rule: violence-spik"),
    ],
)
def test_a_name_that_leads_nowhere_is_found_at_its_line(file, old, new, known):
    path = CONFIG / file
    text = path.read_text("utf-8")
    line = text[: text.index(old)].count("\n") + 1
    found = cross_check(*everything(path, text.replace(old, new, 1)), known=known)
    assert line in {problem.line for problem in found}, [str(problem) for problem in found]
