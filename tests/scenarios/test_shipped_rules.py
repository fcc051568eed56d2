from pathlib import Path

import pytest
import yaml

from alerts.config import alert_config
from alerts.spec import RouteFile, RuleFile
from alerts.spec.timelines import TimelineFile
from tocsin.atlas import shipped
from tocsin.runtime.ruletests import run_timelines, untested
from tocsin.strict import parse, read

CONFIG = Path(__file__).parents[2] / "config"
FILES = sorted((CONFIG / "rules/tests").glob("*.yaml"))


@pytest.fixture(scope="module")
def themes():
    found = yaml.safe_load((CONFIG / "themes.yaml").read_text("utf-8"))
    return {category: theme for theme, spec in found["themes"].items() for category in spec["categories"]}


@pytest.fixture(scope="module")
def config():
    rules = [read(path, RuleFile).value for path in sorted((CONFIG / "rules").glob("*.yaml"))]
    return alert_config(rules, read(CONFIG / "routes.yaml", RouteFile).value)


@pytest.fixture(scope="module")
def atlas():
    return shipped()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_timeline_of_a_shipped_rule_holds(path, config, atlas, themes):
    for result in run_timelines(config, atlas, [read(path, TimelineFile)], themes=themes):
        assert [str(problem) for problem in result.problems] == []


def test_every_shipped_rule_has_a_timeline_of_each_kind(config):
    assert untested(config, [read(path, TimelineFile) for path in FILES]) == {}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            ("between: [1h, 2h]", "between: [0m, 30m]"),
            "expected first time, critical, CD-IT, to log between 0s and 30m, but there was: first time (critical)",
            id="too early",
        ),
        pytest.param(
            ("region: CD-IT", "region: CD-XX"), "there is no region 'CD-XX'", id="a region nobody knows"
        ),
        pytest.param(
            ("category: mass-atrocity", "category: mass-atrocty"),
            "there is no category 'mass-atrocty' – did you mean 'mass-atrocity'?",
            id="a category nobody knows",
        ),
        pytest.param(
            ("rule: mass-atrocity", "rule: mass-atrocities"),
            "did you mean 'mass-atrocity'",
            id="no such rule",
        ),
    ],
)
def test_a_timeline_that_does_not_hold_says_why(change, expected, config, atlas, themes):
    text = (CONFIG / "rules/tests/thresholds.yaml").read_text("utf-8")
    document = parse(text.replace(*change, 1), TimelineFile, file="t.yaml")
    first = run_timelines(config, atlas, [document], themes=themes)[0]
    assert expected in str(first.problems[0])
