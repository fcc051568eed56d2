"""A typo in a question gives nothing, and must not look like calm."""

import shutil

import pytest
from click.testing import CliRunner

from tocsin.cli.__main__ import cli
from tocsin.clock import SystemClock
from tocsin.config import load
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.parts import Parts


def call(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def data(english, tmp_path_factory):
    folder = tmp_path_factory.mktemp("typos")
    open_embedded(folder, Parts(load(english)), SystemClock()).close()
    return folder


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("category:riots", "category:riots: no such value is known; did you mean 'riot'?"),
        ("theme:violense", "theme:violense: no such value is known; did you mean 'violence'?"),
        ("region:KGX", "region:kgx: no such value is known; did you mean 'KG"),
        (
            "region:fergana-vally",
            "region:fergana-vally: no such value is known; did you mean 'fergana-valley'?",
        ),
        ("lang:eng", "lang:eng: no such value is known; did you mean 'en'?"),
        ("region:Osh", "region:osh: no such value is known; 'osh' is written KG-GO or KG-O"),
        ("riots OR looting", "OR was looked for as a word: all words must occur"),
        ("regoin:KG", "no filter is named 'regoin'; did you mean 'region'?"),
    ],
)
def test_a_search_that_finds_nothing_says_what_nobody_knows(english, data, asked, told):
    done = call("search", asked, "--data", data, "--config", english)
    assert done.exit_code == 0, done.exception
    assert told in done.stderr
    assert done.stderr.endswith("0 articles\n")


def test_a_search_for_what_may_be_asked_is_not_scolded(english, data):
    done = call("search", "region:KG category:riot lang:ru", "--data", data, "--config", english)
    assert done.stderr == "0 articles\n"


def test_a_search_does_not_need_a_configuration_without_mistakes(english, data, tmp_path):
    broken = shutil.copytree(english, tmp_path / "config")
    (broken / "themes.yaml").write_text("nonsense")
    done = call("search", "category:riots", "--data", data, "--config", broken)
    assert (done.exit_code, done.stderr) == (0, "0 articles\n")


def test_feeds_about_a_region_that_does_not_exist_are_not_none(english):
    done = call("feeds", "list", "--covers", "KGX", "--config", english)
    assert done.exit_code == 1
    assert str(done.exception).startswith("--covers KGX: no region has this code; did you mean 'KG")
    assert call("feeds", "list", "--covers", "world", "--config", english).exit_code == 0


def test_a_feed_about_a_country_is_about_its_divisions_too(english):
    country, division = (
        call("feeds", "list", "--covers", code, "--config", english).stdout for code in ("KG", "KG-O")
    )
    assert "kloop" in division
    assert set(division.splitlines()) <= set(country.splitlines())


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ru", "read as en, not as ru"),
        ("xx", "read as en, not as xx: no lexicon is of 'xx'"),
        ("en", ""),
        ("en-GB", ""),
    ],
)
def test_a_headline_in_another_language_than_was_said_is_told(english, language, told):
    text = "Gunmen kill nine villagers in an attack near the city of Osh"
    done = call("explain", "--text", text, "--language", language, "--config", english)
    assert done.exit_code == 0, done.exception
    assert "language en" in done.stdout
    assert told in done.stderr
    assert bool(done.stderr) is bool(told)


@pytest.mark.parametrize(
    "words",
    [
        ("KG", "--text", "Nine dead in Osh"),
        ("--text", "Nine dead in Osh", "--at", "2026-01-01T00:00"),
        ("KG", "--language", "ru"),
        ("--text", " "),
    ],
)
def test_a_question_half_of_which_would_be_left_out_is_wrong_usage(english, words):
    assert call("explain", *words, "--config", english).exit_code == 2


@pytest.mark.parametrize("limit", ["-3", "0"])
def test_a_limit_is_at_least_one(english, data, limit):
    assert call("feeds", "due", "--limit", limit, "--data", data, "--config", english).exit_code == 2


def test_feeds_that_nobody_polled_yet_are_due_after_the_first_start(english, tmp_path):
    done = call("feeds", "due", "--data", tmp_path / "none", "--config", english)
    assert done.exit_code == 0
    assert "nothing was collected here yet; start 'tocsin run'" in done.stderr


def test_a_place_called_by_its_name_is_told_its_code(english, data):
    options = ("--data", data, "--config", english)
    asked = [
        ("explain", "Osh", *options),
        ("silence", "add", "--region", "Osh", "--for", "2h", "--comment", "x", *options),
        ("feeds", "list", "--covers", "Osh", "--config", english),
    ]
    for words in asked:
        done = call(*words)
        assert done.exit_code == 1
        assert str(done.exception).endswith("; 'Osh' is written KG-GO or KG-O")
    assert "did you mean 'KG-GO'?" in str(call("explain", "kg-go", *options).exception)


def test_an_excluded_word_that_comes_first_is_told_where_it_may_stand(english, data):
    done = call("search", "-riot", "--data", data, "--config", english)
    assert done.exit_code == 2
    assert "a word that must not occur stands behind -- or another word" in done.stderr
