"""What a Slack message may not exceed: ours (alerts.md §3) are tighter than Slack's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

BLOCKS: Final = 12
CHARACTERS: Final = 8000
HEADER: Final = 90
SECTION: Final = 900
FIELDS: Final = 10
URL: Final = 3000

Block = dict[str, Any]


def problems(text: str, blocks: Sequence[Block]) -> list[str]:
    """Return every limit that a message breaks, in words; none if it may be sent."""
    found = [] if text.strip() else ["text is empty"]
    if len(blocks) > BLOCKS:
        found.append(f"{len(blocks)} blocks, at most {BLOCKS}")
    size = len(json.dumps(list(blocks), ensure_ascii=False)) + len(text)
    if size > CHARACTERS:
        found.append(f"{size} characters, at most {CHARACTERS}")
    for number, block in enumerate(blocks):
        found += [f"block {number}: {what}" for what in _block(block)]
    return found


def _block(block: Block) -> list[str]:
    kind = block["type"]
    if kind == "header":
        return _longer(block["text"]["text"], HEADER, "header")
    if kind == "section":
        fields = block.get("fields", ())
        found = _longer(block["text"]["text"], SECTION, "section") if "text" in block else []
        if len(fields) > FIELDS:
            found.append(f"{len(fields)} fields, at most {FIELDS}")
        return [*found, *(what for field in fields for what in _longer(field["text"], SECTION, "field"))]
    if kind == "actions":
        urls = [element["url"] for element in block["elements"] if "url" in element]
        return [what for url in urls for what in _longer(url, URL, "url")]
    return [
        what
        for element in block.get("elements", ())
        for what in _longer(element.get("text", ""), SECTION, "context")
    ]


def _longer(text: str, limit: int, name: str) -> list[str]:
    if not text:
        return [f"{name} is empty"]
    return [f"{name} of {len(text)} characters, at most {limit}"] if len(text) > limit else []
