"""The notation of lexicon words, expanded into literal forms an automaton can hold.

attack          the word as it stands
massak*         any ending (up to 14 letters); ``massak*4`` up to four
attack+n        an ending of the class ``n``, or none; ``+n+t`` one of each
verb>uawa       a prefix of the class ``verb``, or none
=قصف            none of the prefixes that the class ``default`` gives every word
~anschlag       one of the compound fronts may stand glued before it
open/opened fire    alternatives inside a word; an empty one makes the word optional
car bomb        a space stands for any one separator

"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product

from streams.han_forms import traditional
from streams.text import scan_of
from streams.violence.hausa import typed
from streams.violence.spellings import DEVANAGARI, SHARP, spellings

ANY_TAIL = 14  #: letters that a bare ``*`` allows; no inflection we know is longer
_TAIL = re.compile(r"(?P<stem>[^*+]*)(?:(?P<any>\*(?P<most>\d*))|(?P<classes>(?:\+\w+)+))?\Z")
_HEAD = re.compile(r"(?:(?P<none>=)|(?P<front>~)|(?P<prefix>\w+)>)?(?P<stem>.*)\Z", re.DOTALL)


_NOT_AT_END = "{word!r}: a free ending (*) may only stand at the end"


class BadWord(ValueError):
    """A word that does not follow the notation; the message says why."""


@dataclass(frozen=True, slots=True)
class Glue:
    """What may be glued to a form: any letters up to ``most``, or one of ``listed``."""

    most: int = 0
    listed: frozenset[str] = frozenset()
    longest: int = field(init=False)  #: how many letters it may have at most

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max(self.most, max(map(len, self.listed), default=0)))

    def allows(self, rest: str) -> bool:
        """Whether a form with this rest of the word is still the word."""
        return not rest or len(rest) <= self.most or rest in self.listed


NOTHING = Glue()


@dataclass(frozen=True, slots=True)
class Form:
    """One literal text (scan form, of one or more words) and what may be glued before and behind it."""

    text: str
    heads: Glue = NOTHING
    tails: Glue = NOTHING


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the words of one lexicon may be glued to."""

    endings: Mapping[str, Sequence[str]]
    prefixes: Mapping[str, Sequence[str]]
    fronts: Sequence[str] = ()  #: compound fronts, with and without their links
    han: bool = (
        False  #: Chinese: words written in simplified characters also stand for their traditional spellings
    )
    #: how every word is also written, and found: in Cyrillic letters (Uzbek, Serbian)
    cyrillic: Callable[[str], str] | None = None
    hooked: bool = False  #: every word is also found without the hooks of its letters (Hausa)
    known: dict[str, tuple[Form, ...]] = field(default_factory=dict, compare=False)  #: words expanded so far


def expand(word: str, grammar: Grammar) -> tuple[Form, ...]:
    """Return every literal form of a word in the notation; each word is expanded once per grammar.

    Raises:
        BadWord: the word is empty or names a class that the lexicon has not.
    """
    if word not in grammar.known:
        grammar.known[word] = _expanded(word, grammar)
    return grammar.known[word]


def _expanded(word: str, grammar: Grammar) -> tuple[Form, ...]:
    respelt = grammar.cyrillic is not None or grammar.han or grammar.hooked or SHARP in word
    if word.replace(" ", "").isalnum() and word < DEVANAGARI and not respelt:
        return (
            Form(scan_of(word), _listed(tuple(grammar.prefixes.get("default", ())))),
        )  # nothing to spell out
    head = _HEAD.match(word.strip())
    assert head is not None
    tail = _tail(word, head, grammar)
    heads, tails = _heads(word, head, grammar), _tails(word, tail, grammar)
    plain = list(_alternatives(tail["stem"])) if "/" in tail["stem"] else [tail["stem"]]
    written = [spelt for text in plain for spelt in spellings(text)]
    if grammar.cyrillic is not None:
        written += map(grammar.cyrillic, plain)
    if grammar.han:
        written = [spelt for text in written for spelt in traditional(text)]
    if grammar.hooked:
        texts = dict.fromkeys(spelt for text in written for spelt in typed(text))
    else:
        texts = dict.fromkeys(map(scan_of, written))
    return tuple(Form(text, heads, tails) for text in texts if text)


