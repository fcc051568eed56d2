"""The desk page over the memory index: what each page says, and what it refuses."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from alerts.undelivered import Undelivered
from tocsin.desk.app import build
from tocsin.desk.serving import serving
from tocsin.errors import BackendFault
from tocsin.model import ActionKind, FeedState, TaggedArticle
from tocsin.testing.desk import ATLAS, FACTS, LEARNING, NOW, OSH, FixedStatus, RecordedActs, index
from tocsin.testing.search import MemoryIndex, MemorySearch, MemoryWriter
from tocsin.testing.tagged import tagged

PAGES = ["/", "/incidents", f"/incident/{OSH.id}", "/regions", "/region/KG-O", "/region/KG?span=28d&theme=unrest",
         "/region/fergana-valley", "/articles", "/articles?q=osh", "/article/a1", "/feeds", "/status"]  # fmt: skip


class Desk:
    """A browser's view of the page."""

    def __init__(self, client: TestClient, acts: RecordedActs) -> None:
        self.client = client
        self.acts = acts

    async def text(self, address: str, status: int = 200, **more) -> str:
        async with self.client.get(address, **more) as answer:
            assert answer.status == status, await answer.text()
            return await answer.text()

    async def form(self) -> dict[str, str]:
        page = await self.text(f"/incident/{OSH.id}")
        return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("token", "once")}


@pytest.fixture
async def open_desk():
    clients = []

    async def make(filled: MemoryIndex | None = None, facts=FACTS, search=None, metrics=None) -> Desk:
        acts = RecordedActs()
        found = search or MemorySearch(index() if filled is None else filled, ATLAS)
        app = build(found, FixedStatus(facts), acts, lambda: ATLAS, now=lambda: NOW, metrics=metrics)
        client = TestClient(TestServer(app, host="127.0.0.1"))
        await client.start_server()
        clients.append(client)
        return Desk(client, acts)

    yield make
    for client in clients:
        await client.close()


