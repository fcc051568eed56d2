"""What several test files of `tocsin` stand on."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def english(tmp_path_factory):
    """The shipped configuration with the English lexicon alone, so that a verb or a tagger starts quickly."""
    root = tmp_path_factory.mktemp("english") / "config"
    shutil.copytree(ROOT / "config", root, ignore=shutil.ignore_patterns("schema", "demo"))
    for path in (root / "lexicons").iterdir():
        if path.name != "en.yaml":
            path.unlink()
    return root
