"""A feed document beside what we make of it. ``TOCSIN_UPDATE_GOLDEN=1`` rewrites the expectations."""

import json
import os
from pathlib import Path

import msgspec
import pytest

from ingest.document import parse

FOLDER = Path(__file__).parent / "feeds"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_becomes_these_entries(path):
    parsed = parse(path.read_bytes(), url=f"https://{path.stem.replace('_', '-')}.example/feed")
    found = json.loads(msgspec.json.encode(parsed))
    expected = path.with_suffix(".expected.json")
    if os.environ.get("TOCSIN_UPDATE_GOLDEN"):
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(expected.read_text("utf-8"))
