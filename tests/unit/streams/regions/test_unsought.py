"""What small places are not looked for by is what the shipped gazetteer leaves out (`tools/unsought_words.py --check` rebuilds it)."""

import gzip
from pathlib import Path

import yaml

from streams.text import scan_of

ROOT = Path(__file__).parents[4]
DATA = ROOT / "streams/regions/data"


def test_no_spelling_that_is_not_to_be_looked_for_is_shipped():
    file = yaml.safe_load((DATA / "unsought.yaml").read_text("utf-8"))
    unsought = {*file["words"], *file["by_hand"]}
    assert len(unsought) > 300
    assert {scan_of(word) for word in unsought} == unsought
    with gzip.open(DATA / "compiled/names.tsv.gz", "rt", encoding="utf-8") as lines:
        everywhere = {line.split("\t")[0] for line in lines if line.count("\t") == 1}
    assert not unsought & everywhere  # a language's own file may list one: Ümraniye is a word only elsewhere
