"""Real servers for the session: each started once, ended by its pid, its log kept when a test failed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tocsin.testing.servers import ELASTICSEARCH_VERSIONS, ElasticsearchServer, KafkaServer, Unavailable


def pytest_collection_modifyitems(items):
    """Mark what needs which server, by the fixtures it asks for."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        for server in ("kafka", "elasticsearch"):
            if server in names:
                item.add_marker(getattr(pytest.mark, server))
                item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def kafka(request) -> Iterator[KafkaServer]:
    """One real broker for the session."""
    try:
        server = KafkaServer()
    except Unavailable as missing:
        pytest.skip(f"no real Kafka here: {missing}")
    yield from _served(server, request.session)


@pytest.fixture(scope="session", params=ELASTICSEARCH_VERSIONS)
def elasticsearch(request) -> Iterator[ElasticsearchServer]:
    """One real node per version, one after the other."""
    try:
        server = ElasticsearchServer(request.param)
    except Unavailable as missing:
        pytest.skip(f"no real Elasticsearch {request.param} here: {missing}")
    yield from _served(server, request.session)


def _served(server, session):
    failed = session.testsfailed
    try:
        yield server.start()
    finally:
        server.stop()
        if session.testsfailed > failed:
            print(f"\nlog kept: {server.log}")
        else:
            shutil.rmtree(server.folder, ignore_errors=True)
