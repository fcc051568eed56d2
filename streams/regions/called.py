"""What countries are called in a language, as the atlas has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tocsin import atlas


def called(countries: Iterable[str], languages: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return what countries are called in some languages, by language and country."""
    world = atlas.shipped()
    names: dict[str, dict[str, str]] = {language: {} for language in languages}
    for code in countries:
        told = dict(world.region(code).names)
        for language in names.keys() & told.keys():
            names[language][code] = told[language]
    return names
