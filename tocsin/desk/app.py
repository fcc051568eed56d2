"""The desk page as an aiohttp application: routes, guards, and how a view becomes an answer.

build(search, status, acts, atlas, now=clock.now) -> aiohttp.web.Application
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote, unquote

from aiohttp import web

from tocsin.atlas import Atlas
from tocsin.desk import views
from tocsin.desk.acting import SNOOZES, action
from tocsin.desk.alive import alive
from tocsin.desk.guard import LOOPBACK, Tokens, headers, hosts_only, keep
from tocsin.desk.pages import render
from tocsin.desk.ports import Acts, Status
from tocsin.desk.room import Look, NothingThere, Room
from tocsin.errors import BackendFault
from tocsin.index.search import Search

T = TypeVar("T")

_STATIC: Final = Path(__file__).parent / "static"
_ASSETS: Final = {"desk.css": "text/css", "bell.svg": "image/svg+xml"}
_NAME: Final = "tocsin_name"
_FORM_LIMIT: Final = 16 * 1024

#: address -> (template, view, which entry of the menu is lit)
_PAGES: Final[dict[str, tuple[str, Callable[[Look], views.Values], str]]] = {
    "/": ("overview.html", views.overview, "now"),
    "/incidents": ("incidents.html", views.incidents, "incidents"),
    "/incident/{id}": ("incident.html", views.incident, "incidents"),
    "/regions": ("regions.html", views.regions, "regions"),
    "/region/{code}": ("region.html", views.region, "regions"),
    "/articles": ("articles.html", views.articles, "articles"),
    "/article/{id}": ("article.html", views.article, "articles"),
    "/feeds": ("feeds.html", views.feeds, "feeds"),
    "/status": ("status.html", views.status, "status"),
}


def build(
    search: Search,
    status: Status,
    acts: Acts,
    atlas: Callable[[], Atlas],
    *,
    now: Callable[[], datetime],
    hosts: Iterable[str] = LOOPBACK,
    metrics: Callable[[], bytes] | None = None,
) -> web.Application:
    """Return the desk page.

    ``atlas`` gives the regions of the configuration in force, ``hosts`` are the
    names it answers to (IPv6 in brackets, no port), ``metrics`` gives
    Prometheus's text, from any thread.
    """
    desk = _Desk(Room(search=search, status=status, atlas=atlas, clock=now), acts)
    app = web.Application(
        middlewares=[headers, hosts_only(frozenset(host.lower() for host in hosts)), desk.faults],
        client_max_size=_FORM_LIMIT,
    )
    for address, (template, view, menu) in _PAGES.items():
        app.router.add_get(address, desk.page(template, view, menu))
    app.on_cleanup.append(desk.end)
    app.router.add_post("/incident/{id}", desk.act)
    app.router.add_get("/health", desk.alive)
    if metrics is not None:
        app.router.add_get("/metrics", desk.figures(metrics))
    for name, kind in _ASSETS.items():
        app.router.add_get(f"/static/{name}", _asset(name, kind))
    return app


class _Desk:
    """The handlers; the ports block, so each page is made in a thread of its own."""

    def __init__(self, room: Room, acts: Acts) -> None:
        self._room = room
        self._acts = acts
        self._tokens = Tokens()
        # threads of its own: the loop's are taken by name look-ups while the network is away
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="desk")

    async def _apart(self, work: Callable[..., T], *values: Any) -> T:
        """Return what blocking work gives, done in one of the desk's own threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *values)

    async def end(self, _app: web.Application) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False)

    def page(self, template: str, view: Callable[[Look], views.Values], menu: str) -> Any:
        async def show(request: web.Request) -> web.Response:
            look = await self._apart(self._look, request)
            values = await self._apart(view, look)
            return await self._answer(request, look, template, {**values, "menu": menu})

        return show

    def _look(self, request: web.Request) -> Look:
        return self._room.look(dict(request.query), dict(request.match_info))

    async def _answer(
        self, request: web.Request, look: Look, template: str, values: views.Values, status: int = 200
    ) -> web.Response:
        session = self._tokens.session(request)
        around = {
            "token": self._tokens.token(session), "once": secrets.token_hex(8), "snoozes": list(SNOOZES),
            "by": unquote(request.cookies.get(_NAME, ""))[:60], "url": request.path_qs,
        }  # fmt: skip
        text = await self._apart(render, template, look, {**around, **values})
        response = web.Response(text=text, content_type="text/html", status=status)
        keep(response, session)
        return response

    async def act(self, request: web.Request) -> web.Response:
        """Take an action on an incident and show the incident again."""
        form = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
        refusal = self._tokens.refusal(request, form.get("token", ""))
        if refusal:
            return await self._trouble(request, HTTPStatus.FORBIDDEN, f"Not done: {refusal}.")
        incident = request.match_info["id"]
        if await self._apart(self._room.search.incident, incident) is None:
            return await self._trouble(request, HTTPStatus.NOT_FOUND, "There is no such incident.")
        asked = action(form, incident, now=self._room.clock())
        if isinstance(asked, str):
            return await self._trouble(request, HTTPStatus.BAD_REQUEST, f"Not done: {asked}.")
        await self._acts.append(asked)
        address = request.rel_url.with_query(done=form["act"])
        response = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": str(address)})
        response.set_cookie(
            _NAME, quote(asked.by), httponly=True, samesite="Strict", path="/", max_age=90 * 86400
        )
        return response

    async def alive(self, _request: web.Request) -> web.Response:
        """Say whether this tocsin lives."""
        status, text = alive(await self._apart(self._room.status.facts))
        return web.Response(text=text, status=status)

    def figures(self, metrics: Callable[[], bytes]) -> Any:
        async def give(_request: web.Request) -> web.Response:
            kind = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
            return web.Response(body=await self._apart(metrics), headers=kind)

        return give

    @web.middleware
    async def faults(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Show what went wrong as a page that says what can be done."""
        try:
            response: web.StreamResponse = await handler(request)
        except NothingThere as nothing:
            return await self._trouble(request, HTTPStatus.NOT_FOUND, str(nothing))
        except web.HTTPNotFound:
            return await self._trouble(request, HTTPStatus.NOT_FOUND, "There is no such page.")
        except BackendFault as fault:
            said = (
                f"The index does not answer: {fault}. Collecting and alerting go on; try again in a moment."
            )
            return await self._trouble(request, HTTPStatus.SERVICE_UNAVAILABLE, said)
        return response

    async def _trouble(self, request: web.Request, status: HTTPStatus, said: str) -> web.Response:
        look = await self._apart(self._look, request)
        return await self._answer(
            request, look, "trouble.html", {"said": said, "menu": "", "code": int(status)}, status
        )


def _asset(name: str, kind: str) -> Any:
    body = (_STATIC / name).read_bytes()

    async def give(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, headers={"Cache-Control": "max-age=600"})

    return give
