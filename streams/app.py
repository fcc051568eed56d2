"""The Faust app: ``faust -A streams.app worker --without-web`` tags articles and detects signals.

``app`` is built when it is first asked for, never on import; `tocsin process`
starts the same app without Faust's command line.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def build_app() -> Any:
    """Return the app for this environment's settings and configuration, with tagging and detection in it."""
    from tocsin.runtime.distributed.process import app_from_environment

    return app_from_environment()


def __getattr__(name: str) -> Any:
    if name == "app":
        return build_app()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
