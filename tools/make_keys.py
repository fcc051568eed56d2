"""Make one API key per role on a secured Elasticsearch and write each into a file: id:secret.

    TOCSIN_ELASTICSEARCH_USER=elastic:... python tools/make_keys.py secrets/

The keys carry the rights of config/elasticsearch/roles.json and nothing else.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tocsin.index.connection import elastic_connection

ROLES = Path(__file__).parents[1] / "config" / "elasticsearch" / "roles.json"


def make_keys(client: object, folder: Path) -> list[Path]:
    """Make the keys and return the files that hold them, readable by their owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = []
    for role, rights in json.loads(ROLES.read_text("utf-8")).items():
        made = client.security.create_api_key(  # type: ignore[attr-defined]  # elasticsearch.Elasticsearch
            name=f"tocsin-{role}", role_descriptors={role: rights}
        )
        file = folder / f"key_{role}"
        file.touch(mode=0o600)
        file.write_text(f"{made['id']}:{made['api_key']}\n", "utf-8")
        files.append(file)
    return files


def main() -> None:
    """Make the keys in the folder named on the command line."""
    client = elastic_connection(os.environ).client()
    for file in make_keys(client, Path(sys.argv[1])):
        print(file)
    client.close()


if __name__ == "__main__":
    main()
