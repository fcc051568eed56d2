from datetime import timedelta

from tocsin.model import Incident, Tick
from tocsin.testing.alerting import Rehearsal
from tocsin.testing.signals import NOON, signal

MINUTE = timedelta(minutes=1)


def opened(desk):
    return [(one.region, one.opened_at) for one in desk.said if isinstance(one, Incident)]


def test_an_area_over_borders_waits_for_the_tick_and_keeps_its_moment():
    desk = Rehearsal()
    desk.feed(Tick(at=NOON), signal("fergana-valley", at=NOON + MINUTE / 2))
    assert opened(desk) == []
    desk.feed(Tick(at=NOON + MINUTE))
    assert opened(desk) == [("fergana-valley", NOON + MINUTE / 2)]


def test_whether_an_area_or_its_country_was_read_first_decides_nothing():
    area, country = signal("fergana-valley", article_ids=signal("KG-O").article_ids), signal("KG-O")
    found = []
    for records in ([area, country], [country, area]):
        desk = Rehearsal()
        desk.feed(Tick(at=NOON - MINUTE), *records, Tick(at=NOON + MINUTE))
        found.append([(one.id, one.region, one.opened_at) for one in desk.fold.incidents()])
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_a_later_signal_of_another_country_moves_no_opening():
    first, later = signal("KG", at=NOON), signal("TJ", at=NOON + MINUTE / 2)
    for records in ([first, later], [later, first]):
        desk = Rehearsal()
        desk.feed(Tick(at=NOON - MINUTE), *records)
        assert {one.region: one.opened_at for one in desk.fold.incidents()} == {
            "KG": NOON,
            "TJ": NOON + MINUTE / 2,
        }


def test_what_waits_survives_a_restart():
    desk = Rehearsal()
    desk.feed(Tick(at=NOON), signal("fergana-valley", at=NOON + MINUTE / 2))
    desk.restart()
    desk.feed(Tick(at=NOON + MINUTE))
    assert len(opened(desk)) == 1
