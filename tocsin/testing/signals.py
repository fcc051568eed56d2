"""Made-up signals over a small atlas: what tests and rehearsals of alerting feed the fold with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tocsin.atlas import Atlas, Region
from tocsin.model import (
    WINDOWS,
    CategoryCount,
    Cause,
    Evidence,
    KeyState,
    Level,
    Signal,
    WindowScore,
    Word,
)

NOON: Final = datetime(2010, 6, 11, 12, tzinfo=UTC)
_PAPERS: Final = ("Osh Paper", "Bishkek Daily", "Fergana Wire", "Steppe Post", "Valley Radio")
_TONGUES: Final = ("ru", "ky", "uz", "en", "de")


def fergana() -> Atlas:
    """Return an atlas of the Fergana valley's countries and the regions that a test needs."""
    names = {
        "KG": ("Kyrgyzstan", "Kirgisistan"), "KG-O": ("Osh Region", "Gebiet Osch"),
        "KG-J": ("Jalal-Abad Region", "Gebiet Dschalal-Abad"), "KG-T": ("Talas Region", "Gebiet Talas"),
        "UZ": ("Uzbekistan", "Usbekistan"), "UZ-AN": ("Andijan", "Andischan"),
        "TJ": ("Tajikistan", "Tadschikistan"), "FR": ("France", "Frankreich"),
    }  # fmt: skip
    borders = {
        "KG": ("TJ", "UZ"), "UZ": ("KG", "TJ"), "TJ": ("KG", "UZ"), "KG-O": ("KG-J", "UZ-AN"),
        "KG-J": ("KG-O", "KG-T", "UZ-AN"), "UZ-AN": ("KG-J", "KG-O"), "KG-T": ("KG-J",),
    }  # fmt: skip
    regions = [
        Region(
            code=code, level=Level.ADMIN1 if "-" in code else Level.COUNTRY,
            parent=code.partition("-")[0] if "-" in code else None, borders=borders.get(code, ()),
            names={"en": english, "de": german}, utc_offset=1.0 if code == "FR" else 6.0,
        )
        for code, (english, german) in names.items()
    ]  # fmt: skip
    valley = Region(
        code="fergana-valley", level=Level.AREA, members=("KG-O", "KG-J", "UZ-AN"),
        names={"en": "Fergana Valley", "de": "Ferganatal"}, utc_offset=6.0,
    )  # fmt: skip
    return Atlas([*regions, valley])


def signal(
    region: str = "KG-O", *, at: datetime = NOON, stories: int = 8, publishers: int = 3, score: float = 6.0,
    expected: float = 0.2, deaths: int = 0, category: str = "communal-violence", theme: str = "violence",
    hours: int = 24, state: KeyState = KeyState.READY, coverage: float = 1.0, owners: int = 6,
    surprise: float | None = None, **more: Any,
) -> Signal:  # fmt: skip
    """Return a signal whose windows of ``hours`` and more hold ``stories``, with evidence and articles."""
    papers = [
        _PAPERS[n % len(_PAPERS)] + (f" {n // len(_PAPERS)}" if n >= len(_PAPERS) else "")
        for n in range(publishers)
    ]
    counts = (CategoryCount(category=category, stories=stories),) if stories else ()
    shock = score if surprise is None else surprise
    windows = tuple(
        WindowScore(
            hours=window, stories=stories if window >= hours else 0, articles=stories + 2,
            publishers=publishers if window >= hours else 0, expected=expected * window / 24,
            variance=expected * window / 24 * 1.5, surprise=shock if window >= hours else 0.0,
            coverage=coverage, deaths=deaths if window >= hours else 0,
            categories=counts if window >= hours else (),
        )
        for window in WINDOWS
    )  # fmt: skip
    ids = tuple(f"{region[:2]}-{theme}-{n}" for n in range(stories))
    made = Signal(
        region=region, theme=theme, at=at, cause=Cause.MENTION, state=state, score=score, window=hours,
        windows=windows, usual=expected / 24, tier=0, owners=owners, stories=stories, articles=stories + 2,
        publishers=tuple(papers), languages=_TONGUES[: min(3, max(1, publishers))], categories=counts,
        deaths=deaths, coverage=coverage, evidence=tuple(_story(n, region, at, category) for n in range(min(3, stories))),
        article_ids=ids,
    )  # fmt: skip
    return replace(made, **more)


def _story(number: int, region: str, at: datetime, category: str) -> Evidence:
    return Evidence(
        story=f"{region}-s{number}", article=f"{region}-a{number}", title=_TITLES[number % len(_TITLES)],
        url=f"https://news.example/{region}/{number}", publisher=_PAPERS[number % len(_PAPERS)],
        owner=_PAPERS[number % len(_PAPERS)], language=_TONGUES[number % 3],
        at=at - timedelta(minutes=20 * number), similar=number * 2, categories=(category,),
        words=(Word(text="погром", language="ru", gloss="pogrom"),),
    )  # fmt: skip


_TITLES: Final = (
    "В Оше продолжаются столкновения, горят дома",
    "Ошто түнү менен атышуу болду",
    "Oshda to‘qnashuvlar: ko‘plab uylar yondirildi",
)
