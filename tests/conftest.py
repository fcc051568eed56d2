"""What every test may need: the development data beside the project, and the rule about skipping."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real feeds, replays and labelled data; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) is not here")
    return SHARED


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
