from ingest.fetch import Fault, Fetched
from ingest.probe import probe
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
