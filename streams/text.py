"""Text made comparable: lower-cased, folded letter by letter, with the way back to the original.

Three shapes of one text, all of the same length:

- *raw*: as published (lone surrogates become U+FFFD);
- *folded*: lower-cased, NFC, each letter folded to one letter (``ß`` stays,
  ``İ`` and ``ı`` become ``i``, Arabic alefs become one); punctuation is kept;
- *scan*: folded, with everything that is neither letter, mark nor digit
  replaced by a space. Names are matched here, so that ``Port-au-Prince``,
  ``Côte d’Ivoire`` and ``U.S.`` need no variants and a leading space is a
  word boundary.

Only letters that say nothing (tatweel, Arabic vowel marks, soft hyphens,
direction marks) and decomposed letters change the length; then a field
carries a map of offsets. Evidence always refers to the original text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from streams.alphabets import translated
from streams.packing import packed
from tocsin.model import Article, Span
from tocsin.quick import quick

_span = quick(Span)

TITLE, LEAD, BODY = "title", "lead", "body"  #: zones of an article
_GEORGIAN = re.compile("[\u10d0-\u10ff\u1c90-\u1cbf]+")
_FEW = 2  #: spaces in a title from which the want of capitals tells something
_BREAK = " \0 "  #: what stands between two fields; names have spaces, too ("st  louis"), but no such letter
_LEAD_WORDS = 40
_LEAD_LETTERS = 120  #: the lead of a Chinese or Japanese text; twice as many where words are spelt
_SPELT = re.compile("[\u0e00-\u109f\u1780-\u17ff]")
_TABLE_SIZE = 0x20000  #: letters beyond it (rare Han) stay as they are
_FIRST_WIDE = "\uff00"  #: letters of full width, as Chinese and Japanese keyboards write Latin ones
_SILENT_LETTERS = (
    "\u00ad\u055b\u055c\u055e\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u200b\u200d-\u200f\u202a-\u202e"
    "\u2060-\u2064\ufeff"
)
_SILENT = re.compile(f"[{_SILENT_LETTERS}]")
_UNEVEN = re.compile(
    f"[{_SILENT_LETTERS}\u0531-\u0587]"
)  #: what must be read letter by letter: silent or Armenian
#: Armenian writes its "ev" in one letter or two, and ends a sentence with a mark that many type as a colon.
_ARMENIAN = {"ev": "և", "stop": "։"}
_CLUSTER = re.compile(
    r"(?P<ev>եւ|ԵՎ|ԵՒ)|(?P<stop>(?<=[ա-և»)]):(?=\s|\Z))"
    r"|.[\u0300-\u036f\u0653-\u0655\u093c\u09bc\u09be\u09d7\u1037\u103a\u3099\u309a]*",
    re.DOTALL,
)

#: One letter for another where writers do not tell them apart.
_ALIKE = {
    "İ": "i", "ı": "i", "ẞ": "ß", "ё": "е", "Ё": "е", "ґ": "г", "Ґ": "г",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي",
    "ک": "ك", "ڪ": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
}  # fmt: skip
#: First letters of the Ethiopic rows that sound alike in Amharic (ሐ and ኀ as ሀ, ሠ as ሰ, ዐ as አ, ፀ as ጸ), or are one sound
#: in Tigrinya that a vowel before it softens (ተቐቲሉ, ተቀቲሉ; ቐ as ቀ, ኸ as ከ).
_ROWS = (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ዐ", "አ"), ("ፀ", "ጸ"), ("ቐ", "ቀ"), ("ኸ", "ከ"))
_ALIKE |= {chr(ord(one) + order): chr(ord(other) + order) for one, other in _ROWS for order in range(7)}
_ALIKE |= {"ሃ": "ሀ", "ሓ": "ሀ", "ኃ": "ሀ", "ኣ": "አ", "ዓ": "አ"}
#: Rounded letters that are written for plain ones (ጐንደር, ጎንደር; ኵናት, ኲናት, ኩናት), the softened ones too.
_ALIKE |= dict(zip("ቈቊቍቘቚቝቛቜኈኊኍኰኲኵዀዂዅዃዄጐጒጕ", "ቆቁቁቆቁቁቋቌሆሁሁኮኩኩኮኩኩኳኴጎጉጉ", strict=True))


def _folded(letter: str) -> str:
    if letter in _ALIKE:
        return _ALIKE[letter]
    lower = letter.lower()
    if len(lower) != 1:
        lower = unicodedata.normalize("NFC", lower)[:1]
    if (
        letter >= _FIRST_WIDE
        and unicodedata.east_asian_width(letter) == "F"
        and len(wide := unicodedata.normalize("NFKC", lower)) == 1
    ):
        return wide
    return _ALIKE.get(lower, lower)


@lru_cache(maxsize=1)
def _tables() -> tuple[str, str]:
    """Return the folding tables: each code point's folded letter, and the same with separators as spaces.

    As lists of numbers they would be a fifth quicker, and take ten times the memory.
    """
    points = (0xFFFD if 0xD800 <= point <= 0xDFFF else point for point in range(_TABLE_SIZE))
    folded = "".join([_folded(chr(point)) for point in points])
    return folded, "".join([small if unicodedata.category(small)[0] in "LMN" else " " for small in folded])


def fold(text: str) -> str:
    """Return text in lower case, folded letter by letter, punctuation kept; for short texts and patterns."""
    return _plain(text)[0].translate(_tables()[0])


def scan_of(text: str) -> str:
    """Return text as names are matched in it: folded, separators as single spaces, trimmed."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    return " ".join(_plain(text)[0].translate(_tables()[1]).split())


