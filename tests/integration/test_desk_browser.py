"""The desk page in a real browser: it fits a phone, reads in the dark, loads nothing foreign, obeys no headline.

Screenshots stay under tests/output/desk.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tocsin.desk.app import build
from tocsin.desk.serving import serving
from tocsin.model import ActionKind
from tocsin.testing.chromium import chromium, program
from tocsin.testing.desk import ATLAS, FACTS, LEARNING, NOW, OSH, FixedStatus, RecordedActs, index
from tocsin.testing.search import MemorySearch, MemoryWriter
from tocsin.testing.tagged import tagged

pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.skipif(program() is None, reason="there is no Chromium on this machine"),
]
OUTPUT = Path(__file__).parents[1] / "output" / "desk"
PAGES = {
    "now": "/?pause=1", "incident": f"/incident/{OSH.id}", "incidents": "/incidents", "regions": "/regions",
    "region": "/region/KG-O", "articles": "/articles?q=osh", "article": "/article/a1", "feeds": "/feeds",
    "status": "/status", "trouble": "/region/XX",
}  # fmt: skip


@pytest.fixture
async def browser():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        async with chromium(Path(profile)) as running:
            yield running


def desk(filled=None, facts=FACTS, acts=None):
    search = MemorySearch(filled or index(), ATLAS)
    return build(search, FixedStatus(facts), acts or RecordedActs(), lambda: ATLAS, now=lambda: NOW)


@pytest.mark.parametrize(
    ("width", "dark"),
    [pytest.param(1200, False, id="desktop"), pytest.param(360, True, id="phone in the dark"), pytest.param(360, False, id="phone")],
)  # fmt: skip
async def test_every_page_fits_its_window_and_loads_only_its_own_style(browser, width, dark):
    async with serving(desk(), "127.0.0.1", 0) as server:
        for name, address in PAGES.items():
            page = await browser.page(server.url.rstrip("/") + address, width=width, dark=dark)
            await page.picture(OUTPUT / f"{name}-{width}{'-dark' if dark else ''}.png")
            assert await page.value("document.documentElement.scrollWidth") <= width, (
                f"{name} is wider than {width}"
            )
            assert await page.value(WRAPPED) == [], f"{name}: the menu breaks its words"
            assert await page.value(CUT) == [], f"{name}: a list must be pushed sideways to be read"
            assert {urlsplit(one).path for one in page.requests} <= {
                urlsplit(address).path,
                "/static/desk.css",
                "/static/bell.svg",
            }
            assert [one for one in page.complaints if "404" not in one or name != "trouble"] == []
            assert await page.value("getComputedStyle(document.querySelector('.brand')).fontWeight") == "700"


async def test_a_quiet_night_looks_calm(browser):
    async with serving(desk(index(quiet=True), LEARNING), "127.0.0.1", 0) as server:
        for width in (1200, 360):
            page = await browser.page(f"{server.url}?pause=1", width=width, dark=width == 360)
            await page.picture(OUTPUT / f"quiet-{width}.png")
            assert "Nothing unusual is open" in await page.value("document.body.innerText")


async def test_text_and_controls_have_contrast_in_light_and_dark(browser):
    """Of every text that is shown, WCAG 2.2 AA: 4.5 to 1 against the background behind it, 3 to 1 if large."""
    async with serving(desk(), "127.0.0.1", 0) as server:
        for dark in (False, True):
            for address in ("/?pause=1", f"/incident/{OSH.id}", "/region/KG-O", "/feeds", "/articles?q=osh"):
                page = await browser.page(server.url.rstrip("/") + address, dark=dark)
                assert await page.value(CONTRAST) == [], f"{address} {'dark' if dark else 'light'}"


WRAPPED = "[...document.querySelectorAll('.top nav a')].filter(e => e.getClientRects()[0].height > 48).map(e => e.textContent)"
CUT = "[...document.querySelectorAll('.list, .sums, .why table, .facts, .top nav')].filter(e => e.scrollWidth > e.parentElement.clientWidth + 1).map(e => e.textContent.trim().slice(0, 40))"
CONTRAST = """
(() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length && c[3] !== 0) return c; } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg') || !e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const style = getComputedStyle(e), a = light(rgb(style.color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${e.className} ${e.textContent.trim().slice(0, 30)}`);
  }
  return [...new Set(poor)];
})()
"""


async def test_every_control_has_a_name_and_can_be_touched(browser):
    async with serving(desk(), "127.0.0.1", 0) as server:
        page = await browser.page(f"{server.url}incident/{OSH.id}", width=360)
        nameless = "[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => !e.labels.length).map(e => e.name)"
        small = "[...document.querySelectorAll('button, input:not([type=hidden]), select, nav a')].filter(e => e.getBoundingClientRect().height < 32).map(e => e.textContent)"
        assert await page.value(nameless) == []
        assert await page.value(small) == []
        assert await page.value("document.querySelectorAll('h1').length") == 1
        assert await page.value("document.documentElement.lang") == "en"


async def test_pressing_acknowledge_acknowledges(browser):
    acts = RecordedActs()
    async with serving(desk(acts=acts), "127.0.0.1", 0) as server:
        page = await browser.page(f"{server.url}incident/{OSH.id}", width=360)
        await page.value("document.querySelector('input[name=by]').value = 'Айгуль'")
        await page.press("button[value=ack]")
        assert "Noted: acknowledged" in await page.value("document.body.innerText")
        assert await page.value("document.querySelector('input[name=by]').value") == "Айгуль"
        assert await page.value("document.cookie") == ""
    assert [(one.kind, one.by, one.incident) for one in acts.actions] == [(ActionKind.ACK, "Айгуль", OSH.id)]


async def test_hostile_headlines_run_nothing_load_nothing_and_break_no_layout(browser):
    evil = [
        "<script>document.title='owned'</script>", "<img src=https://evil.example/x.png onerror=document.title='owned'>",
        "<link rel=stylesheet href=https://evil.example/x.css>", "W" * 4000, "ا" * 2000, "\u202e" + "turned round",
        "Z" + "\u0351" * 500, "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    ]  # fmt: skip
    filled = index()
    made = [tagged(text, id=f"evil{n}", at=NOW, url="javascript:document.title='owned'", publisher=text, regions=("KG-O",), themes=("violence",)) for n, text in enumerate(evil)]  # fmt: skip
    MemoryWriter(filled).tagged(made)
    MemoryWriter(filled).incidents(
        [replace(OSH, step=9, publishers=tuple(evil), acked_by=evil[3], evidence=tuple(replace(OSH.evidence[0], title=text, url=f"javascript:{text}", publisher=text) for text in evil))]
    )  # fmt: skip
    async with serving(desk(filled), "127.0.0.1", 0) as server:
        for address in (
            "/?pause=1",
            f"/incident/{OSH.id}",
            "/region/KG-O",
            "/articles",
            *(f"/article/evil{n}" for n in range(len(evil))),
        ):
            page = await browser.page(server.url.rstrip("/") + address, width=360)
            if address == "/?pause=1":
                await page.picture(OUTPUT / "hostile-360.png")
            tall = await page.value("document.documentElement.scrollHeight")
            assert tall < 9000 or address.startswith("/article/"), f"{address} is {tall} pixels tall"
            assert "owned" not in re.sub("document.title='owned'", "", await page.value("document.title"))
            assert all(urlsplit(one).hostname == "127.0.0.1" for one in page.requests)
            assert await page.value("document.documentElement.scrollWidth") <= 360, address
            assert (
                await page.value("document.querySelectorAll('script, img, a[href^=\"javascript\" i]').length")
                == 0
            )
