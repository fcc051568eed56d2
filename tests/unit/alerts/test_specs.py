from pathlib import Path

import pytest

from alerts.spec import RouteFile, RuleFile, SilenceFile
from alerts.spec.check import Known, cross_check
from alerts.spec.timelines import TimelineFile
from alerts.spec.values import span, spelled
from tocsin.strict import parse, read

CONFIG = Path(__file__).parents[3] / "config"
KNOWN = Known(regions={"KG", "KG-O", "FR"}, themes={"violence", "unrest"}, categories={"riot", "armed-clash"})
ROUTES = "receivers:\n  - name: log\n    log: {}\nroutes:\n  - to: [log]\n"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("10m", 600), ("1h30m", 5400), ("14d", 14 * 86400), ("1w", 7 * 86400), ("0", 0)],
)
def test_a_span_of_time_means_what_it_says(text, seconds):
    assert span(text).total_seconds() == seconds
    assert span(spelled(span(text))) == span(text)


@pytest.mark.parametrize("text", ["", "10", "m10", "1.5h", "1h 30m", "-5m"])
def test_what_is_no_span_of_time_says_how_to_write_one(text):
    with pytest.raises(ValueError, match="write it like"):
        span(text)


def one_file(text, model):
    return [str(problem) for problem in parse(text, model, file="f.yaml").problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "rules:\n  - name: a\n    when:\n      spike: {scor: 3}\n",
            "f.yaml:4:15: rules.0.when.spike.scor: nobody reads this key",
            id="a key nobody knows",
        ),
        pytest.param(
            "rules:\n  - name: a\n    when:\n      threshold: {deaths: 3, within: 5h}\n",
            "f.yaml:4:30: rules.0.when.threshold.within: counts are kept for 1h, 3h, 6h, 12h, 24h, 48h",
            id="a window that is not counted",
        ),
        pytest.param(
            "rules:\n  - name: a\n    when: {spike: {}, silence: {}}\n",
            "f.yaml:3:5: rules.0.when: say exactly one of spike, threshold, sequence, silence",
            id="two conditions",
        ),
        pytest.param(
            "rules:\n  - name: a\n    when:\n      spike:\n",
            "f.yaml:3:5: rules.0.when: spike is empty; write {} to take its defaults",
            id="a condition left empty",
        ),
    ],
)
def test_a_mistake_in_a_rule_is_named_where_it_stands(text, expected):
    (problem,) = one_file(text, RuleFile)
    assert problem.startswith(expected)


def check(rules="rules: []\n", routes=ROUTES, silences="silences: []\n"):
    found = cross_check(
        [parse(rules, RuleFile, file="rules.yaml")],
        parse(routes, RouteFile, file="routes.yaml"),
        [parse(silences, SilenceFile, file="silences.yaml")],
        known=KNOWN,
    )
    return [str(problem) for problem in found]


def test_nothing_is_found_where_nothing_is_wrong():
    assert check() == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"rules": "rules:\n  - name: a\n    when: {spike: {}}\n    themes: [violense]\n"},
            "rules.yaml:4:14: there is no theme 'violense' – did you mean 'violence'?",
            id="an unknown theme",
        ),
        pytest.param(
            {"rules": "rules:\n  - name: a\n    when: {spike: {}}\n  - name: a\n    when: {spike: {}}\n"},
            "rules.yaml:4:5: there are two rules 'a' – the first is in rules.yaml:2",
            id="a rule that stands twice",
        ),
        pytest.param(
            {"routes": ROUTES + "  - to: [slak]\n"},
            "routes.yaml:6:10: there is no receiver 'slak' – known here: log",
            id="a route to nobody",
        ),
        pytest.param(
            {"routes": ROUTES.replace("routes:", "  - name: pager\n    log: {}\nroutes:")},
            "routes.yaml:4:5: no route leads to receiver 'pager'",
            id="a receiver without a route",
        ),
        pytest.param(
            {"routes": ROUTES + "  - to: [log]\n    themes: [unrest]\n"},
            "routes.yaml:6:5: this route is never reached: route 1 matches everything first",
            id="a route behind one that takes all",
        ),
        pytest.param(
            {
                "routes": ROUTES + "inhibit:\n"
                "  - {source: {themes: [violence]}, target: {themes: [unrest]}}\n"
                "  - {source: {themes: [unrest]}, target: {themes: [violence]}}\n"
            },
            "routes.yaml:8:5: a loop: unrest would silence itself through violence",
            id="two themes that silence each other",
        ),
        pytest.param(
            {
                "silences": "silences:\n  - id: s\n    regions: [KG-0]\n    starts_at: 2026-01-01T00:00:00Z\n"
                "    ends_at: 2026-01-02T00:00:00Z\n    by: a\n    comment: b\n"
            },
            "silences.yaml:3:15: there is no region 'KG-0' – did you mean 'KG-O'?",
            id="a silence over a region that is misspelt",
        ),
    ],
)
def test_a_mistake_between_files_is_named_where_it_stands(files, expected):
    assert check(**files) == [expected]


@pytest.mark.parametrize(
    ("pattern", "model"),
    [
        ("rules/*.yaml", RuleFile),
        ("routes.yaml", RouteFile),
        ("silences.yaml", SilenceFile),
        ("rules/tests/*.yaml", TimelineFile),
    ],
)
def test_the_shipped_files_are_valid(pattern, model):
    paths = sorted(CONFIG.glob(pattern))
    assert paths
    assert [str(problem) for path in paths for problem in read(path, model).problems] == []
