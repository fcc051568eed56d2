import pytest

from ingest.canonical import canonical_url, link_key


@pytest.mark.parametrize(
    ("link", "url"),
    [
        pytest.param("HTTP://WWW.Example.com:80/A", "http://www.example.com/A", id="host in lower case, default port"),
        pytest.param("https://e.com/a/../b/./c", "https://e.com/b/c", id="dot segments"),
        pytest.param("https://e.com/%7eb%2f%c3%a4", "https://e.com/~b%2F%C3%A4", id="percent case"),
        pytest.param("https://e.com/?b=2&a=1", "https://e.com/?a=1&b=2", id="sorted query"),
        pytest.param("https://e.com/x?id=7&utm_source=rss&fbclid=1&at_medium=RSS", "https://e.com/x?id=7", id="trackers go, ids stay"),
        pytest.param("https://e.com/x?ref=rss&ref=author", "https://e.com/x?ref=author", id="a ref that is no tracker stays"),
        pytest.param("https://e.com/x?sid=12345", "https://e.com/x?sid=12345", id="a short sid is an id"),
        pytest.param("https://e.com/x?sid=0123456789abcdef0123456789abcdef", "https://e.com/x", id="a long sid is a session"),
        pytest.param("https://e.com/a;jsessionid=1A2B?x=1", "https://e.com/a?x=1", id="a session in the path"),
        pytest.param("https://e.com/a#part", "https://e.com/a", id="fragments go"),
        pytest.param("https://e.com/#!/a", "https://e.com/#!/a", id="but not hashbang addresses"),
        pytest.param("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4", id="IDNA"),
        pytest.param("https://e.com", "https://e.com/", id="an empty path"),
        pytest.param("http://[::1]:8080/x", "http://[::1]:8080/x", id="an IPv6 literal"),
        pytest.param("mailto:a@e.com", None, id="not http"),
        pytest.param("http://[bad/", None, id="not an address"),
    ],
)  # fmt: skip
def test_one_spelling(link, url):
    assert canonical_url(link) == url
    if url is not None:
        assert canonical_url(url) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.e.com/a/", "https://e.com/a"),
        ("https://m.e.com/a", "https://www.e.com/a?utm_medium=x"),
        ("https://e.com/a/amp/", "https://e.com/a"),
        ("https://e.com/amp/a", "https://e.com/a"),
        ("https://e.com/a.amp.html", "https://e.com/a.html"),
    ],
)
def test_links_to_one_article_share_a_key(one, other):
    assert link_key(one) == link_key(other)


def test_different_articles_have_different_keys():
    assert len({link_key(f"https://e.com/{path}") for path in ("a", "b", "a?id=1", "A", "camp/a")}) == 5
