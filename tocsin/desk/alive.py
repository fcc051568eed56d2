"""What ``/health`` answers: whether this tocsin lives, and whether what it says arrives."""

from __future__ import annotations

from http import HTTPStatus

from alerts.undelivered import in_words
from tocsin.desk.ports import Facts


def alive(facts: Facts) -> tuple[HTTPStatus, str]:
    """Return the answer: 503 where a part has stopped (a restart may help), 200 with ``degraded`` where alerts do not arrive."""
    if facts.broken:
        return HTTPStatus.SERVICE_UNAVAILABLE, f"failing: {'; '.join(facts.broken)}\n"
    unheard = in_words(facts.undelivered)
    return HTTPStatus.OK, f"degraded: {unheard}\n" if unheard else "ok\n"
