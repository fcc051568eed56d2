"""Deeds of years gone by are no news on the day of their article, and fresh deeds that name a year are: sentences of our own."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial

HERE = Path(__file__).parent
LEXICONS = HERE.parents[3] / "config" / "lexicons"
ROWS = yaml.safe_load((HERE / "sentences.yaml").read_text("utf-8"))


@cache
def trial(language):
    return Trial(read_lexicon(LEXICONS / f"{language}.yaml").value)


def judged(row):
    return trial(row["language"]).judge(row["text"], title=row.get("title"), published=row["published"])


@pytest.mark.parametrize("row", ROWS["old"], ids=lambda row: f"{row['language']}-{row['text'][:24]}")
def test_a_deed_of_a_year_gone_by_is_not_violent_and_says_why(row):
    verdict = judged(row).verdict
    assert not verdict.violent
    assert "silent" in verdict.reason


@pytest.mark.parametrize("row", ROWS["fresh"], ids=lambda row: f"{row['language']}-{row['text'][:24]}")
def test_a_fresh_deed_that_names_a_year_is(row):
    assert judged(row).verdict.violent
