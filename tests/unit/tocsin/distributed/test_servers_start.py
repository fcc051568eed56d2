"""The real servers of the tests are ready when they answer, on ports that nobody is given by chance."""

import socket
import threading
from pathlib import Path

import pytest

from tocsin.testing.servers.kafka import speaks_kafka
from tocsin.testing.servers.process import free_ports

RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.skipif(not RANGE.is_file(), reason="this system does not say which ports it gives to clients")
def test_no_client_is_given_the_port_of_a_server_that_is_about_to_start():
    first, last = map(int, RANGE.read_text().split())
    ports = [port for _ in range(20) for port in free_ports(2)]
    assert not [port for port in ports if first <= port <= last]
    assert len(set(ports)) == len(ports)


@pytest.mark.parametrize(
    ("answer", "ready"),
    [
        pytest.param(b"", False, id="takes a connection, says nothing"),
        pytest.param(None, False, id="repeats what it hears"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", False, id="speaks another language"),
        pytest.param(b"\0\0\0\x0a\0\0\0\x07\0\0\0\0\0\0", True, id="answers"),
    ],
)
def test_a_broker_is_ready_when_it_answers(answer, ready):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=reply, args=(server, answer), daemon=True).start()
        assert speaks_kafka(server.getsockname()[1]) is ready


def reply(server, answer):
    connection, _ = server.accept()
    with connection:
        heard = connection.recv(100)
        connection.sendall(heard if answer is None else answer)


def test_where_nobody_listens_nobody_is_ready():
    assert not speaks_kafka(free_ports(1)[0])
