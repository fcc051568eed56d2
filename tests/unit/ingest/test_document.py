from datetime import UTC, datetime, timedelta

import pytest

from ingest.document import parse
from ingest.hints import head, hints, language
from ingest.parsed import Path
from ingest.volatile import body_hash
from tocsin.errors import FeedFault

ITEM = "<item><title>{t}</title><link>{l}</link><guid>{g}</guid><pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate></item>"


def rss(*items, channel="<title>T</title>", start=""):
    return f"{start}<rss version='2.0'><channel>{channel}{''.join(items)}</channel></rss>".encode()


def item(t="A title", l="https://e.com/1", g="g-1"):  # noqa: E741
    return ITEM.format(t=t, l=l, g=g)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        pytest.param(rss(item()), Path.FAST, id="a sound feed takes the fast path"),
        pytest.param(rss(item(), start="<!DOCTYPE rss>"), Path.FEEDPARSER, id="a DOCTYPE does not"),
        pytest.param(rss(item(t="AT&T")), Path.FEEDPARSER, id="nor what is not well-formed"),
        pytest.param(rss(item(l="/relative")), Path.FEEDPARSER, id="nor relative links"),
        pytest.param(
            rss(item(l="https://e.com/?a=1&amp;amp;b=2")), Path.FEEDPARSER, id="nor links escaped twice"
        ),
        pytest.param(rss(item(t="")), Path.FEEDPARSER, id="nor entries without title"),
        pytest.param(
            rss("<item><title>x</title></item>"), Path.FEEDPARSER, id="nor entries without link and guid"
        ),
        pytest.param(rss(item(t="caf&eacute;")), Path.FEEDPARSER, id="nor HTML entities without DTD"),
        pytest.param(rss(item().replace("GMT", "GMT+0900")), Path.FEEDPARSER, id="nor zones like GMT+0900"),
        pytest.param(rss(item(t="bell\x07")), Path.FAST, id="control characters are taken out first"),
    ],
)
def test_which_way_a_document_is_read(body, path):
    parsed = parse(body)
    assert parsed.path is path
    assert len(parsed.entries) == 1


@pytest.mark.parametrize("parser", ["auto", "feedparser", "fast"])
def test_all_parsers_agree_on_a_sound_feed(parser):
    (entry,) = parse(rss(item(t="Two &lt;b&gt;dead&lt;/b&gt;")), parser=parser).entries
    assert (entry.title, entry.link, entry.guid) == ("Two dead", "https://e.com/1", "g-1")
    assert entry.published == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "read"),
    [
        pytest.param(r"Nine dead in Osh \ud83d", "Nine dead in Osh \ufffd", id="an emoji cut in the middle"),
        pytest.param(r"\ude00 Nine dead", "\ufffd Nine dead", id="its other half"),
        pytest.param(r"\uD83D\uD83D\uDE00!", "\ufffd\U0001f600!", id="a half before a whole one"),
        pytest.param(r"\\ud83d \ud83d", "\\ud83d \ufffd", id="a backslash that is escaped itself"),
    ],
)
def test_half_a_character_does_not_cost_a_json_feed(title, read):
    body = b'{"items": [{"id": "1", "title": "%s"}, {"id": "2", "title": "Rain"}]}' % title.encode()
    assert [entry.title for entry in parse(body).entries] == [read, "Rain"]


def test_a_guid_that_is_the_link_is_none():
    assert parse(rss(item(g="https://e.com/1"))).entries[0].guid is None


def test_relative_links_are_resolved():
    assert parse(rss(item(l="/a?b=1")), url="https://e.com/feed").entries[0].link == "https://e.com/a?b=1"


def test_full_text_is_kept_only_on_demand():
    content = "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;Long text&lt;/p&gt;</content:encoded>"
    body = rss(item().replace("</item>", content + "</item>"))
    assert parse(body).entries[0].text == ""
    assert parse(body, full_text=True).entries[0].text == "Long text"
    assert parse(body, full_text=True, parser="feedparser").entries[0].text == "Long text"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "empty"), (b"<!DOCTYPE html><html><body>Log in", "web page"), (b"{\"a\": 1}", "JSON without items"),
        (b"{nonsense", "broken JSON"), (b"plain words", "not a feed"), (b"<opml><body/></opml>", "list of addresses"),
        (bytes(range(256)) * 10, "not a feed"),
        (b"<rss><channel>" + b"<item/>" * 10_001, "more than 10000 entries"),
        (b'{"items": [' + b"{}," * 10_000 + b"{}]}", "more than 10000 entries"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_so(body, what):
    with pytest.raises(FeedFault, match=what):
        parse(body)


def test_an_empty_feed_is_a_feed():
    assert parse(rss()).entries == ()


def test_the_slow_path_is_announced():
    told = []
    parse(rss(item()), on_slow=lambda: told.append(1))
    assert told == []
    parse(rss(item(t="AT&T")), on_slow=lambda: told.append(1))
    assert told == [1]


@pytest.mark.parametrize(
    ("channel", "wait"),
    [
        pytest.param("<ttl>60</ttl>", timedelta(hours=1), id="ttl in minutes"),
        pytest.param("<ttl>0</ttl>", None, id="a ttl of nothing"),
        pytest.param("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30), id="twice an hour"),
        pytest.param("<sy:updatePeriod>daily</sy:updatePeriod><ttl>15</ttl>", timedelta(days=1), id="the longer one holds"),
        pytest.param("<sy:updateFrequency>2</sy:updateFrequency>", None, id="a frequency without period"),
        pytest.param("<ttl>soon</ttl>", None, id="words"),
    ],
)  # fmt: skip
def test_how_long_a_publisher_wants_us_to_wait(channel, wait):
    assert hints(channel).wait == wait


def test_skipped_hours_and_days():
    wishes = hints(
        "<skipHours><hour>0</hour><hour>24</hour><hour>13</hour></skipHours><skipDays><day>Saturday</day></skipDays>"
    )
    assert (wishes.skip_hours, wishes.skip_days) == ((0, 13), (5,))
    everything = "<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>"
    assert hints(everything).skip_hours == ()


def test_wishes_of_entries_are_none():
    assert "<ttl>" not in head("<rss><channel><title/><item><ttl>5</ttl></item>")
    assert language("<language>zh_CN</language>") == "zh-CN"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param(("12:00", "12:30"), True, id="the build date of the channel means nothing"),
        pytest.param(("<!-- 1 -->", "<!-- 2 -->"), True, id="nor does a comment at the end"),
        pytest.param(("<ttl>5</ttl>", "<ttl>6</ttl>"), True, id="nor ttl"),
        pytest.param(("13:00", "13:30"), False, id="an entry's date does"),
        pytest.param(("A title", "B title"), False, id="so does a title"),
    ],
)
def test_what_counts_as_the_same_body(change, same):
    body = (
        rss(
            item().replace("12:00", "13:00"),
            channel="<title>T</title><lastBuildDate>Sun, 01 Mar 2026 12:00:00 GMT</lastBuildDate><ttl>5</ttl>",
        )
        + b"<!-- 1 -->"
    )
    other = body.replace(change[0].encode(), change[1].encode())
    assert other != body
    assert (body_hash(other) == body_hash(body)) is same
