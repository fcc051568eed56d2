"""The tagger with everything that is shipped, built once for all golden tests."""

from pathlib import Path

import pytest

from streams.regions.spec import RegionsFile
from streams.tag import build_tagger
from streams.violence import Lexicons, each, load_themes
from tocsin.atlas import shipped
from tocsin.strict import read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tagger():
    files = [read(path, RegionsFile).value for path in sorted((ROOT / "config/regions").glob("*.yaml"))]
    themes = load_themes(ROOT / "config/themes.yaml")
    return build_tagger(shipped(), files, Lexicons(each(ROOT / "config/lexicons")), themes)
