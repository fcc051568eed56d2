"""Bytes to text: labels of encodings lie in both directions, so the bytes are asked first.

Order: byte-order mark; else valid UTF-8 with at least one multi-byte sequence
beats every label; else the HTTP charset, the XML declaration (aliases
repaired), and at last a detector.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_BOMS: Final = (  # longest first: the UTF-32-LE mark begins with the UTF-16-LE one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAKED: Final = (  # how "<?" and "<r" look without a mark (XML 1.0, appendix F)
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,400}\?>")

#: What labels mean in the wild: supersets that browsers use (WHATWG Encoding Standard) and misspellings.
_ALIASES: Final = {
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
    "ascii": "windows-1252", "us-ascii": "windows-1252", "iso8859-1": "windows-1252",
    "iso-8859-9": "windows-1254", "iso-8859-11": "windows-874", "tis-620": "windows-874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "big5": "big5hkscs", "big-5": "big5hkscs",
    "win-1251": "windows-1251", "cp-1251": "windows-1251", "cp1251": "windows-1251",
    "x-cp1251": "windows-1251", "koi8": "koi8-r", "koi-8": "koi8-r", "utf8": "utf-8",
    "utf_8": "utf-8", "unicode": "utf-16", "x-user-defined": "windows-1252",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its XML declaration, and the encoding it was read by."""

    text: str
    encoding: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the body as text; bytes that do not fit become U+FFFD, never an error."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name)
    for start, name in _NAKED:
        if body.startswith(start):
            return _read(body, name)
    try:
        text = body.decode("utf-8")
        if not body.isascii():
            return Decoded(_bare(text), "utf-8")
    except UnicodeDecodeError:
        text = None
    labels = [label for label in (_http_charset(content_type), _xml_charset(body)) if label]
    if text is not None:
        return Decoded(_bare(_escape_sequences(text, body, labels)), "utf-8")
    return _labelled(body, labels)


def _read(body: bytes, encoding: str) -> Decoded:
    return Decoded(_bare(body.decode(encoding, "replace")), encoding)


def _bare(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    match = _DECLARATION.match(text)
    return text[match.end() :] if match else text


def _http_charset(content_type: str | None) -> str | None:
    match = _CHARSET.search(content_type or "")
    return match[1] if match else None


def _xml_charset(body: bytes) -> str | None:
    match = _DECLARED.search(body[:1024])
    return match[1].decode("ascii") if match else None


def _codec(label: str) -> str | None:
    name = label.strip().lower()
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name if codecs.lookup(name)._is_text_encoding else None  # noqa: SLF001  # the only way to tell text codecs from rot13
    except LookupError:
        return None


def _escape_sequences(text: str, body: bytes, labels: list[str]) -> str:
    """ISO-2022-JP and HZ are pure ASCII on the wire, and so is a body that has no need of its label."""
    for label in labels:
        name = _codec(label)
        if name in {"iso2022_jp", "iso2022_kr", "hz", "utf-7"}:
            return body.decode(name, "replace")
    return text


def _labelled(body: bytes, labels: list[str]) -> Decoded:
    for label in labels:
        name = _codec(label)
        if name is None or name.startswith("utf"):
            continue
        try:
            return Decoded(_bare(body.decode(name)), name)
        except UnicodeDecodeError:
            continue
    return _guessed(body, labels)


def _guessed(body: bytes, labels: list[str]) -> Decoded:
    if any((_codec(label) or "") == "utf-8" for label in labels):
        text = body.decode("utf-8", "replace")
        if text.count("\ufffd") <= len(text) / 1000 + 2:  # UTF-8 with a few broken bytes
            return Decoded(_bare(text), "utf-8")
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000]).best()
    name = best.encoding if best is not None else "windows-1252"
    return Decoded(_bare(body.decode(name, "replace")), name)
