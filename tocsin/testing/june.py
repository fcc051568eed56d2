"""A made-up June of 2010: regions, articles and incidents of our own, after the public record of the Osh events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tocsin.atlas import Atlas, Region
from tocsin.model import (
    CategoryCount,
    Evidence,
    HistoryLine,
    Incident,
    IncidentLevel,
    Level,
    Member,
    Reason,
    TaggedArticle,
    Word,
)
from tocsin.testing.tagged import tagged

NOW = datetime(2010, 6, 11, 21, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _region(code: str, name: str, parent: str | None, offset: float, borders: tuple[str, ...] = ()) -> Region:
    level = Level.ADMIN1 if parent else Level.COUNTRY
    return Region(
        code=code, level=level, parent=parent, names={"en": name}, utc_offset=offset, borders=borders
    )


ATLAS = Atlas(
    [
        _region("KG", "Kyrgyzstan", None, 6, ("UZ", "TJ", "KZ", "CN")),
        _region("KG-O", "Osh", "KG", 6, ("KG-J", "KG-B", "UZ-AN", "UZ-FA")),
        _region("KG-J", "Jalal-Abad", "KG", 6, ("KG-O", "UZ-AN")),
        _region("KG-B", "Batken", "KG", 6),
        _region("UZ", "Uzbekistan", None, 5, ("KG", "TJ", "KZ")),
        _region("UZ-AN", "Andijan", "UZ", 5),
        _region("UZ-FA", "Fergana", "UZ", 5),
        _region("TJ", "Tajikistan", None, 5),
        _region("KZ", "Kazakhstan", None, 5),
        _region("CN", "China", None, 8),
        _region("SD", "Sudan", None, 3),
        _region("SD-KH", "Khartoum", "SD", 3),
        _region("CO", "Colombia", None, -5),
        _region("CO-CAU", "Cauca", "CO", -5),
        Region(
            code="fergana-valley", level=Level.AREA, names={"en": "Fergana Valley"}, utc_offset=6,
            members=("KG-O", "KG-J", "KG-B", "UZ-AN", "UZ-FA"),
        ),
    ]
)  # fmt: skip

ARTICLES: tuple[TaggedArticle, ...] = (
    tagged("В Оше вторую ночь идут погромы, горят дома", id="a1", language="ru", at=NOW - 0.4 * HOUR, feed="osh-ru",
           publisher="Южный вестник", regions=("KG-O",), themes=("violence", "unrest"), categories=("mass-atrocity", "riot"),
           terms=(("погромы", "mass-atrocity", "pogroms"), ("горят дома", "riot", "houses burn")), deaths=23,
           summary="Очевидцы сообщают о стрельбе в нескольких районах. Больницы принимают раненых."),
    tagged("Ethnic clashes in southern Kyrgyzstan leave at least 23 dead", id="a2", at=NOW - 1.1 * HOUR,
           publisher="Steppe Courier", regions=("KG-O",), themes=("violence",), categories=("armed-clash",),
           terms=(("clashes", "armed-clash", "clashes"), ("dead", "armed-clash", "dead")), deaths=23,
           summary="The interim government declared a state of emergency in Osh and two districts around it."),
    tagged("Ausgangssperre in Osch nach schweren Unruhen", id="a3", language="de", at=NOW - 2.2 * HOUR, feed="echo-de",
           publisher="Das Echo", regions=("KG-O",), themes=("unrest",), categories=("riot",),
           terms=(("Unruhen", "riot", "riots"),), summary="Hunderte Menschen flohen in Richtung der usbekischen Grenze."),
    tagged("Ошто түнкү атышуудан кийин өзгөча абал жарыяланды", id="a4", language="ky", at=NOW - 3 * HOUR, feed="ky",
           publisher="Түштүк үнү", regions=("KG-O",), themes=("violence",), categories=("armed-clash",),
           terms=(("атышуудан", "armed-clash", "shooting"),)),
    tagged("Thousands gather at the Uzbek border near Andijan", id="a5", at=NOW - 4 * HOUR, publisher="Steppe Courier",
           regions=("UZ-AN",), themes=("displacement",), categories=("displacement",), mentions=("KG-O",),
           summary="Women and children wait to cross; a camp is being set up, aid workers say."),
    tagged("В Джалал-Абаде собираются вооружённые группы", id="a6", language="ru", at=NOW - 5 * HOUR, feed="osh-ru",
           publisher="Южный вестник", regions=("KG-J",), themes=("violence",), categories=("armed-clash",),
           terms=(("вооружённые", "armed-clash", "armed"),)),
    tagged("مظاهرات متفرقة في الخرطوم بعد رفع أسعار الوقود", id="a7", language="ar", at=NOW - 6 * HOUR, feed="sd-ar",
           publisher="صوت النيل", regions=("SD-KH",), themes=("unrest",), categories=("protest",),
           terms=(("مظاهرات", "protest", "demonstrations"),)),
    tagged("Combates entre ejército y disidencias en el norte del Cauca", id="a8", language="es", at=NOW - 8 * HOUR,
           feed="co-es", publisher="El Sur", regions=("CO-CAU",), themes=("violence",), categories=("armed-clash",),
           terms=(("Combates", "armed-clash", "fighting"),), deaths=2),
    tagged("抗议者在奥什集会", id="a9", language="zh", at=NOW - 20 * HOUR, feed="zh", publisher="中亚观察",
           regions=("KG-O",), themes=("unrest",), categories=("protest",), terms=(("抗议者", "protest", "protesters"),)),
    tagged("Osh bazaar reopens after repairs", id="b1", at=NOW - 26 * HOUR, publisher="Steppe Courier", regions=("KG-O",)),
    tagged("Apricot harvest in Batken better than last year", id="b2", at=NOW - 3.3 * HOUR, publisher="Steppe Courier",
           regions=("KG-B",), summary="Traders expect prices to fall."),
)  # fmt: skip


def _evidence(article: TaggedArticle, similar: int) -> Evidence:
    said = article.article
    return Evidence(
        story=said.id, article=said.id, title=said.title, url=said.url, publisher=said.source.publisher,
        owner=said.source.owner, language=article.language, at=said.at, similar=similar,
        deaths=article.casualties.deaths_low or 0,
        words=tuple(Word(text=term.span.text, language=term.language, gloss=term.gloss) for term in article.terms),
    )  # fmt: skip


def _member(region: str, level: IncidentLevel, stories: int, score: float, joined: float) -> Member:
    return Member(
        region=region, rule="violence-unusual", level=level, stories=stories, articles=stories * 2, score=score,
        threshold=4.1, joined_at=NOW - joined * HOUR, at=NOW - 0.3 * HOUR,
    )  # fmt: skip


OSH = Incident(
    id="5f0c8a12b7d94e31a2c66f1d90e4b7aa", step=5, theme="violence", region="KG", place="KG-O",
    level=IncidentLevel.CRITICAL, reason=Reason.FIRST_DEATHS, rule="violence-unusual", opened_at=NOW - 22 * HOUR,
    at=NOW - 0.3 * HOUR, stories=31, articles=118,
    publishers=("Южный вестник", "Steppe Courier", "Das Echo", "Түштүк үнү", "中亚观察", "El Sur", "Radio Asia"),
    languages=("ru", "en", "de", "ky"),
    categories=(CategoryCount(category="armed-clash", stories=18), CategoryCount(category="mass-atrocity", stories=9),
                CategoryCount(category="riot", stories=4)),
    deaths=23, window=24, expected=1.4, ratio=22.1, ratio_low=15.8, score=9.4, threshold=4.1, coverage=0.86,
    members=(_member("KG-O", IncidentLevel.CRITICAL, 27, 9.4, 22), _member("KG-J", IncidentLevel.WATCH, 4, 4.6, 9)),
    history=(
        HistoryLine(at=NOW - 22 * HOUR, level=IncidentLevel.WATCH, reason=Reason.FIRST),
        HistoryLine(at=NOW - 17 * HOUR, level=IncidentLevel.HIGH, reason=Reason.LEVEL_UP),
        HistoryLine(at=NOW - 9 * HOUR, level=IncidentLevel.HIGH, reason=Reason.NEW_REGION),
        HistoryLine(at=NOW - 3 * HOUR, level=IncidentLevel.CRITICAL, reason=Reason.LEVEL_UP),
        HistoryLine(at=NOW - 0.3 * HOUR, level=IncidentLevel.CRITICAL, reason=Reason.FIRST_DEATHS),
    ),
    evidence=(_evidence(ARTICLES[0], 14), _evidence(ARTICLES[1], 9), _evidence(ARTICLES[3], 0), _evidence(ARTICLES[5], 2)),
    article_ids=("a1", "a2", "a4", "a6"), config="7c1e90ab54d2",
)  # fmt: skip
BORDER = replace(
    OSH, id="0d41b2c6e8f74a5b9c3d2e1f00aa9988", step=1, theme="displacement", region="UZ", place="UZ-AN",
    level=IncidentLevel.WATCH, reason=Reason.FIRST, rule="flight-toward-border", opened_at=NOW - 2 * HOUR,
    at=NOW - 2 * HOUR, stories=4, articles=6, publishers=("Steppe Courier", "Das Echo"), languages=("en", "de"),
    categories=(CategoryCount(category="displacement", stories=4),), deaths=0, window=12, expected=0.08, ratio=56.0,
    ratio_low=17.0, score=4.9, coverage=0.62, members=(_member("UZ-AN", IncidentLevel.WATCH, 4, 4.9, 2),),
    history=(HistoryLine(at=NOW - 2 * HOUR, level=IncidentLevel.WATCH, reason=Reason.FIRST),),
    evidence=(_evidence(ARTICLES[4], 1),), acked_by="Ada", acked_at=NOW - HOUR,
)  # fmt: skip
OVER = replace(
    BORDER, id="77aa01", step=6, theme="unrest", region="CO", place="CO-CAU", level=IncidentLevel.CLOSED,
    reason=Reason.CLOSED, opened_at=NOW - 200 * HOUR, at=NOW - 90 * HOUR, evidence=(_evidence(ARTICLES[7], 0),),
    members=(), acked_by=None, acked_at=None,
)  # fmt: skip
