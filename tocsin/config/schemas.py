"""JSON Schemas of the configuration files, generated from the models that read them."""

from __future__ import annotations

import json

from tocsin.config.tree import KINDS


def schemas() -> dict[str, str]:
    """Return the JSON Schema of each kind of file, as text that ends in a newline."""
    found = {}
    for kind in KINDS:
        schema = kind.load_model().model_json_schema()
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = f"tocsin {kind.pattern}"
        found[kind.name] = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return found
