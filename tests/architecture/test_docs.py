"""What the documents say exists: verbs, files, settings in YAML."""

import re
from pathlib import Path

import click
import pytest
import yaml

from tocsin.cli.__main__ import VERBS, cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_CODE = re.compile(r"`([^`\n]+)`|^```(?:sh|console)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_VERB = re.compile(r"(?:^|[\s;&|])tocsin ([a-z]+)\b(?! –)", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
_YAML = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=[str(p.relative_to(ROOT)) for p in DOCUMENTS])


@each_document
def test_every_command_in_code_is_a_verb(path):
    code = "\n".join(one or block for one, block in _CODE.findall(path.read_text("utf-8")))
    unknown = {verb for verb in _VERB.findall(code) if verb not in VERBS}
    assert not unknown


@each_document
def test_every_link_to_a_file_leads_somewhere(path):
    links = [link for link in _LINK.findall(path.read_text("utf-8")) if "://" not in link]
    missing = [link for link in links if not (path.parent / link).exists()]
    assert not missing


@each_document
def test_every_yaml_block_is_yaml(path):
    for block in _YAML.findall(path.read_text("utf-8")):
        yaml.safe_load(block)


def test_the_readme_says_the_two_commands_that_the_makefile_has():
    readme, makefile = (ROOT / "README.md").read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    for target in ("run", "test", "demo"):
        assert f"make {target}" in readme
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def verb_of(words):
    """Return the verb that a command line calls; where it begins with an option, a group lists."""
    verb, context = cli, click.Context(cli, info_name="tocsin")
    for word in words:
        if isinstance(verb, click.Group):
            verb = verb.get_command(context, "list" if word.startswith("--") else word) or verb
    return verb, context


@each_document
def test_every_option_in_code_is_one_of_its_verb(path):
    code = "\n".join(one or block for one, block in _CODE.findall(path.read_text("utf-8")))
    for line in re.findall(r"\btocsin ([a-z]+\b.*)", code):
        words = re.split(r"[;&|#]", line)[0].split()
        if words[0] in VERBS:
            verb, context = verb_of(words)
            known = {name for one in verb.get_params(context) for name in (*one.opts, *one.secondary_opts)}
            assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, line
