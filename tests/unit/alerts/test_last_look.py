"""Before a message leaves, the receiver looks once more whether it is ours: after the connection, before the first byte."""

import io

import pytest
from aiohttp import web

from alerts.receivers.log import Console
from alerts.receivers.slack import SlackChannel
from alerts.receivers.webhook import Webhook
from tests.unit.alerts.test_surprises import note
from tocsin.errors import DeliveryFault, TakenOver
from tocsin.testing.slack import TOKEN, FakeSlack


class Hook:
    """A webhook's other end, and what it has heard."""

    async def __aenter__(self):
        self.heard = []

        async def take(request):
            self.heard.append(await request.json())
            return web.Response()

        app = web.Application()
        app.router.add_post("/", take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(self, *_):
        await self._runner.cleanup()


@pytest.fixture(params=["slack", "webhook", "console"])
async def ends(request):
    """A receiver, and what its other end has got so far."""
    if request.param == "console":
        stream = io.StringIO()
        yield Console(stream=stream), lambda: stream.getvalue().splitlines()
        return
    async with FakeSlack() as slack, Hook() as hook:
        if request.param == "slack":
            receiver = SlackChannel(token=TOKEN, channel="C1", base_url=slack.url)
            yield receiver, lambda: slack.calls
        else:
            receiver = Webhook(url=hook.url, receiver="pager")
            yield receiver, lambda: hook.heard
        await receiver.close()


@pytest.mark.parametrize("raised", [TakenOver("gone"), DeliveryFault("old", retry=True, unknown=True)])
async def test_what_is_not_ours_any_more_does_not_leave(ends, raised):
    receiver, got = ends

    def look():
        raise raised

    with pytest.raises(type(raised)) as caught:
        await receiver.post(note("a"), root=None, late=False, look=look)
    assert caught.value is raised
    assert not got()
    await receiver.post(note("b"), root=None, late=False, look=lambda: None)
    assert got(), "the next one leaves by the same receiver"


async def test_the_look_comes_before_the_first_byte_and_once(ends):
    receiver, got = ends
    seen = []
    for name in "ab":  # the second over the connection of the first
        await receiver.post(note(name), root=None, late=False, look=lambda: seen.append(len(got())))
        assert len(got()) > seen[-1]
    assert len(seen) == 2


async def test_slack_deletes_what_is_taken_back():
    async with FakeSlack() as slack:
        channel = SlackChannel(token=TOKEN, channel="C1", base_url=slack.url)
        first, second = [
            await channel.post(note("a"), root=None, late=False, look=lambda: None) for _ in range(2)
        ]
        await channel.take_back(second)
        assert [f"C1/{one.ts}" for one in slack.messages] == [first]
        with pytest.raises(DeliveryFault, match="message_not_found"):
            await channel.take_back(second)
        await channel.close()
