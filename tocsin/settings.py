"""Deployment settings and secrets, only from ``TOCSIN_X`` or ``TOCSIN_X_FILE``.

Never from config files, never logged. White space around a value is taken off
before anyone sees it: a trailing newline in a key file must not end up in a
header (or in an exception that prints the header).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tocsin.errors import ConfigProblem


def setting(name: str, environment: Mapping[str, str]) -> str | None:
    """Return the setting ``TOCSIN_<name>``, or the content of the file that ``TOCSIN_<name>_FILE`` names.

    Raises:
        ConfigProblem: both are set, or the file cannot be read.
    """
    variable = f"TOCSIN_{name}"
    value, file = environment.get(variable), environment.get(f"{variable}_FILE")
    if value is not None and file is not None:
        raise ConfigProblem(variable, f"set either {variable} or {variable}_FILE, not both")
    if file is None:
        return (value.strip() or None) if value is not None else None
    try:
        return Path(file).read_text("utf-8").strip() or None
    except OSError as error:
        raise ConfigProblem(f"{variable}_FILE", f"{file} cannot be read: {error.strerror}") from error


def settings_set(environment: Mapping[str, str]) -> frozenset[str]:
    """Return the names X for which ``TOCSIN_X`` or ``TOCSIN_X_FILE`` has a value."""
    names = {
        name.removeprefix("TOCSIN_").removesuffix("_FILE")
        for name in environment
        if name.startswith("TOCSIN_")
    }
    return frozenset(name for name in names if setting(name, environment))