def words_of(page: str) -> str:
    """Return what is readable, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize("address", PAGES)
async def test_every_page_answers_with_the_protective_headers(open_desk, address):
    desk = await open_desk()
    async with desk.client.get(address) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'")
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        page = await answer.text()
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page)
    loaded = re.findall(
        r'(?:src|href)="([^"]*)"[^>]*>',
        " ".join(re.findall(r"<(?:link|img|iframe|source|use|image)[^>]*>", page)),
    )
    assert set(loaded) == {"/static/desk.css", "/static/bell.svg"}


async def test_the_overview_says_what_is_open_and_why(open_desk):
    page = words_of(await (await open_desk()).text("/"))
    assert "2 open incidents" in page
    assert "Osh, Kyrgyzstan" in page
    assert "31 stories from 7 publishers in 4 languages since 10 Jun 21:22 UTC; usual here 1.4" in page
    assert "open since 10 Jun 23:40 UTC (11 Jun 05:40 there)" in page
    assert "погромы ru · pogroms" in page
    assert "acknowledged by Ada" in page
    assert page.index("Osh, Kyrgyzstan") < page.index("Andijan, Uzbekistan")


async def test_when_nothing_is_open_it_says_so_and_shows_what_is_reported(open_desk):
    page = words_of(await (await open_desk(index(quiet=True), LEARNING)).text("/"))
    assert "Learning, day 1 of 14: 4 spike rules wait" in page
    assert "3 threshold rules are live" in page
    assert "Nothing unusual is open" in page
    assert "Last closed: Cauca, Colombia, unrest , 4 days ago" in page
    assert "Kyrgyzstan 6" in page


@pytest.mark.parametrize(
    "address", ["/", "/incidents", "/regions", "/region/KG-O", "/articles", "/feeds", "/status"]
)
async def test_an_empty_index_is_no_error(open_desk, address):
    page = words_of(await (await open_desk(MemoryIndex())).text(address))
    assert re.search(r"yet|None|Nothing", page)


def asked(*failures):
    filled = MemoryIndex()
    states = [
        FeedState(feed=f"f{n}", url="https://e.org/f", due=NOW, last_polled=NOW, failures=count)
        for n, count in enumerate(failures)
    ]
    MemoryWriter(filled).feeds([*states, FeedState(feed="new", url="https://e.org/f", due=NOW)])
    return filled


@pytest.mark.parametrize(
    ("failures", "said", "unsaid"),
    [
        pytest.param((1, 4, 9), "No feed answers: all 3 feeds that were asked failed", "unusual", id="none"),
        pytest.param((1,), "No feed answers: the only one that was asked failed", "unusual", id="one of one"),
        pytest.param((1, 4, 0), "2 of 3 feeds do not answer", "No feed", id="few"),
        pytest.param((1, 0, 0), "Nothing unusual is open", "answer:", id="most"),
        pytest.param((), "Nothing unusual is open", "answer:", id="nobody was asked yet"),
    ],
)
async def test_silence_is_not_told_as_peace_where_feeds_do_not_answer(open_desk, failures, said, unsaid):
    page = words_of(await (await open_desk(asked(*failures))).text("/")).replace(" :", ":")
    assert said in page
    assert unsaid not in page


async def test_an_address_that_is_taken_is_named_with_the_mend():
    app = build(
        MemorySearch(index(), ATLAS), FixedStatus(FACTS), RecordedActs(), lambda: ATLAS, now=lambda: NOW
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            BackendFault, match=f"at 127.0.0.1:{port}: address already in use; name another --desk"
        ):
            async with serving(app, "127.0.0.1", port):
                pass


async def test_an_incident_shows_how_it_went_then_and_now(open_desk):
    page = words_of(await (await open_desk()).text(f"/incident/{OSH.id}"))
    assert "stories 3 31" in page
    assert "86 % of the usual reporting is visible" in page
    assert "violence-unusual" in page
    assert page.count("level up") == 2
    assert "Jalal-Abad" in page


async def test_a_region_compares_its_hours_with_what_is_usual(open_desk):
    page = await (await open_desk()).text("/region/KG-O?span=7d")
    assert 'class="opening level-watch"' in page
    assert 'class="blind"' in page
    assert "more than usual" in words_of(page)
    assert "(9 h without a statement)" in words_of(page)


async def test_search_marks_what_was_asked_and_leads_to_the_next_page(open_desk):
    filled = MemoryIndex()
    MemoryWriter(filled).tagged([tagged(f"Curfew in town {n}", id=f"n{n}") for n in range(30)])
    desk = await open_desk(filled)
    page = await desk.text("/articles?q=curfew")
    assert page.count("<mark>Curfew</mark>") == 25
    further = re.search(r'rel="next" href="([^"]*)"', page)[1].replace("&amp;", "&")
    assert (await desk.text(further)).count("<mark>Curfew</mark>") == 5


async def test_a_search_line_that_is_not_understood_is_answered_with_a_note(open_desk):
    page = words_of(await (await open_desk()).text("/articles?q=osh+since:lately"))
    assert "since:lately was not understood and left out; try since:2d" in page


async def test_a_search_that_finds_nothing_says_what_nobody_knows_and_what_is_meant(open_desk):
    page = words_of(await (await open_desk()).text("/articles?q=region:Osh"))
    assert "region:osh: no such value is known; &#39;osh&#39; is written KG-O" in page
    page = words_of(await (await open_desk()).text("/articles?q=category:riott"))
    assert "category:riott: no such value is known; did you mean &#39;riot&#39;?" in page
    page = words_of(await (await open_desk()).text("/articles?q=nothing+OR+nobody"))
    assert "OR was looked for as a word: all words must occur" in page


async def test_an_incident_leads_to_the_articles_about_its_place(open_desk):
    page = await (await open_desk()).text(f"/incident/{OSH.id}")
    assert f'href="/articles?q=region%3A{OSH.place}%20theme%3A{OSH.theme}%20since' in page


async def test_of_what_is_over_the_list_does_not_tell_the_last_hour_s_numbers(open_desk):
    page = await (await open_desk()).text("/incidents")
    rows = [row for row in page.split("<tr>") if 'class="level level-closed"' in row]
    assert rows
    assert not any('data-label="Stories"' in row for row in rows)


@pytest.mark.parametrize("address", ["/nope", "/incident/x", "/article/x", "/region/XX", "/static/../app.py"])
async def test_what_is_not_there_is_a_page_too(open_desk, address):
    assert "Not found" in await (await open_desk()).text(address, 404)


class Failing(MemorySearch):
    def incidents(self, **_):
        raise BackendFault("database is locked")


async def test_an_index_that_does_not_answer_is_said_plainly(open_desk):
    desk = await open_desk(search=Failing(index(), ATLAS))
    assert "The index does not answer: database is locked" in words_of(await desk.text("/", 503))


async def test_the_page_answers_while_every_thread_of_the_loop_is_taken(open_desk):
    """Without a network the loop's threads hang in name look-ups for a minute at a time."""
    desk, network = await open_desk(), threading.Event()
    loop = asyncio.get_running_loop()
    taken = [loop.run_in_executor(None, network.wait) for _ in range(64)]
    try:
        assert "open incidents" in await asyncio.wait_for(desk.text("/"), 10)
    finally:
        network.set()
        await asyncio.gather(*taken)


