"""A running tocsin whose lexicon changed says, before it tags on, how much more it finds."""

from datetime import timedelta

from tests.unit.tocsin.runtime.test_retag import HOURS, START, WORD, article, new, old, play  # noqa: F401  # fixtures
from tocsin.codec import decode, encode
from tocsin.coverage import REREAD, WORLD
from tocsin.model import Coverage
from tocsin.runtime.embedded.database import Transaction, fact
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.embedded.reread import FACT, Reread
from tocsin.runtime.embedded.retag import retag
from tocsin.topics import ARTICLES, MENTIONS


def told(one):
    log = SqliteLog(one.connection, one.clock.now)
    found = [decode(record.value) for record in log.read(MENTIONS.name, 0, 10_000)]
    return {m.region: m.growth for m in found if isinstance(m, Coverage) and m.shard == REREAD}


def tell(one, number, at):
    said = article(number, at, f"{WORD} in Osh, Kyrgyzstan, report {number}")
    with Transaction(one.connection):
        SqliteLog(one.connection, one.clock.now).append(ARTICLES.name, said.id, encode(said))
    one.engine.drain()


def test_a_changed_lexicon_is_told_once_with_what_it_finds_more(tmp_path, old, new):  # noqa: F811
    one = play(tmp_path, old)
    assert told(one) == {}
    one.reload(new)
    tell(one, HOURS, START + timedelta(hours=HOURS))
    first = told(one)
    assert 1.5 < first[WORLD] < 2.0
    tell(one, HOURS + 1, START + timedelta(hours=HOURS + 1))
    one.reload(new)
    tell(one, HOURS + 2, START + timedelta(hours=HOURS + 2))
    assert told(one) == first
    one.close()


class Falters:
    """A tagger that one article breaks, and that says of every other what the one it wraps says."""

    name = "falters"

    def __init__(self, tagger):
        self.tagger = tagger

    def tag(self, article):
        if article.id == "a3":
            raise ValueError("broken")
        return self.tagger.tag(article)


def test_nothing_is_written_while_it_rereads_and_an_article_that_breaks_the_tagger_is_left_out(tmp_path, old):  # noqa: F811
    one = play(tmp_path, old)
    reread, known = Reread(one.connection, old.atlas), fact(one.connection, FACT)
    other = one.connect()
    assert reread.compared(Falters(old.tagger), START + timedelta(hours=HOURS)) == ()
    with Transaction(other):
        assert fact(other, FACT) == known == old.tagger.name
    with Transaction(one.connection):
        reread.keep()
    assert fact(other, FACT) == "falters"
    one.close()


def test_after_a_retag_there_is_nothing_to_tell(tmp_path, old, new):  # noqa: F811
    one = play(tmp_path, old)
    retag(one, new)
    one.reload(new)
    tell(one, HOURS, START + timedelta(hours=HOURS))
    assert told(one) == {}
    one.close()
