"""`config/themes.yaml`: which categories there are, how severe they are, and which theme they belong to."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pydantic

from tocsin.errors import ConfigProblem
from tocsin.strict import Document, Mistake, Strict, did_you_mean, read


class CategorySpec(Strict):
    """One kind of violence, or one kind of text that only sounds like it.

    ``counts`` adds to the score; ``suppress`` (disasters, accidents) silences
    the terms of its sentence; ``dampen`` (trials, anniversaries) multiplies the
    article's score by ``factor``.
    """

    title: str
    severity: float = pydantic.Field(ge=0.0, le=1.0)
    effect: Literal["counts", "suppress", "dampen"] = "counts"
    alone: bool = True  #: may make an article violent without another category
    factor: float = pydantic.Field(default=1.0, ge=0.0, le=1.0)


class ThemeSpec(Strict):
    """What desks subscribe to: a set of categories under one name."""

    title: str
    categories: tuple[str, ...]


class ThemeFile(Strict):
    """The file `config/themes.yaml`."""

    themes: dict[str, ThemeSpec]
    categories: dict[str, CategorySpec]

    @pydantic.model_validator(mode="after")
    def _every_category_is_known(self) -> ThemeFile:
        for name, theme in self.themes.items():
            for index, category in enumerate(theme.categories):
                if category not in self.categories:
                    raise Mistake(
                        f"there is no category {category!r}",
                        path=("themes", name, "categories", index),
                        hint=did_you_mean(category, list(self.categories)),
                    )
        return self

    def themes_of(self, category: str) -> tuple[str, ...]:
        """Return the themes that a category belongs to, in the order of the file."""
        return tuple(name for name, theme in self.themes.items() if category in theme.categories)


def read_themes(path: Path, *, root: Path | None = None) -> Document[ThemeFile]:
    """Read the themes file; problems carry their place."""
    return read(path, ThemeFile, root=root)


def load_themes(path: Path) -> ThemeFile:
    """Return the themes of a file.

    Raises:
        ConfigProblem: the file has a problem; the first is named.
    """
    document = read_themes(path)
    if document.value is None:
        first = document.problems[0]
        raise ConfigProblem(f"{first.file}:{first.line}:{first.column}", first.what)
    return document.value
