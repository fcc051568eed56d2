"""What one article record leads to: the tagged article, its mentions, or a refusal. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.errors import CodecFault
from tocsin.model import Article, Mention, TaggedArticle
from tocsin.runtime.distributed.family import partition_of
from tocsin.runtime.distributed.records import Outgoing, Received, refusal
from tocsin.runtime.rejected import untagged

Tag = Callable[[Article], TaggedArticle]
Mentions = Callable[[TaggedArticle], Iterable[Mention]]
Family = Callable[[str], str]  #: the country that holds all of a region, or the region itself


def tagged_records(
    received: Received, *, tag: Tag, mentions: Mentions, family: Family = str
) -> tuple[Outgoing, ...]:
    """Return all that is to be written before the record counts as worked off."""
    try:
        article = decode(received.value)
        if not isinstance(article, Article):
            return (refusal(received, f"a {type(article).__name__} among the articles"),)
    except CodecFault as fault:
        return (refusal(received, fault.reason),)
    try:
        tagged = tag(article)
        found = tuple(mentions(tagged))
    except Exception as error:  # noqa: BLE001 – an article that breaks the tagger must not stop the others
        return (refusal(received, untagged(error)),)
    return (
        Outgoing(topic=topics.TAGGED.name, key=article.id, value=encode(tagged)),
        *(
            Outgoing(
                topic=topics.MENTIONS.name,
                key=mention.region,
                value=encode(mention),
                partition=partition_of(family(mention.region)),
            )
            for mention in found
        ),
    )