def verify(word: str, grammar: Grammar) -> None:
    """Raise what is wrong with a word, without spelling it out: a start reads a hundred thousand of them.

    Raises:
        BadWord: `expand` would refuse the word, or find no letters in it.
    """
    if word.replace(" ", "").isalnum():
        return
    head = _HEAD.match(word.strip())
    assert head is not None
    *inner, last = head["stem"].split() or [""]
    tail = _TAIL.match(last)
    if tail is None or not all(_ends(part, grammar) for part in inner):
        raise BadWord(_NOT_AT_END.format(word=word))
    if not any(map(str.isalnum, (*"".join(inner), *tail["stem"]))):
        raise BadWord(f"{word!r}: no letters in it")
    _heads(word, head, grammar)
    _tails(word, tail, grammar)


def _ends(part: str, grammar: Grammar) -> bool:
    """Tell whether a word that is not the last of its phrase has endings that can be spelt out."""
    _, *names = part.split("+")
    return "*" not in part and all(name in grammar.endings for name in names)


def parts_of(word: str, grammar: Grammar) -> tuple[str, Sequence[str], Glue]:
    """Return what stands before a phrase's first word, its words with their alternatives, and its last word's endings.

    Raises:
        BadWord: the word is empty or names a class that the lexicon has not.
    """
    stripped = word.strip()
    head = _HEAD.match(stripped)
    assert head is not None
    tail = _tail(word, head, grammar)
    return stripped[: head.start("stem")], tail["stem"].split(), _tails(word, tail, grammar)


def _tail(word: str, head: re.Match[str], grammar: Grammar) -> re.Match[str]:
    tail = _TAIL.match(_spelt_out(head["stem"], grammar))
    if tail is None or not tail["stem"].strip("/ "):
        raise BadWord(_NOT_AT_END.format(word=word))
    return tail


def _spelt_out(stem: str, grammar: Grammar) -> str:
    """Write the endings of inner words as alternatives: only the last word may have open ones."""
    if "+" not in stem:
        return stem
    *inner, last = stem.split() or [""]
    return " ".join([*(_inner(word, grammar) for word in inner), last])


def _inner(word: str, grammar: Grammar) -> str:
    stem, *names = word.split("+")
    if not names or any(name not in grammar.endings for name in names):
        return word
    listed = sorted(_product(tuple(tuple(grammar.endings[name]) for name in names)).listed)
    return "/".join(f"{spelt}{ending}" for spelt in stem.split("/") for ending in listed)


def _tails(word: str, tail: re.Match[str], grammar: Grammar) -> Glue:
    if tail["any"]:
        return _open(int(tail["most"] or ANY_TAIL))
    if not tail["classes"]:
        return NOTHING
    names = tuple(tail["classes"][1:].split("+"))
    for name in names:
        if name not in grammar.endings:
            raise BadWord(f"{word!r}: there is no endings class {name!r}")
    classes = tuple(tuple(grammar.endings[name]) for name in names)
    if grammar.cyrillic is None:
        return _product(classes)
    respelt = tuple(tuple(map(grammar.cyrillic, endings)) for endings in classes)
    return _either(_product(classes), _product(respelt))


@lru_cache(maxsize=512)
def _either(one: Glue, other: Glue) -> Glue:
    return Glue(most=max(one.most, other.most), listed=one.listed | other.listed)


@cache
def _open(most: int) -> Glue:
    return Glue(most=most)


@lru_cache(maxsize=512)
def _product(classes: tuple[tuple[str, ...], ...]) -> Glue:
    most = max((_most(ending) for endings in classes for ending in endings), default=0)
    listed = [[scan_of(e) for e in ("", *endings) if not e.startswith("*")] for endings in classes]
    return Glue(most=most, listed=frozenset("".join(parts) for parts in product(*listed)))


def _most(ending: str) -> int:
    return int(ending[1:] or ANY_TAIL) if ending.startswith("*") else 0


def _heads(word: str, head: re.Match[str], grammar: Grammar) -> Glue:
    if head["none"]:
        return NOTHING
    if head["front"]:
        return _listed(tuple(grammar.fronts))
    if not head["prefix"]:
        return _listed(tuple(grammar.prefixes.get("default", ())))
    if head["prefix"] not in grammar.prefixes:
        raise BadWord(f"{word!r}: there is no prefixes class {head['prefix']!r}")
    return _listed(tuple(grammar.prefixes[head["prefix"]]))


@lru_cache(maxsize=512)
def _listed(texts: tuple[str, ...]) -> Glue:
    return Glue(listed=frozenset(scan_of(text) for text in texts)) if texts else NOTHING


def _alternatives(stem: str) -> Iterator[str]:
    for words in product(*(word.split("/") for word in stem.split())):
        yield " ".join(word for word in words if word)
