"""Law 8 without servers: how the partitions' records of a minute lie between one another decides nothing."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.render.slack import slack_message
from streams.detect.fold import DetectorFold
from streams.shingles import fingerprint
from tocsin import topics
from tocsin.codec import decode, encode
from tocsin.model import Mention, Notification, Tick
from tocsin.runtime.distributed.partition import PartitionFold
from tocsin.runtime.distributed.records import Received
from tocsin.runtime.distributed.says import DETECTION_READS, of_detection
from tocsin.testing.alerting import Rehearsal, config
from tocsin.testing.signals import fergana

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINUTES = 40
ATLAS = fergana()
RULES = {
    "rules": [
        {"name": "violence-spike", "themes": ["violence"], "when": {"spike": {}}},
        {
            "name": "many-stories",
            "themes": ["violence"],
            "when": {"threshold": {"stories": 4, "level": "high"}},
        },
        {
            "name": "many-dead",
            "themes": ["violence"],
            "when": {"threshold": {"deaths": 20, "level": "critical"}},
        },
        {
            "name": "unrest",
            "themes": ["unrest"],
            "when": {"threshold": {"stories": 3, "level": "watch"}},
            "for": "5m",
        },
    ]
}
CONFIG = config(RULES)


def made(number, minute, region, paper, deaths, theme):
    """The mentions of one article: its region and what that lies in."""
    words = " ".join(f"w{number}x{at}" for at in range(12))
    prints = fingerprint(words)
    at = START + minute * MINUTE + timedelta(seconds=number % 60)
    return [
        Mention(
            article=f"a{number}", revision=1, region=code, themes=(theme,), at=at, seen=at, publisher=f"Paper {paper}",
            owner=f"paper {paper}", feed=f"f{paper}", feed_since=START - timedelta(days=90), feed_entries=900,
            language="en", categories=("armed-clash",), deaths=deaths, shingles=prints.shingles, teaser=prints.teaser,
            numbers=prints.numbers, title=words, url=f"https://paper.example/{number}",
        )
        for code in (region, *ATLAS.ancestors(region))
    ]  # fmt: skip


class Partition:
    """One partition of the mentions and what its fold has put into the signals, not yet read."""

    def __init__(self, number):
        self.number = number
        self._offset = 0
        self._fold = PartitionFold(
            lambda: DetectorFold(atlas=ATLAS), reads=DETECTION_READS, says=of_detection
        )
        self.said = []

    def take(self, message, key):
        received = Received(
            topic=topics.MENTIONS.name, partition=self.number, offset=self._offset, key=key, value=encode(message),
            at=START,
        )  # fmt: skip
        self._offset += 1
        said = self._fold.step(received)
        self.said += [decode(one.value) for one in said if one.topic == topics.SIGNALS.name]


def heard(articles, *, partitions, dice):
    """Return the alerter after a log whose partitions are read in an order that ``dice`` chooses."""
    desk = Rehearsal(CONFIG, ATLAS)
    parts = [Partition(number) for number in range(partitions)]
    place = {ATLAS.family(code): dice.randrange(partitions) for code in sorted(ATLAS)}

    for minute in range(MINUTES):
        for mentions in articles.get(minute, ()):
            for mention in mentions:
                parts[place[ATLAS.family(mention.region)]].take(mention, mention.region)
        for part in parts:
            part.take(Tick(at=START + (minute + 1) * MINUTE, partition=part.number), f"@{part.number}")
        while waiting := [part for part in parts if part.said]:
            desk.feed(dice.choice(waiting).said.pop(0))
    return desk


def told(desk):
    """What must be the same: ids, openings, levels and figures of incidents; the last text of each message."""
    incidents = {
        one.id: (one.region, one.theme, one.rule, one.place, one.level, one.opened_at, one.stories, one.publishers)
        for one in desk.fold.incidents()
    }  # fmt: skip
    texts = {}
    for note in (said for said in desk.said if isinstance(said, Notification)):
        if note.incident and (note.edit or note.root is None):
            shown = replace(note, step=0)  # the number of edits may differ
            texts[note.incident.id, note.receiver] = slack_message(shown)
    return incidents, texts


ARTICLES = st.lists(
    st.tuples(
        st.integers(0, 25),
        st.sampled_from(["KG-O", "KG-O", "KG-J", "UZ-AN", "TJ"]),
        st.integers(0, 9),
        st.sampled_from([0, 0, 3, 25]),
        st.sampled_from(["violence", "violence", "unrest"]),
    ),
    min_size=6,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(ARTICLES, st.integers(0, 10_000))
def test_the_order_of_partitions_decides_nothing(drawn, seed):
    by_minute = {}
    for number, (minute, *rest) in enumerate(sorted(drawn)):
        by_minute.setdefault(minute, []).append(made(number, minute, *rest))
    one = heard(by_minute, partitions=1, dice=random.Random(0))
    many = heard(by_minute, partitions=7, dice=random.Random(seed))
    assert told(many) == told(one)
