"""One made-up alert on Osh in all the ways it is told: what goldens and pictures are drawn from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tocsin.model import Evidence, Notification, Reason, Word
from tocsin.testing.alerting import Rehearsal
from tocsin.testing.signals import NOON, signal


def osh(reason: Reason = Reason.FIRST) -> Notification:
    """Return the root message of an incident in the Osh region at level high."""
    desk = Rehearsal()
    made = replace(
        signal("KG-O", at=NOON, stories=11, publishers=7, score=5.0, expected=0.1, deaths=4, category="armed-clash"),
        evidence=_stories(), languages=("de", "en", "ru", "uz"),
    )  # fmt: skip
    desk.feed(made)
    desk.wait(NOON, timedelta(minutes=2))
    note = desk.notes()[0]
    assert note.incident is not None
    return replace(note, reason=reason)


def hostile() -> Notification:
    """Return a message whose headlines try everything: mark-up, mentions, direction, length, emoji, control characters."""
    note = osh()
    assert note.incident is not None
    titles = (
        "<!channel> *bold* _it_ ~no~ `code` <https://evil.example|click> & :rotating_light:",
        "\u202eتفجير في السوق\u202c <@U123>\u0000\u0007\n\nnew line",
        "👩‍👩‍👧‍👦" * 80 + "🇰🇬🇺🇿" * 100,
    )
    stories = tuple(
        replace(
            story,
            title=title,
            publisher="<script>*Paper*",
            url="javascript:alert(1)" if n == 0 else story.url,
        )
        for n, (story, title) in enumerate(zip(note.incident.evidence, titles, strict=True))
    )
    return replace(note, incident=replace(note.incident, evidence=stories))


def _stories() -> tuple[Evidence, ...]:
    told = (
        ("В Оше горят дома, толпы нападают на кварталы", "Долина сегодня", "ru", Word(text="погром", language="ru", gloss="pogrom"), 4),
        ("Gun battles in Osh, at least 4 killed", "Ala-Too Dispatch", "en", Word(text="gun battles", language="en"), 2),
        ("Häuser brennen in Osch, Mobs greifen Viertel an", "Mittelasien-Rundschau", "de", Word(text="greifen an", language="de", gloss="attack"), 0),
    )  # fmt: skip
    return tuple(
        Evidence(
            story=f"s{n}", article=f"a{n}", title=title, url=f"https://news.example/osh/{n}", publisher=paper,
            owner=paper, language=language, at=NOON - timedelta(minutes=25 * n + 10), similar=similar, words=(word,),
        )
        for n, (title, paper, language, word, similar) in enumerate(told)
    )  # fmt: skip
