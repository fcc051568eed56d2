"""Lists of feeds in OPML, as readers exchange them (OPML 2.0, http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.spec import FeedSpec
from tocsin.errors import ConfigProblem

LARGEST = 10_000_000  #: bytes of a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str
    language: str | None = None


def read_opml(raw: bytes, *, file: str) -> list[Outline]:
    """Return the feeds of a list, each address once, in its order.

    Entities and external files are not followed: a list comes from anywhere.

    Raises:
        ConfigProblem: it is too large, no XML, or names no feed.
    """
    if len(raw) > LARGEST:
        raise ConfigProblem(file, f"is larger than {LARGEST:,} bytes; split it")
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise ConfigProblem(file, f"is no OPML: {error}") from error
    found: dict[str, Outline] = {}
    for node in root.iter("outline"):
        url = (node.get("xmlUrl") or "").strip()
        if url.startswith(("http://", "https://")):
            title = (node.get("title") or node.get("text") or urlsplit(url).hostname or url).strip()
            found.setdefault(url, Outline(url=url, title=title, language=node.get("language") or None))
    if not found:
        raise ConfigProblem(file, "names no feed: no outline with xmlUrl")
    return list(found.values())


def write_opml(feeds: Iterable[FeedSpec]) -> bytes:
    """Return feeds as OPML 2.0, in their order."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "tocsin"
    body = etree.SubElement(root, "body")
    for feed in feeds:
        about = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url}
        etree.SubElement(body, "outline", about | ({"language": feed.language} if feed.language else {}))
    return bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))
