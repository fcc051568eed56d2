"""A wheel carries everything that runs, and the four names come from one distribution."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "name",
    [
        "ingest/poller.py", "streams/tag.py", "alerts/fold.py", "tocsin/py.typed", "tocsin/data/atlas.jsonl.gz",
        "streams/regions/data/compiled/names.tsv.gz", "streams/regions/data/languages/ru.yaml",
        "tocsin/desk/templates/overview.html", "tocsin/desk/static/desk.css", "tocsin/_config/feeds/world.yaml",
        "tocsin/_config/lexicons/ru.yaml", "tocsin/_config/demo/osh-2010.jsonl",
    ],
)  # fmt: skip
def test_the_wheel_carries(wheel, name):
    assert name in wheel


def test_the_wheel_carries_no_tests_and_no_bench(wheel):
    assert not [name for name in wheel if name.startswith(("tests/", "bench/", "tools/"))]


@pytest.mark.parametrize("name", ["ingest", "streams", "alerts", "tocsin"])
def test_a_name_comes_from_one_distribution_at_the_most(name):
    assert len(set(packages_distributions().get(name, ()))) <= 1
