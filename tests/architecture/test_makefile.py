"""Every target of the Makefile does something, and every module says more than what it would be about."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("target", re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
def test_a_target_that_is_named_has_a_recipe(target):
    assert re.search(rf"^{target}:[^\n]*\n\t", MAKEFILE, re.MULTILINE)


def test_no_module_is_a_docstring_alone():
    empty = [
        path.relative_to(ROOT).as_posix()
        for package in ("ingest", "streams", "alerts", "tocsin")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py" and len(ast.parse(path.read_text("utf-8")).body) < 2
    ]
    assert empty == []
