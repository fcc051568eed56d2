"""What a reload tells of the change that it took up."""

import shutil

import pytest

from tocsin.config import load
from tocsin.config.changes import changes


def edited(english, tmp_path, file, old, new):
    root = shutil.copytree(english, tmp_path / "edited")
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), "utf-8")
    return load(root)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("rules/thresholds.yaml", "deaths: 10", "deaths: 9", "rules changed: many-dead"),
        ("lexicons/en.yaml", "name: English", "name: english", "lexicons changed: en"),
        ("routes.yaml", "remind_after: 4h", "remind_after: 5h", "changed: routes"),
        ("routes.yaml", "# Who is told what.", "# Who is told.", "nothing changed"),
    ],
)
def test_a_change_is_told_by_name(english, tmp_path, file, old, new, told):
    assert changes(load(english), edited(english, tmp_path, file, old, new)) == told


def test_what_came_and_went_is_told_and_many_are_counted(english, tmp_path):
    before = load(english)
    root = shutil.copytree(english, tmp_path / "edited")
    for path in (root / "feeds").iterdir():
        path.unlink()
    (root / "feeds/mine.yaml").write_text(
        "feeds:\n  - {id: a-new-one, url: 'https://a.example/', name: A, publisher: A, country: KG}\n",
        "utf-8",
    )
    told = changes(before, load(root))
    assert told.startswith("feeds added: a-new-one; feeds removed: ")
    assert told.endswith(f" and {len(before.feeds) - 6} more")
