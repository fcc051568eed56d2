"""The tour in the README, step by step: each command, each edit, each answer that it promises."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def call(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def mine(tmp_path):
    done = call("init", tmp_path / "my-config")
    assert done.exit_code == 0, done.output
    return tmp_path / "my-config"


def edit(mine, after, before):
    """Write ``after`` for ``before`` in the rule many-dead."""
    assert f"`{after}` for `{before}`" in README
    path = mine / "rules/thresholds.yaml"
    head, tail = path.read_text("utf-8").split("- name: many-dead", 1)
    assert before in tail
    path.write_text(head + "- name: many-dead" + tail.replace(before, after, 1), "utf-8")


def test_step_2_the_reasons_of_a_verdict():
    (text,) = re.findall(r'tocsin explain --text "([^"]+)"', README)
    done = call("explain", "--text", text)
    assert done.exit_code == 0
    for promised in ("KG-GO", "inflected name", "pogrom", "mass-atrocity", "weight", "dead: 9"):
        assert promised in done.stdout


def test_step_4_a_mistake_is_named_with_its_place_and_the_likely_word(mine):
    edit(mine, "min_publisher", "min_publishers")
    done = call("check", "--config", mine)
    assert done.exit_code == 1
    assert re.search(
        r"^rules/thresholds\.yaml:\d+:\d+: .*did you mean 'min_publishers'\?$", done.stdout, re.MULTILINE
    )


def test_step_5_a_changed_rule_fails_the_near_miss_that_the_tour_names(mine):
    (near_miss,) = re.findall(r'The near miss "([^"]+)"', README)
    before = call("test", "--config", mine, "--rule", "many-dead")
    assert before.exit_code == 0, before.output
    edit(mine, "deaths: 9", "deaths: 10")
    done = call("test", "--config", mine, "--rule", "many-dead")
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("FAIL")] == [
        f"FAIL  many-dead: {near_miss} (near miss)"
    ]