# acting


async def test_an_acknowledgement_becomes_an_action_and_the_name_is_remembered(open_desk):
    desk = await open_desk()
    form = {**await desk.form(), "act": "ack", "by": "Айгуль", "note": "calling Osh"}
    async with desk.client.post(f"/incident/{OSH.id}", data=form) as answer:
        page = words_of(await answer.text())
    (action,) = desk.acts.actions
    assert (action.kind, action.by, action.incident, action.at) == (ActionKind.ACK, "Айгуль", OSH.id, NOW)
    assert action.note == "calling Osh"
    assert "Noted: acknowledged." in page
    assert 'value="Айгуль"' in await desk.text(f"/incident/{OSH.id}")


async def test_a_form_sent_twice_is_one_action(open_desk):
    desk = await open_desk()
    form = {**await desk.form(), "act": "snooze", "until": "4h", "by": "Ada"}
    for _ in range(2):
        async with desk.client.post(f"/incident/{OSH.id}", data=form, allow_redirects=False) as answer:
            assert answer.status == 303
    first, second = desk.acts.actions
    assert first == second
    assert (first.until - NOW).total_seconds() == 4 * 3600


@pytest.mark.parametrize(
    ("change", "headers", "status", "said"),
    [
        pytest.param({"token": "0" * 64}, {}, 403, "too old", id="a forged token"),
        pytest.param({"token": ""}, {}, 403, "too old", id="no token"),
        pytest.param({}, {"Origin": "http://evil.example"}, 403, "another page", id="a form on another site"),
        pytest.param({}, {"Origin": "null"}, 403, "another page", id="a form in a sandbox"),
        pytest.param({}, {"Sec-Fetch-Site": "cross-site"}, 403, "another page", id="a browser that says so"),
        pytest.param({"by": " "}, {}, 400, "say who you are", id="nobody"),
        pytest.param({"act": "explode"}, {}, 400, "no action", id="an unknown action"),
        pytest.param(
            {"act": "snooze", "until": "forever"}, {}, 400, "snooze until when", id="an unknown end"
        ),
    ],
)
async def test_a_form_that_is_not_ours_does_nothing(open_desk, change, headers, status, said):
    desk = await open_desk()
    form = {**await desk.form(), "act": "ack", "by": "Ada", **change}
    async with desk.client.post(f"/incident/{OSH.id}", data=form, headers=headers) as answer:
        assert answer.status == status
        assert said in await answer.text()
    assert desk.acts.actions == []


async def test_a_form_without_the_cookie_does_nothing(open_desk):
    desk = await open_desk()
    form = {**await desk.form(), "act": "ack", "by": "Ada"}
    desk.client.session.cookie_jar.clear()
    async with desk.client.post(f"/incident/{OSH.id}", data=form) as answer:
        assert answer.status == 403
    assert desk.acts.actions == []


async def test_an_incident_that_is_not_there_takes_no_action(open_desk):
    desk = await open_desk()
    async with desk.client.post("/incident/x", data={**await desk.form(), "act": "ack", "by": "A"}) as answer:
        assert answer.status == 404
    assert desk.acts.actions == []


async def test_metrics_are_given_as_prometheus_reads_them(open_desk):
    desk = await open_desk(metrics=lambda: b"tocsin_deliveries 1.0\n")
    async with desk.client.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert await answer.read() == b"tocsin_deliveries 1.0\n"
    await (await open_desk()).text("/metrics", 404)


UNHEARD = (
    Undelivered(receiver="pager", what="High: Osh", planned=NOW, dead=True, tries=9, error="answered 404"),
    Undelivered(receiver="desk", what="Watch: Batken", planned=NOW, dead=False, tries=2, error=None),
)


@pytest.mark.parametrize(
    ("facts", "status", "said"),
    [
        pytest.param({}, 200, "ok\n", id="all is well"),
        pytest.param({"undelivered": UNHEARD}, 200, "degraded: 1 alert not delivered (pager); 1 alert waiting since", id="alerts do not arrive"),
        pytest.param({"broken": ("delivery",), "undelivered": UNHEARD}, 503, "failing: delivery\n", id="a part has stopped"),
    ],
)  # fmt: skip
async def test_health_says_whether_what_rings_is_heard(open_desk, facts, status, said):
    desk = await open_desk(facts=replace(FACTS, **facts))
    assert (await desk.text("/health", status)).startswith(said)


