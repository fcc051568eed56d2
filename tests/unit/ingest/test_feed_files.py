"""Feed files changed by hand: what is not concerned stays to the letter, and the file is read as before."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.feedfile import HEAD, added, removed
from ingest.opml import read_opml, write_opml
from ingest.spec import FeedFile, FeedSpec
from tocsin.cli.__main__ import cli
from tocsin.errors import ConfigProblem
from tocsin.strict import parse

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "config/feeds").glob("*.yaml"))


def spec(name, **more):
    return FeedSpec(
        id=name, url=f"https://{name}.example/rss", name=name.title(), publisher=name.title(), **more
    )


def read(text):
    document = parse(text, FeedFile, file="feeds.yaml")
    assert document.problems == []
    return document.value.feeds


@pytest.mark.parametrize(
    "feed",
    [
        spec("plain"),
        spec("seated", country="KG", language="ky"),
        spec("wide", country="US", covers=("KG", "TJ")),
        spec("owned", owner="Somebody: else #1"),
        spec("hard").model_copy(update={"name": "- 'Нет' : \"no\" # yes", "publisher": "no"}),
    ],
    ids=lambda feed: feed.id,
)
def test_a_feed_that_was_added_is_read_as_it_was(feed):
    assert list(read(added("", [feed]))) == [feed]
    assert list(read(added(added("", [spec("first")]), [feed]))) == [spec("first"), feed]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_feed_goes_and_every_other_line_stays(path):
    text = path.read_text("utf-8")
    feeds = list(read(text))
    for feed in (feeds[0], feeds[len(feeds) // 2], feeds[-1]):
        after = removed(text, feed.id)
        assert [one for one in feeds if one.id != feed.id] == list(read(after))
        kept = after.splitlines()
        assert [line for line in text.splitlines() if line in set(kept)][: len(kept)]
        assert [line for line in text.splitlines() if line.startswith("#")] == [
            line for line in kept if line.startswith("#")
        ]


def test_a_comment_above_the_next_feed_stays_with_it():
    text = added("", [spec("a")]) + "  # about b\n" + added("x", [spec("b")]).removeprefix("x\n")
    assert "# about b" in removed(text, "a")


def test_the_only_feed_leaves_an_empty_list():
    assert list(read(removed(added("", [spec("a")]), "a"))) == []
    assert removed(HEAD + "  []\n", "a") is None


def test_a_file_that_was_emptied_takes_feeds_again():
    comment = "# our feeds: all of them\n"
    emptied = removed(comment + added("", [spec("a")]), "a")
    assert emptied.startswith(comment)
    assert list(read(added(emptied, [spec("b")]))) == [spec("b")]


def test_a_list_for_readers_comes_back_as_it_went():
    feeds = [spec("a", language="ky"), spec("b").model_copy(update={"name": "<b> & \u202e"})]
    back = read_opml(write_opml(feeds), file="x.opml")
    assert [(one.url, one.title, one.language) for one in back] == [
        (one.url, one.name, one.language) for one in feeds
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<opml><body/></opml>", "names no feed"),
        (b"no xml", "is no OPML"),
        (b'<!DOCTYPE o [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml><body><outline text="&e;"/></body></opml>', "is no OPML"),
    ],
    ids=["empty", "no XML", "an entity of a file"],
)  # fmt: skip
def test_a_list_that_is_none_says_why(raw, said):
    with pytest.raises(ConfigProblem, match=said):
        read_opml(raw, file="x.opml")


def call(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_feeds_are_added_exchanged_and_removed_from_the_command_line(tmp_path):
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    options = ("--config", config)
    done = call("feeds", "add", "https://www.new.example/rss", *options, "--name", "New", "--country", "KG")
    assert done.exit_code == 0, done.output
    assert "new-example" in call("feeds", "list", *options).stdout
    again = call("feeds", "add", "https://www.new.example/rss", *options, "--name", "New")
    assert "is configured already" in str(again.exception)
    (tmp_path / "all.opml").write_text(call("feeds", "export", *options).stdout, "utf-8")
    assert "0 feeds added" in call("feeds", "import", tmp_path / "all.opml", *options).stdout
    assert call("feeds", "remove", "new-example", *options).exit_code == 0
    assert "new-example" not in call("feeds", "list", *options).stdout
    wrong = call("feeds", "remove", "eurasianett", *options)
    assert "did you mean 'eurasianet'?" in str(wrong.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--country", "XX"), "--country: there is no country 'XX'"),
        (("--country", "KG", "--covers", "KG-QQ"), "--covers: there is no region 'KG-QQ'; did you mean 'KG-"),
    ],
)
def test_a_feed_of_a_place_that_does_not_exist_is_not_written(tmp_path, words, said):
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    done = call("feeds", "add", "https://x.example/rss", "--config", config, "--name", "X", *words)
    assert done.exit_code == 1
    assert said in str(done.exception)
    assert not (config / "feeds/mine.yaml").exists()


def test_a_second_feed_of_a_host_is_told_to_choose_an_id(tmp_path):
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    options = ("--config", config, "--name", "X", "--country", "KG")
    assert call("feeds", "add", "https://x.example/rss", *options).exit_code == 0
    again = call("feeds", "add", "https://x.example/sport", *options)
    assert (
        str(again.exception)
        == "--id x-example: is the id of https://x.example/rss; choose another one with --id"
    )


def test_without_a_folder_of_ones_own_nothing_is_written_into_the_program_s(monkeypatch):
    monkeypatch.delenv("TOCSIN_CONFIG", raising=False)
    known = json.loads(call("feeds", "list", "--json").stdout.splitlines()[0])
    for words in (("add", known["url"], "--name", "Known"), ("remove", "no-such-feed")):
        done = call("feeds", *words)
        assert done.exit_code == 1
        assert "belongs to the program; 'tocsin init DIR' gives you a copy to change" in str(done.exception)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("feed/mine.yaml", None, "nobody reads it"),
        ("../mine.yaml", None, "nobody reads it"),
        ("feeds/.mine.yaml", None, "nobody reads it"),
        (
            "feeds/flow.yaml",
            "feeds: [{id: a, url: 'https://a.example/', name: A, publisher: A}]\n",
            "add the feeds by hand",
        ),
    ],
)
def test_a_file_that_would_not_be_read_is_not_written(tmp_path, file, text, said):
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    if text:
        (config / file).write_text(text, "utf-8")
    done = call("feeds", "add", "https://x.example/rss", "--config", config, "--name", "X", "--file", file)
    assert said in str(done.exception)
    assert not text or (config / file).read_text("utf-8") == text


def test_a_country_nobody_knows_is_told_in_words(tmp_path):
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    done = call("feeds", "add", "https://x.example/rss", "--config", config, "--name", "X", "--country", "kg")
    assert "country" in str(done.exception)
    assert not (config / "feeds/mine.yaml").exists()
