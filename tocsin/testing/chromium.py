"""A headless Chromium driven over its DevTools protocol: what a reader would see, load and be able to press.

async with chromium(folder) as browser:
page = await browser.page(url, width=360, dark=True)
page.requests, page.complaints          what was loaded; what the browser objected to
await page.value("document.title")      evaluated beside the page's own policy
await page.picture(path)                the whole page as a PNG
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--hide-scrollbars", "--remote-debugging-port=0", "about:blank",
)  # fmt: skip
_LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")


def program() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Browser]:
    """Run a browser with a fresh profile in the given empty folder; it ends with the block."""
    import aiohttp  # heavy, and only here

    path = program()
    assert path is not None, "there is no Chromium on this machine"
    process = await asyncio.create_subprocess_exec(
        path, f"--user-data-dir={profile}", *_SWITCHES,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        address = await asyncio.wait_for(_address(process.stderr), 30)
        drain = asyncio.create_task(process.stderr.read())
        async with aiohttp.ClientSession() as session, session.ws_connect(address, max_msg_size=0) as socket:
            browser = Browser(socket)
            reader = asyncio.create_task(browser.read())
            yield browser
            reader.cancel()
        drain.cancel()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _address(output: asyncio.StreamReader) -> str:
    async for line in output:
        if found := _LISTENING.search(line):
            return found[1].decode()
    raise RuntimeError("Chromium ended before it listened")


class Browser:
    """One running Chromium."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}

    async def read(self) -> None:
        """Hand on what the browser says until it is cancelled."""
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif page := self._pages.get(said.get("sessionId", "")):
                page.hear(said["method"], said["params"])

    async def ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Return the result of one DevTools call; raise `RuntimeError` where it is refused."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        said = {"id": number, "method": method, "params": params}
        await self._socket.send_str(json.dumps(said | ({"sessionId": session} if session else {})))
        result = await asyncio.wait_for(answer, 30)
        if "error" in result:
            raise RuntimeError(f"{method}: {result['error']}")
        return dict(result["result"])

    async def page(self, url: str, *, width: int = 1200, dark: bool = False) -> Page:
        """Open an address in a window of its own and wait until it is loaded."""
        target = await self.ask("Target.createTarget", url="about:blank")
        attached = await self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"], width)
        self._pages[attached["sessionId"]] = page
        for domain in ("Page", "Network", "Log", "Runtime"):
            await page.ask(f"{domain}.enable")
        await page.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await page.ask("Emulation.setEmulatedMedia", features=[scheme])
        await page.go(url)
        return page


@dataclass
class Page:
    """One open page, and what happened on it."""

    browser: Browser
    session: str
    width: int
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    loaded: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, method: str, params: dict[str, Any]) -> None:
        """Take note of what the browser tells of this page."""
        if method == "Page.loadEventFired":
            self.loaded.set()
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the result of one DevTools call on this page."""
        return await self.browser.ask(method, self.session, **params)

    async def go(self, url: str) -> None:
        """Follow an address and wait until it is loaded."""
        self.loaded.clear()
        await self.ask("Page.navigate", url=url)
        await asyncio.wait_for(self.loaded.wait(), 30)

    async def value(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page."""
        result = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    async def press(self, selector: str) -> None:
        """Click an element and wait for the page it leads to."""
        self.loaded.clear()
        found = await self.value(
            f"(e => e && (e.click(), true))(document.querySelector({json.dumps(selector)}))"
        )
        assert found, f"nothing to press at {selector}"
        await asyncio.wait_for(self.loaded.wait(), 30)

    async def picture(self, path: Path) -> None:
        """Write the whole page, not only the window, as a PNG."""
        height = min(int(await self.value("document.documentElement.scrollHeight")), 12_000)
        shot = await self.ask(
            "Page.captureScreenshot", captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "width": self.width, "height": height, "scale": 1},
        )  # fmt: skip
        await asyncio.to_thread(_keep, path, base64.b64decode(shot["data"]))


def _keep(path: Path, picture: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
