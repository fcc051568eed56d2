"""Verbs by which people decide: each act stands in the log, and the alerting fold takes it up."""

import asyncio
import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from alerts.deliver import Deliverer
from alerts.ledger_sqlite import SqliteLedger
from tocsin.cli.__main__ import cli
from tocsin.cli.facts import DeskFacts
from tocsin.clock import SystemClock, hour_of
from tocsin.codec import encode
from tocsin.config import load
from tocsin.errors import DeliveryFault
from tocsin.model import Coverage, Tick
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.embedded.database import Transaction
from tocsin.runtime.embedded.log import SqliteLog
from tocsin.runtime.finding import ARRIVED
from tocsin.runtime.parts import Parts
from tocsin.testing.ringing import ring
from tocsin.topics import MENTIONS


@pytest.fixture
def config(english):
    return english


@pytest.fixture(scope="module")
def parts(english):
    return Parts(load(english))


@contextmanager
def _embedded(folder, parts):
    one = open_embedded(folder, parts, SystemClock())
    try:
        yield one
    finally:
        one.close()


@pytest.fixture
def data(tmp_path, parts):
    """A data folder in which Osh has just rung."""
    with _embedded(tmp_path, parts) as one:
        ring(one, datetime.now(UTC))
    return tmp_path


def _drained(data, parts):
    with _embedded(data, parts) as one:
        one.engine.drain()
        return one.search.incidents(open_only=False)


def call(*words):
    return CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=True)


def _incident(data):
    (line,) = call("incidents", "list", "--data", data, "--json").stdout.splitlines()
    return json.loads(line)["incident"]


def test_the_status_page_knows_how_far_the_log_is_worked_off(tmp_path, parts):
    now = datetime.now(UTC)
    with _embedded(tmp_path, parts) as one:
        facts = DeskFacts(parts.config, parts, started=now, clock=one.clock, reached=one.reached)
        assert facts.facts().last_tick is None
        ring(one, now)
        assert facts.facts().last_tick == now


def test_the_desk_names_the_countries_that_it_was_told_it_cannot_see(tmp_path, parts):
    began = datetime(2026, 3, 1, tzinfo=UTC)
    with _embedded(tmp_path, parts) as one:
        facts = DeskFacts(parts.config, parts, started=began, clock=one.clock, blind=one.blind)
        log = SqliteLog(one.connection, one.clock.now)
        for hour in range(10):
            at = began + timedelta(hours=hour)
            seen = Coverage(
                shard="0",
                region="KG",
                hour=hour_of(at),
                usual=20.0,
                visible=2.0 if hour < 8 else 20.0,
                owners=4,
            )
            with Transaction(one.connection):
                for record in (Tick(at=at), seen):
                    log.append(MENTIONS.name, "@0", encode(record))
            one.engine.drain()
            if hour == 7:
                assert facts.facts().blind == ("KG",)
        assert facts.facts().blind == ()


class Refusing:
    """A receiver that takes nothing for good."""

    looks_up = False

    async def post(self, note, *, root, late, look):
        raise DeliveryFault("too long", retry=False)

    async def close(self):
        pass


async def _refused(one):
    receivers = {name: Refusing() for name in ("log", "slack")}
    await Deliverer(SqliteLedger(one.connect()), receivers, {}, clock=one.clock).drain(timedelta(minutes=1))


def test_whoever_looks_sees_what_did_not_arrive(tmp_path, parts):
    assert call("doctor", "deliveries", "--data", tmp_path).exit_code == 1  # nothing was collected there
    with _embedded(tmp_path, parts) as one:
        facts = DeskFacts(
            parts.config, parts, started=datetime.now(UTC), clock=one.clock, undelivered=one.undelivered
        )
        done = call("doctor", "deliveries", "--data", tmp_path)
        assert (done.exit_code, done.stdout) == (0, f"fine   deliveries: {ARRIVED}\n")
        ring(one, datetime.now(UTC) - timedelta(minutes=2))
        assert "not delivered" not in facts.line()
        done = call("doctor", "deliveries", "--data", tmp_path)
        assert done.exit_code == 1
        assert done.stdout.endswith("UTC: waiting after 0 tries\n")
        asyncio.run(_refused(one))
        facts = DeskFacts(
            parts.config, parts, started=datetime.now(UTC), clock=one.clock, undelivered=one.undelivered
        )
        assert facts.line().startswith("1 alert not delivered (log) – 'tocsin doctor deliveries' · ")
        assert [one.error for one in facts.facts().undelivered] == ["too long"]
        done = call("doctor", "deliveries", "--data", tmp_path)
        assert done.exit_code == 1
        assert re.fullmatch(
            r"WRONG  log: .*Osh.*, planned .* UTC: not tried again after 1 try; too long\n", done.stdout
        )


def test_osh_has_rung(data):
    done = call("incidents", "list", "--data", data)
    assert "violence" in done.stdout
    assert done.exit_code == 0


def test_an_incident_is_told_in_the_words_of_its_alert(data, config):
    incident = _incident(data)
    for words in (("incidents", "show", incident), ("explain", incident, "--config", config)):
        told = call(*words, "--data", data).stdout
        assert "First report: " in told
        assert "first time" not in told


def test_an_acknowledged_incident_says_by_whom(data, parts):
    done = call("incidents", "ack", _incident(data)[:6], "--data", data, "--by", "Asel")
    assert done.exit_code == 0, done.output
    assert "ack by Asel" in done.stdout
    (incident,) = _drained(data, parts)
    assert incident.acked_by == "Asel"


