"""What editors and file systems leave beside the files that a person wrote: backups, locks, halves.

Nobody means such a file to be read, so it is neither read nor a mistake. A patch's
``.rej`` is one: something that should have been written was not.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_LEFT: Final = re.compile(
    r"\..*"  # .#rules.yaml (Emacs), .rules.yaml.swp (Vim), ._rules.yaml and .DS_Store (macOS), .gitkeep
    r"|.*~"
    r"|#.*#"
    r"|.*\.(orig|swp|bak)",
    re.DOTALL,
)


def is_left_over(name: str) -> bool:
    """Return whether a file of this name was left by a program, not written by a person."""
    return _LEFT.fullmatch(name) is not None


def written(folder: Path, pattern: str = "*.yaml") -> list[Path]:
    """Return the files of a pattern below a folder that people wrote, in order."""
    return sorted(path for path in folder.glob(pattern) if not is_left_over(path.name))
