"""Laws of the detection fold: restarts, order, partitions, schema versions."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.detect.fold import DetectorFold
from streams.detect.rows import PlaceRow
from streams.shingles import fingerprint
from tocsin.atlas import Atlas, Region
from tocsin.codec import encode
from tocsin.errors import CodecFault
from tocsin.model import Cause, Coverage, KeyState, Level, Mention, Prior, Signal, Tick, WindowCount

START = datetime(2026, 3, 2, tzinfo=UTC)
ATLAS = Atlas(
    [
        Region(code="KG", level=Level.COUNTRY, utc_offset=6),
        Region(code="KG-O", level=Level.ADMIN1, parent="KG", utc_offset=6),
        Region(code="MX", level=Level.COUNTRY, utc_offset=-6),
    ]
)
TEXTS = [
    "Gunmen opened fire on a crowd in the market of the old town killing 12 people officials said",
    "Gunmen opened fire on a crowd in the market of the old town killing 30 people officials said",
    "Police used tear gas against students who marched to the parliament in the capital on Monday",
    "Army reports shelling of three villages near the border as families flee to the next town",
]


def mention(number, hour, text=0, *, region="KG", owner=0, late=0.0, **more):
    at = START + timedelta(hours=hour)
    prints = fingerprint(TEXTS[text] if text < 4 else " ".join(f"w{text}x{i}" for i in range(12)))
    given = {
        "article": f"a{number}", "revision": 1, "region": region, "themes": ("violence",), "at": at,
        "seen": at + timedelta(hours=late), "publisher": f"p{owner}", "owner": f"o{owner}", "feed": f"f{owner}",
        "language": "en", "categories": ("armed-clash",), "deaths": text, "shingles": prints.shingles,
        "teaser": prints.teaser, "numbers": prints.numbers, "title": TEXTS[text % 4],
    }  # fmt: skip
    return Mention(**{**given, **more})


def tick(hour):
    return Tick(at=START + timedelta(hours=hour))


def folded(records, fold=None):
    fold = fold or DetectorFold(atlas=ATLAS)
    said = [one for record in records for one in fold.apply(record)]
    return fold, said


def reloaded(rows):
    fold = DetectorFold(atlas=ATLAS)
    fold.load(rows.items())
    return fold


def by_arrival(records):
    """The log: ticks every hour, each mention when it was seen."""
    ticks = [(hour, 0, tick(hour)) for hour in range(110)]
    said = [((m.seen - START) / timedelta(hours=1), 1, m) for m in records]
    return [record for _, _, record in sorted([*ticks, *said], key=lambda item: item[:2])]


MENTIONS = st.lists(
    st.builds(
        lambda hour, text, owner, region, undated, late: (hour, text, owner, region, undated, late),
        st.floats(1, 60),
        st.integers(0, 9),
        st.integers(0, 3),
        st.sampled_from(["KG", "MX"]),
        st.booleans(),
        st.floats(0, 47),
    ),
    max_size=25,
)


def made(drawn, *, late=True):
    return [
        mention(i, hour, text, region=region, owner=owner, undated=undated, late=wait if late else 0)
        for i, (hour, text, owner, region, undated, wait) in enumerate(drawn)
    ]


def numbers(fold):
    """Everything that a key believes and what it scores now, by region and theme."""
    return {
        (code, theme): {name: array[key.row].tolist() for name, array in fold.bank.named().items()}
        for code, place in fold.places.items()
        for theme, key in place.keys.items()
    }


@settings(max_examples=6, deadline=None)
@given(MENTIONS)
def test_a_restart_at_any_record_changes_nothing(drawn):
    log = by_arrival(made(drawn))
    straight, said = folded(log)
    rows, again = {}, []
    fold = DetectorFold(atlas=ATLAS)
    for record in log:
        again += fold.apply(record)
        rows |= fold.changed()
        if isinstance(record, Mention):
            fold = reloaded(rows)
    assert again == said
    assert numbers(fold) == numbers(straight)


@settings(max_examples=6, deadline=None)
@given(MENTIONS)
def test_what_is_remembered_of_windows_is_what_a_fresh_look_finds(drawn):
    log = by_arrival(made(drawn))
    _, said = folded(log)
    fold, fresh = DetectorFold(atlas=ATLAS), []
    for record in log:
        for place in fold.places.values():
            for key in place.keys.values():
                key.held = None
        fresh += fold.apply(record)
    assert fresh == said


@settings(max_examples=6, deadline=None)
@given(MENTIONS)
def test_no_order_within_48_hours_changes_cells_baseline_or_scores(drawn):
    in_time, _ = folded(by_arrival(made(drawn, late=False)))
    shuffled, _ = folded(by_arrival(made(drawn)))
    assert numbers(shuffled) == numbers(in_time)


@settings(max_examples=6, deadline=None)
@given(MENTIONS)
def test_two_partitions_together_are_the_whole(drawn):
    log = by_arrival(made(drawn))
    whole, said = folded(log)
    halves = [
        folded([r for r in log if isinstance(r, Tick) or r.region == region]) for region in ("KG", "MX")
    ]
    assert numbers(halves[0][0]) | numbers(halves[1][0]) == numbers(whole)
    signals = {encode(one) for _, part in halves for one in part if isinstance(one, Signal)}
    assert signals == {encode(one) for one in said if isinstance(one, Signal)}


def test_the_same_log_says_the_same_words():
    log = by_arrival([mention(i, 60 + i / 4, i, owner=i % 3) for i in range(12)])
    assert folded(log)[1] == folded(log)[1]


def test_delivery_twice_changes_nothing():
    once = [mention(i, 60 + i, i) for i in range(5)]
    single, _ = folded(by_arrival(once))
    double, _ = folded(by_arrival([*once, *once]))
    assert numbers(single) == numbers(double)


def test_a_row_of_the_previous_schema_is_taken_up():
    fold, _ = folded(by_arrival([mention(i, 100 + i, i) for i in range(5)]))
    rows = dict(fold.changed())
    old = msgspec.msgpack.decode(rows["KG"], type=PlaceRow)
    old.version = 1
    for key in old.keys:
        del key.numbers["dated"]
    migrated = reloaded({**rows, "KG": msgspec.msgpack.encode(old)})
    assert numbers(migrated) == numbers(fold)


def test_a_row_of_a_newer_schema_is_refused():
    fold, _ = folded([tick(0), mention(1, 0)])
    rows = dict(fold.changed())
    new = msgspec.msgpack.decode(rows["KG"], type=PlaceRow)
    new.version = 99
    with pytest.raises(CodecFault, match="newer than ours"):
        reloaded({**rows, "KG": msgspec.msgpack.encode(new)})


def last_signal(said):
    return [one for one in said if isinstance(one, Signal)][-1]


def quiet_then(mentions, *, hours=500, **records):
    log = [tick(hour) for hour in range(hours + 1)]
    return folded([*log, *records.get("extra", ()), *mentions])


def test_five_stories_where_none_is_usual_are_unusual():
    _, said = quiet_then([mention(i, 500, 4 + i, owner=i) for i in range(5)])
    found = last_signal(said)
    assert (found.state, found.cause) == (KeyState.READY, Cause.MENTION)
    assert (found.stories, found.articles, len(found.publishers)) == (5, 5, 5)
    assert found.score > 4
    assert [e.story for e in found.evidence] == ["a4", "a3", "a2", "a1", "a0"]
    assert found.usual < 0.05
    assert found.deaths == 8


def test_a_key_that_learns_says_so_and_opens_early_on_many_voices():
    _, said = quiet_then([mention(0, 100, 4)], hours=100)
    assert (last_signal(said).state, last_signal(said).early) == (KeyState.LEARNING, False)
    prior = Prior(at=START, tier=0, group=2, level=0.002)
    fold = DetectorFold(atlas=ATLAS)
    folded([tick(0), prior, *(tick(h) for h in range(1, 101))], fold)
    _, said = folded([mention(i, 100, 4 + i, owner=i) for i in range(6)], fold)
    assert (last_signal(said).state, last_signal(said).early) == (KeyState.LEARNING, True)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"seen": START + timedelta(hours=560), "late": 0}, id="more than 48 h late"),
        pytest.param(
            {"feed_since": START + timedelta(hours=499), "feed_entries": 3}, id="of a feed that still learns"
        ),
    ],
)
def test_what_is_not_counted_makes_no_signal(changes):
    hours = 560 if "seen" in changes else 500
    fold, said = quiet_then([mention(0, 500, 4, **changes)], hours=hours)
    assert [one for one in said if isinstance(one, Signal)] == []
    assert all(array.sum() == 0 for array in (fold.bank.stories, fold.bank.dated))


def test_undated_batches_stay_out_of_short_windows():
    _, said = quiet_then([mention(i, 500, 4 + i, owner=i, undated=True) for i in range(3)])
    found = last_signal(said)
    assert {w.hours: w.stories for w in found.windows} == {1: 0, 3: 0, 6: 0, 12: 3, 24: 3, 48: 3}


def shares(region, hours, visible):
    return [Coverage(shard="s", region=region, hour=h, usual=10, visible=visible, owners=7) for h in hours]


def test_a_region_that_cannot_be_seen_has_no_data_and_says_so_both_ways():
    base = int(START.timestamp() // 3600)
    fold, _ = quiet_then([mention(0, 399, 4)], hours=400)
    log = [
        r for h in range(401, 430) for r in (tick(h), *shares("KG", [base + h], 0 if 405 <= h < 420 else 10))
    ]
    _, said = folded(log, fold)
    crossings = [one for one in said if isinstance(one, Signal) and one.cause is Cause.COVERAGE]
    assert [one.state for one in crossings] == [KeyState.NO_DATA, KeyState.READY]
    assert crossings[0].owners == 7


def test_a_shard_that_falls_silent_lowers_coverage_instead_of_looking_like_calm():
    base = int(START.timestamp() // 3600)
    log = [tick(0)]
    for hour in range(1, 500):
        log.append(tick(hour))
        if hour < 400:
            log += shares("KG", [base + hour], 10)
        if hour % 2 == 0 and hour < 400:
            log.append(mention(hour, hour, 4 + hour))
    fold, said = folded(log)
    key = fold.places["KG"].keys["violence"]
    usual_before = 0.5
    assert fold.bank.seen[key.row].min() == 0.0
    assert fold.bank.a[key.row] / fold.bank.b[key.row] == pytest.approx(usual_before, rel=0.1)
    assert any(one.cause is Cause.COVERAGE for one in said if isinstance(one, Signal))


def test_a_backlog_counts_in_its_own_hours():
    fold, _ = quiet_then([mention(i, 490 + i, 4 + i, late=10 - i) for i in range(5)])
    key = fold.places["KG"].keys["violence"]
    base = int(START.timestamp() // 3600)
    assert [fold.bank.stories[key.row, fold.bank.place(base + 490 + i)] for i in range(5)] == [1.0] * 5


def test_a_test_article_is_said_and_counted_nowhere():
    fold, said = quiet_then([mention(0, 500, 4, canary="c1")])
    assert last_signal(said).canary == "c1"
    assert fold.bank.stories.sum() == 0


def hourly(said):
    return [one for one in said if isinstance(one, Signal) and one.cause is Cause.HOUR]


def test_a_raised_key_is_told_every_hour_until_once_that_nothing_is_left():
    #  hour    500            548 549 ... 572
    #           |--- told each hour ---| empty: once, then silence though the key is hot for 72 h
    fold, _ = quiet_then([mention(i, 500, 4 + i, owner=i) for i in range(5)])
    _, said = folded([tick(hour) for hour in range(501, 600)], fold)
    told = [(one.at - START) // timedelta(hours=1) for one in hourly(said)]
    assert told == list(range(501, 550))
    assert [sum(w.articles for w in one.windows) for one in hourly(said)[-2:]] == [5, 0]


def test_an_hour_that_could_not_be_seen_is_told_although_nothing_is_in_it():
    base = int(START.timestamp() // 3600)
    fold, _ = quiet_then([mention(i, 500, 4 + i, owner=i) for i in range(5)])
    log = [r for h in range(501, 565) for r in (tick(h), *shares("KG", [base + h], 10 if h < 550 else 5))]
    _, said = folded(log, fold)
    told = [(one.at - START) // timedelta(hours=1) for one in hourly(said)]
    assert told[-3:] == [562, 563, 564]


def test_a_fold_without_curves_says_and_remembers_the_same():
    log = by_arrival([mention(i, 60 + i / 4, i, owner=i % 3, late=i % 5) for i in range(20)])
    drawn, said = folded(log)
    plain, fewer = folded(log, DetectorFold(atlas=ATLAS, curves=False))
    assert fewer == [one for one in said if not isinstance(one, WindowCount)]
    assert plain.changed() == drawn.changed()


def test_a_tick_before_the_moment_to_wake_says_nothing():
    fold, _ = folded([tick(0), *(mention(i, 0.1, i, owner=i) for i in range(5)), tick(1)])
    assert fold.wake_at == START + timedelta(hours=2)
    assert folded([tick(1.5), tick(1.99)], fold)[1] == []
    assert folded([tick(2)], fold)[1] != []
