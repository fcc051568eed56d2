"""The whole poller against a real server, in virtual time: what publishers ask of us, we do."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.http import HttpFetcher
from ingest.poller import Poller
from ingest.spec import FeedSpec, IngestSpec
from tocsin.testing.clock import ManualClock
from tocsin.testing.feedserver import FeedServer, Page
from tocsin.testing.feedstore import MemoryFeedStore
from tocsin.testing.fetcher import InlineParsers, rss

pytestmark = pytest.mark.integration
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
NEWS = rss(*((f"g{n}x", f"Report {n}") for n in range(5)))


class World:
    """One poller, one server; time moves in steps of a minute."""

    def __init__(self, server, paths=("/f",), **limits):
        self.server, self.clock, self.store = server, ManualClock(START), MemoryFeedStore()
        spec = IngestSpec(**{"allow_networks": ("127.0.0.0/8",), "host_spacing": "0s", **limits})
        self.poller = Poller(
            feeds=[FeedSpec(id=f"f{n}", url=server.url(path), name="f", publisher="p") for n, path in enumerate(paths)],
            limits=spec, store=self.store, fetcher=HttpFetcher(spec, self.clock), parsers=InlineParsers(),
            clock=self.clock,
        )  # fmt: skip
        self.asked_at = []

    async def run(self, length, step=MINUTE):
        end = self.clock.now() + length
        while self.clock.now() < end:
            before = len(self.server.asked)
            self.poller.step()
            await self.poller.settle()
            self.asked_at += [self.clock.now() - START] * (len(self.server.asked) - before)
            self.clock.advance(step)

    @property
    def state(self):
        return self.poller.states["f0"]


@pytest.fixture
async def world():
    worlds = []

    async def make(page=None, **more):
        server = FeedServer()
        server.__enter__()
        if page is not None:
            server.put("/f", page)
        world = World(server, **more)
        await world.poller.open()
        worlds.append(world)
        return world

    yield make
    for one in worlds:
        await one.poller.close()
        one.server.__exit__(None, None, None)


async def test_after_the_first_body_only_304s_while_nothing_changes(world):
    one = await world(Page(body=NEWS, etag=b'W/"a b"', last_modified="Mon, 02 Mar 2026 11:00:00 GMT"))
    await one.run(6 * HOUR)
    assert len(one.server.asked) >= 6
    assert all(asked.headers["if-none-match"] == 'W/"a b"' for asked in one.server.asked[1:])
    assert all(asked.headers["if-modified-since"].startswith("Mon, 02") for asked in one.server.asked[1:])
    assert one.state.streak_304 == len(one.server.asked) - 1
    assert len(one.store.outbox.of("tocsin.articles")) == 5


@pytest.mark.parametrize(
    ("headers", "channel"),
    [
        pytest.param({"Cache-Control": "max-age=10800"}, "", id="max-age"),
        pytest.param({"Expires": "Mon, 02 Mar 2026 15:00:00 GMT", "Date": "Mon, 02 Mar 2026 12:00:00 GMT"}, "", id="Expires"),
        pytest.param({}, "<ttl>180</ttl>", id="ttl"),
        pytest.param({}, "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>8</sy:updateFrequency>", id="sy:*"),
    ],
)  # fmt: skip
async def test_nobody_is_asked_before_the_time_they_name(world, headers, channel):
    # http.server writes a Date of its own first; the adapter takes the first, so Expires is judged by it
    headers = {name: value for name, value in headers.items() if name != "Date"}
    if "Expires" in headers:
        later = datetime.now(UTC) + timedelta(hours=3)
        headers = {"Expires": later.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    one = await world(Page(body=rss(("a", "x"), ("b", "y"), channel=channel), headers=headers))
    await one.run(3 * HOUR - 5 * MINUTE)
    assert len(one.server.asked) == 1
    await one.run(90 * MINUTE)
    assert len(one.server.asked) >= 2


async def test_skipped_hours_are_kept_free(world):
    hours = "".join(f"<hour>{hour}</hour>" for hour in (13, 14, 15))
    one = await world(Page(body=rss(("a", "x"), channel=f"<skipHours>{hours}</skipHours>")))
    await one.run(6 * HOUR)
    # a poll due in the last minute before may start with the next step
    assert [at for at in one.asked_at if HOUR + MINUTE <= at < 4 * HOUR] == []
    assert any(at >= 4 * HOUR for at in one.asked_at)


async def test_skipped_days_are_kept_free(world):
    one = await world(Page(body=rss(("a", "x"), channel="<skipDays><day>Tuesday</day></skipDays>")))
    await one.run(3 * DAY, step=10 * MINUTE)
    # a poll due in the last minutes of Monday may start with the next step
    tuesday = [at for at in one.asked_at if 12 * HOUR + 10 * MINUTE <= at < 36 * HOUR]
    assert tuesday == []
    assert any(at >= 36 * HOUR for at in one.asked_at)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_is_kept_in_both_forms(world, status, form):
    until = START + 2 * HOUR
    value = "7200" if form == "seconds" else until.strftime("%a, %d %b %Y %H:%M:%S GMT")
    one = await world(Page(status=status, headers={"Retry-After": value}))
    await one.run(2 * HOUR)
    assert len(one.server.asked) == 1
    await one.run(10 * MINUTE)
    assert len(one.server.asked) == 2


@pytest.mark.parametrize("status", [301, 308])
async def test_a_move_is_adopted_after_a_week(world, status):
    one = await world(Page(status=status, headers={"Location": "/new"}))
    one.server.put("/new", NEWS)
    await one.run(6 * DAY, step=30 * MINUTE)
    assert one.state.url.endswith("/f")
    assert one.state.redirect_to.endswith("/new")
    await one.run(2 * DAY, step=30 * MINUTE)
    assert one.state.url.endswith("/new")
    before = len(one.server.asked)
    await one.run(6 * HOUR, step=30 * MINUTE)
    assert set(one.server.paths()[before:]) == {"/new"}


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_a_detour_is_never_adopted(world, status):
    one = await world(Page(status=status, headers={"Location": "/new"}))
    one.server.put("/new", NEWS)
    await one.run(9 * DAY, step=60 * MINUTE)
    assert one.state.url.endswith("/f")
    assert one.state.redirect_to is None


async def test_what_is_gone_is_asked_three_times_over_two_days_and_then_never(world):
    one = await world(Page(status=410))
    await one.run(10 * DAY, step=30 * MINUTE)
    assert len(one.server.asked) == 3
    assert len(one.state.gone) == 3


async def test_feeds_of_one_host_start_two_seconds_apart(world):
    one = await world(paths=tuple(f"/{n}" for n in range(5)), host_spacing="2s")
    for n in range(5):
        one.server.put(f"/{n}", NEWS)
    await one.run(15 * timedelta(seconds=1), step=timedelta(seconds=0.5))
    gaps = [later - earlier for earlier, later in zip(one.asked_at, one.asked_at[1:], strict=False)]
    assert len(one.asked_at) == 5
    assert min(gaps) >= timedelta(seconds=2)


async def test_a_server_whose_304s_lie_is_found_out(world):
    """It answers 304 for ever, though its document changed."""
    document = [NEWS]

    def page(asked):
        if "if-none-match" in asked.headers:
            return Page(status=304)
        return Page(body=document[0], etag=b'"1"')

    one = await world(page)
    await one.run(2 * HOUR)
    document[0] = rss(*((f"g{n}x", f"Report {n}") for n in range(9)))
    await one.run(3 * DAY, step=10 * MINUTE)
    assert one.state.lying_validators
    assert len(one.store.outbox.of("tocsin.articles")) == 9
    before = len(one.server.asked)
    await one.run(3 * HOUR)
    assert all("if-none-match" not in asked.headers for asked in one.server.asked[before:])
