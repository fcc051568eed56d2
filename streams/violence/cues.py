"""Small words looked for only beside a term: negations, plans, needs, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from streams.violence.words import Form, Glue, Grammar, expand

SPACELESS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SPACELESS = re.compile(f"[{SPACELESS}]")
#: A syllable of Burmese, with what stands above, below and behind its letter; two of them are about a word.
_SYLLABLE = (
    "[\u1000-\u102a\u103f]"
    "(?:[\u102b-\u1038\u103a-\u103e]|\u1039[\u1000-\u1021]?|[\u1000-\u1021](?=\u1037?[\u1039\u103a]))*+"
)
#: A letter of Thai, Lao or Khmer with the vowels and tones around it; three of them are about a word.
_LETTER = (
    "(?:[\u0e40-\u0e44\u0ec0-\u0ec4]?[\u0e01-\u0e2e\u0e81-\u0eae]"
    "[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebd\u0ec8-\u0ece]*+"
    "|[\u1780-\u17b3](?:\u17d2[\u1780-\u17a2]|[\u17b4-\u17d1\u17d3])*+)"
)
_WORD = re.compile(f"(?:{_SYLLABLE}){{1,2}}|{_LETTER}{{1,3}}|[{SPACELESS}]{{1,2}}|[^ {SPACELESS}]+")
#: Marks that belong to the letter before them: no word of Thai, Lao or Khmer ends there.
_MARKED = "(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3])"
_BETWEEN = "\0"  #: stands in no word
_ASCII_WORD = re.compile("[^ ]+")  #: the same where no letter is spaceless, in half the time


def words_of(scan: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return where the words of a piece of scan text stand; two letters (or syllables) are one where none are separated."""
    word = _ASCII_WORD if scan.isascii() else _WORD
    return [match.span() for match in word.finditer(scan, start, len(scan) if end is None else end)]


def is_spaceless(words: Iterable[str]) -> bool:
    """Whether any of some words has letters of a script that is written without spaces."""
    return _SPACELESS.search(" ".join(words)) is not None


class Cues:
    """A list of words to look for in a few words of scan text, compiled when first asked.

    Most windows hold none of them, so the first words are looked up in a set
    before the expression runs.
    """

    def __init__(self, words: Sequence[str], grammar: Grammar) -> None:
        self._words = _BETWEEN.join(
            words
        )  # one text: most are never asked for, and as objects they take three times as much
        self._grammar = grammar

    def __bool__(self) -> bool:
        return bool(self._words)

    @property
    def words(self) -> tuple[str, ...]:
        """The words, as they stand in the lexicon."""
        return tuple(self._words.split(_BETWEEN)) if self._words else ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression; it matches whole words."""
        return alternatives(self.forms)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """All literal forms of the words."""
        return tuple(form for word in self.words for form in expand(word, self._grammar))

    @cached_property
    def _firsts(self) -> Firsts:
        return Firsts(self.forms)

    def possible(self, scan: str) -> bool:
        """Whether one of the words may stand in a piece of scan text; quick, and never wrongly no."""
        return bool(self._words) and self._firsts.possible(scan)

    @cached_property
    def _whole(self) -> frozenset[str]:
        """Every spelling of the single words that take no open ending: found by looking up, not by searching."""
        return frozenset(
            head + form.text + tail
            for form in self.forms
            if _listed(form)
            for head in ("", *form.heads.listed)
            for tail in ("", *form.tails.listed)
        )

    @cached_property
    def _others(self) -> tuple[Firsts, re.Pattern[str]]:
        """The forms that `_whole` does not hold: where they may begin, and their expression."""
        forms = tuple(form for form in self.forms if not _listed(form))
        return Firsts(forms), alternatives(forms)

    def among(self, words: Sequence[str], scan: str, bounds: tuple[int, int]) -> bool:
        """Whether one of the words is among these, which stand between two offsets of a scan text."""
        if not self._whole.isdisjoint(words):
            return True
        firsts, pattern = self._others
        return firsts.among(words) and pattern.search(f" {scan[slice(*bounds)]} ") is not None

    def may_be_among(self, words: Sequence[str]) -> bool:
        """Whether one of the words may be among these, the first of several at least; never wrongly no."""
        return not self._whole.isdisjoint(words) or self._others[0].among(words)

    def search(self, scan: str, start: int, end: int) -> str | None:
        """Return the first of the words between two offsets of a scan text, if any."""
        window = scan[start:end]
        if not self.possible(window):
            return None
        found = self.pattern.search(f" {window} ")
        return found.group().strip() if found else None

    def places(self, scan: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return where the words stand between two offsets of a scan text."""
        window, firsts = f" {scan[start:end]} ", self._firsts
        if not self._words or firsts.always:
            found = list(self.pattern.finditer(window)) if self._words else []
        else:  # word by word: the expression is slow where it does not match
            words = (word for word in _ASCII_WORD.finditer(window) if firsts.among((word.group(),)))
            found = [match for word in words if (match := self.pattern.match(window, word.start()))]
        return [(start + match.start() - 1, start + match.end() - 1) for match in found]

    def behind(self, scan: str, start: int, end: int) -> tuple[int, int]:
        """Return what is left between two offsets behind the last of the words; all of it where none stands."""
        window = scan[start:end]
        if not self.possible(window):
            return start, end
        last = start
        for match in self.pattern.finditer(f" {window} "):
            last = start + match.end() - 1
        return min(last, end), end

    def ahead(self, scan: str, start: int, end: int) -> tuple[int, int]:
        """Return what is left between two offsets before the first of the words; all of it where none stands."""
        window = scan[start:end]
        if not self.possible(window):
            return start, end
        found = self.pattern.search(f" {window} ")
        return start, (start + max(found.start() - 1, 0) if found else end)


