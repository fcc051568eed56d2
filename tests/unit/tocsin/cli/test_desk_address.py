"""Where the desk page may be shown: on this machine, and under the names that a proxy gives it."""

import pytest
from aiohttp import ClientSession
from click.testing import CliRunner

from tocsin.cli.__main__ import cli
from tocsin.cli.desking import desk_page
from tocsin.cli.facts import DeskFacts
from tocsin.clock import SystemClock
from tocsin.config import load
from tocsin.runtime.embedded.assembly import open_embedded
from tocsin.runtime.parts import Parts


@pytest.mark.parametrize("verb", ["run", "demo"])
@pytest.mark.parametrize(
    ("where", "said"),
    [
        pytest.param("127.0.0.1:99999", "99999 is no port: they end with 65535", id="no port"),
        pytest.param("127.0.0.1:²", "write HOST:PORT", id="digits that are none"),
        pytest.param("0.0.0.0:8703", "the page has no passwords", id="all addresses"),
        pytest.param("[::]:8703", "the page has no passwords", id="all addresses of IPv6"),
        pytest.param("192.168.1.20:8703", "the page has no passwords", id="an address of the house"),
        pytest.param("desk.example.org:8703", "the page has no passwords", id="a name"),
    ],
)
def test_an_address_that_others_reach_or_that_is_none_is_refused(verb, where, said, tmp_path):
    done = CliRunner().invoke(cli, [verb, "--data", str(tmp_path), "--desk", where])
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["http://desk.example.org", "desk.example.org:443", ""])
def test_a_name_for_a_proxy_is_a_host_name_alone(name, tmp_path):
    done = CliRunner().invoke(cli, ["run", "--data", str(tmp_path), "--desk-name", name])
    assert done.exit_code == 2
    assert "is no host name; write it like desk.example.org" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("where", "asked", "status"),
    [
        ("127.0.0.1", "127.0.0.1", 200),
        ("127.0.0.1", "Desk.example.org", 200),
        ("127.0.0.1", "evil.example.org", 421),
        ("127.0.0.2", "127.0.0.2", 200),
    ],
)
async def test_the_page_answers_where_it_is_shown_and_under_the_names_of_its_proxy(
    english, tmp_path, where, asked, status
):
    clock, parts = SystemClock(), Parts(load(english))
    embedded = open_embedded(tmp_path, parts, clock)
    facts = DeskFacts(parts.config, parts, started=clock.now(), clock=clock)
    try:
        async with (
            desk_page(embedded, facts, lambda: parts.atlas, (where, 0), names=("desk.example.org",)) as url,
            ClientSession() as browser,
            browser.get(f"{url}health", headers={"Host": asked}) as answer,
        ):
            assert answer.status == status
    finally:
        embedded.close()
