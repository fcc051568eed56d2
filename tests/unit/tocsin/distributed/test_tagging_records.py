"""What one article record leads to."""

from datetime import UTC, datetime

import pytest

from tocsin.codec import decode, encode
from tocsin.model import Article, Mention, Rejected, Source, TaggedArticle, Tick, Verdict
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.tagging import tagged_records

AT = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLE = Article(id="a1", source=Source(feed="f", publisher="P", owner="o"), title="Clashes", seen=AT, at=AT)


def received(value):
    return Received(topic="tocsin.articles", partition=2, offset=7, key="a1", value=value, at=AT)


def tag(article):
    return TaggedArticle(article=article, language="en", verdict=Verdict(violent=True, score=1.0))


def mentions(tagged):
    return tuple(
        Mention(
            article=tagged.article.id,
            revision=1,
            region=region,
            themes=("violence",),
            at=AT,
            seen=AT,
            publisher="P",
            owner="o",
            feed="f",
            language="en",
        )
        for region in ("KG", "KG-O")
    )


def broken(article):
    raise RecursionError("too deep")


def test_an_article_becomes_a_tagged_article_and_a_mention_for_each_region():
    out = tagged_records(received(encode(ARTICLE)), tag=tag, mentions=mentions)
    assert [(one.topic, one.key) for one in out] == [
        ("tocsin.tagged", "a1"),
        ("tocsin.mentions", "KG"),
        ("tocsin.mentions", "KG-O"),
    ]


@pytest.mark.parametrize(
    ("value", "tagger", "reason"),
    [
        pytest.param(b"\xff\x00", tag, "not a message", id="bytes that are no message"),
        pytest.param(encode(Tick(at=AT)), tag, "a Tick among the articles", id="a message of another kind"),
        pytest.param(
            b'{"type":"article","v":99,"body":{}}', tag, "newer than ours", id="a version we do not know yet"
        ),
        pytest.param(encode(ARTICLE), broken, "RecursionError", id="an article that breaks the tagger"),
    ],
)
def test_what_cannot_be_tagged_is_kept_with_its_reason(value, tagger, reason):
    (one,) = tagged_records(received(value), tag=tagger, mentions=mentions)
    rejected = decode(one.value)
    assert isinstance(rejected, Rejected)
    assert (one.topic, one.id) == ("tocsin.rejected", "tocsin.articles:2:7")
    assert reason in rejected.reason
    assert rejected.value == value
