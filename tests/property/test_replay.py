"""Laws of the replay: idle ticks may be left out, and messages need no bytes between stages of one process."""

from datetime import UTC, datetime, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tocsin.codec import decode, encode
from tocsin.model import Incident, Notification
from tocsin.runtime.sources import Sources
from tocsin.testing.alerting import ROUTES, config
from tocsin.testing.replaying import played, told

START = datetime(2026, 3, 2, 0, 7, tzinfo=UTC)
TOWNS = ("KG-O", "KG-J", "UZ-AN", "TJ")
THEMES = (("violence",), ("unrest", "violence"), ("displacement",))
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  #: a play takes a second: hours to shrink
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


def outcome(articles, **more):
    said, detection, alerting = played(articles, settings=config(routes=ROUTES | DIGEST), **more)
    return said, {**detection.changed(), **alerting.changed()}


STORIES = st.lists(
    st.tuples(
        st.floats(5 * 1440, 8 * 1440),
        st.integers(0, 4),
        st.integers(0, 20),
        st.sampled_from(TOWNS),
        st.sampled_from(THEMES),
    ),
    min_size=5,
    max_size=40,
)


def log(drawn):
    """A first article that starts the clock, days of silence, then a flare of many papers and what was drawn."""
    flare = [(5 * 1440 + 7 * i, i % 5, 30 + i, "KG-O", ("violence",)) for i in range(8)]
    made = sorted([(0.0, 0, 99, "TJ", ("unrest",)), *flare, *drawn])
    return [
        told(number, START + timedelta(minutes=at), paper=paper, story=story, town=town, themes=themes)
        for number, (at, paper, story, town, themes) in enumerate(made)
    ]


@settings(max_examples=4, deadline=None, phases=NO_SHRINKING)
@given(STORIES)
def test_leaving_out_idle_ticks_changes_neither_words_nor_state(drawn):
    articles = log(drawn)
    assert outcome(articles) == outcome(articles, behind=Ticking)


@settings(max_examples=2, deadline=None, phases=NO_SHRINKING)
@given(STORIES)
def test_messages_that_go_through_bytes_say_the_same(drawn):
    articles = log(drawn)
    assert outcome(articles, coverage=Sources()) == outcome(articles, coverage=Sources(), behind=Coded)


def test_the_flare_opens_an_incident_and_the_digest_comes_at_six():
    said, _ = outcome(log([]))
    opened = [one for one in said if isinstance(one, Incident) and one.step == 1]
    assert [(one.region, one.theme) for one in opened] == [("KG", "violence")]
    digests = [one.at for one in said if isinstance(one, Notification) and one.title]
    assert digests
    assert {(at.hour, at.minute) for at in digests} == {(6, 0)}
