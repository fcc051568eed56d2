import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from tocsin import topics
from tocsin.cli.rejected import command
from tocsin.codec import encode
from tocsin.model import Rejected
from tocsin.runtime.embedded.database import connect
from tocsin.runtime.embedded.log import SqliteLog

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACE = "tocsin.articles:0:17"
JUNK = Rejected(
    topic="tocsin.articles", partition=0, offset=17, key="a17", reason="not JSON", value=b"{]", at=AT
)
NAME = JUNK.name
OTHER = replace(JUNK, key="b3", value=b"[}")  #: of a topic that was made anew, at the same place


@pytest.fixture
def log(tmp_path):
    connection = connect(tmp_path / "tocsin.db")
    found = SqliteLog(connection, lambda: AT)
    found.append(topics.REJECTED.name, "a17", encode(JUNK))
    yield found
    connection.close()


@pytest.fixture
def run(log, tmp_path, monkeypatch):
    monkeypatch.delenv("TOCSIN_KAFKA", raising=False)
    return lambda *words: CliRunner().invoke(command, [*words, "--data", str(tmp_path)])


def test_a_list_names_each_record_its_key_and_the_reason(run):
    assert run("list").output.split() == [NAME, "2026-03-02", "09:00", "a17", "not", "JSON"]
    assert run("list", "--topic", "tocsin.mentions").output == "nothing was refused\n"


def test_one_record_is_shown_with_its_bytes(run):
    assert run("show", NAME).output.splitlines()[-1] == "{]"
    assert json.loads(run("show", NAME, "--json").output)["value"] == "{]"


def test_two_records_that_stood_at_one_place_are_two(run, log):
    log.append(topics.REJECTED.name, "b3", encode(OTHER))
    assert [line.split()[0] for line in run("list").output.splitlines()] == [NAME, OTHER.name]
    assert run("retry", OTHER.name).output == f"{OTHER.name}: put back into tocsin.articles\n"
    assert run("list").output.split()[0] == NAME


def test_the_place_alone_names_a_record_where_only_one_stood(run, log):
    assert run("show", PLACE).output.splitlines()[0].split()[0] == NAME
    log.append(topics.REJECTED.name, "b3", encode(OTHER))
    told = str(run("show", PLACE).exception)
    assert f"{NAME} or {OTHER.name}" in told


def test_what_was_put_back_is_listed_no_more_unless_all_is_asked_for(run):
    assert run("retry", "--all").output == f"{NAME}: put back into tocsin.articles\n"
    assert run("list").output == "nothing was refused\n"
    assert json.loads(run("list", "--all", "--json").output)["back"] is True
    assert run("retry", "--all").output == ""
    assert run("retry", NAME).exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(["retry"], 2, "or give --all", id="nothing named"),
        pytest.param(["retry", NAME, "--all"], 2, "or give --all", id="both"),
    ],
)
def test_wrong_usage_is_told(run, words, code, said):
    done = run(*words)
    assert (done.exit_code, said in done.output) == (code, True)


def test_an_unknown_name_is_told(run):
    assert "no such record" in str(run("show", "tocsin.articles:9:9").exception)
