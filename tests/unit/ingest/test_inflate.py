import gzip
import zlib

import brotli
import pytest

from ingest.inflate import BadBody, Body, TooLarge

TEXT = b"<rss>" + b"news " * 5000 + b"</rss>"


def unpack(data, encoding, cap=100_000, step=1000):
    body = Body(encoding, cap)
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.whole()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        pytest.param(None, TEXT, id="plain"),
        pytest.param("identity", TEXT, id="identity"),
        pytest.param("gzip", gzip.compress(TEXT), id="gzip"),
        pytest.param("gzip", gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]), id="gzip in two members"),
        pytest.param("gzip", gzip.compress(TEXT) + b"\0" * 8, id="gzip with padding"),
        pytest.param("deflate", zlib.compress(TEXT), id="deflate with a zlib header"),
        pytest.param("deflate", zlib.compress(TEXT)[2:-4], id="deflate without"),
        pytest.param("br", brotli.compress(TEXT), id="brotli"),
        pytest.param("gzip, br", brotli.compress(gzip.compress(TEXT)), id="packed twice"),
        pytest.param(None, gzip.compress(TEXT), id="a gzip file that nobody declared"),
    ],
)
@pytest.mark.parametrize("step", [1, 777, 1_000_000])
def test_bodies_are_unpacked(encoding, data, step):
    assert unpack(data, encoding, step=step) == TEXT


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        pytest.param("gzip", TEXT, id="not gzip"),
        pytest.param("br", TEXT, id="not brotli"),
        pytest.param("zstd", TEXT, id="an encoding we did not ask for"),
        pytest.param("gzip", gzip.compress(TEXT)[:-20], id="gzip cut off"),
        pytest.param("br", brotli.compress(TEXT)[:-5], id="brotli cut off"),
    ],
)
def test_what_cannot_be_unpacked_says_so(encoding, data):
    with pytest.raises(BadBody):
        unpack(data, encoding)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        pytest.param("gzip", gzip.compress(b"\0" * 50_000_000), id="gzip"),
        pytest.param("deflate", zlib.compress(b"\0" * 50_000_000), id="deflate"),
        pytest.param("br", brotli.compress(b"\0" * 50_000_000), id="brotli"),
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(b"\0" * 50_000_000)), id="gzip in gzip"),
        pytest.param(None, gzip.compress(b"\0" * 50_000_000), id="an undeclared gzip file"),
        pytest.param(None, TEXT * 10, id="plain"),
    ],
)
def test_bombs_go_off_at_the_cap(encoding, data):
    with pytest.raises(TooLarge):
        unpack(data, encoding, cap=100_000)
