"""Silences of the file beside those that people add: they hold as the file says them now, unless somebody ended one by hand."""

from __future__ import annotations

from collections.abc import Iterable

from alerts.state import State
from tocsin.model import Silence


def take_up(state: State, silences: Iterable[Silence]) -> None:
    """Let the file's silences hold; what it says no more is silent no longer.

    One that the file says as before stays as it stands, also where it was ended
    by hand; one that the file says otherwise holds anew.
    """
    said = {silence.id: silence for silence in silences}
    for name, _ in tuple(state.written.items()):
        if name not in said:
            state.written.put(name, None)
            state.silences.put(name, None)
    for name, silence in said.items():
        if state.written.put(name, silence):
            state.silences.put(name, silence)
