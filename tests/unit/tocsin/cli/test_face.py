import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from ingest.fetch import Fault, FetchFailed
from ingest.watcher import PollKind
from tocsin.atlas import Atlas, Region
from tocsin.cli.face import OFFLINE_AFTER, Face
from tocsin.cli.options import data_words
from tocsin.model import Level
from tocsin.testing.tagged import tagged

ATLAS = Atlas([Region(code="KG", level=Level.COUNTRY, names={"en": "Kyrgyzstan"})])


@pytest.fixture
def shown():
    return io.StringIO()


@pytest.fixture
def face(shown):
    return Face(Console(file=shown, width=200), ATLAS, status=lambda: "learning, day 1 of 14")


def poll(face, feed, kind, fault=None):
    failure = FetchFailed(fault=fault, detail="") if fault else None
    face.polled(SimpleNamespace(id=feed), SimpleNamespace(kind=kind, failure=failure))


def test_without_an_answer_from_anyone_it_asks_for_the_internet_once_and_names_the_demo(face, shown):
    for number in range(OFFLINE_AFTER * 2):
        poll(face, f"f{number}", PollKind.FAILED, Fault.DNS)
    assert shown.getvalue().count("is there an internet connection?") == 1
    assert "make demo" in shown.getvalue()


def test_one_feed_that_answers_is_enough_to_be_online(face, shown):
    poll(face, "good", PollKind.NEWS)
    for number in range(OFFLINE_AFTER * 2):
        poll(face, f"f{number}", PollKind.FAILED, Fault.DNS)
    assert "internet" not in shown.getvalue()


def test_failures_are_one_line_with_the_verb_that_explains_them(face):
    for number in range(3):
        poll(face, f"f{number}", PollKind.FAILED, Fault.DNS)
    poll(face, "f0", PollKind.NOT_MODIFIED)
    assert face.failures() == f"2 feeds failed (2 {Fault.DNS}) – 'tocsin feeds report' says why"


def test_one_is_not_told_as_many_and_the_verb_knows_the_data_folder(shown):
    face = Face(Console(file=shown, width=200), ATLAS, status=lambda: "learning", where=" --data '/my data'")
    poll(face, "f0", PollKind.FAILED, Fault.DNS)
    assert shown.getvalue() == (
        f"learning · 1 poll, 0 articles · 1 feed failed (1 {Fault.DNS}) – 'tocsin feeds report --data '/my data'' says why\n"
    )


@pytest.mark.parametrize(
    ("data", "environment", "words"),
    [
        pytest.param(Path.home() / ".tocsin", {}, "", id="the usual folder"),
        pytest.param(Path("/srv/t"), {"TOCSIN_DATA": "/srv/t"}, "", id="the environment's"),
        pytest.param(Path(".tocsin"), {}, " --data .tocsin", id="another"),
        pytest.param(Path("my data"), {"TOCSIN_DATA": "/srv/t"}, " --data 'my data'", id="with a space"),
    ],
)
def test_verbs_are_told_of_a_data_folder_that_they_would_not_find(data, environment, words):
    assert data_words(data, environment) == words


def test_the_status_line_is_there_from_the_first_poll_on(face, shown):
    poll(face, "good", PollKind.NEWS)
    assert "learning, day 1 of 14" in shown.getvalue()


def test_a_violent_headline_shows_place_words_and_publisher(face, shown):
    face.heard(tagged("Mob burns houses", regions=("KG",), themes=("unrest",), categories=("riot",)))
    assert "Kyrgyzstan (KG): Mob burns houses" in shown.getvalue()
    assert "Example News" in shown.getvalue()


def test_a_headline_cannot_command_the_terminal(face, shown):
    face.heard(tagged("Mob \x1b[2J[red]burns", regions=("KG",), themes=("unrest",), categories=("riot",)))
    assert "\x1b" not in shown.getvalue()
    assert "[red]" in shown.getvalue()


def test_a_peaceful_headline_is_counted_but_not_shown(face, shown):
    face.heard(tagged("Rain in Naryn"))
    assert "Naryn" not in shown.getvalue()
