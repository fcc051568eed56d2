"""Where a query's words stand in a text: pieces for highlighting, and the excerpt worth showing."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from tocsin.index.query import Clause, Kind, Query
from tocsin.index.search import Hit, Piece
from tocsin.index.stems import primary, stem, stems
from tocsin.index.words import Word, fold, words
from tocsin.model import TaggedArticle

EXCERPT = 280  #: code points


def found_in(text: str, query: Query, language: str) -> list[tuple[int, int]]:
    """Return the stretches of the text that answer the query's wanted clauses: sorted, not overlapping."""
    said = words(text)
    spans = [
        span
        for clause in query.clauses
        if not clause.excluded
        for span in _spans(clause, said, primary(language))
    ]
    return _joined(sorted(spans), text)


def marked(tagged: TaggedArticle, query: Query) -> Hit:
    """Return an article as a hit of a query, with the words that answer it marked."""
    article = tagged.article
    body = f"{article.summary}\n{article.text}".strip()
    return Hit(
        tagged=tagged,
        title=pieces(article.title, found_in(article.title, query, tagged.language)),
        excerpt=excerpt(body, query, tagged.language),
    )


def says(clause: Clause, *texts: str, language: str) -> bool:
    """Say whether texts of that language answer a clause (wanted or excluded alike).

    A clause of several words needs all of them, in any of the texts; a phrase
    needs them together.
    """
    said = [words(text) for text in texts]
    if clause.kind is Kind.PHRASE:
        parts = [clause]
    else:
        runs = [list(run) for pair, run in groupby(words(clause.text), key=lambda word: word.pair)]
        parts = [replace(clause, text=part) for run in runs for part in _parts(clause.text, run)]
    return all(any(_spans(part, one, primary(language)) for one in said) for part in parts)


def _parts(text: str, run: list[Word]) -> list[str]:
    """Return a run of pairs as one piece, other words one by one."""
    if run[0].pair:
        return [text[run[0].start : run[-1].end]]
    return [text[word.start : word.end] for word in run]


def pieces(
    text: str, spans: list[tuple[int, int]], start: int = 0, end: int | None = None
) -> tuple[Piece, ...]:
    """Return ``text[start:end]`` cut at the spans (as `found_in` gives them)."""
    end = len(text) if end is None else end
    cut: list[Piece] = []
    at = start
    for low, high in spans:
        low, high = max(low, at), min(high, end)  # noqa: PLW2901  # clipped to what is shown
        if low >= high:
            continue
        if low > at:
            cut.append(Piece(text=text[at:low]))
        cut.append(Piece(text=text[low:high], hit=True))
        at = high
    if at < end:
        cut.append(Piece(text=text[at:end]))
    return tuple(cut)


def excerpt(text: str, query: Query, language: str, length: int = EXCERPT) -> tuple[Piece, ...]:
    """Return about ``length`` code points around the first place that answers the query, else the beginning."""
    spans = found_in(text, query, language)
    start = _word_edge(text, max(0, spans[0][0] - length // 3)) if spans and spans[0][0] > length // 2 else 0
    end = min(len(text), start + length)
    if end < len(text) and (space := text.rfind(" ", start + length // 2, end)) > 0:
        end = space
    cut = pieces(text, spans, start, end)
    before = (Piece(text="… "),) if start else ()
    after = (Piece(text=" …"),) if end < len(text) else ()
    return (*before, *cut, *after)


def _word_edge(text: str, at: int) -> int:
    space = text.find(" ", at, at + 24)
    return space + 1 if space >= 0 else at


def _spans(clause: Clause, said: list[Word], language: str) -> list[tuple[int, int]]:
    asked = words(clause.text)
    if clause.kind is Kind.PHRASE or any(word.pair for word in asked):
        return _runs(asked, said)
    if clause.kind is Kind.PREFIX:
        begin = fold(clause.text)
        return [(word.start, word.end) for word in said if word.folded.startswith(begin)]
    wanted = {word.folded for word in asked} | {
        one for word in asked for one in stems(word.lower, (language,))
    }
    return [
        (word.start, word.end)
        for word in said
        if not word.pair and (word.folded in wanted or stem(language, word.lower) in wanted)
    ]


def _runs(asked: list[Word], said: list[Word]) -> list[tuple[int, int]]:
    """Return where the words stand one after the other."""
    asked = whole_pairs(asked)
    size = len(asked)
    return [
        (said[at].start, min(said[at + size - 1].end, said[at + size - 1].start + len(asked[-1].folded)))
        for at in range(len(said) - size + 1)
        if _same_run(asked, said[at : at + size])
    ]


def _same_run(asked: list[Word], said: list[Word]) -> bool:
    if any(want.folded != word.folded for want, word in zip(asked[:-1], said[:-1], strict=True)):
        return False
    want, word = asked[-1], said[-1]
    if begins_a_pair(want):
        return word.pair and word.folded.startswith(want.folded)
    return want.folded == word.folded


def begins_a_pair(word: Word) -> bool:
    """Say whether a word is a single character that, last in a clause, also finds pairs beginning with it."""
    return word.pair and word.end - word.start == 1


def whole_pairs(asked: list[Word]) -> list[Word]:
    """Return the words without the single character that ends a run: in a longer text the run may go on."""
    ends_a_run = len(asked) > 1 and begins_a_pair(asked[-1]) and asked[-2].end == asked[-1].end
    return asked[:-1] if ends_a_run else asked


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for low, high in spans:
        if joined and (low <= joined[-1][1] or text[joined[-1][1] : low].isspace()):
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined
