"""The HTTP adapter against a real server on loopback: conditional requests, caps, redirects, the gate."""

import asyncio
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest

from ingest.fetch import Fault, Fetched, FetchFailed, Request
from ingest.http import HttpFetcher
from ingest.spec import IngestSpec
from tocsin.testing.feedserver import FeedServer, Page

pytestmark = pytest.mark.integration
LOOPBACK = ("127.0.0.0/8", "::1/128")
BODY = b"<rss><channel><title>T</title></channel></rss>" * 50


@pytest.fixture
def server():
    with FeedServer() as server:
        yield server


def limits(**more):
    return IngestSpec(
        **{
            "allow_networks": LOOPBACK,
            "total_timeout": "5s",
            "connect_timeout": "2s",
            "max_bytes": 1_000_000,
            **more,
        }
    )


async def fetch(url, *, etag=None, last_modified=None, **more):
    fetcher = HttpFetcher(limits(**more))
    try:
        return await fetcher.fetch(Request(url=url, etag=etag, last_modified=last_modified))
    finally:
        await fetcher.close()


async def test_we_say_who_we_are_and_keep_no_cookies(server):
    url = server.put("/f", Page(body=BODY, headers={"Set-Cookie": "a=b"}))
    fetcher = HttpFetcher(limits(contact="https://desk.example/bot"))
    await fetcher.fetch(Request(url=url))
    await fetcher.fetch(Request(url=url))
    await fetcher.close()
    headers = server.asked[1].headers
    assert "https://desk.example/bot" in headers["user-agent"]
    assert headers["accept-encoding"] == "gzip, deflate, br"
    assert "cookie" not in headers


@pytest.mark.parametrize("encoding", [None, "gzip", "deflate", "raw-deflate", "br"])
async def test_bodies_arrive_whole(server, encoding):
    answer = await fetch(server.put("/f", Page(body=BODY, encoding=encoding)))
    assert answer.body == BODY


@pytest.mark.parametrize(
    "etag",
    [b'"abc"', b'W/"abc"', b"unquoted", b'"with space"', b'"\xd0\xbe\xd1\x88"', b'""', b'"a,b"'],
    ids=repr,
)
async def test_validators_go_back_byte_for_byte(server, etag):
    url = server.put("/f", Page(body=BODY, etag=etag))
    first = await fetch(url)
    again = await fetch(url, etag=first.etag)
    assert again.not_modified
    assert server.asked[1].headers["if-none-match"].encode("latin-1") == etag


async def test_last_modified_is_opaque(server):
    url = server.put("/f", Page(body=BODY, last_modified="yesterday, more or less"))
    first = await fetch(url)
    assert (await fetch(url, last_modified=first.last_modified)).not_modified


async def test_an_etag_that_cannot_be_sent_back_is_left_out(server):
    url = server.put("/f", Page(body=BODY, etag=b'"\xe9"', last_modified="x"))
    first = await fetch(url)
    await fetch(url, etag=first.etag, last_modified=first.last_modified)
    assert "if-none-match" not in server.asked[1].headers
    assert server.asked[1].headers["if-modified-since"] == "x"


async def test_a_304_nobody_asked_for_is_a_failure(server):
    answer = await fetch(server.put("/f", Page(status=304)))
    assert isinstance(answer, FetchFailed)


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [({"Cache-Control": "max-age=600"}, timedelta(minutes=10)), ({}, None)],
)
async def test_freshness_is_read(server, headers, fresh):
    assert (await fetch(server.put("/f", Page(body=BODY, headers=headers)))).fresh_for == fresh


@pytest.mark.parametrize(
    ("page", "fault", "wait"),
    [
        pytest.param(
            Page(status=429, headers={"Retry-After": "120"}), Fault.RATE_LIMITED, 120, id="429 with seconds"
        ),
        pytest.param(Page(status=429), Fault.RATE_LIMITED, None, id="429 without"),
        pytest.param(
            Page(status=503, headers={"Retry-After": "DATE"}), Fault.RATE_LIMITED, 3600, id="503 with a date"
        ),
        pytest.param(Page(status=503), Fault.STATUS, None, id="503 without"),
        pytest.param(
            Page(status=403, headers={"Retry-After": "5"}), Fault.RATE_LIMITED, 5, id="403 with seconds"
        ),
        pytest.param(Page(status=404), Fault.STATUS, None, id="404"),
        pytest.param(Page(status=410), Fault.GONE, None, id="410"),
        pytest.param(Page(status=204), Fault.STATUS, None, id="204"),
    ],
)
async def test_errors_are_named(server, page, fault, wait):
    if page.headers.get("Retry-After") == "DATE":
        later = datetime.now(UTC) + timedelta(hours=1)
        page = Page(status=page.status, headers={"Retry-After": later.strftime("%a, %d %b %Y %H:%M:%S GMT")})
    answer = await fetch(server.put("/f", page))
    assert answer.fault is fault
    waited = answer.retry_after.total_seconds() if answer.retry_after else None
    assert waited == (pytest.approx(wait, abs=5) if wait else None)


