"""Laws of the replay: idle ticks may be left out, and messages need no bytes between stages of one process."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.fold import AlertFold
from streams.detect.fold import DetectorFold
from streams.detect.spec import DetectorSpec
from streams.shingles import fingerprint
from tocsin.codec import decode, encode
from tocsin.model import Article, Incident, Mention, Notification, Source
from tocsin.runtime.replay import Chain, Replay
from tocsin.testing.alerting import ROUTES, config
from tocsin.testing.signals import fergana

START = datetime(2026, 3, 2, 0, 7, tzinfo=UTC)
TOWNS = ("KG-O", "KG-J", "UZ-AN", "TJ")
THEMES = (("violence",), ("unrest", "violence"), ("displacement",))
EARLY = DetectorSpec(learning_days=3)
DIGEST = {"digests": [{"to": ["desk"], "at": ["06:00"]}]}


class Ticking:
    """A fold that wants every tick."""

    wake_at = None

    def __init__(self, fold):
        self.apply = fold.apply


class Coded:
    """A fold behind a log: every message is bytes before it arrives, and after it was said."""

    def __init__(self, fold):
        self._fold = fold

    @property
    def wake_at(self):
        return self._fold.wake_at

    def apply(self, record):
        return tuple(decode(encode(said)) for said in self._fold.apply(decode(encode(record))))


def article(number, minutes, story, town, paper, themes):
    at = START + timedelta(minutes=minutes)
    source = Source(feed=f"f{paper}", publisher=f"p{paper}", owner=f"o{paper}")
    return Article(
        id=f"a{number:03}", source=source, title=f"story {story}", seen=at, at=at,
        sections=(town, f"{story}", *themes),
    )  # fmt: skip


def mentions(told, atlas):
    town, story, *themes = told.sections
    prints = fingerprint(" ".join(f"w{story}x{i}" for i in range(12)))
    return tuple(
        Mention(
            article=told.id, revision=1, region=region, themes=tuple(themes), at=told.at, seen=told.seen,
            publisher=told.source.publisher, owner=told.source.owner, feed=told.source.feed, language="en",
            categories=("armed-clash",), shingles=prints.shingles, teaser=prints.teaser, title=told.title,
        )
        for region in (town, *atlas.ancestors(town))
    )  # fmt: skip


def played(articles, behind=lambda fold: fold):
    atlas = fergana()
    detection, alerting = DetectorFold(EARLY, atlas), AlertFold(config(routes=ROUTES | DIGEST), atlas)
    chain = Chain(
        atlas=atlas, tag=lambda told: told, mentions=mentions,
        detection=behind(detection), alerting=behind(alerting),
    )  # fmt: skip
    said = list(Replay(chain).play(articles))
    return said, {**detection.changed(), **alerting.changed()}


STORIES = st.lists(
    st.tuples(
        st.floats(5 * 1440, 8 * 1440),
        st.integers(0, 20),
        st.sampled_from(TOWNS),
        st.integers(0, 4),
        st.sampled_from(THEMES),
    ),
    min_size=5,
    max_size=40,
)


def log(drawn):
    """A first article that starts the clock, days of silence, then a flare of many papers and what was drawn."""
    flare = [(5 * 1440 + 7 * i, 30 + i, "KG-O", i % 5, ("violence",)) for i in range(8)]
    made = sorted([(0.0, 99, "TJ", 0, ("unrest",)), *flare, *drawn])
    return [article(number, *one) for number, one in enumerate(made)]


@settings(max_examples=4, deadline=None)
@given(STORIES)
def test_leaving_out_idle_ticks_changes_neither_words_nor_state(drawn):
    articles = log(drawn)
    assert played(articles) == played(articles, Ticking)


@settings(max_examples=2, deadline=None)
@given(STORIES)
def test_messages_that_go_through_bytes_say_the_same(drawn):
    articles = log(drawn)
    assert played(articles) == played(articles, Coded)


def test_the_flare_opens_an_incident_and_the_digest_comes_at_six():
    said, _ = played(log([]))
    opened = [one for one in said if isinstance(one, Incident) and one.step == 1]
    assert [(one.region, one.theme) for one in opened] == [("KG", "violence")]
    digests = [one.at for one in said if isinstance(one, Notification) and one.title]
    assert digests
    assert {(at.hour, at.minute) for at in digests} == {(6, 0)}
