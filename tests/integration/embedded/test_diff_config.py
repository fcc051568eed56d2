"""``tocsin diff --edited``: what edited rules would have said of the signals that were kept."""

import json
import shutil
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import cli
from tocsin.clock import SystemClock
from tocsin.config import load
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.parts import Parts
from tocsin.testing.ringing import SAID, ring

pytestmark = pytest.mark.integration


@pytest.fixture
def data(tmp_path, english):
    folder = tmp_path / "data"
    one = open_embedded(folder, Parts(load(english)), SystemClock())
    ring(one, datetime.now(UTC))
    one.close()
    return folder


@pytest.fixture
def edited(tmp_path, english):
    return shutil.copytree(english, tmp_path / "edited")


def diff(*words):
    return CliRunner().invoke(cli, ["diff", *map(str, words)])


def drop_many_dead(edited):
    """Take the rule out that rings for Osh."""
    rules = edited / "rules/thresholds.yaml"
    text = rules.read_text("utf-8")
    assert "deaths: 10" in text
    rules.write_text(text.replace("deaths: 10", "deaths: 1000"), "utf-8")


def test_the_same_rules_change_nothing(data, english, edited):
    done = diff("--edited", edited, "--config", english, "--data", data)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "incidents 1 -> 1: nothing changes; messages log 1 -> 1\n"


def test_an_incident_that_no_longer_rings_is_named(data, english, edited):
    drop_many_dead(edited)
    done = diff("--edited", edited, "--config", english, "--data", data, "--json")
    assert done.exit_code == 0, done.output
    (change,) = map(json.loads, done.stdout.splitlines())
    assert (change["how"], change["after"]) == ("gone", None)
    assert change["before"]["place"].startswith("KG")
    assert change["before"]["told"] == {"log": 1}
    assert "incidents 1 -> 0: 1 gone; messages log 1 -> 0" in done.stderr


def test_what_kept_signals_cannot_show_is_said(data, english, edited):
    (edited / "regions/more.yaml").write_text(
        "areas:\n  - {id: our-valley, name: Our valley, regions: [KG-O, KG-J]}\n", "utf-8"
    )
    done = diff("--edited", edited, "--config", english, "--data", data)
    assert "regions differ too: signals that were recorded do not show it" in done.stderr


def test_articles_of_a_file_are_played_by_both(tmp_path, english, edited):
    drop_many_dead(edited)
    file = tmp_path / "osh.jsonl"
    lines = [
        {"id": f"a{n}", "title": title, "published": f"2010-06-11T12:0{n}:00Z", "source": f"paper {n}"}
        for n, title in enumerate(SAID)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines) + "no article\n", "utf-8")
    done = diff("--edited", edited, file, "--config", english)
    assert done.exit_code == 1, done.output
    assert done.stderr.count("osh.jsonl:7:") == 1
    assert done.stdout.startswith("gone       2010-06-11 12:")
    assert "KG" in done.stdout


def test_either_lexicons_or_a_folder_is_asked(english):
    done = diff("--config", english)
    assert done.exit_code == 2
    assert "--lexicon FILE, or --edited FOLDER" in done.stderr