def scans_of(name: str) -> tuple[str, ...]:
    """Return the ways a name may stand in a text as it is matched: "St. Louis" has two spaces there, "St Louis" one."""
    written = _plain(name)[0].translate(_tables()[1]).strip()
    key = " ".join(written.split())
    return (key,) if written == key else (key, written)


def _plain(raw: str) -> tuple[str, tuple[int, ...] | None]:
    """Return text without silent letters and in NFC, with a map of offsets if its length changed."""
    if raw.isascii():
        return raw, None
    uneven = _UNEVEN.search(raw) is not None
    if not uneven and unicodedata.is_normalized("NFC", raw):
        return raw, None
    letters: list[str] = []
    origin: list[int] = []
    for cluster in _CLUSTER.finditer(raw):
        composed = _ARMENIAN.get(cluster.lastgroup or "") or unicodedata.normalize("NFC", cluster.group())
        if uneven:
            composed = _SILENT.sub("", composed)
        letters.append(composed)
        origin.extend([cluster.start()] * len(composed))
    return "".join(letters), (*origin, len(raw))


def has_no_case(raw: str) -> bool:
    """Tell whether a text's script has no capitals: Unicode gives Georgian some, which no sentence begins with."""
    if not raw.isascii():
        raw = _GEORGIAN.sub("", raw)
    return raw.lower() == raw.upper()


def _large(letter: str) -> str:
    large = letter.upper()
    return large if len(large) == 1 else letter


class Field:
    """One text of an article: as published, and as it is matched."""

    __slots__ = ("_folded", "base", "name", "offsets", "plain", "raw", "scan", "small")

    def __init__(self, name: str, raw: str, base: int) -> None:
        self.name = name  #: title, summary or text
        self.raw = raw
        self.base = base  #: where this field begins in `Prepared.scan`
        self.plain, self.offsets = _plain(raw)
        self.scan = translated(self.plain, _tables()[1])
        #: a title of several words without one capital: made from an address, or by a careless feed
        self.small = name == TITLE and raw.islower() and raw.count(" ") >= _FEW and not has_no_case(raw)
        if self.small:
            self.plain = "".join(map(_large, self.plain))
        self._folded: str | None = None

    @property
    def folded(self) -> str:
        """Lower-cased, NFC, folded one to one; punctuation kept."""
        if self._folded is None:
            self._folded = translated(self.plain, _tables()[0])
        return self._folded

    def written(self, start: int, end: int) -> str:
        """Return what was written between two folded offsets (case kept, silent letters left out).

        A title without capitals is told as one in capitals only: its case says as little.
        """
        return self.plain[start:end]

    def span(self, start: int, end: int) -> Span:
        """Return the piece of the original text between two folded offsets."""
        first, last = (start, end) if self.offsets is None else (self.offsets[start], self.offsets[end])
        return _span(field=self.name, start=first, end=last, text=self.raw[first:last])


class Prepared:
    """An article's texts made comparable, joined for one pass of the matcher."""

    __slots__ = ("_leads", "_packed", "fields", "plain", "scan")

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        fields: list[Field] = []
        base = 1
        for name, raw in texts:
            if raw:
                fields.append(Field(name, raw, base))
                base += len(fields[-1].scan) + len(_BREAK)
        self.fields = tuple(fields)
        #: All fields, each between spaces, and `_BREAK` between them: no name runs across.
        self.scan = f" {_BREAK.join([field.scan for field in fields])}  "
        #: The same with case and punctuation kept.
        self.plain = f" {_BREAK.join([field.written(0, len(field.scan)) for field in fields])}  "
        self._leads: tuple[int, ...] | None = None
        self._packed: str | None = None

    @property
    def packed(self) -> str:
        """The scan text as automata read it: that of places, and that of the language's words of violence."""
        if self._packed is None:
            self._packed = packed(self.scan)
        return self._packed

    @property
    def leads(self) -> tuple[int, ...]:
        """Per field, the offset at which its share of the lead ends (0 for the title)."""
        if self._leads is None:
            self._leads = tuple(_leads(self.fields))
        return self._leads

    def zone(self, field: int, offset: int) -> str:
        """Return in which zone an offset of a field lies: title, lead (first 40 words of the body) or body."""
        if self.fields[field].name == TITLE:
            return TITLE
        return LEAD if offset < self.leads[field] else BODY


def _leads(fields: Sequence[Field]) -> list[int]:
    words, letters = _LEAD_WORDS, _LEAD_LETTERS
    ends: list[int] = []
    for field in fields:
        if field.name == TITLE:
            ends.append(0)
            continue
        scan = field.scan
        parts = scan.split(None, words) if words else [scan]
        end = len(scan) - len(parts[words]) if len(parts) > words else len(scan)
        share = 2 if _SPELT.search(scan, 0, 200) else 1
        ends.append(end := min(end, letters * share) if _is_spaceless(scan) else end)
        words, letters = max(words - len(parts), 0), max(letters - end // share, 0)
    return ends


def _is_spaceless(scan: str) -> bool:
    """Tell whether a text is written without spaces between words (Chinese, Japanese, Thai, Khmer)."""
    head = scan[:200]
    return not head.isascii() and len(head) > 20 and head.count(" ") * 14 < len(head)


def prepare(article: Article) -> Prepared:
    """Make an article's title, summary and text (those present) comparable."""
    return Prepared((("title", article.title), ("summary", article.summary), ("text", article.text)))
