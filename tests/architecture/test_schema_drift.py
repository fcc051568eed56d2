"""The schemas that editors read are those of the models that read the files; every shipped file names its own."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from tocsin.config.schemas import schemas
from tocsin.config.tree import KINDS
from tocsin.strict import read

CONFIG = Path(__file__).parents[2] / "config"
FILES = [(kind, path) for kind in KINDS for path in sorted(CONFIG.glob(kind.pattern))]


@pytest.fixture(scope="module")
def generated():
    return schemas()


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_the_schema_in_the_repository_is_the_one_of_today(kind, generated):
    path = CONFIG / f"schema/{kind}.json"
    assert path.read_text("utf-8") == generated[kind], "run: tocsin schema --write config/schema"


def test_no_schema_is_left_over(generated):
    assert {path.stem for path in (CONFIG / "schema").iterdir()} == set(generated)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "name", ""))
def test_a_shipped_file_points_editors_to_its_schema(kind, path):
    schema = os.path.relpath(CONFIG / f"schema/{kind.name}.json", path.parent)
    first = path.read_text("utf-8").split("\n", 1)[0]
    line = f"# yaml-language-server: $schema={schema}"
    assert first == line, f"make this its first line: {line}"


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: getattr(value, "name", ""))
def test_an_editor_finds_nothing_wrong_with_what_we_accept(kind, path, generated):
    """Else the editor underlines what `tocsin check` likes."""
    schema = json.loads(generated[kind.name])
    data = read(path, kind.load_model(), root=CONFIG).data
    found = jsonschema.Draft202012Validator(schema).iter_errors(data)
    assert [f"{error.json_path}: {error.message[:100]}" for error in found] == []


def test_no_schema_asks_for_iso_durations(generated):
    """Operators write 5m, not PT5M."""
    assert [kind for kind, text in generated.items() if '"duration"' in text] == []
