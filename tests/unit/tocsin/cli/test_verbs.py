"""Verbs as people call them: what they print, and with which code they end."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import VERBS, cli
from tocsin.cli.group import LazyGroup

ROOT = Path(__file__).parents[4]
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>n</title>
<item><title>Nine dead in Osh</title><link>https://e.org/1</link><guid>g1</guid>
<pubDate>Fri, 11 Jun 2010 12:00:00 GMT</pubDate></item>
<item><title>Market opens</title><link>https://e.org/2</link><guid>g2</guid></item>
</channel></rss>"""


@pytest.fixture
def config(english):
    return english


def call(*words, given=None):
    return CliRunner().invoke(cli, [str(word) for word in words], input=given)


def test_check_of_sound_files_says_so_and_ends_with_0(config):
    done = call("check", "--config", config)
    assert done.exit_code == 0
    assert "no problems" in done.stdout


def test_check_names_the_place_and_the_mend_and_ends_with_1(config, tmp_path):
    root = shutil.copytree(config, tmp_path / "config")
    rules = root / "rules/spikes.yaml"
    rules.write_text(rules.read_text("utf-8").replace("themes: [violence]", "theems: [violence]", 1), "utf-8")
    done = call("check", "--config", root)
    assert done.exit_code == 1
    assert done.stdout.startswith("rules/spikes.yaml:6:5: rules.0.theems: nobody reads this key")
    assert "did you mean 'themes'?" in done.stdout
    assert done.stderr == f"1 problem in 1 file of {root}\n"
    told = json.loads(call("check", "--config", root, "--json").stdout)
    assert (told["file"], told["line"], told["column"]) == ("rules/spikes.yaml", 6, 5)
    assert told["hint"] == "did you mean 'themes'?"


def test_tag_prints_a_line_for_each_article(config, tmp_path):
    text = '{"id": "a", "title": "Gunmen kill nine in Osh"}\n{"id": "b", "title": "Market opens in Osh"}\n'
    (tmp_path / "in.jsonl").write_text(text)
    done = call("tag", tmp_path / "in.jsonl", "--config", config)
    assert done.exit_code == 0, done.output
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["id"] == "a"
    assert first["violence"]["violent"] is True
    assert first["violence"]["deaths"] == 9
    assert any(region["code"].startswith("KG") for region in first["regions"])
    assert second["violence"]["violent"] is False


def test_tag_passes_over_a_broken_line_names_it_and_ends_with_1(config, tmp_path):
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": "a", "title": "Rain"}\n{"id": \n{"id": "c", "title": "Sun"}\n')
    done = call("tag", file, "--config", config)
    assert done.exit_code == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "c"]
    assert f"{file}:2" in done.stderr


def test_replay_passes_over_what_it_cannot_play_names_it_and_ends_with_1(config):
    done = call("replay", "--articles", "-", "--config", config, given='{"id": "a"}\n{\n')
    assert (done.exit_code, done.stdout) == (1, "")
    assert "-:1: published is missing" in done.stderr
    assert "-:2: " in done.stderr


def test_parse_prints_entries_in_the_order_of_the_document():
    done = call("parse", given=FEED)
    assert done.exit_code == 0, done.output
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["guid"], first["title"], first["published"]) == (
        "g1",
        "Nine dead in Osh",
        "2010-06-11T12:00:00Z",
    )
    assert (second["guid"], second["published"]) == ("g2", None)


def test_search_of_a_folder_without_data_says_what_to_do(tmp_path):
    done = call("search", "Osh", "--data", tmp_path / "nothing")
    assert done.exit_code != 0
    assert "tocsin run" in str(done.exception)


@pytest.mark.parametrize(
    ("word", "hint"), [("chekc", "did you mean 'check'?"), ("qqq", "see 'tocsin --help'")]
)
def test_a_word_that_is_no_verb_gets_a_hint(word, hint):
    done = CliRunner().invoke(cli, [word], prog_name="tocsin")
    assert done.exit_code == 2
    assert hint in done.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb):
    assert isinstance(cli, LazyGroup)
    done = call(verb, "--help")
    assert done.exit_code == 0
    assert "Usage: " in done.stdout
    command = cli.get_command(None, verb)
    assert "Examples:" in done.stdout or hasattr(command, "commands")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "meny-dead"), "--rule meny-dead: no timeline is of this rule"),
        (("--lexicons", "xx"), "--lexicons xx: no lexicon is of this language"),
    ],
)
def test_a_test_of_something_that_does_not_exist_is_not_passed(words, said, config):
    done = call("test", "--config", config, *words)
    assert done.exit_code == 1
    assert said in str(done.exception)


@pytest.mark.parametrize("other", ["--check", "--grant"])
def test_what_was_learned_is_not_put_back_beside_another_task(other):
    done = call("setup", "--new-log", other)
    assert done.exit_code == 2
    assert "--new-log goes with neither" in done.output


def test_a_group_of_verbs_that_begins_with_an_option_lists(config, tmp_path):
    done = call("rules", "--config", config)
    assert (done.exit_code, done.stdout) == (0, call("rules", "list", "--config", config).stdout)
    assert "Commands:" in call("rules", "--help").stdout


def test_a_misspelt_verb_within_a_group_is_told_the_likely_one():
    done = call("incidents", "lst")
    assert done.exit_code == 2
    assert "did you mean 'list'?" in done.stderr


@pytest.mark.parametrize("group", ["feeds", "incidents", "rejected", "rules", "silence"])
def test_the_help_of_a_group_says_whole_sentences(group):
    assert "..." not in call(group, "--help").stdout.partition("Commands:")[2]
