"""What small places are not looked for by is what the tool finds, and what the shipped gazetteer leaves out."""

import gzip
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from streams.text import scan_of

ROOT = Path(__file__).parents[4]
DATA = ROOT / "streams/regions/data"
NPM = os.environ.get("TOCSIN_GAZETTEER_NPM")


def test_no_spelling_that_is_not_to_be_looked_for_is_shipped():
    file = yaml.safe_load((DATA / "unsought.yaml").read_text("utf-8"))
    unsought = {*file["words"], *file["by_hand"]}
    assert len(unsought) > 300
    assert {scan_of(word) for word in unsought} == unsought
    with gzip.open(DATA / "compiled/names.tsv.gz", "rt", encoding="utf-8") as lines:
        everywhere = {line.split("\t")[0] for line in lines if line.count("\t") == 1}
    assert not unsought & everywhere  # a language's own file may list one: Ümraniye is a word only elsewhere


@pytest.mark.rebuild
@pytest.mark.timeout(600)
@pytest.mark.skipif(
    NPM is None or importlib.util.find_spec("wordfreq") is None,
    reason="needs what the gazetteer is built from: the extra `gazetteer`, and its npm packages in TOCSIN_GAZETTEER_NPM",
)
def test_the_file_is_what_the_tool_makes():
    command = [sys.executable, str(ROOT / "tools/unsought_words.py"), "--npm", str(NPM), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert (done.stdout, done.returncode) == ("the same\n", 0)
