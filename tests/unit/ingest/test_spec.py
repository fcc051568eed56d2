from datetime import timedelta

import pytest

from ingest.spec import FeedFile, IngestSpec
from tocsin.strict import parse

FEED = "feeds:\n  - id: kabar-ru\n    url: https://kabar.example/rss\n    name: Kabar\n    publisher: Kabar\n"


def test_a_feed_takes_owner_and_coverage_from_publisher_and_country():
    feed = parse(FEED + "    country: KG\n", FeedFile, file="f.yaml").value.feeds[0]
    assert (feed.owner, feed.covers, feed.host) == ("Kabar", ("KG",), "kabar.example")


def test_a_feed_without_country_covers_the_world():
    assert parse(FEED, FeedFile, file="f.yaml").value.feeds[0].covers == ("world",)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        pytest.param("    interval: soon\n", "write a time like 30s", id="an interval in words"),
        pytest.param("    covers: [Kyrgyzstan]\n", "'Kyrgyzstan' is no region code", id="a country's name"),
        pytest.param("    country: kg\n", "country", id="a code in lower case"),
        pytest.param("    intervall: 5m\n", "did you mean 'interval'?", id="a key that does not exist"),
        pytest.param("    parser: quick\n", "parser", id="a parser that does not exist"),
    ],
)
def test_a_wrong_line_is_named(line, what):
    problems = parse(FEED + line, FeedFile, file="f.yaml").problems
    assert [what in str(problem) for problem in problems] == [True]
    assert problems[0].line >= 2


@pytest.mark.parametrize(
    "url",
    ["ftp://x.example/rss", "file:///etc/passwd", "https://u:p@x.example/", "kabar.example/rss", "http://"],
)
def test_only_plain_http_addresses_are_feeds(url):
    assert parse(FEED.replace("https://kabar.example/rss", url), FeedFile, file="f.yaml").problems


def test_limits_have_units_and_defaults():
    spec = parse("floor: 3m\nallow_networks: [127.0.0.0/8]\n", IngestSpec, file="i.yaml").value
    assert spec.floor == timedelta(minutes=3)
    assert str(spec.allow_networks[0]) == "127.0.0.0/8"
    assert IngestSpec().allow_networks == ()


def test_the_user_agent_says_how_to_reach_us():
    spec = IngestSpec(contact="https://desk.example/bot")
    assert spec.agent.startswith("tocsin/")
    assert "(+https://desk.example/bot)" in spec.agent
    assert parse("user_agent: Mozilla\n", IngestSpec, file="i.yaml").problems
