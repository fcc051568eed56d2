import time

import pytest

from ingest.plain import cut, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>a <b>Os</b>h</p><p>b</p>", "a Osh b", id="inline tags join, blocks part"),
        pytest.param("3 &lt; 4 &amp; 5 < 6", "3 < 4 & 5 < 6", id="a less-than sign is text"),
        pytest.param("x<br/>y<img src='a>b'>z", "x y b'>z", id="a greater-than in an attribute ends the tag"),
        pytest.param("a<!-- <b>no</b> -->b", "ab", id="comments go with their content"),
        pytest.param("a<script>if (a<b) x()</script>b", "a b", id="scripts go with their content"),
        pytest.param("a<script>never closed", "a", id="a script that never ends"),
        pytest.param("&amp;#8217;s", "&#8217;s", id="an entity escaped twice is resolved once"),
        pytest.param("&lt;p&gt;Three &lt;b&gt;dead&lt;/b&gt;", "Three dead", id="markup escaped twice"),
        pytest.param("a\u202eb\u200ec\x00\x07", "ab\u200ec", id="bidi overrides and controls go, marks stay"),
        pytest.param("e\u0301 \n\t x", "é x", id="NFC, white space joined"),
        pytest.param("<", "<", id="one sign"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_markup_becomes_what_people_read(markup, text):
    assert plain(markup) == text


def test_long_text_is_cut_at_a_word():
    assert cut("one two three four", 12) == "one two…"
    assert cut("onetwothree", 5) == "onet…"
    assert cut("short", 5) == "short"
    assert cut("short", 0) == ""


@pytest.mark.parametrize("markup", ["<!--" * 100_000, "<a " * 100_000, "<script>" * 50_000, "&" * 100_000])
def test_hostile_markup_costs_linear_time(markup):
    began = time.process_time()
    plain(markup)
    assert time.process_time() - began < 1.0
