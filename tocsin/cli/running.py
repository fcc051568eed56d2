"""The life of ``tocsin run``: start, show, reload, end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from ingest.poller import Summary
from tocsin.cli.desking import desk_page
from tocsin.cli.face import Face
from tocsin.cli.facts import DeskFacts
from tocsin.cli.options import data_words
from tocsin.cli.reloading import Reload
from tocsin.clock import SystemClock
from tocsin.config import load
from tocsin.desk.wording import many
from tocsin.model import TaggedArticle
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.beside import beside
from tocsin.runtime.embedded.database import fact
from tocsin.runtime.embedded.lock import locked
from tocsin.runtime.embedded.run import Running, once, running, watch
from tocsin.runtime.parts import Parts
from tocsin.settings import setting, settings_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    config_dir: Path
    data: Path
    desk: tuple[str, int] | None
    desk_names: tuple[str, ...] = ()  #: under which a proxy shows the desk page
    once: bool
    as_json: bool


async def run(
    options: Options, environment: Mapping[str, str], signals: Sequence[signal.Signals]
) -> dict[str, Any] | None:
    """Run until a signal comes (or once); return the summary of ``--once``.

    Raises:
        BackendFault: another tocsin runs on the data folder, or it cannot be used.
        ConfigProblem: the configuration has mistakes, or a setting is missing.
    """
    with locked(options.data):
        return await _run(options, environment, signals)


async def _run(
    options: Options, environment: Mapping[str, str], signals: Sequence[signal.Signals]
) -> dict[str, Any] | None:
    parts = Parts(load(options.config_dir), settings_set(environment))
    console = Console(stderr=options.as_json, highlight=False)
    heard: list[Face] = []

    def hear(tagged: TaggedArticle) -> None:
        for face in heard:
            face.heard(tagged)

    embedded = open_embedded(options.data, parts, SystemClock(), heard=hear)
    again = fact(embedded.connection, "started") is not None
    try:
        where = data_words(options.data, environment)
        face = Face(console, parts.atlas, status=lambda: "starting", where=where)
        async with AsyncExitStack() as stack:
            live = await stack.enter_async_context(
                running(embedded, parts, face, lambda name: setting(name, environment))
            )
            facts = DeskFacts(
                parts.config, parts, started=live.started, clock=embedded.clock,
                reached=embedded.reached, blind=embedded.blind, undelivered=embedded.undelivered,
                broken=live.broken,
            )  # fmt: skip
            address = None
            if options.desk is not None:
                page = desk_page(
                    embedded, facts, lambda: facts.parts.atlas, options.desk, names=options.desk_names,
                    broken=live.broken,
                )  # fmt: skip
                address = await stack.enter_async_context(page)
            face.status = facts.line
            reload = Reload(config_dir=options.config_dir, live=live, facts=facts, face=face)
            stop = _heed(reload, signals)  # before a word is said: none comes too early
            face.banner(_banner(facts, address, options, again=again))
            heard.append(face)
            face.open()
            stack.callback(face.close)
            if not options.once:
                reload.beside = await stack.enter_async_context(
                    beside(embedded, facts.parts, lambda name: setting(name, environment))
                )
            return await _live(live, options, face, stop)
    finally:
        embedded.close()


def _heed(reload: Reload, signals: Sequence[signal.Signals]) -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows has no signal handlers in its loop
        for number in signals:
            loop.add_signal_handler(number, stop.set)
        loop.add_signal_handler(signal.SIGHUP, reload)
    return stop


async def _live(live: Running, options: Options, face: Face, stop: asyncio.Event) -> dict[str, Any] | None:
    if options.once:
        summary = await once(live)
        face.close()
        face.say(_told(summary, face))
        return _as_dict(summary)
    await watch(live, stop)
    face.close()
    face.say("ended; the next start goes on from here")
    return None


def _banner(told: DeskFacts, address: str | None, options: Options, *, again: bool) -> list[str]:
    facts = told.facts()
    languages = {feed.language for feed in told.config.feeds if feed.language}
    lines = [
        f"desk page   {address}" if address else "desk page   off",
        f"feeds       {facts.feeds:,} in {many(len(languages), 'language')}, from {options.config_dir}",
        f"data        {options.data}" + (" (going on where the last run ended)" if again else ""),
    ]
    if any("slack" in name for name in facts.receivers):
        lines.append(f"alerts      to {', '.join(facts.receivers)}")
    else:
        lines.append("alerts      no Slack token: alerts appear here")
    return [*lines, f"rules       {told.line()}", ""]


def _told(summary: Summary, face: Face) -> str:
    polled, new = many(summary.polled, "feed"), many(summary.new, "new article")
    line = f"{polled} polled, {new}, {summary.revised} revised"
    failures = face.failures()
    return f"{line}; {failures}" if failures else line


def _as_dict(summary: Summary) -> dict[str, Any]:
    return {
        "polled": summary.polled,
        "new": summary.new,
        "revised": summary.revised,
        "failed": [
            {"feed": feed, "fault": str(failure.fault), "detail": failure.detail}
            for feed, failure in summary.failed
        ],
    }
