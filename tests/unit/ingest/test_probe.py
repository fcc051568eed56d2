import re

from ingest.fetch import Fault, Fetched, FetchFailed
from ingest.probe import Probe, probe
from ingest.spec import IngestSpec
from tocsin.testing.fetcher import FakeFetcher, InlineParsers, rss

PAGE = b"""<!doctype html><html><head><title>T</title>
<link rel="stylesheet" href="/s.css"><link rel="alternate" type="application/rss+xml" href="/feed"></head>"""


async def look(body):
    fetcher = FakeFetcher()
    fetcher.answer(
        "https://www.news.example/", Fetched(status=200, url="https://www.news.example/", body=body)
    )
    return await probe("https://www.news.example/", fetcher=fetcher, parsers=InlineParsers())


async def test_a_feed_is_described():
    found = await look(rss(("a", "x"), ("b", "y"), title="The News", channel="<language>ky</language>"))
    assert (found.title, found.language, found.entries, found.failure) == ("The News", "ky", 2, None)
    assert found.suggested_id == "news-example"


async def test_a_web_page_names_its_feeds():
    found = await look(PAGE)
    assert found.failure.fault is Fault.NOT_A_FEED
    assert found.alternatives == ("https://www.news.example/feed",)


async def test_an_address_that_does_not_answer():
    found = await probe("https://x.example/", fetcher=FakeFetcher(), parsers=InlineParsers())
    assert found.failure.fault is Fault.DNS


async def test_an_address_that_is_no_feed_says_what_to_try():
    found = await look(b"<!doctype html><html><head><title>T</title></head></html>")
    assert found.mend is not None
    assert "address of the feed itself" in found.mend
    assert (await look(rss(("a", "x"), title="The News"))).mend is None


def test_what_to_try_names_settings_that_exist():
    told = " ".join(
        filter(None, (Probe(url="u", failure=FetchFailed(fault=fault, detail="")).mend for fault in Fault))
    )
    named = set(re.findall(r"[a-z]+_[a-z]+", told))
    assert named
    assert named <= set(IngestSpec.model_fields)
