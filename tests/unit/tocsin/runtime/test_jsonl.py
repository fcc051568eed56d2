from datetime import UTC, datetime

import pytest

from tocsin.errors import CodecFault
from tocsin.model import AtReason
from tocsin.runtime.jsonl import article, articles, lines

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
        pytest.param(
            b'{"published": "9999-12-31T23:59:59-14:00"}', "in.jsonl:1: published: '9999", id="after all time"
        ),
        pytest.param(
            b'{"seen": "0001-01-01T00:00:00+14:00"}', "in.jsonl:1: seen: '0001", id="before all time"
        ),
        pytest.param(b'{"id": ' + b"9" * 5000 + b"}", "in.jsonl:1: ", id="a number of 5,000 digits"),
        pytest.param(b'{"id": ' + b"[" * 100_000, "in.jsonl:1: nested too deeply", id="100,000 brackets"),
    ],
)
def test_a_line_we_cannot_read_is_named(raw, said):
    with pytest.raises(CodecFault, match=said):
        read(raw)


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    (found,) = read(b'\xef\xbb\xbf{"title": "T"}\r\n')
    assert (found.id, found.title) == ("1", "T")


def test_broken_lines_are_told_and_passed_over():
    told = []
    found = articles(
        [b'{"id": "a"}', b"{", b'{"published": "soon"}', b'{"id": "d"}'],
        name="in.jsonl",
        now=NOW,
        broken=told.append,
    )
    assert [(number, one.id) for number, one in found] == [(1, "a"), (4, "d")]
    assert [str(fault)[:11] for fault in told] == ["in.jsonl:2:", "in.jsonl:3:"]


def test_where_time_matters_an_article_without_one_is_broken():
    told = []
    given = [b'{"id": "a"}', b'{"id": "b", "seen": "2010-06-11"}', b'{"id": "c", "published": "9000-01-01"}']
    found = articles(given, name="in.jsonl", now=NOW, broken=told.append, dated=True)
    assert [one.id for _, one in found] == ["b"]
    assert str(told[0]).startswith("in.jsonl:1: published is missing")
    assert str(told[1]).startswith("in.jsonl:3: published: 9000-01-01 is no time of the news")