class Firsts:
    """The first words that forms may begin with: a quick test whether an expression can match at all."""

    def __init__(self, forms: Sequence[Form]) -> None:
        words: set[str] = set()
        stems: set[str] = set()
        self.always = False  #: one of the forms stands in a script without spaces: anything is possible
        for form in forms:
            first, _, more = form.text.partition(" ")
            tails = [""] if more else ["", *form.tails.listed]
            self.always |= bool(_SPACELESS.search(first))
            words.update(head + first + tail for head in ("", *form.heads.listed) for tail in tails)
            if form.tails.most and not more:
                stems.update(head + first for head in ("", *form.heads.listed))
        self._words = frozenset(words)
        self._stems = tuple(stems)

    def possible(self, text: str) -> bool:
        """Whether one of the forms may begin in a scan text."""
        if self.always:
            return True
        return self.among(text.split())

    def among(self, words: Sequence[str]) -> bool:
        """Whether one of the forms may begin with one of these words."""
        if self.always or not self._words.isdisjoint(words):
            return True
        if stems := self._stems:
            for word in words:  # no generator: this is asked for every reading of every word
                if word.startswith(stems):
                    return True
        return False


def _listed(form: Form) -> bool:
    """Whether a form is one word whose spellings can all be listed."""
    return " " not in form.text and not form.tails.most and not _SPACELESS.search(form.text)


def alternatives(forms: Iterable[Form]) -> re.Pattern[str]:
    """Return one expression for many forms, the longest first."""
    return re.compile("|".join(sorted(map(regex_of, forms), key=len, reverse=True)) or r"(?!)")


def regex_of(form: Form) -> str:
    """Return a regular expression for one form as a whole word of scan text."""
    left = "" if _SPACELESS.match(form.text) else "(?<![^ ])"
    right = _MARKED if _SPACELESS.match(form.text[-1]) else "(?![^ ])"
    text = re.escape(form.text).replace(r"\ ", " ")
    return f"{left}{glue_of(form.heads)}{text}{glue_of(form.tails)}{right}"


def glue_of(glue: Glue) -> str:
    """Return the expression of what may be glued to a form, empty if nothing."""
    parts = [re.escape(text) for text in sorted(glue.listed, key=len, reverse=True) if text]
    if glue.most:
        parts.append(f"[^ ]{{1,{glue.most}}}")
    return f"(?:{'|'.join(parts)})?" if parts else ""
