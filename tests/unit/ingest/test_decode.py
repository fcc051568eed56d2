import pytest

from ingest.decode import decode

RU = "Взрыв в Оше: пострадали трое, дорога перекрыта"
XML = '<?xml version="1.0" encoding="{}"?><rss><title>{}</title></rss>'


def xml(label, text=RU):
    return XML.format(label, text)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        pytest.param(xml("utf-8").encode(), None, "utf-8", id="honest UTF-8"),
        pytest.param(xml("windows-1251").encode("cp1251"), None, "cp1251", id="honest windows-1251"),
        pytest.param(xml("koi8-r").encode("koi8-r"), None, "koi8-r", id="honest koi8-r"),
        pytest.param(xml("windows-1251").encode(), None, "utf-8", id="UTF-8 that claims windows-1251"),
        pytest.param(xml("utf-8").encode(), "text/xml; charset=iso-8859-1", "utf-8", id="a server that lies about UTF-8"),
        pytest.param(xml("utf-8").encode("cp1251"), "text/xml; charset=windows-1251", "cp1251", id="windows-1251 that claims UTF-8, named by HTTP"),
        pytest.param(xml("win-1251").encode("cp1251"), None, "cp1251", id="a misspelled label"),
        pytest.param(xml("utf-16").encode("utf-16"), None, "utf-16-le", id="UTF-16 with a mark"),
        pytest.param(xml("utf-16").encode("utf-16-be"), None, "utf-16-be", id="UTF-16 without a mark"),
        pytest.param(b"\xef\xbb\xbf" + xml("cp1251").encode(), None, "utf-8", id="a mark beats every label"),
        pytest.param(xml("utf-8").encode("utf-32"), None, "utf-32-le", id="UTF-32 with a mark"),
        pytest.param(xml("bogus").encode(), "text/xml; charset=nonsense", "utf-8", id="labels nobody knows"),
    ],
)  # fmt: skip
def test_the_bytes_are_asked_before_the_labels(body, content_type, encoding):
    decoded = decode(body, content_type)
    assert RU in decoded.text
    assert decoded.encoding == encoding
    assert not decoded.text.startswith("<?xml")


def test_latin_1_means_windows_1252():
    assert "–" in decode(xml("iso-8859-1", "a – b").encode("cp1252")).text


def test_gb2312_means_gb18030():
    assert "镕" in decode(xml("gb2312", "朱镕基").encode("gb18030")).text


def test_a_few_broken_bytes_do_not_make_utf_8_something_else():
    body = xml("utf-8", RU * 20).encode().replace(RU.encode(), RU.encode()[:-1], 1)
    decoded = decode(body)
    assert decoded.encoding == "utf-8"
    assert RU in decoded.text


def test_unlabelled_bytes_are_guessed():
    body = ("<rss>" + (RU + " ") * 30 + "</rss>").encode("cp1251")
    assert RU in decode(body).text


def test_nothing_is_an_error():
    assert decode(b"").text == ""
    assert decode(bytes(range(256)) * 3).text
