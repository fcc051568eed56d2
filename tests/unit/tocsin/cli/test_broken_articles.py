"""Filters go on behind an article that breaks the tagger, name its line, and end with 1."""

import io
import json

import pytest

from tocsin.cli.options import Complaints
from tocsin.cli.replay import played
from tocsin.cli.tag import tagged_articles
from tocsin.config import load
from tocsin.testing.tagging import POISON, FalteringParts

REASON = f"tagging failed: ValueError: {POISON} in the title"


@pytest.fixture(scope="module")
def parts(english):
    return FalteringParts(load(english))


def line(number, title, minute):
    at = f"2010-06-11T{minute // 60:02}:{minute % 60:02}:00Z"
    return json.dumps({"id": f"a{number}", "title": title, "published": at, "source": f"Paper {number % 4}"})


def massacre(*, poison=None):
    """Twelve reports of killings in Osh, the newest first in the file; one of them may be poisonous."""
    titles = [f"Gunmen kill {20 + n} civilians in a massacre in Osh, Kyrgyzstan" for n in range(12)]
    if poison is not None:
        titles[poison] = f"{POISON}: {titles[poison]}"
    return [line(n, title, 10 * (12 - n)) for n, title in enumerate(titles)]


def steps(parts, tmp_path, lines):
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines) + "\n")
    broken = Complaints("tocsin replay")
    return list(played(parts, file, broken)), broken


def test_a_replay_names_the_line_and_goes_on(parts, tmp_path, capsys):
    found, broken = steps(parts, tmp_path, massacre(poison=4))
    assert capsys.readouterr().err == f"tocsin replay: {tmp_path}/in.jsonl:5: {REASON}\n"
    assert {incident.region[:2] for incident in found} == {"KG"}
    assert all("a4" not in incident.article_ids for incident in found)
    with pytest.raises(SystemExit, match="1"):
        broken.end()
    assert capsys.readouterr().err == "tocsin replay: 1 line was passed over\n"


def test_a_replay_of_sound_articles_ends_with_0(parts, tmp_path, capsys):
    found, broken = steps(parts, tmp_path, massacre())
    assert any("a4" in incident.article_ids for incident in found)
    with pytest.raises(SystemExit, match="0"):
        broken.end()
    assert capsys.readouterr().err == ""


def test_tag_names_the_line_and_goes_on(parts, capsys):
    file = io.BytesIO("\n".join(["", *massacre(poison=1)[:3]]).encode())
    tagged = tagged_articles(parts, file, name="in.jsonl", broken=Complaints("tocsin tag"))
    assert [one.article.id for one in tagged] == ["a0", "a2"]
    assert capsys.readouterr().err == f"tocsin tag: in.jsonl:3: {REASON}\n"