async def test_what_did_not_arrive_stands_on_the_first_page_and_with_its_reason_on_the_status_page(open_desk):
    desk = await open_desk(facts=replace(FACTS, undelivered=UNHEARD))
    assert "2 alerts did not reach pager, desk." in words_of(await desk.text("/"))
    page = words_of(await desk.text("/status"))
    assert re.search(r"pager High: Osh 9 not tried again answered 404", page)
    assert re.search(r"desk Watch: Batken 2 waiting it waits for its turn", page)
    calm = await open_desk()
    assert "did not reach" not in await calm.text("/")
    assert re.search(r"Alerts that did not arrive None\.", words_of(await calm.text("/status")))


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", ""])
async def test_another_host_name_is_refused(open_desk, host):
    async with (await open_desk()).client.get("/", headers={"Host": host}) as answer:
        assert answer.status == 421
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("host", ["localhost:1", "LOCALHOST", "127.0.0.1", "[::1]:8642"])
async def test_the_names_of_this_machine_are_answered(open_desk, host):
    await (await open_desk()).text("/health", headers={"Host": host})


# hostile text

HOSTILE = [
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="markup"),
    pytest.param('"><svg onload=alert(1)>', id="out of an attribute"),
    pytest.param("{{ 7*7 }}{% raw %}", id="a template"),
    pytest.param("safe \u202egpj.exe \u2066hidden\u2069 \u200f", id="turned direction"),
    pytest.param("W" * 5000, id="a word without end"),
    pytest.param("Z\u0351\u0351\u0351\u0351" + "\u0351" * 400 + "algo", id="marks without end"),
    pytest.param("nul \x00 bell \x07 escape \x1b[31m", id="control characters"),
]


def hostile(text: str) -> TaggedArticle:
    made = tagged(
        "riot",
        summary=text,
        id="bad",
        regions=("KG-O",),
        themes=("violence",),
        publisher=text,
        terms=(("riot", "riot", text),),
    )
    return replace(made, article=replace(made.article, title=f"riot {text}", text=text), flags=(text,))


def show_everywhere(text: str, url: str) -> MemoryIndex:
    filled = index()
    article = hostile(text)
    article = replace(article, article=replace(article.article, url=url, at=NOW))
    writer = MemoryWriter(filled)
    writer.tagged([article])
    story = replace(
        OSH.evidence[0],
        title=text,
        url=url,
        publisher=text,
        place=text,
        words=(replace(OSH.evidence[0].words[0], text=text, gloss=text),),
    )
    writer.incidents([replace(OSH, step=9, evidence=(story,), publishers=(text,), acked_by=text)])
    states = [replace(state, title=text, error=text, failures=5) for state in filled.feeds.values()]
    writer.feeds(states)
    writer.rejected([replace(next(iter(filled.rejected.values())), reason=text)])
    return filled


@pytest.mark.parametrize("text", HOSTILE)
async def test_feed_text_is_shown_and_never_obeyed(open_desk, text):
    facts = replace(FACTS, config_problem=text, notes=(text,), receivers=(text,))
    desk = await open_desk(show_everywhere(text, "https://ok.example/"), facts)
    for address in [*PAGES, "/article/bad", "/articles?q=riot"]:
        page = await desk.text(address)
        assert not re.search(r"<(script|img|svg onload)", page), address
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f\x00-\x08\x1b]", page), address
        assert "49" not in page or "7*7" not in text or "{{ 7*7 }}" in page
        assert "\u0351" * 5 not in page


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<b>x",
     "vbscript:x", "//evil.example/", "https://user:pass@evil.example/", "https://", "http://[", "file:///etc/passwd",
     'https://x.example/"onmouseover="alert(1)', "https://x.example/\u202egpj", "https://" + "x" * 3000],
)  # fmt: skip
async def test_only_plain_web_addresses_are_linked(open_desk, url):
    desk = await open_desk(show_everywhere("headline", url))
    for address in ["/", "/article/bad", "/articles?q=riot", f"/incident/{OSH.id}"]:
        page = await desk.text(address)
        links = [link for link in re.findall(r'href="([^"]*)"', page) if not link.startswith(("/", "?", "#"))]
        assert all(re.fullmatch(r"https://(news|x)\.example/[^\s<>]*", link) for link in links), links
        assert not re.search(r"<[^>]*\sonmouseover=", page)


async def test_hostile_search_lines_come_back_as_text(open_desk):
    page = await (await open_desk()).text(
        "/articles", params={"q": '"><script>alert(1)</script>', "cursor": "'"}
    )
    assert "<script" not in page
