"""The search port: one suite over every implementation.

A further implementation adds itself to IMPLEMENTATIONS: a context manager that
gives a `Bench` (its writer, its search, and ``settle`` to make what was written
visible).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin.atlas import Atlas, Region
from tocsin.clock import hour_of
from tocsin.index.query import Clause, Kind, Query, Sort
from tocsin.index.search import Search
from tocsin.index.syntax import read
from tocsin.index.writer import Writer
from tocsin.model import (
    Cause,
    FeedState,
    Incident,
    IncidentLevel,
    KeyState,
    Level,
    Member,
    Reason,
    Rejected,
    Signal,
    WindowCount,
    WindowScore,
)
from tocsin.testing.search import MemoryIndex, MemorySearch, MemoryWriter
from tocsin.testing.servers import ELASTICSEARCH_VERSIONS
from tocsin.testing.tagged import NOON, tagged

HOUR = timedelta(hours=1)
ATLAS = Atlas(
    [
        Region(code="KG", level=Level.COUNTRY),
        Region(code="KG-O", level=Level.ADMIN1, parent="KG"),
        Region(code="KG-J", level=Level.ADMIN1, parent="KG"),
        Region(code="UZ", level=Level.COUNTRY),
        Region(code="fergana-valley", level=Level.AREA, members=("KG-O", "KG-J")),
    ]
)


@dataclass(frozen=True)
class Bench:
    writer: Writer
    search: Search
    settle: Callable[[], None]


@contextmanager
def memory(_folder: Path) -> Iterator[Bench]:
    index = MemoryIndex()
    yield Bench(MemoryWriter(index), MemorySearch(index, ATLAS), lambda: None)


@contextmanager
def sqlite(folder: Path) -> Iterator[Bench]:
    from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader

    file = folder / "tocsin.db"
    writing = sqlite3.connect(file)
    writing.execute("PRAGMA journal_mode = WAL")
    create(writing)
    reading = reader(file)
    try:
        yield Bench(SqliteWriter(writing, ATLAS), SqliteSearch(reading), writing.commit)
    finally:
        reading.close()
        writing.close()


IMPLEMENTATIONS = [pytest.param(memory, id="memory"), pytest.param(sqlite, id="sqlite")]


@contextmanager
def elastic(server) -> Iterator[Bench]:
    from tocsin.index.connection import ElasticConnection
    from tocsin.index.elastic import ElasticSearch
    from tocsin.testing.elastic import ElasticWriter, empty, set_up

    connection = ElasticConnection(hosts=(server.url,))
    empty(connection)
    set_up(connection, Path(__file__).parents[2] / "config" / "elasticsearch")
    client = connection.client()
    writer = ElasticWriter(connection, ATLAS)
    try:
        yield Bench(writer, ElasticSearch(client), writer.settle)
    finally:
        client.close()
    assert writer.dead == []


@pytest.fixture(
    scope="session",
    params=[
        *IMPLEMENTATIONS,
        *(pytest.param(one, id=one, marks=pytest.mark.elasticsearch) for one in ELASTICSEARCH_VERSIONS),
    ],
)
def implementation(request):
    """Of session scope, so that tests are ordered by it and each server starts once."""
    return request.param


@pytest.fixture
def bench(request, implementation, tmp_path) -> Iterator[Bench]:
    if isinstance(implementation, str):
        made = elastic(request.getfixturevalue("nodes")(implementation))
    else:
        made = implementation(tmp_path)
    with made as one:
        yield one


SAID = [
    tagged("Ethnic riots in Osh, dozens killed", id="osh-en", at=NOON, regions=("KG-O",), deaths=23,
           themes=("violence", "unrest"), categories=("riot",), summary="Gangs set houses on fire overnight."),
    tagged("В Оше начались погромы", id="osh-ru", at=NOON - HOUR, language="ru", feed="kloop-ru",
           publisher="Клооп", regions=("KG-O",), mentions=("UZ",), themes=("violence",),
           categories=("mass-atrocity",), summary="Толпа поджигает дома, сообщают очевидцы."),
    tagged("Straßenkämpfe in Dschalalabad", id="jal-de", at=NOON - 2 * HOUR, language="de", feed="echo-de",
           publisher="Das Echo", regions=("KG-J",), themes=("unrest",), categories=("riot",),
           summary="Die Regierung verhängt eine Ausgangssperre über die Städte."),
    tagged("抗议者2010年6月10日在奥什集会", id="osh-zh", at=NOON - 3 * HOUR, language="zh", feed="zh",
           regions=("KG-O",), summary="警方使用催泪瓦斯。"),
    tagged("ตำรวจยิงผู้ประท้วง", id="th", at=NOON - 4 * HOUR, language="th", feed="th"),
    tagged("경찰, 폭동이 일어난 도시 봉쇄", id="ko", at=NOON - 5 * HOUR, language="ko", feed="ko"),
    tagged("Protestas pacíficas en Bogotá", id="bog-es", at=NOON - 30 * HOUR, language="es", feed="es"),
    tagged("Adana'da çatışmalar büyüdü", id="tr", at=NOON - 31 * HOUR, language="tr", feed="tr"),
    tagged("Osh football club wins the cup", id="cup", at=NOON - 49 * HOUR, mentions=("KG-O",),
           summary="A killing spree of goals, said the coach. Tear gas was not needed."),
]  # fmt: skip


def ids(search: Search, line: str) -> list[str]:
    asked = read(line, now=NOON + HOUR)
    assert not asked.notes
    return [hit.tagged.article.id for hit in search.search(asked.query).hits]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("osh", {"osh-en", "cup"}, id="a word, upper or lower case"),
        pytest.param("riot", {"osh-en"}, id="an English plural by its singular"),
        pytest.param("погром", {"osh-ru"}, id="a Russian plural by its singular"),
        pytest.param("поджигать дом", {"osh-ru"}, id="all words, each in another form"),
        pytest.param("погромов", {"osh-ru"}, id="a Russian plural by another case of it"),
        pytest.param("stadt", {"jal-de"}, id="a German plural with an umlaut by its singular"),
        pytest.param("strassenkampf", {"jal-de"}, id="a German compound by its singular"),
        pytest.param("Ausgangssperren", {"jal-de"}, id="a German singular by its plural"),
        pytest.param("STRASSENKÄMPFE", {"jal-de"}, id="ß and SS are one"),
        pytest.param("bogota", {"bog-es"}, id="without the accent"),
        pytest.param("protesta", {"bog-es"}, id="a Spanish plural by its singular"),
        pytest.param("çatışma", {"tr"}, id="a Turkish plural by its singular"),
        pytest.param("catismalar", {"tr"}, id="Turkish typed on an English keyboard"),
        pytest.param("抗议", {"osh-zh"}, id="two Chinese characters at the beginning of a run"),
        pytest.param("集会", {"osh-zh"}, id="two Chinese characters at the end of a run"),
        pytest.param("奥什集会", {"osh-zh"}, id="four Chinese characters"),
        pytest.param("会", {"osh-zh"}, id="the last character of a run alone"),
        pytest.param("奥", {"osh-zh"}, id="a character inside a run alone"),
        pytest.param("会抗", set(), id="Chinese characters that do not stand together"),
        pytest.param("催泪瓦斯 抗议者", {"osh-zh"}, id="Chinese words in title and body"),
        pytest.param("ประท้วง", {"th"}, id="a Thai word inside a run"),
        pytest.param("폭동", {"ko"}, id="a Korean word without its particle"),
        pytest.param("strassen*", {"jal-de"}, id="a beginning"),
        pytest.param("kil*", {"osh-en", "cup"}, id="a short beginning"),
        pytest.param("en*", {"bog-es"}, id="a beginning is not that of a stem's language"),
        pytest.param('"tear gas"', {"cup"}, id="a phrase"),
        pytest.param('"gas tear"', set(), id="a phrase in the wrong order"),
        pytest.param('"riot in osh"', set(), id="a phrase takes no other form"),
        pytest.param('"riots in osh"', {"osh-en"}, id="a phrase as it is written"),
        pytest.param("osh -football", {"osh-en"}, id="without a word"),
        pytest.param("-osh lang:en", set(), id="only without a word"),
        pytest.param('lang:en -"tear gas"', {"osh-en"}, id="without a phrase"),
        pytest.param("region:KG-O", {"osh-en", "osh-ru", "osh-zh"}, id="reported from a province"),
        pytest.param(
            "region:kg", {"osh-en", "osh-ru", "osh-zh", "jal-de"}, id="a country finds its provinces"
        ),
        pytest.param(
            "region:fergana-valley", {"osh-en", "osh-ru", "osh-zh", "jal-de"}, id="an area its members"
        ),
        pytest.param("region:KG-J region:UZ", {"jal-de"}, id="one region or the other"),
        pytest.param("mentions:KG-O", {"osh-en", "osh-ru", "osh-zh", "cup"}, id="named at all"),
        pytest.param("mentions:UZ", {"osh-ru"}, id="named beside the main region"),
        pytest.param("region:UZ", set(), id="a mere mention is no report"),
        pytest.param("theme:unrest region:KG-O", {"osh-en"}, id="theme and region"),
        pytest.param("category:riot", {"osh-en", "jal-de"}, id="category"),
        pytest.param("category:riot osh", {"osh-en"}, id="category and word"),
        pytest.param(
            "category:riot category:mass-atrocity lang:ru", {"osh-ru"}, id="categories and language"
        ),
        pytest.param("feed:kloop-ru", {"osh-ru"}, id="feed"),
        pytest.param("publisher:клооп", {"osh-ru"}, id="publisher in lower case"),
        pytest.param("id:cup id:tr", {"cup", "tr"}, id="ids"),
        pytest.param("deaths:20", {"osh-en"}, id="deaths at least"),
        pytest.param("deaths:24", set(), id="not so many deaths"),
        pytest.param("violent:yes", {"osh-en", "osh-ru", "jal-de"}, id="violent"),
        pytest.param("violent:no osh", {"cup"}, id="not violent"),
        pytest.param("since:3h", {"osh-en", "osh-ru", "jal-de"}, id="since includes its moment"),
        pytest.param("until:2010-06-10", {"cup"}, id="until excludes its moment"),
        pytest.param("since:2010-06-11 until:2010-06-11T09:00", {"th", "ko"}, id="between"),
        pytest.param("nothingofthekind", set(), id="a word nobody said"),
        pytest.param('" OR 1 NEAR( {title} : *', set(), id="the backend's own syntax is only text"),
    ],
)
def test_finds(bench, line, found):
    bench.writer.tagged(SAID)
    bench.settle()
    assert set(ids(bench.search, line)) == found


def test_newest_come_first_where_there_are_no_words(bench):
    bench.writer.tagged(SAID)
    bench.settle()
    assert ids(bench.search, "") == [one.article.id for one in SAID]


def test_a_word_in_the_title_comes_before_one_in_the_body(bench):
    body = tagged("Quiet day", id="b", at=NOON, summary="Some words on curfew and " + "other things " * 20)
    title = tagged("Curfew in the city", id="t", at=NOON - HOUR)
    bench.writer.tagged([body, title])
    bench.settle()
    assert ids(bench.search, "curfew") == ["t", "b"]
    assert ids(bench.search, "curfew sort:newest") == ["b", "t"]


@pytest.mark.parametrize("order", list(Sort))
def test_pages_give_every_article_once(bench, order):
    many = [tagged(f"Report number {n}", id=f"n{n:03}", at=NOON - n // 3 * HOUR) for n in range(50)]
    bench.writer.tagged(many)
    bench.settle()
    query = Query(clauses=(Clause(text="report"),), sort=order, limit=7)
    seen: list[str] = []
    while True:
        page = bench.search.search(query)
        assert page.total == 50
        seen += [hit.tagged.article.id for hit in page.hits]
        if page.cursor is None:
            break
        query = replace(query, cursor=page.cursor)
    assert len(seen) == 50
    assert set(seen) == {one.article.id for one in many}


@pytest.mark.parametrize("cursor", ["x", "-1", "1e9", "9" * 40, "1.2.3", "'"])
def test_a_forged_cursor_harms_nothing(bench, cursor):
    bench.writer.tagged(SAID)
    bench.settle()
    assert bench.search.search(Query(cursor=cursor)).total == len(SAID)


def test_what_was_asked_is_marked_in_title_and_excerpt(bench):
    bench.writer.tagged(SAID)
    bench.settle()
    (hit,) = bench.search.search(read("погромов поджигают", now=NOON).query).hits
    assert [piece.text for piece in hit.title if piece.hit] == ["погромы"]
    assert [piece.text for piece in hit.excerpt if piece.hit] == ["поджигает"]
    assert "".join(piece.text for piece in hit.title) == "В Оше начались погромы"


def test_a_higher_revision_replaces_and_a_lower_one_does_not(bench):
    first = tagged("Riots in Osh", id="a", regions=("KG-O",), themes=("violence",))
    second = tagged("Calm in Jalal-Abad", id="a", revision=2, regions=("KG-J",), at=NOON + HOUR)
    for batch in ([first], [second], [first], [second, first], [first, second]):
        bench.writer.tagged(batch)
        bench.settle()
    assert ids(bench.search, "riots") == []
    assert ids(bench.search, "region:KG-O") == []
    assert ids(bench.search, "theme:violence") == []
    assert ids(bench.search, "calm region:KG-J") == ["a"]
    assert bench.search.search(Query()).total == 1
    assert bench.search.article("a") == second


def test_one_batch_may_replace_the_newest_article_and_bring_another(bench):
    bench.writer.tagged([tagged("Riot in Osh", id="a")])
    bench.settle()
    bench.writer.tagged([tagged("Calm in Osh", id="a", revision=2), tagged("Riot in Batken", id="b")])
    bench.settle()
    assert ids(bench.search, "riot") == ["b"]
    assert ids(bench.search, "calm") == ["a"]


def test_the_same_revision_tagged_anew_replaces(bench):
    bench.writer.tagged([tagged("Riots in Osh", id="a", regions=("KG",))])
    bench.settle()
    bench.writer.tagged([tagged("Riots in Osh", id="a", regions=("KG-O",))])
    bench.settle()
    assert ids(bench.search, "region:KG-O") == ["a"]


def test_an_article_comes_back_as_it_was_put_in(bench):
    bench.writer.tagged(SAID)
    bench.settle()
    for one in SAID:
        assert bench.search.article(one.article.id) == one
    assert bench.search.article("nobody") is None


def test_counts_by_region(bench):
    bench.writer.tagged(SAID)
    bench.settle()
    counts = {one.region: (one.articles, one.violent) for one in bench.search.regions(NOON - 24 * HOUR)}
    assert counts == {"KG": (4, 3), "fergana-valley": (4, 3), "KG-O": (3, 2), "KG-J": (1, 1)}
    assert [one.region for one in bench.search.regions(NOON - 24 * HOUR)][-1] == "KG-J"
    assert bench.search.regions(NOON)[0].newest == NOON


def incident(
    name: str,
    level: IncidentLevel,
    *,
    step: int = 1,
    at: datetime = NOON,
    region: str = "KG",
    place: str = "KG-O",
) -> Incident:
    member = Member(
        region="KG-J",
        rule="spike",
        level=level,
        stories=3,
        articles=4,
        score=5.0,
        threshold=4.0,
        joined_at=NOON,
        at=at,
    )
    return Incident(
        id=name, step=step, theme="violence", region=region, place=place, level=level, reason=Reason.FIRST,
        rule="spike", opened_at=NOON, at=at, stories=11, articles=19, publishers=("A", "B"), expected=0.1,
        ratio=110.0, ratio_low=60.0, score=8.0, threshold=4.0, members=(member,) if region == "KG" else (),
    )  # fmt: skip


def test_incidents_stand_at_their_highest_step_worst_first(bench):
    bench.writer.incidents([incident("a", IncidentLevel.WATCH), incident("b", IncidentLevel.CRITICAL)])
    bench.writer.incidents(
        [incident("c", IncidentLevel.WATCH, at=NOON + HOUR), incident("d", IncidentLevel.CLOSED)]
    )
    bench.writer.incidents([incident("a", IncidentLevel.HIGH, step=2), incident("a", IncidentLevel.WATCH)])
    bench.settle()
    assert [one.id for one in bench.search.incidents()] == ["b", "a", "c"]
    assert [one.id for one in bench.search.incidents(open_only=False)] == ["b", "a", "c", "d"]
    assert [one.id for one in bench.search.incidents(limit=1)] == ["b"]
    assert [one.id for one in bench.search.incidents(since=NOON + HOUR)] == ["c"]
    assert bench.search.incident("a") == incident("a", IncidentLevel.HIGH, step=2)
    assert [one.step for one in bench.search.steps("a")] == [1, 2]
    assert bench.search.incident("x") is None
    assert bench.search.steps("x") == ()


def test_tests_of_the_alarm_are_found_by_their_id_and_stand_in_no_list(bench):
    bench.writer.incidents(
        [incident("a", IncidentLevel.WATCH), replace(incident("t", IncidentLevel.WATCH), canary="drill-1")]
    )
    bench.writer.tagged([tagged("A drill in Osh", id="drill", regions=("KG-O",), canary="drill-1")])
    bench.settle()
    for open_only in (True, False):
        assert [one.id for one in bench.search.incidents(open_only=open_only)] == ["a"]
    assert bench.search.incident("t").canary == "drill-1"
    assert ids(bench.search, "drill") == []
    assert bench.search.regions(NOON - HOUR) == ()


def test_incidents_of_a_region_are_those_it_has_a_part_in(bench):
    bench.writer.incidents(
        [incident("a", IncidentLevel.WATCH), incident("u", IncidentLevel.WATCH, region="UZ", place="UZ")]
    )
    bench.settle()
    for region in ("KG", "KG-O", "KG-J"):
        assert [one.id for one in bench.search.incidents(region=region)] == ["a"]
    assert bench.search.incidents(region="K") == ()


def hour(at: datetime, stories: int, **more) -> WindowCount:
    return WindowCount(region="KG-O", theme="violence", hour=hour_of(at), stories=stories, articles=stories + 1, expected=0.5, variance=0.6, **more)  # fmt: skip


def test_hours_come_in_order_and_the_last_record_wins(bench):
    bench.writer.windows([hour(NOON, 3), hour(NOON - HOUR, 1), hour(NOON - 2 * HOUR, 0)])
    bench.writer.windows([hour(NOON, 4, coverage=0.5, state=KeyState.NO_DATA, score=2.0, threshold=4.0)])
    bench.settle()
    known = bench.search.windows("KG-O", "violence", NOON - HOUR)
    assert [one.stories for one in known] == [1, 4]
    assert known[1] == hour(NOON, 4, coverage=0.5, state=KeyState.NO_DATA, score=2.0, threshold=4.0)
    assert [one.stories for one in bench.search.windows("KG-O", "violence", NOON - 9 * HOUR, NOON)] == [0, 1]
    assert bench.search.windows("KG-O", "unrest", NOON - HOUR) == ()


def signal(at: datetime, stories: int, score: float) -> Signal:
    one = WindowScore(
        hours=1,
        stories=stories,
        articles=stories,
        publishers=1,
        expected=0.2,
        variance=0.3,
        surprise=score,
        coverage=1.0,
    )
    return Signal(
        region="KG-O", theme="violence", at=at, cause=Cause.MENTION, state=KeyState.READY, score=score,
        window=24, windows=(one, replace(one, hours=24, stories=40)), usual=0.2, tier=1,
    )  # fmt: skip


def test_signals_that_measured_no_hour_alone_put_nothing_in(bench):
    bench.writer.signals([replace(signal(NOON, 0, 0.0), windows=())])
    bench.settle()
    assert bench.search.windows("KG-O", "violence", NOON - HOUR) == ()


def test_signals_tell_the_running_hour_until_it_has_ended(bench):
    bench.writer.signals(
        [signal(NOON, 1, 2.0), signal(NOON + HOUR / 2, 3, 5.0), signal(NOON + HOUR / 1.5, 4, 4.5)]
    )
    bench.settle()
    (running,) = bench.search.windows("KG-O", "violence", NOON)
    assert (running.stories, running.score, running.expected) == (4, 5.0, 0.2)
    bench.writer.windows([hour(NOON, 6)])
    bench.writer.signals([signal(NOON, 1, 2.0)])
    bench.settle()
    assert bench.search.windows("KG-O", "violence", NOON) == (hour(NOON, 6),)


def test_feeds_come_by_id_as_they_were_last_told(bench):
    due = datetime(2010, 6, 11, tzinfo=UTC)
    bench.writer.feeds(
        [
            FeedState(feed="b", url="https://b.example/", due=due),
            FeedState(feed="a", url="https://a.example/", due=due),
        ]
    )
    bench.writer.feeds([FeedState(feed="b", url="https://b.example/rss", due=due, failures=3)])
    bench.settle()
    assert [(one.feed, one.failures) for one in bench.search.feeds()] == [("a", 0), ("b", 3)]


def test_dead_letters_come_newest_first_and_once(bench):
    letters = [
        Rejected(
            topic="tocsin.tagged",
            partition=0,
            offset=n,
            key="k",
            reason="why",
            value=b"\xff",
            at=NOON + n * HOUR,
        )
        for n in range(3)
    ]
    bench.writer.rejected(letters)
    bench.writer.rejected(letters)
    bench.settle()
    assert bench.search.rejected() == tuple(reversed(letters))
    assert bench.search.rejected(1) == (letters[2],)


LETTER = Rejected(
    topic="tocsin.articles", partition=2, offset=17, key="a17", reason="why", value=b"\xff", at=NOON
)


def test_a_dead_letter_of_a_new_log_leaves_that_of_the_lost_one_at_its_position(bench):
    later = replace(LETTER, key="b3", value=b"{]", at=NOON + HOUR)
    bench.writer.rejected([LETTER])
    bench.writer.rejected([later])
    bench.writer.rejected([later])
    bench.settle()
    assert bench.search.rejected() == (later, LETTER)


def test_of_a_dead_letter_the_latest_word_is_told_whatever_the_month(bench):
    notes = [
        replace(LETTER, reason=f"put back {days} days later", at=NOON + days * 24 * HOUR) for days in (1, 40)
    ]
    bench.writer.rejected([LETTER, *notes])
    bench.settle()
    assert bench.search.rejected() == (notes[1],)


def test_phrase_kind_without_letters_is_left_out(bench):
    bench.writer.tagged(SAID)
    bench.settle()
    assert bench.search.search(read('"---" * -', now=NOON).query).total == len(SAID)
    assert bench.search.search(Query(clauses=(Clause(text="Osh", kind=Kind.PREFIX),))).total == 2
