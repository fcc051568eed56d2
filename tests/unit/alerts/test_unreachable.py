"""A receiver behind a firewall that drops packets is away as a whole, and what it asks us to wait is read with care."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from alerts.receivers.slack import SlackChannel
from alerts.receivers.webhook import Webhook
from tests.unit.alerts.test_order import note
from tocsin.errors import DeliveryFault
from tocsin.testing.slack import TOKEN

HOUR = timedelta(hours=1)


@pytest.fixture
async def silent():
    """A port at which no connection is ever completed: nobody says hello."""
    held = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    for writer in held:
        writer.close()
    server.close()


@pytest.mark.parametrize("kind", ["webhook", "slack"])
async def test_a_connection_that_is_never_made_leaves_nothing_in_doubt_and_is_the_receivers_fault(
    silent, kind
):
    receiver = (
        Webhook(url=silent, receiver="pager", timeout=0.4)
        if kind == "webhook"
        else SlackChannel(token=TOKEN, channel="C1", base_url=silent, timeout=1)
    )
    with pytest.raises(DeliveryFault) as found:
        await receiver.post(note("a"), root=None, late=False, look=lambda: None)
    await receiver.close()
    assert (found.value.retry, found.value.whole, found.value.unknown) == (True, True, False)


@pytest.fixture
async def refusing():
    """A server that answers 429 with whatever its ``Retry-After`` is set to."""
    headers = {}

    async def answer(_):
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/", headers
    await runner.cleanup()


@pytest.mark.parametrize(
    ("header", "after"),
    [
        pytest.param("7", timedelta(seconds=7), id="seconds"),
        pytest.param("1.5", timedelta(seconds=1.5), id="part of one"),
        pytest.param("604800", HOUR, id="a week"),
        pytest.param("9" * 400, HOUR, id="longer than time"),
        pytest.param("nan", None, id="no number"),
        pytest.param("-3", None, id="before"),
        pytest.param("Wed, 21 Oct 2026 07:28:00 GMT", None, id="a date"),
        pytest.param(None, None, id="nothing"),
    ],
)
@pytest.mark.parametrize("kind", ["webhook", "slack"])
async def test_who_says_how_long_to_wait_is_the_whole_receiver_whatever_it_says(
    refusing, header, after, kind
):
    url, headers = refusing
    if header is not None:
        headers["Retry-After"] = header
    receiver = (
        Webhook(url=url, receiver="pager")
        if kind == "webhook"
        else SlackChannel(token=TOKEN, channel="C1", base_url=url)
    )
    usual = timedelta(seconds=30) if kind == "slack" else None
    with pytest.raises(DeliveryFault) as found:
        await receiver.post(note("a"), root=None, late=False, look=lambda: None)
    await receiver.close()
    assert (found.value.after, found.value.whole, found.value.unknown) == (after or usual, True, False)
