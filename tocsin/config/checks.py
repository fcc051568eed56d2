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
    """A feed that covers a region which does not exist would be missing where it counts."""
    known = set(_atlas())
    for document, file in tree.values("feeds"):
        for index, feed in enumerate(file.feeds):
            for code in feed.covers:
                if code != "world" and code not in known:
                    what = f"feeds.{index}.covers: no region has the code {code!r}"
                    yield document.problem(
                        ("feeds", index, "covers"), what, did_you_mean(code, sorted(known))
                    )


def _atlas() -> Iterator[str]:
    from tocsin import atlas

    return iter(atlas.shipped())


CHECKS: Final[tuple[Callable[[Tree], Iterator[Problem]], ...]] = (duplicate_feeds,)
