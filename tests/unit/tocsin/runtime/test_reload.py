"""A reload while the engine works: nothing of what was in hand is lost."""

from datetime import timedelta

from tests.unit.tocsin.runtime.test_retag import HOURS, START, article, old, play  # noqa: F401  # fixtures
from tocsin.codec import encode
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.topics import ARTICLES


def detected(one):
    return dict(one.connection.execute("SELECT key, value FROM rows WHERE fold = 'detection'"))


def tell(one, number):
    said = article(
        HOURS + number, START + timedelta(hours=HOURS, minutes=number), f"Pogrom in Osh, report {number}"
    )
    with Transaction(one.connection):
        SqliteLog(one.connection, one.clock.now).append(ARTICLES.name, said.id, encode(said))
    one.engine.drain()


def test_a_reload_in_the_middle_of_a_batch_loses_nothing_of_it(tmp_path, old):  # noqa: F811
    still, reloaded = play(tmp_path / "still", old), play(tmp_path / "reloaded", old)
    heard = []

    def reload(tagged):
        heard.append(tagged)
        reloaded.reload(old)  # as a signal does, while the engine has a batch in hand

    reloaded.heard = reload
    reloaded.reload(old)
    for one in (still, reloaded):
        for number in range(3):
            tell(one, number)
    assert len(heard) == 3
    assert detected(still) == detected(reloaded)
    still.close()
    reloaded.close()
