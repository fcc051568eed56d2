from datetime import UTC, datetime, timedelta

from tocsin.errors import BackendFault
from tocsin.runtime.distributed.indexing import Retention

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def retention(now):
    asked = []

    def retire(moment):
        asked.append(moment)
        return ("tocsin-articles-v1-2025.01",)

    return Retention(retire, now=lambda: now), asked


async def test_months_are_let_go_of_once_a_day():
    keeper, asked = retention(NOON + 9 * DAY)
    for hours in (0, 1, 11, 12, 13, 40):
        await keeper.ticked(NOON + timedelta(hours=hours))
    assert asked == [NOON, NOON + timedelta(hours=12), NOON + timedelta(hours=40)]


async def test_a_tick_from_the_future_retires_nothing_that_today_keeps():
    keeper, asked = retention(NOON)
    await keeper.ticked(NOON + 900 * DAY)
    assert asked == [NOON]


async def test_a_server_that_refuses_stops_no_writing(caplog):
    from elasticsearch import TransportError

    def retire(_moment):
        raise TransportError("gone")

    await Retention(retire, now=lambda: NOON).ticked(NOON)
    assert "old months were not deleted: TransportError" in caplog.text


async def test_a_server_that_deletes_no_documents_stops_no_writing(caplog):
    def retire(_moment):
        raise BackendFault("Elasticsearch deletes no documents: cluster_block_exception")

    await Retention(retire, now=lambda: NOON).ticked(NOON)
    assert "not all deleted: Elasticsearch deletes no documents: cluster_block_exception" in caplog.text
