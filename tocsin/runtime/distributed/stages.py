"""What every role starts from: the parts of one configuration, and the folders that its settings name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from tocsin.atlas import Atlas
from tocsin.fold import Fold
from tocsin.settings import setting, settings_set


class Stages(Protocol):
    """The pure parts of one configuration (`tocsin.runtime.parts.Parts`)."""

    @property
    def config(self) -> Any:
        """What operators wrote (`tocsin.config.Config`)."""
        ...

    @property
    def atlas(self) -> Atlas:
        """The regions, the operator's areas included."""
        ...

    @property
    def tagger(self) -> Any:
        """The tagger (`streams.tag.Tagger`)."""
        ...

    @property
    def alerts(self) -> Any:
        """Rules, routes and receivers (`alerts.config.AlertConfig`)."""
        ...

    def detection(self) -> Fold[Any, Any]:
        """Return a new, empty detection fold."""
        ...

    def alerting(self) -> Fold[Any, Any]:
        """Return a new, empty alerting fold."""
        ...


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder that keeps what this process remembers."""
    return Path(setting("DATA", environment) or Path.home() / ".tocsin")


def stages_of(environment: Mapping[str, str]) -> Stages:
    """Return the parts of the configuration that ``TOCSIN_CONFIG`` names, or of the shipped one."""
    from tocsin.config import load
    from tocsin.runtime.parts import Parts as Built

    return Built(load(config_folder(environment)), settings=settings_set(environment))


def config_folder(environment: Mapping[str, str]) -> Path:
    """Return the configuration folder that ``TOCSIN_CONFIG`` names, or the shipped one."""
    from tocsin.config.place import default_config

    return Path(setting("CONFIG", environment) or default_config())