@pytest.mark.parametrize(
    ("status", "permanent"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
async def test_redirects_are_followed_and_permanent_ones_reported(server, status, permanent):
    server.put("/new", BODY)
    answer = await fetch(server.put("/old", Page(status=status, headers={"Location": "/new"})))
    assert answer.body == BODY
    assert answer.moved_to == (server.url("/new") if permanent else None)


async def test_one_temporary_redirect_on_the_way_makes_the_whole_way_temporary(server):
    server.put("/c", BODY)
    server.put("/b", Page(status=302, headers={"Location": "/c"}))
    assert (await fetch(server.put("/a", Page(status=301, headers={"Location": "/b"})))).moved_to is None


async def test_validators_travel_along_redirects(server):
    server.put("/new", Page(body=BODY, etag=b'"1"'))
    url = server.put("/old", Page(status=301, headers={"Location": "/new"}))
    answer = await fetch(url, etag='"1"')
    assert answer.not_modified
    assert answer.moved_to == server.url("/new")


async def test_five_redirects_are_enough(server):
    server.put("/5", BODY)
    for n in range(5):
        server.put(f"/{n}", Page(status=302, headers={"Location": f"/{n + 1}"}))
    assert isinstance(await fetch(server.url("/0")), Fetched)
    server.put("/-1", Page(status=302, headers={"Location": "/0"}))
    assert (await fetch(server.url("/-1"))).fault is Fault.REDIRECTS


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://e.com/", "javascript:1", "http://"])
async def test_redirects_lead_to_the_web_only(server, target):
    answer = await fetch(server.put("/f", Page(status=302, headers={"Location": target})))
    assert answer.fault is Fault.REDIRECTS


async def test_a_drip_is_ended_by_the_total_time(server):
    url = server.put("/f", Page(body=BODY, drip=0.2))
    began = time.monotonic()
    answer = await fetch(url, total_timeout="1s")
    assert answer.fault is Fault.TIMEOUT
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("encoding", [None, "gzip", "br"])
async def test_bombs_are_cut_off_at_the_cap(server, encoding):
    body = b"\0" * 30_000_000 if encoding else b"x" * 2_000_000
    answer = await fetch(server.put("/f", Page(body=body, encoding=encoding)))
    assert answer.fault is Fault.TOO_LARGE


async def test_a_body_that_is_not_what_it_says(server):
    answer = await fetch(server.put("/f", Page(body=BODY, headers={"Content-Encoding": "gzip"})))
    assert answer.fault is Fault.BAD_BODY


async def test_headers_without_end_are_refused(server):
    answer = await fetch(server.put("/f", Page(body=BODY, headers={"X-Long": "x" * 60_000})))
    assert answer.fault is Fault.PROTOCOL


async def test_a_dead_port_and_a_name_that_does_not_exist():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert (await fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/")).fault is Fault.CONNECT
    assert (await fetch("http://nowhere.invalid/feed")).fault is Fault.DNS


async def test_a_server_that_is_no_web_server():
    async def talk(reader, writer):
        writer.write(b"SSH-2.0-OpenSSH_9.0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        answer = await fetch(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert answer.fault in {Fault.PROTOCOL, Fault.CONNECT}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1",
     "169.254.169.254", "224.0.0.1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "10.0.0.1"],
)  # fmt: skip
async def test_the_gate_refuses_addresses_that_are_not_public(server, host):
    server.put("/f", BODY)
    answer = await fetch(f"http://{host}:{server.port}/f", allow_networks=())
    assert isinstance(answer, FetchFailed)
    assert answer.fault in {Fault.REFUSED, Fault.PROTOCOL, Fault.DNS}
    assert server.asked == []


async def test_a_redirect_meets_the_gate(server):
    server.put("/inner", BODY)
    url = server.put("/f", Page(status=302, headers={"Location": f"http://127.0.0.2:{server.port}/inner"}))
    answer = await fetch(url, allow_networks=("127.0.0.1/32",))
    assert answer.fault is Fault.REFUSED
    assert server.paths() == ["/f"]


async def test_a_name_that_changes_its_address_meets_the_gate(server, monkeypatch):
    """DNS rebinding: public at the first look, private at the second; the gate sees the address that is used."""
    server.put("/f", BODY)
    fetcher = HttpFetcher(limits(allow_networks=(), total_timeout="2s"))
    lookups = []

    async def rebind(host, port, traces=None):
        lookups.append(host)
        address = "127.0.0.1" if len(lookups) > 1 else "192.0.2.1"
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

    monkeypatch.setattr(fetcher._session.connector, "_resolve_host", rebind)
    answers = [
        await fetcher.fetch(Request(url=f"http://rebinding.example:{server.port}/f")) for _ in range(2)
    ]
    await fetcher.close()
    assert [answer.fault for answer in answers] == [Fault.REFUSED, Fault.REFUSED]
    assert len(lookups) == 2
    assert server.asked == []


async def test_the_allow_list_works(server):
    server.put("/f", BODY)
    assert isinstance(await fetch(server.url("/f"), allow_networks=("127.0.0.1/32",)), Fetched)
