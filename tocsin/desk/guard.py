"""Who may ask and who may act: the page's defence against other pages in the same browser.

- The ``Host`` must be one of ours: a foreign name that resolves to this machine
  (DNS rebinding) is refused.
- A form must carry a token bound to a cookie that other sites cannot read or
  send (SameSite=Strict), and where a browser says where a form came from, that
  must be this page.
- Nothing is loaded from elsewhere, no script runs, nobody may frame us.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
COOKIE: Final = "tocsin_desk"

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # same-origin, not no-referrer: the latter makes browsers send "Origin: null" with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def hosts_only(hosts: frozenset[str]) -> Middleware:
    """Return the middleware that answers only to the given host names, whatever the port."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _name(request.host) not in hosts:
            return web.Response(
                status=421,
                text=f"This page does not answer to the name {_name(request.host)!r}. Known names: {', '.join(sorted(hosts))}.\n",
            )
        return await handler(request)

    return check


def _name(host: str) -> str:
    """Return the host without its port, lower case."""
    name = host.lower().strip()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Put the protective headers on every answer, refusals included."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(HEADERS)
        raise
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class Tokens:
    """Tokens for forms, valid for one browser and as long as the process lives."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def session(self, request: web.Request) -> str:
        """Return the browser's session from its cookie, or a new one."""
        held = request.cookies.get(COOKIE, "")
        return held if 20 <= len(held) <= 64 else secrets.token_urlsafe(24)

    def token(self, session: str) -> str:
        """Return the token for forms of one session."""
        return hmac.new(self._key, session.encode(), "sha256").hexdigest()

    def refusal(self, request: web.Request, token: str) -> str | None:
        """Return why a form is not accepted, or None where it is."""
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
            return "this form came from another page"
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return "this form came from another page"
        session = request.cookies.get(COOKIE, "")
        if not session or not hmac.compare_digest(self.token(session).encode(), token.encode()):
            return "this form is too old; open the page again and repeat it"
        return None


def keep(response: web.Response, session: str) -> None:
    """Give the browser its session."""
    response.set_cookie(COOKIE, session, httponly=True, samesite="Strict", path="/")