@pytest.mark.parametrize(
    ("words", "until_worse"), [(("--for", "4h"), False), ((), True)], ids=["four hours", "until it worsens"]
)
def test_a_snoozed_incident_says_until_when(data, parts, words, until_worse):
    assert call("incidents", "snooze", _incident(data), "--data", data, *words).exit_code == 0
    (incident,) = _drained(data, parts)
    assert (incident.snoozed_until.year == 9999) is until_worse


def test_what_people_judge_stands_in_the_report_of_rules(data, config, parts):
    incident = _incident(data)
    assert call("incidents", "judge", incident, "--not-relevant", "--data", data).exit_code == 0
    assert call("incidents", "ack", incident, "--data", data).exit_code == 0
    (kept,) = _drained(data, parts)
    lines = call("rules", "report", "--data", data, "--config", config, "--json").stdout.splitlines()
    rows = {row["rule"]: row for row in map(json.loads, lines)}
    assert rows[kept.rule]["not_relevant"] == 1
    assert rows[kept.rule]["precision"] == 0
    assert rows[kept.rule]["minutes_to_ack"] is not None
    assert {row["incidents"] for name, row in rows.items() if name != kept.rule} == {0}


def test_a_span_nobody_can_read_is_wrong_usage_with_a_right_example(data):
    done = call("incidents", "snooze", _incident(data), "--data", data, "--for", "4 hours")
    assert done.exit_code == 2
    assert "write it like 90s, 10m, 1h30m or 14d" in done.stderr


@pytest.mark.parametrize("span", ["0s", "0h", "0", "99999999d", "3651d"])
@pytest.mark.parametrize(
    "words",
    [
        ("incidents", "snooze", "x", "--for"),
        ("silence", "add", "--region", "KG", "--comment", "x", "--for"),
        ("digest", "--since"),
        ("drill", "--region", "KG", "--wait"),
    ],
    ids=" ".join,
)
def test_no_time_at_all_and_more_than_ten_years_are_wrong_usage(data, config, words, span):
    done = call(*words, span, "--data", data)
    assert done.exit_code == 2, done.exception
    assert "write it like 90s" in done.stderr or "longer than anybody waits" in done.stderr


@pytest.mark.parametrize("comment", ["", "  "])
def test_a_silence_says_why(data, config, comment):
    done = call("silence", "add", "--data", data, "--region", "KG", "--for", "1h", "--comment", comment)
    assert done.exit_code == 2
    assert "say why" in done.stderr


def test_a_judgement_is_said_not_supposed(data, parts):
    done = call("incidents", "judge", _incident(data), "--data", data)
    assert done.exit_code == 2
    assert "say --relevant or --not-relevant" in done.stderr


def test_a_silence_is_listed_until_it_is_ended(data, config, parts):
    options = ("--data", data, "--config", config)
    done = call(
        "silence", "add", *options, "--region", "KG", "--for", "4h", "--comment", "exercise", "--by", "Asel"
    )
    assert done.exit_code == 0, done.output
    _drained(data, parts)
    (line,) = call("silence", "list", *options, "--json").stdout.splitlines()
    silence = json.loads(line)
    assert (silence["regions"], silence["by"], silence["comment"]) == (["KG"], "Asel", "exercise")
    assert call("silence", "expire", silence["id"][:5], *options).exit_code == 0
    _drained(data, parts)
    assert "nothing is silenced" in call("silence", "list", *options).stderr
    assert silence["id"] in call("silence", "list", *options, "--all").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--region", "KGG"), "there is no such region; did you mean"),
        (("--theme", "violense"), "did you mean 'violence'?"),
        (("--rule", "many-daed"), "did you mean 'many-dead'?"),
        (("--receiver", "slak"), "did you mean 'slack'?"),
    ],
)
def test_a_silence_over_what_nobody_knows_gets_a_hint(data, config, words, said):
    done = call("silence", "add", "--data", data, "--config", config, *words, "--for", "1h", "--comment", "x")
    assert said in str(done.exception)


def test_a_silence_over_everything_is_refused(data, config):
    done = call("silence", "add", "--data", data, "--config", config, "--for", "1h", "--comment", "x")
    assert done.exit_code == 2
    assert "hides a war" in done.stderr


def test_the_hand_over_names_what_is_new(data, config):
    done = call("digest", "--data", data, "--config", config, "--since", "8h")
    assert done.exit_code == 0, done.output
    assert "violence" in done.stdout.lower()
    told = json.loads(call("digest", "--data", data, "--config", config, "--json").stdout)
    assert [one["incident"] for one in told["new"]] == [_incident(data)]
    assert told["closed"] == []
    assert told["budget"]["expected"] == pytest.approx(5 * told["budget"]["weeks"], abs=0.05)


@pytest.mark.parametrize("words", [("silence", "list"), ("digest",), ("rules", "report")], ids=" ".join)
def test_where_nothing_was_collected_it_says_what_to_do(tmp_path, words):
    done = call(*words, "--data", tmp_path / "none")
    assert "tocsin run" in str(done.exception)


def test_rules_are_listed_with_the_version_of_their_text(config):
    done = call("rules", "list", "--config", config)
    assert done.exit_code == 0
    assert "many-dead" in done.stdout
    rows = [
        json.loads(line) for line in call("rules", "list", "--config", config, "--json").stdout.splitlines()
    ]
    assert all(len(row["version"]) == 12 for row in rows)
