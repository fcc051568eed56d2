"""What only shows when files are read together; each check yields problems with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tocsin.config.tree import Tree
from tocsin.strict import Problem, did_you_mean


def duplicate_feeds(tree: Tree) -> Iterator[Problem]:
    """A feed id or address that stands twice: the second would be polled for nothing."""
    ids: dict[str, str] = {}
    urls: dict[str, str] = {}
    for document, file in tree.values("feeds"):
        for index, feed in enumerate(file.feeds):
            for seen, key, word in ((ids, feed.id, "id"), (urls, feed.url, "url")):
                line, _ = document.place(("feeds", index, word))
                if key in seen:
                    what = f"feeds.{index}.{word}: {key!r} stands twice"
                    yield document.problem(("feeds", index, word), what, f"first at {seen[key]}")
                else:
                    seen[key] = f"{document.file}:{line}"


def unknown_regions_of_feeds(tree: Tree) -> Iterator[Problem]:
    """A feed of a country or for a region that does not exist would be missing where it counts."""
    known = _regions()
    for document, file in tree.values("feeds"):
        for index, feed in enumerate(file.feeds):
            if feed.country is not None and feed.country not in known:
                what = f"feeds.{index}.country: there is no country {feed.country!r}"
                yield document.problem(("feeds", index, "country"), what)
            for position, code in enumerate(feed.covers):
                if code not in known and code not in ("world", feed.country):
                    path = ("feeds", index, "covers", position)
                    what = f"feeds.{index}.covers: there is no region {code!r}"
                    yield document.problem(path, what, did_you_mean(code, sorted(known)))


def unknown_regions_of_areas(tree: Tree) -> Iterator[Problem]:
    """An area or extra name for a region that does not exist; an area defined twice."""
    if not tree.documents.get("regions"):
        return
    from streams.regions.spec import problems
    from tocsin.atlas import shipped

    yield from problems(tree.documents["regions"], shipped())


def words_of_lexicons(tree: Tree) -> Iterator[Problem]:
    """Words that do not follow the notation."""
    from streams.violence.check_words import bad_words

    for document in tree.documents.get("lexicons", ()):
        if document.value is not None:
            yield from bad_words(document)


def terms_of_lexicons(tree: Tree) -> Iterator[Problem]:
    """Terms that stand twice, are never heard, or mean everyday words; of a file whose words can be read."""
    from streams.violence.check_words import bad_words, between_words

    for document in tree.documents.get("lexicons", ()):
        if document.value is not None and not any(bad_words(document)):
            yield from between_words(document)


def lexicons_named_for_their_language(tree: Tree) -> Iterator[Problem]:
    """Two lexicons of one language: the second would replace the first without a word."""
    for document, file in tree.values("lexicons"):
        if not document.file.endswith(f"/{file.language}.yaml"):
            what = f"language: the file is named {document.file!r} but says {file.language!r}"
            yield document.problem(("language",), what, f"rename it to lexicons/{file.language}.yaml")


def languages_of_one_lexicon_each(tree: Tree) -> Iterator[Problem]:
    """A lexicon that also claims a language which another file judges, or claims too."""
    judged = {file.language: document.file for document, file in tree.values("lexicons")}
    for document, file in tree.values("lexicons"):
        for number, language in enumerate(file.also):
            if judged.setdefault(language, document.file) != document.file or language == file.language:
                what = f"also: {language!r} is judged by {judged[language]!r}"
                yield document.problem(("also", number), what, "leave it out of one of them")


def names_between_alerting_files(tree: Tree) -> Iterator[Problem]:
    """Regions, themes, receivers and rules that other files do not know; loops; unreachable routes."""
    routes = tree.documents.get("routes")
    themes = tree.one("themes")
    if not routes or themes is None:
        return
    from alerts.spec.check import Known, cross_check

    areas = {area.id for _, file in tree.values("regions") for area in file.areas}
    known = Known(regions=_regions() | areas, themes=set(themes.themes), categories=set(themes.categories))
    yield from cross_check(
        tree.documents.get("rules", []),
        routes[0],
        tree.documents.get("silences", []),
        # rules of a file that cannot be read are not missing: one mistake, one problem
        tree.documents.get("timelines", []) if _all_read(tree, "rules") else [],
        known=known,
    )


def _all_read(tree: Tree, kind: str) -> bool:
    return all(document.value is not None for document in tree.documents.get(kind, ()))


def _regions() -> set[str]:
    from tocsin.atlas import shipped

    return set(shipped())


CHECKS: Final[tuple[Callable[[Tree], Iterator[Problem]], ...]] = (
    duplicate_feeds,
    unknown_regions_of_feeds,
    unknown_regions_of_areas,
    lexicons_named_for_their_language,
    languages_of_one_lexicon_each,
    words_of_lexicons,
    names_between_alerting_files,
)
#: what nothing goes wrong by, and what takes as long to find as all the rest: not asked at a start
THOROUGH: Final[tuple[Callable[[Tree], Iterator[Problem]], ...]] = (terms_of_lexicons,)
