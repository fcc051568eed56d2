"""What `tocsin diff` tells an operator who has edited a lexicon."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import cli
from tocsin.index.sqlite import SqliteWriter, create
from tocsin.testing.desk import ATLAS
from tocsin.testing.tagged import tagged

ROOT = Path(__file__).parents[4]
ARTICLES = (
    '{"id": "a", "title": "Zorglubs seen near the river", "language": "en"}\n'
    '{"id": "b", "title": "Gunmen kill nine in the market", "language": "en"}\n'
    '{"id": "c", "title": "The council talks about a library for the town", "language": "en"}\n'
)
GERMAN = """language: de
name: German
review: {status: unreviewed}
terms:
  armed-clash:
    - {term: zorglub+n, gloss: zorglub, yes: "Zorglub.", no: "Regen."}
exclusions: {}
casualties: {deaths: tot, injured: hurt}
endings: {n: [s]}
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    root = tmp_path_factory.mktemp("diff") / "config"
    (root / "lexicons").mkdir(parents=True)
    shutil.copy(ROOT / "config/lexicons/en.yaml", root / "lexicons")
    shutil.copy(ROOT / "config/themes.yaml", root)
    return root


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text(ARTICLES, "utf-8")
    return path


def edited(config, tmp_path, old="", new=""):
    path = tmp_path / "edited" / "en.yaml"
    path.parent.mkdir()
    text = (config / "lexicons/en.yaml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def call(*words):
    return CliRunner().invoke(cli, ["diff", *(str(word) for word in words)])


def test_a_new_term_lists_the_articles_it_makes_violent(config, tmp_path, articles):
    line = '    - {term: zorglub+n, gloss: zorglub, yes: "Zorglubs came.", no: "Rain."}\n'
    path = edited(config, tmp_path, "  armed-clash:\n", f"  armed-clash:\n{line}")
    done = call("--lexicon", path, articles, "--config", config)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("now violent  [en] Zorglubs seen near the river\n    words: Zorglubs\n")
    assert "nine in the market" not in done.stdout
    assert done.stderr == "3 articles judged by en: 1 now violent\n"


def test_for_machines_each_change_is_a_line_with_both_verdicts(config, tmp_path, articles):
    exclusion = '    - {words: [market], scope: article, sure: true, silences: "Gunmen in the market."}\n'
    path = edited(config, tmp_path, "exclusions:\n  sport:\n", f"exclusions:\n  sport:\n{exclusion}")
    done = call("--lexicon", path.parent, articles, "--config", config, "--json")
    changes = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(change["before"]["reason"] != change["after"]["reason"] for change in changes)
    assert {change["id"] for change in changes} <= {"b"}


def test_a_lexicon_as_it_is_changes_nothing(config, tmp_path, articles):
    done = call("--lexicon", edited(config, tmp_path), articles, "--config", config)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == "3 articles judged by en: nothing changes\n"


def test_a_new_language_is_compared_with_having_none(config, tmp_path):
    (tmp_path / "de.yaml").write_text(GERMAN, "utf-8")
    file = tmp_path / "articles.jsonl"
    title = "Zorglubs haben in der Nacht das Dorf am Fluss erreicht"
    file.write_text(json.dumps({"id": "a", "title": title}), "utf-8")
    done = call("--lexicon", tmp_path / "de.yaml", file, "--config", config)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"now violent  [de] {title}")
    assert "before: no lexicon for this language" in done.stdout


def test_a_lexicon_with_a_mistake_names_its_place_and_ends_with_1(config, tmp_path, articles):
    path = edited(config, tmp_path, "gloss: massacre,", "glos: massacre,")
    done = call("--lexicon", path, articles, "--config", config)
    assert done.exit_code == 1
    assert "en.yaml:" in done.stderr
    assert "glos" in done.stderr
    assert done.stdout == ""


def test_a_folder_without_lexicons_is_wrong_usage(config, tmp_path, articles):
    (tmp_path / "empty").mkdir()
    done = call("--lexicon", tmp_path / "empty", articles, "--config", config)
    assert done.exit_code == 2
    assert "no *.yaml" in done.stderr


@pytest.fixture
def collected(tmp_path):
    """A data folder in which two English articles and a German one were collected."""
    data = tmp_path / "data"
    data.mkdir()
    with closing(sqlite3.connect(data / "tocsin.db")) as connection:
        create(connection)
        titles = (("Zorglubs seen near the river", "en"), ("Rain", "en"), ("Zorglubs am Fluss", "de"))
        SqliteWriter(connection, ATLAS).tagged(
            [tagged(title, language=language) for title, language in titles]
        )
        connection.commit()
    return data


def test_without_a_file_the_articles_that_were_collected_are_judged(config, tmp_path, collected):
    line = '    - {term: zorglub+n, gloss: zorglub, yes: "Zorglubs came.", no: "Rain."}\n'
    path = edited(config, tmp_path, "  armed-clash:\n", f"  armed-clash:\n{line}")
    done = call("--lexicon", path, "--config", config, "--data", collected)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("now violent  [en] Zorglubs seen near the river")
    assert done.stderr == "2 articles judged by en: 1 now violent\n"


def test_a_lexicon_of_several_languages_judges_what_was_collected_in_each(config, tmp_path, collected):
    path = tmp_path / "nds.yaml"
    path.write_text(GERMAN.replace("language: de\n", "language: nds\nalso: [de]\n"), "utf-8")
    done = call("--lexicon", path, "--config", config, "--data", collected)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("now violent  [de] Zorglubs am Fluss")


def test_no_more_articles_are_judged_than_asked_for(config, tmp_path, articles):
    done = call("--lexicon", edited(config, tmp_path), articles, "--config", config, "--limit", 1)
    assert done.stderr == "1 article judged by en: nothing changes\n"


def test_a_folder_without_data_says_what_to_do(config, tmp_path):
    done = call("--lexicon", edited(config, tmp_path), "--config", config, "--data", tmp_path / "nothing")
    assert done.exit_code != 0
    assert "tocsin run" in str(done.exception)


def test_where_no_article_is_of_the_language_nothing_is_said_of_changes(config, articles, tmp_path):
    german = tmp_path / "de.yaml"
    german.write_text(GERMAN, "utf-8")
    articles.write_text("", "utf-8")
    done = call("--lexicon", german, articles, "--config", config)
    assert done.stderr.startswith("0 articles judged by de: nothing was compared")
