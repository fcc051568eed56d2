"""Our reading of 468 recorded documents against feedparser's: titles, links, dates, and every known entry."""

import gzip
import json
import warnings
from collections import Counter
from io import BytesIO

import pytest

from ingest.dates import from_struct
from ingest.document import parse
from ingest.parsed import Path
from ingest.plain import plain
from tocsin.errors import FeedFault

#: Where the two disagree and feedparser errs: "2020/1/10" read as 1 November, "AEST" (UTC+10) taken for UTC.
FEEDPARSER_ERRS = {"files/nnw-kc0011-rss.gz", "files/sismics-feed-rss2-spacedaily.gz"}

pytestmark = [pytest.mark.integration, pytest.mark.shared]


@pytest.fixture(scope="module")
def recorded(shared):
    folder = shared / "data/recorded-feeds"
    index = json.loads((folder / "index.json").read_text())["feeds"]
    return [(facts, gzip.decompress((folder / facts["file"]).read_bytes())) for facts in index]


@pytest.fixture(scope="module")
def read(recorded):
    found = []
    for facts, body in recorded:
        try:
            parsed = parse(body, content_type=facts["content_type"], url=facts["original_url"])
        except FeedFault as fault:
            parsed = fault
        found.append((facts, body, parsed))
    return found


def test_every_known_entry_is_read(read):
    """``entries`` is feedparser's count; in two rescue cases it finds none though the tags are there."""
    wrong = []
    for facts, _, parsed in read:
        count = 0 if isinstance(parsed, FeedFault) else len(parsed.entries)
        rescued = facts["entries"] == 0 and count == facts["entry_tags"]
        if count != (facts["entries"] or 0) and not rescued:
            wrong.append((facts["file"], facts["entries"], count))
    assert wrong == []


def test_the_rescue_cases_are_rescued(read):
    rescued = [
        (facts["entries"], len(parsed.entries))
        for facts, _, parsed in read
        if getattr(parsed, "path", None) is Path.RESCUE
    ]
    assert rescued == [(0, 35), (0, 2)]


def test_most_real_feeds_take_the_fast_path(read):
    paths = Counter(
        parsed.path
        for facts, _, parsed in read
        if facts["kind"] == "recorded" and not isinstance(parsed, FeedFault)
    )
    assert paths[Path.FAST] / sum(paths.values()) > 0.8


def test_titles_links_and_dates_agree_with_feedparser(read):
    agreed = Counter()
    for facts, body, parsed in read:
        if isinstance(parsed, FeedFault) or parsed.path is not Path.FAST or facts["kind"] != "recorded":
            continue
        for ours, theirs in zip(parsed.entries, _feedparser(facts, body), strict=True):
            agreed["entries"] += 1
            agreed["titles"] += ours.title == plain(str(dict.get(theirs, "title") or ""), limit=1000)
            agreed["links"] += (ours.link or "") == (dict.get(theirs, "link") or "")
            if (date := _date(theirs)) is not None and facts["file"] not in FEEDPARSER_ERRS:
                agreed["dated"] += 1
                agreed["dates"] += ours.published == date
    print({name: f"{count / agreed['entries']:.4%}" for name, count in agreed.items()})
    assert agreed["entries"] > 3000
    assert agreed["titles"] / agreed["entries"] >= 0.999
    assert agreed["links"] / agreed["entries"] >= 0.997
    assert agreed["dates"] / agreed["dated"] >= 0.995


def _feedparser(facts, body):
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        headers = {"content-type": facts["content_type"] or "application/xml"}
        return feedparser.parse(BytesIO(body), response_headers=headers).entries


def _date(entry):
    return from_struct(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed"))
