"""What a role says of itself."""

import asyncio
import json

import pytest

from tocsin.errors import ConfigProblem
from tocsin.runtime.distributed import health
from tocsin.runtime.distributed.health import Health, address, served


async def get(url, path):
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return int(head.split(b" ")[1]), body


async def test_a_turning_role_is_well_and_counts_its_turns():
    role = Health("index")
    role.beat("index")
    async with served(role, ("127.0.0.1", 0)) as url:
        status, body = await get(url, "/health")
        assert (status, json.loads(body)["well"]) == (200, True)
        assert b'tocsin_turns_total{loop="index",role="index"} 1.0' in (await get(url, "/metrics"))[1]
        assert (await get(url, "/else"))[0] == 404


async def test_a_loop_that_stands_still_is_named(monkeypatch):
    role = Health("process")
    role.beat("tag")
    role.beat("detect")
    monkeypatch.setattr(health, "PATIENCE", -1.0)
    async with served(role, ("127.0.0.1", 0)) as url:
        status, body = await get(url, "/health")
    assert (status, json.loads(body)["stuck"]) == (503, ["detect", "tag"])


async def test_a_second_worker_of_one_machine_takes_another_port():
    async with served(Health("poll"), ("127.0.0.1", 0)) as first:
        port = int(first.rpartition(":")[2])
        async with served(Health("poll"), ("127.0.0.1", port)) as second:
            assert first != second


@pytest.mark.parametrize(
    ("setting", "where"),
    [
        pytest.param(None, ("127.0.0.1", 9413), id="a port of the role's on loopback"),
        pytest.param("off", None, id="off"),
        pytest.param("0.0.0.0:80", ("0.0.0.0", 80), id="where the operator says"),
    ],
)
def test_where_it_is_served(setting, where):
    assert address(setting, "index") == where


def test_an_address_that_is_none_is_said():
    with pytest.raises(ConfigProblem, match="host:port"):
        address("9000", "index")
