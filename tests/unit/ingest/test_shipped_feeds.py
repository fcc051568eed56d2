"""The feeds that ship: readable, distinct, in many languages, and honest about when they were seen alive."""

from collections import Counter
from pathlib import Path

import pytest

from ingest.spec import FeedFile, IngestSpec
from tocsin.strict import read

CONFIG = Path(__file__).parents[3] / "config"
FILES = sorted((CONFIG / "feeds").glob("*.yaml"))


@pytest.fixture(scope="module")
def feeds():
    return [feed for path in FILES for feed in read(path, FeedFile).value.feeds]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_sound(path):
    assert read(path, FeedFile).problems == []


def test_the_polling_file_is_sound():
    assert read(CONFIG / "ingest.yaml", IngestSpec).problems == []


def test_no_feed_stands_twice(feeds):
    for field in ("id", "url"):
        counted = Counter(getattr(feed, field) for feed in feeds)
        assert [value for value, count in counted.items() if count > 1] == []


def test_many_feeds_in_many_languages(feeds):
    verified = [feed for feed in feeds if feed.verified]
    assert len(verified) >= 100
    assert len({feed.language.partition("-")[0] for feed in verified}) >= 25


@pytest.mark.parametrize(
    ("region", "codes", "least"),
    [
        ("Central Asia", {"KG", "KZ", "UZ", "TJ", "TM"}, 12),
        ("Caucasus", {"AM", "AZ", "GE"}, 10),
        ("Sahel", {"ML", "BF", "NE", "TD"}, 8),
        ("Great Lakes", {"CD", "RW", "BI", "UG"}, 10),
        ("Horn and Sudans", {"SD", "SS", "ET", "ER", "SO", "DJ"}, 15),
        ("Myanmar", {"MM"}, 6),
        ("Andes", {"BO", "PE", "EC", "CO", "VE"}, 12),
        ("Pacific", {"FJ", "PG", "SB", "VU", "WS", "TO", "PW", "NC", "PF"}, 6),
    ],
)
def test_regions_the_world_neglects_have_feeds(feeds, region, codes, least):
    assert sum(bool(codes & set(feed.covers)) for feed in feeds) >= least, region


def test_editions_of_one_house_are_one_witness(feeds):
    owners = {feed.name: feed.owner for feed in feeds}
    assert {owner for name, owner in owners.items() if name.startswith("BBC")} == {"BBC"}
    assert {owner for name, owner in owners.items() if "RFE/RL" in name} == {"RFE/RL"}
