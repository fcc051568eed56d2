"""Where the configuration lies: the operator's folder, or the defaults that the package carries."""

from __future__ import annotations

from pathlib import Path

import tocsin

_PACKAGE = Path(tocsin.__file__).parent


def packaged(folder: Path) -> bool:
    """Return whether a folder is the copy that the package carries, which an update replaces."""
    return folder.resolve() == (_PACKAGE / "_config").resolve()


def default_config() -> Path:
    """Return the repository's ``config/`` where tocsin runs from one, else the packaged copy."""
    checkout = _PACKAGE.parent / "config"
    return checkout if (checkout / "feeds").is_dir() else _PACKAGE / "_config"
