"""The tagger as it ships, asked one article at a time: what the benches of region tagging share."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from streams.regions.spec import RegionsFile  # noqa: E402 - found through the line above
from streams.tag import Tagger, build_tagger  # noqa: E402 - as above
from streams.violence import Lexicons, each, load_themes  # noqa: E402 - as above
from tocsin.atlas import shipped  # noqa: E402 - as above
from tocsin.model import Article, Level, Source  # noqa: E402 - as above
from tocsin.strict import read  # noqa: E402 - as above

DATA = ROOT.parent / "shared/data/tagging-dev"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def rows(name):
    """Return the rows of one set of labelled development data."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def article(title, body="", *, language=None, country=None):
    """Return an article of a title and a body, as the tagger takes it."""
    source = Source(feed="bench", publisher="bench", owner="bench", country=country)
    return Article(
        id="a", source=source, title=title or "", text=body or "", language=language, seen=NOW, at=NOW
    )


def countries(tagged, *roles):
    """Return the countries of a tagged article, in these roles only where any is named."""
    return [p.region for p in tagged.places if p.level is Level.COUNTRY and (not roles or p.role in roles)]


def divisions(tagged, *roles):
    """Return the first-level divisions of a tagged article, in these roles only where any is named."""
    return [p.region for p in tagged.places if p.level is Level.ADMIN1 and (not roles or p.role in roles)]


def build(lexicons: Lexicons | None = None) -> Tagger:
    """Return the tagger with everything that is shipped."""
    files = [read(path, RegionsFile).value for path in sorted((ROOT / "config/regions").glob("*.yaml"))]
    themes = load_themes(ROOT / "config/themes.yaml")
    lexicons = lexicons or Lexicons(each(ROOT / "config/lexicons"))
    return build_tagger(shipped(), files, lexicons, themes)


def share(hits, n):
    """Return hits over n as a figure, a dash where n is nought."""
    return f"{hits / n:.3f}" if n else "–"


def f1(tp, fp, fn):
    """Return precision, recall and F1 of true positives, false positives and false negatives."""
    p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
    return p, r, 2 * p * r / max(1e-9, p + r)


def yaml_of(name):
    """Return what a YAML file holds, by its path in the project."""
    return yaml.load((ROOT / name).read_text("utf-8"), Loader=yaml.CSafeLoader)
