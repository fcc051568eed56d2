"""Addresses made comparable: two links to one article become one string.

`canonical_url` is safe to fetch and to show; `link_key` goes further (scheme,
``www.``, ``m.``, ``/amp``) and serves as a key only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

_PREFIXES: Final = ("utm_", "mtm_", "at_", "ns_", "pk_", "hsa_", "itm_", "_hs", "oly_", "vero_")
_TRACKER_NAMES: Final = (
    "fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid msclkid mc_cid mc_eid twclid ttclid igshid igsh srsltid "
    "maca xtor cmp smid cmpid ftag oc spm scid _openstat mkt_tok rss_id traffic_source "
    "phpsessid jsessionid aspsessionid cfid cftoken"
)
_TRACKERS: Final = frozenset(_TRACKER_NAMES.split())
_TRACKING_VALUES: Final = {
    "ref": {"rss", "feed", "rssfeed"}, "source": {"rss", "feed"}, "from": {"rss", "feed"},
    "traffic": {"rss"}, "src": {"rss"}, "output": {"rss"},
}  # fmt: skip
_SESSION: Final = re.compile(r"(?:sid|s|session|sessionid|sess_id)=[0-9a-f]{26,64}\Z", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"%([0-9a-fA-F]{2})")
_SESSION_PATH: Final = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_AMP: Final = re.compile(r"/amp/?\Z|\.amp(?=\.html?\Z|\Z)|(?<=/)amp/(?=.)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def canonical_url(link: str) -> str | None:
    """Return the one spelling of an http(s) address, without trackers and fragment, or nothing."""
    try:
        parts = urlsplit(link.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return None
    scheme = parts.scheme.lower()
    name = _host(host) + (f":{port}" if port not in (None, _DEFAULT_PORTS[scheme]) else "")
    query = _query(parts.query)
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{scheme}://{name}{_path(parts)}{'?' + query if query else ''}{fragment}"


@lru_cache(maxsize=8192)
def link_key(link: str) -> str | None:
    """Return what two links to one article have in common; a key, not an address."""
    url = canonical_url(link)
    if url is None:
        return None
    host, slash, rest = url.partition("://")[2].partition("/")
    for prefix in ("www.", "m.", "mobile.", "amp."):
        host = host.removeprefix(prefix)
    path, mark, query = rest.partition("?")
    path = _AMP.sub("", "/" + path)
    return f"{host}{path.rstrip('/')}{mark}{query}" if slash else host


def _host(host: str) -> str:
    host = host.rstrip(".").lower()
    if host.isascii():
        return f"[{host}]" if ":" in host else host
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host


def _path(parts: SplitResult) -> str:
    path = _SESSION_PATH.sub("", parts.path)
    if "/." in path:
        path = _without_dots(path)
    return _escaped(path) or "/"


def _without_dots(path: str) -> str:
    kept: list[str] = []
    pieces = path.split("/")
    for piece in pieces:
        if piece == "..":
            if len(kept) > 1:
                kept.pop()
        elif piece != ".":
            kept.append(piece)
    if pieces[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _escaped(text: str) -> str:
    if "%" in text:
        text = _ESCAPE.sub(_unescape_unreserved, text)
    return quote(text, safe="/%:@!$&'()*+,;=~-._?")


def _unescape_unreserved(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _query(query: str) -> str:
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if pair and not _tracks(pair)]
    return "&".join(sorted(_escaped(pair) for pair in kept))


def _tracks(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = name.lower()
    return (
        name in _TRACKERS
        or name.startswith(_PREFIXES)
        or value.lower() in _TRACKING_VALUES.get(name, ())
        or _SESSION.match(pair) is not None
    )
