"""Templates to HTML: every value is made plain and escaped, and an undefined name is an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from tocsin.clock import start_of
from tocsin.desk import lit, wording
from tocsin.desk.plain import plain, short, web_address
from tocsin.desk.room import Look

_FILTERS: dict[str, Callable[..., Any]] = {
    "web_address": web_address, "short": short, "number": wording.number, "many": wording.many, "listed": wording.listed,
    "chance": wording.chance, "lit_title": lit.evidence_title, "words_of": lit.article_words,
}  # fmt: skip


def render(template: str, look: Look, values: dict[str, Any]) -> str:
    """Return a page as of one look at things."""
    around = {
        "facts": look.facts, "now": look.now, "names": look.names, "atlas": look.atlas,
        "utc": partial(wording.utc, now=look.now), "ago": partial(wording.ago, now=look.now),
        "because": partial(wording.because, now=look.now),
        "utc_hour": lambda hour: wording.utc(start_of(hour), look.now),
    }  # fmt: skip
    return _environment().get_template(template).render({"refresh": None, **around, **values})


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), finalize=_harmless,
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters.update(_FILTERS)
    env.globals.update(lit_field=lit.field_of, strength=wording.STRENGTH)
    return env


def _harmless(value: Any) -> Any:
    """Return what a template is about to write; text of others loses what could disturb the page."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
