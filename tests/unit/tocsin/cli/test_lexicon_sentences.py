"""What `tocsin test` and `tocsin check` tell an operator who has changed a lexicon."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import cli

ROOT = Path(__file__).parents[4]
LEXICON = """language: xh
name: Made up
review: {status: unreviewed}
endings: {n: [s]}
terms:
  armed-clash:
    - {term: zorglub+n, gloss: zorglub, yes: "Zorglubs came at dawn.", no: "Rain at dawn."}
    - {term: bulgrof, gloss: bulgrof, yes: "A bulgrof was heard.", no: "A quiet day."}
exclusions:
  exercise:
    - {words: drill+n, silences: "Zorglubs in a drill."}
casualties: {deaths: killed, injured: wounded}
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped configuration with one small lexicon in place of all."""
    root = tmp_path_factory.mktemp("sentences") / "config"
    shutil.copytree(ROOT / "config", root, ignore=shutil.ignore_patterns("schema", "demo", "lexicons"))
    (root / "lexicons").mkdir()
    return root


def call(verb, root, text, *more):
    (root / "lexicons" / "xh.yaml").write_text(text, "utf-8")
    return CliRunner().invoke(cli, [verb, *more, "--config", str(root)])


def test_sentences_that_hold_are_counted_and_the_code_is_0(shipped):
    done = call("test", shipped, LEXICON, "--lexicons", "xh")
    assert done.exit_code == 0, done.output
    assert done.stdout == "ok    sentences of xh\n"
    assert done.stderr == "1 lexicons, 0 sentences failed\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "Zorglubs came", "Nobody came", "lexicons/xh.yaml:7:41: 'Nobody came at dawn.': the term is not found in it",
            id="a positive sentence without its term",
        ),
        pytest.param(
            "Rain at dawn", "A zorglub", "lexicons/xh.yaml:7:72: 'A zorglub.' is judged violent",
            id="a negative sentence that is violent",
        ),
        pytest.param(
            "in a drill", "at noon", "lexicons/xh.yaml:11:24: 'Zorglubs at noon.' is judged violent",
            id="a context that is not in its sentence",
        ),
    ],
)  # fmt: skip
def test_each_sentence_that_fails_is_named_with_its_place_and_why(shipped, old, new, told):
    done = call("test", shipped, LEXICON.replace(old, new), "--lexicons", "xh")
    assert done.exit_code == 1
    assert done.stdout.startswith("FAIL  sentences of xh\n")
    assert told in done.stdout


def test_for_machines_a_failure_is_a_line(shipped):
    done = call("test", shipped, LEXICON.replace("Rain at dawn", "A zorglub"), "--lexicons", "xh", "--json")
    (line,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert line["lexicon"] == "xh"
    assert "is judged violent" in line["problem"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(
            "term: bulgrof", "term: zorglub+n",
            "lexicons/xh.yaml:8:7: 'zorglub+n' stands twice – first in line 7", id="a duplicate",
        ),
        pytest.param(
            "gloss: bulgrof", "gloss: bulgrof, but: bulgrof",
            "lexicons/xh.yaml:8:7: 'bulgrof' is always silenced by its own 'but'", id="a term its own phrase shadows",
        ),
        pytest.param(
            "exclusions:", "exclusions:\n  figure:\n    - {words: bulgrof, silences: \"A bulgrof.\"}",
            "lexicons/xh.yaml:8:7: 'bulgrof' is always silenced by an exclusion of kind figure – take it out there, or here",
            id="a term an exclusion shadows",
        ),
    ],
)  # fmt: skip
def test_check_finds_what_no_sentence_tells(shipped, old, new, told):
    done = call("check", shipped, LEXICON.replace(old, new))
    assert done.exit_code == 1, done.output
    assert told in done.stdout


def test_check_finds_a_stem_that_an_everyday_word_sets_off(shipped):
    text = LEXICON.replace("language: xh", "language: en").replace("bulgrof,", "peopl*,", 1)
    (shipped / "lexicons" / "en.yaml").write_text(text, "utf-8")
    done = call("check", shipped, LEXICON)
    (shipped / "lexicons" / "en.yaml").unlink()
    assert "lexicons/en.yaml:8:7: 'peopl*' also means the frequent word 'people'" in done.stdout
