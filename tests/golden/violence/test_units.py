"""What is counted beside the dead but is nobody: per cent, years, kilometres, money, houses, cattle, vehicles."""

from pathlib import Path

import pytest
import yaml

from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial

ROOT = Path(__file__).parents[3]
ROWS = yaml.safe_load((Path(__file__).parent / "units" / "all.yaml").read_text("utf-8"))
NUMBER = 35
UNSPACED = {"th", "km", "my", "zh", "ja", "ko"}


def said(language, unit, row):
    """Return "35 houses killed" as the language writes it."""
    counted = f"{unit} {NUMBER}" if row.get("behind") else f"{NUMBER} {unit}"
    if language in UNSPACED:
        counted = counted.replace(" ", "")
    return f"{counted} {row['dead']}"


@pytest.mark.parametrize("language", ROWS)
def test_units_count_nobody(language):
    trial = Trial(read_lexicon(ROOT / "config" / "lexicons" / f"{language}.yaml").value)
    row = ROWS[language]
    texts = [said(language, unit, row) for unit in row["units"]]
    texts += [f"{NUMBER}% {row['dead']}", f"{NUMBER} % {row['dead']}"]
    figures = {text: trial.judge(text).casualties for text in texts}
    wrong = [text for text, found in figures.items() if NUMBER in (found.deaths_low, found.deaths_high)]
    assert wrong == []
