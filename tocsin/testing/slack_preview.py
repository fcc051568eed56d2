"""A look-alike of a Slack message as HTML, drawn from its blocks: for documentation and for eyes in tests.

python -m tocsin.testing.slack_preview > docs/slack.html
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

STYLE: Final = """
body{margin:0;background:#fff;font:15px/1.46 "Lato","Segoe UI",Helvetica,Arial,sans-serif;color:#1d1c1d}
.message{display:flex;gap:10px;max-width:700px;padding:16px 20px}
.face{width:38px;height:38px;border-radius:6px;background:#8c1d18;color:#fff;display:grid;place-items:center;
font:700 20px Georgia,serif;flex:none}
.who{font-weight:900}.app{font-size:10px;background:#e8e8e8;color:#616061;border-radius:2px;padding:1px 3px;margin:0 6px}
.when,.context{font-size:12px;color:#616061}
.dot{display:inline-block;width:15px;height:15px;border-radius:50%;vertical-align:-1px;margin-right:4px}
h3{font-size:18px;margin:4px 0 8px}
.section{margin:6px 0;overflow-wrap:anywhere}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:8px 16px;margin:8px 0}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:10px}
.button{border:1px solid #bbb;border-radius:4px;padding:5px 12px;font-weight:700;font-size:14px;background:#fff}
.primary{background:#007a5a;border-color:#007a5a;color:#fff}
a{color:#1264a3;text-decoration:none}
"""
_DOTS: Final = {"🟡": "#f2c744", "🟠": "#e8912d", "🔴": "#d5322e", "🔵": "#3f7fd1", "⚪": "#c4c4c4"}
_LINK: Final = re.compile(r"&lt;(https?://[^|&]*(?:&amp;[^|]*?)?)\|(.*?)&gt;")
_DATE: Final = re.compile(r"&lt;!date\^(\d+)\^[^|]*\|(.*?)&gt;")
_BOLD: Final = re.compile(r"\*(\S(?:[^*\n]*\S)?)\*")


def preview(blocks: Sequence[Mapping[str, Any]], *, when: datetime) -> str:
    """Return a page that shows a message as Slack would show it to a reader in UTC."""
    inside = "\n".join(_block(block) for block in blocks)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>tocsin in Slack</title><style>{STYLE}</style>'
        f'<div class="message"><div class="face">t</div><div><span class="who">tocsin</span>'
        f'<span class="app">APP</span><span class="when">{when:%H:%M}</span>\n{inside}</div></div></html>\n'
    )


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{_dotted(escape(block['text']['text']))}</h3>"
        case "section" if "fields" in block:
            cells = "".join(f"<div>{_mrkdwn(field['text'])}</div>" for field in block["fields"])
            return f'<div class="fields">{cells}</div>'
        case "section":
            return f'<div class="section">{_mrkdwn(block["text"]["text"])}</div>'
        case "context":
            parts = " ".join(_mrkdwn(element["text"]) for element in block["elements"])
            return f'<div class="context">{parts}</div>'
        case "actions":
            return f'<div class="actions">{"".join(_element(one) for one in block["elements"])}</div>'
        case _:
            return ""


def _element(element: Mapping[str, Any]) -> str:
    match element["type"]:
        case "static_select":
            return f'<span class="button">{escape(element["placeholder"]["text"])} ▾</span>'
        case "overflow":
            return '<span class="button">⋯</span>'
        case _:
            style = " primary" if element.get("style") == "primary" else ""
            return f'<span class="button{style}">{escape(element["text"]["text"])}</span>'


def _mrkdwn(text: str) -> str:
    """Return mrkdwn as HTML; what came escaped stays escaped."""
    html = escape(text, quote=True).replace("&amp;amp;", "&amp;").replace("&amp;lt;", "&lt\u200b;")
    html = html.replace("&amp;gt;", "&gt\u200b;")
    html = _DATE.sub(lambda found: f"{_day(int(found[1]))}", html)
    html = _LINK.sub(r'<a href="\1">\2</a>', html)
    html = _BOLD.sub(r"<b>\1</b>", html).replace("&lt\u200b;", "&lt;").replace("&gt\u200b;", "&gt;")
    return html.replace("\n", "<br>")


def _dotted(text: str) -> str:
    """Return a headline with its coloured mark drawn, since not every machine has a font with emoji."""
    for mark, colour in _DOTS.items():
        text = text.replace(mark, f'<span class="dot" style="background:{colour}"></span>')
    return text


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%b %d, %H:%M}"


def main() -> None:
    """Write the preview of a made-up alert to standard output."""
    from alerts.render.slack import slack_message
    from alerts.spec import Links
    from tocsin.testing.messages import osh

    note = osh()
    message = slack_message(note, links=Links(desk="http://127.0.0.1:8642", kibana="http://127.0.0.1:5601"))
    sys.stdout.write(preview(message.blocks, when=note.at))


if __name__ == "__main__":
    main()
