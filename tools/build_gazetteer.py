"""Builds the gazetteer that tocsin ships: the atlas, the places, and the names that are looked for.

    pip install -e '.[gazetteer]'
    npm install --prefix BUILD cldr-localenames-full@48.2.0 cldr-dates-full@48.2.0 iso3166-2-db@2.3.11
    python tools/build_gazetteer.py --npm BUILD/node_modules

The packages are needed at build time only; the same versions give the same
bytes (``--check`` compares with what is committed). Hand corrections live in
``streams/regions/data/*.yaml``. Sources and licences: NOTICE.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from gazetteer import names, regions, write  # noqa: E402 - found through the line above
from gazetteer.sources import Sources  # noqa: E402 - as above


def main() -> int:
    """Build, or compare with what is committed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--npm", type=Path, required=True, help="folder with the npm packages")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    sources = Sources(arguments.npm)
    hand = ROOT / "streams/regions/data"
    world = regions.make(sources, list(sources.cities(15000)), hand)
    table = names.make(sources, world, hand)
    if arguments.check:
        same = write.packed(write.names(table)) == (hand / "compiled/names.tsv.gz").read_bytes()
        print("the same" if same else "different: run without --check and commit")
        return 0 if same else 1
    write.save(ROOT, world, table)
    print((hand / "compiled/REPORT.md").read_text("utf-8").split("## ")[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
