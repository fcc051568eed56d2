"""The test sets of our own: hard sentences per language, written before the lexicons were tuned to them.

Sentences with ``check: true`` are left out here on purpose; `bench/violence.py`
reports them, and nobody tunes to them.
"""

from pathlib import Path

import pytest
import yaml

from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial

HERE = Path(__file__).parent
LEXICONS = HERE.parents[2] / "config" / "lexicons"
FILES = [path for path in sorted(HERE.glob("*.yaml")) if (LEXICONS / path.name).exists()]


@pytest.fixture(scope="module")
def trials():
    return {}


def trial_of(trials, language):
    if language not in trials:
        trials[language] = Trial(read_lexicon(LEXICONS / f"{language}.yaml").value)
    return trials[language]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_violent_and_harmless_sentences_are_told_apart(path, trials):
    data = yaml.safe_load(path.read_text("utf-8"))
    trial = trial_of(trials, data["language"])
    judged = [
        (row, wanted, trial.judge(row["text"], title=row.get("title")).verdict)
        for kind, wanted in (("violent", True), ("harmless", False))
        for row in data[kind]
        if not row.get("check")
    ]
    missed = [row["text"] for row, wanted, verdict in judged if wanted and not verdict.violent]
    false = [f"{row['text']} <- {v.reason}" for row, wanted, v in judged if not wanted and v.violent]
    right = sum(1 for _, wanted, verdict in judged if wanted and verdict.violent)
    precision, recall = right / max(1, right + len(false)), right / (right + len(missed))
    told = "\n".join(["missed:", *missed, "false alarms:", *false])
    assert precision >= 0.95, told
    assert recall >= 0.90, told


def _range(value):
    return tuple(value) if isinstance(value, list) else (value, value)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_dead_and_the_injured_are_counted(path, trials):
    data = yaml.safe_load(path.read_text("utf-8"))
    trial = trial_of(trials, data["language"])
    wrong = []
    rows = [row for row in data["casualties"] if not row.get("check")]
    for row in rows:
        said = trial.judge(row["text"], title=row.get("title")).casualties
        wanted = (*_range(row.get("deaths")), *_range(row.get("injured")))
        found = (said.deaths_low, said.deaths_high, said.injured_low, said.injured_high)
        if found != wanted:
            wrong.append(f"{row['text']}: {found}, not {wanted}")
    assert len(wrong) <= 0.1 * len(rows), "\n".join(wrong)
