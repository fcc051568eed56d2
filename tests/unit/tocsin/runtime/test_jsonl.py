from datetime import UTC, datetime

import pytest

from tocsin.errors import CodecFault
from tocsin.model import AtReason
from tocsin.runtime.jsonl import article, lines

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def read(*raw):
    return [article(n, line, now=NOW, name="in.jsonl") for n, line in lines(raw, name="in.jsonl")]


def test_a_full_line_becomes_an_article_at_its_published_time():
    (found,) = read(
        b'{"id": 7, "title": "T", "summary": null, "published": "2010-06-11T04:00:00+06:00", "source": "aki", "feed_country": "KG"}'
    )
    assert (found.id, found.source.owner, found.source.country) == ("7", "aki", "KG")
    assert found.at == datetime(2010, 6, 10, 22, tzinfo=UTC)


def test_a_line_without_a_time_counts_now_and_says_so():
    (found,) = read(b'{"title": "T"}')
    assert (found.id, found.at, found.at_reason) == ("1", NOW, AtReason.NO_DATE)


def test_blank_lines_are_passed_over_and_numbers_stay_those_of_the_file():
    first, second = read(b'{"title": "a"}', b"  ", b'{"title": "b"}')
    assert (first.id, second.id) == ("1", "3")


def test_a_lone_surrogate_becomes_the_replacement_character():
    (found,) = read(rb'{"title": "a\ud800b"}')
    assert found.title == "a\ufffdb"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(b"{", "in.jsonl:1: ", id="not JSON"),
        pytest.param(b"[1]", "in.jsonl:1: Expected `object`, got `array`", id="no object"),
        pytest.param(b'{"title": 3}', r"in.jsonl:1: Expected `str.*title", id="a number for a title"),
        pytest.param(b'{"published": "soon"}', "in.jsonl:1: published: 'soon' is not", id="no time"),
    ],
)
def test_a_line_we_cannot_read_is_named(raw, said):
    with pytest.raises(CodecFault, match=said):
        read(raw)
