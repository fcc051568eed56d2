import json
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.render.console import console_json, console_text
from alerts.render.limits import problems
from alerts.render.slack import slack_message
from alerts.render.words import DE, EN
from alerts.spec import Links
from tocsin.model import Reason
from tocsin.testing.messages import hostile, osh

FOLDER = Path(__file__).parent / "slack"
LINKS = Links(
    desk="http://127.0.0.1:8080", kibana="http://127.0.0.1:5601", translate="https://t.example/?q={text}"
)


def step():
    first = osh()
    return replace(first, root=first.id, reason=Reason.LEVEL_UP, broadcast=True)


def digest():
    lines = ("New (1)", "• High: Osh Region – violence (11 stories, 7 publishers)", "Not seen (1)", "• Chad")
    return replace(
        osh(),
        incident=None,
        reason=Reason.DIGEST,
        title="Digest 10.06. 06:00 – 11.06. 06:00 UTC",
        lines=lines,
    )


CASES = {
    "first-en": lambda: slack_message(osh(), links=LINKS),
    "first-de": lambda: slack_message(osh(), language="de", links=LINKS),
    "level-up-in-thread": lambda: slack_message(step()),
    "escalated": lambda: slack_message(replace(osh(Reason.ESCALATED), mention="S0123ABCD")),
    "late": lambda: slack_message(osh(), late=True),
    "test": lambda: slack_message(
        replace(osh(Reason.TEST), incident=replace(osh().incident, canary="drill-1"))
    ),
    "hostile-headlines": lambda: slack_message(hostile(), links=LINKS),
    "digest": lambda: slack_message(digest()),
}


@pytest.mark.parametrize("name", CASES)
def test_a_message_is_what_its_golden_file_shows(name, request):
    message = CASES[name]()
    shown = (
        json.dumps({"text": message.text, "blocks": list(message.blocks)}, ensure_ascii=False, indent=1)
        + "\n"
    )
    path = FOLDER / f"{name}.json"
    if request.config.getoption("--update-golden"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_message_keeps_all_limits(name):
    message = CASES[name]()
    assert problems(message.text, message.blocks) == []


def test_hostile_headlines_wake_nobody_and_turn_nothing():
    shown = json.dumps(slack_message(hostile()).blocks, ensure_ascii=False) + slack_message(hostile()).text
    for trick in (
        "<!channel",
        "<@U123",
        "<https://evil",
        "javascript:",
        "\u202e",
        "\u0000",
        ":rotating_light:",
        "*bold*",
    ):
        assert trick not in shown
    assert "\u2068" in shown


def test_both_languages_have_the_same_phrases():
    assert EN.keys() == DE.keys()


def test_a_message_for_the_console_is_readable_and_one_line_of_json():
    text = console_text(osh())
    assert "Osh Region" in text
    assert "погром (ru): pogrom" in text
    found = json.loads(console_json(osh(), "de"))
    assert found["place"] == "KG-O"
    assert "Gebiet Osch" in found["text"]
