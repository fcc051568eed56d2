"""Every lexicon file keeps what docs/lexicons.md asks of it."""

from pathlib import Path

import pytest

from streams.violence.check import problems

FOLDER = Path(__file__).parents[4] / "config" / "lexicons"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_lexicon_has_no_problems(path):
    assert [str(problem) for problem in problems(path)] == []
