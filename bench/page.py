"""Where benchmarks put their tables: between their marks in docs/benchmarks.md."""

from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs/benchmarks.md"


def write(name: str, text: str) -> None:
    """Put a table between the marks of its name."""
    page = DOCS.read_text("utf-8")
    before, start, rest = page.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    if not start or not end:
        raise SystemExit(f"{DOCS}: there are no marks named {name}")
    DOCS.write_text(f"{before}{start}{text}\n{end}{after}", "utf-8")
