"""What every test may need: the development data beside the project, real servers, the rule about skipping.

Each server is started once a session, ended by its pid, and its log kept when a test failed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tocsin.testing.servers import ELASTICSEARCH_VERSIONS, ElasticsearchServer, KafkaServer, Unavailable

# Randomness is seeded: a run repeats the last one. `make soak` hunts with new examples each time.
settings.register_profile("seeded", derandomize=True)
settings.register_profile("hunting", derandomize=False)
settings.load_profile("hunting" if os.environ.get("TOCSIN_SOAK") == "full" else "seeded")

SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser):
    """Let golden files be written anew: ``pytest --update-golden``; look at the difference before you keep it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real feeds, replays and labelled data; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) is not here")
    return SHARED


@pytest.fixture(scope="session")
def english(tmp_path_factory):
    """The shipped configuration with the English lexicon alone, so that a verb or a tagger starts quickly."""
    root = tmp_path_factory.mktemp("english") / "config"
    shutil.copytree(
        Path(__file__).parents[1] / "config", root, ignore=shutil.ignore_patterns("schema", "demo")
    )
    for path in (root / "lexicons").iterdir():
        if path.name != "en.yaml":
            path.unlink()
    return root


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    """Where skipping is forbidden (CI), name what was skipped."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("TOCSIN_NO_SKIP") and skipped:
        terminalreporter.write_line(
            f"skipping is forbidden here, but {len(skipped)} tests were skipped", red=True
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Fail a session that skipped where skipping is forbidden."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("TOCSIN_NO_SKIP") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


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


@pytest.fixture(scope="session")
def nodes(request) -> Iterator[Callable[..., ElasticsearchServer]]:
    """A real node of the version asked for; never two at once."""
    held: list[tuple[tuple[str, bool], ElasticsearchServer, Iterator]] = []

    def end() -> None:
        for _, _, serving in held:
            next(serving, None)
        held.clear()

    def node(version: str, *, secure: bool = False) -> ElasticsearchServer:
        if not held or held[0][0] != (version, secure):
            end()
            try:
                server = ElasticsearchServer(version, secure=secure)
            except Unavailable as missing:
                pytest.skip(f"no real Elasticsearch {version} here: {missing}")
            serving = _served(server, request.session)
            held.append(((version, secure), next(serving), serving))
        return held[0][1]

    try:
        yield node
    finally:
        end()


@pytest.fixture(scope="session", params=ELASTICSEARCH_VERSIONS)
def elasticsearch_version(request) -> str:
    """Each version in turn; of session scope, so that tests are ordered by it."""
    return request.param


@pytest.fixture
def elasticsearch(nodes, elasticsearch_version) -> ElasticsearchServer:
    """One real node per version, one after the other."""
    return nodes(elasticsearch_version)


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
