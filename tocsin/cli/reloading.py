"""A configuration read again while ``tocsin run`` goes on: all of it takes effect, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tocsin.cli.face import Face
from tocsin.cli.facts import DeskFacts
from tocsin.config import check
from tocsin.config.changes import changes
from tocsin.errors import TocsinError
from tocsin.runtime.embedded.beside import Beside
from tocsin.runtime.embedded.run import Running
from tocsin.runtime.parts import Parts

_SAID = 10  #: problems that are told one by one


@dataclass(slots=True, kw_only=True)
class Reload:
    """Whoever works by the configuration; calling it reads that again."""

    config_dir: Path
    live: Running
    facts: DeskFacts
    face: Face
    beside: Beside | None = None

    def __call__(self) -> None:
        """Read the configuration and go on by it, or say why not."""
        found = check(self.config_dir)
        if found.config is None:
            self._refuse(found.summary, found.problems[:_SAID])
            return
        changed = changes(self.facts.config, found.config)
        parts = Parts(found.config, self.facts.parts.settings)
        try:
            self.live.follow(parts)
        except TocsinError as problem:
            self._refuse("1 problem", [problem])
            return
        self.facts.follow(parts)
        self.face.atlas = parts.atlas
        if self.beside is not None:
            self.beside.follow(parts)
        self.face.say(f"reloaded: {found.summary}\n  {changed}")

    def _refuse(self, summary: str, problems: Iterable[object]) -> None:
        self.facts.problem = summary
        self.face.say(f"not reloaded, the old configuration stays: {summary}", style="yellow")
        for problem in problems:
            self.face.say(f"  {problem}")
