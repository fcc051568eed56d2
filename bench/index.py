"""How fast the embedded index takes articles in, and answers. Prints figures; ``python bench/index.py [COUNT]``."""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from tocsin.atlas import Atlas, Region
from tocsin.index.sqlite import SqliteSearch, SqliteWriter, create, reader
from tocsin.index.syntax import read
from tocsin.model import Level, TaggedArticle
from tocsin.testing.tagged import NOON, tagged

LETTERS = "ABCDEFGHIJ"
COUNTRIES = [f"{first}{second}" for first in LETTERS for second in LETTERS]
ATLAS = Atlas(
    [
        *(Region(code=code, level=Level.COUNTRY) for code in COUNTRIES),
        *(Region(code=f"{code}-1", level=Level.ADMIN1, parent=code) for code in COUNTRIES),
    ]
)
SYLLABLES = {
    "en": [
        "ka", "to", "ri", "mel", "son", "ber", "tion", "pro", "ing", "est", "ance", "wor", "der", "pol", "ice",
        "gov", "ern", "ment",
    ],
    "ru": [
        "по", "гро", "мы", "на", "род", "ный", "пол", "иц", "ия", "ста", "ни", "ов", "ами", "тель", "ств",
        "про", "тест", "уби", "то",
    ],
    "de": [
        "ver", "hal", "ten", "ung", "kei", "schaft", "ge", "stadt", "pol", "iz", "ei", "be", "richt", "ers",
        "chlag", "ent",
    ],
    "zh": list("抗议者警方政府冲突死亡伤示威暴力军队枪击袭城市地区总统选举"),
}  # fmt: skip
LINES = (
    "riot", "ka*", "region:AA", "region:AB-1 theme:violence since:2d", '"po li"', "протест lang:ru", "冲突", "",
)  # fmt: skip


def vocabulary(language: str, chance: random.Random) -> list[str]:
    """Return 20,000 made-up words of a language."""
    parts = SYLLABLES[language]
    return ["".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(20_000)]


def articles(count: int, chance: random.Random) -> Iterator[TaggedArticle]:
    """Yield ``count`` tagged articles in several languages, their words as unevenly used as real ones."""
    vocabularies = {language: vocabulary(language, chance) for language in SYLLABLES}
    regions = list(ATLAS)
    for number in range(count):
        language = chance.choice(list(SYLLABLES))
        # few words say most, as in real texts
        said = [vocabularies[language][min(19_999, int(chance.paretovariate(0.6)) + 9)] for _ in range(36)]
        space = "" if language == "zh" else " "
        violent = number % 9 == 0
        yield tagged(
            space.join(said[:9]), summary=space.join(said[9:]), id=f"{number:032x}", language=language,
            at=NOON + timedelta(seconds=30 * number), feed=f"feed-{number % 200}",
            regions=(chance.choice(regions),), themes=("violence",) if violent else (),
            categories=("riot",) if violent else (),
        )  # fmt: skip


def main() -> None:
    """Print rates, bytes and search times of the embedded index."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    made = list(articles(count, random.Random(1)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.db"
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        create(connection)
        writer = SqliteWriter(connection, ATLAS)
        take_in(connection, writer, made, "taken in")
        print(f"{file.stat().st_size / count:,.0f} bytes an article")
        answer(SqliteSearch(reader(file)), made)
        take_in(connection, writer, made[-5000:], "replaced")


def take_in(
    connection: sqlite3.Connection, writer: SqliteWriter, made: list[TaggedArticle], what: str
) -> None:
    """Write the articles in batches of 500 and print the rate."""
    begin, cpu = time.perf_counter(), time.process_time()
    for start in range(0, len(made), 500):
        writer.tagged(made[start : start + 500])
        connection.commit()
    wall, cpu = time.perf_counter() - begin, time.process_time() - cpu
    print(f"{what}: {len(made) / wall:,.0f} articles/s; {len(made) / cpu:,.0f} per second of CPU")


def answer(search: SqliteSearch, made: list[TaggedArticle]) -> None:
    """Ask each of ``LINES`` once and print how long it took, in milliseconds."""
    for line in LINES:
        asked = read(line, now=made[-1].article.at).query
        begin = time.perf_counter()
        hits = search.search(asked)
        spent = (time.perf_counter() - begin) * 1000
        print(f"{spent:7.1f} ms  {hits.total:7,} found  {line or '(newest)'}")


if __name__ == "__main__":
    main()
