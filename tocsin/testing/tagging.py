"""A tagger that breaks on some articles, as a mistake in a lexicon or in our own code would make it."""

from __future__ import annotations

from functools import cached_property

from streams.tag import Explanation, Tagger
from tocsin.model import Article, TaggedArticle
from tocsin.runtime.parts import Parts

POISON = "poison"  #: what the title of an article holds that breaks the tagger


class FalteringTagger(Tagger):
    """Another tagger but for poisonous articles, which it raises for."""

    def __init__(self, behind: Tagger) -> None:
        self.name = behind.name  # the rest is behind: nothing is built a second time
        self._behind = behind

    def tag(self, article: Article) -> TaggedArticle:
        """Return the tagged article, or raise ValueError."""
        if POISON in article.title:
            raise ValueError(f"{POISON} in the title")
        return self._behind.tag(article)

    def explain(self, article: Article) -> Explanation:
        """Return the tagged article with the reasons."""
        return self._behind.explain(article)


class FalteringParts(Parts):
    """The parts of a configuration, with a tagger that breaks on poisonous articles."""

    @cached_property
    def tagger(self) -> Tagger:
        """The configuration's tagger, faltering."""
        return FalteringTagger(super().tagger)
