"""Build Kibana's saved objects: one data view per index, searches, a map, and the dashboard *Desk*.

    python tools/build_kibana.py        writes config/kibana/tocsin.ndjson

Stamps are those of the oldest shape that each type has had since Kibana 8.9:
a newer Kibana lifts older objects, but refuses newer ones.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from kibana.boards import by_reference, dashboard  # noqa: E402 - found through the line above
from kibana.lens import chart, column, count, hours, metric, table, terms  # noqa: E402 - as above
from kibana.maps import grid_map  # noqa: E402 - as above
from kibana.saved import VIEWS, Json, data_view, packed, saved, search  # noqa: E402 - as above

FILE = ROOT / "config" / "kibana" / "tocsin.ndjson"


def desk() -> Json:
    """Return the dashboard of a watch desk: what is open, where, why, and whether it was said."""
    board = "tocsin-d-desk"
    standing = "not level : (closed or quiet)"
    incidents = {
        "i": terms("incident", "Incident", 50, "u"), "r": terms("region_name", "Place", 1),
        "l": terms("level", "Level", 1), "s": column("max", "stories", "Stories"),
        "p": column("max", "publishers", "Publishers"), "x": column("max", "ratio", "Times usual"),
        "u": column("max", "at", "Updated", kind="date"),
    }  # fmt: skip
    steps = {"t": hours("at"), "l": terms("level", "Level", 6, "n"), "n": count("Steps")}
    usual = {
        "t": hours("hour"),
        "s": column("sum", "stories", "Stories"),
        "e": column("sum", "expected", "Usual"),
    }
    sources = {
        "p": terms("owner", "Owner", 15, "n"), "n": count("Reports"), "a": column("unique_count", "article", "Articles"),
        "l": column("unique_count", "language", "Languages"),
    }  # fmt: skip
    return dashboard(
        board,
        "tocsin · Desk",
        {
            "open": (metric(board, "open", "Open incidents", "incidents", count("Open"), standing), 0, 0, 8, 6),
            "critical": (metric(board, "critical", "Critical", "incidents", count("Critical"), "level : critical"), 8, 0, 8, 6),
            "unsaid": (metric(board, "unsaid", "Not delivered", "deliveries", count("Messages"), "status : (failed or dead)"), 16, 0, 8, 6),
            "incidents": (table(board, "incidents", "Incidents", "incidents", incidents, standing), 0, 6, 24, 18),
            "map": (by_reference("map", "tocsin-m-incidents", "Where"), 24, 0, 24, 24),
            "steps": (chart(board, "steps", "Steps of incidents", "alerts", steps, x="t", y=["n"], split="l", series="bar_stacked"), 0, 24, 24, 12),
            "usual": (chart(board, "usual", "Stories against the usual level", "windows", usual, x="t", y=["s", "e"]), 24, 24, 24, 12),
            "violent": (by_reference("search", "tocsin-s-violent", "Violent articles"), 0, 36, 32, 20),
            "sources": (table(board, "sources", "Who reports", "mentions", sources, "role : main and violence.violent : true"), 32, 36, 16, 20),
        },
        "incidents",
    )  # fmt: skip


def objects() -> list[Json]:
    """Return all saved objects, references before those who refer."""
    return [
        saved("tag", "tocsin", {"name": "tocsin", "description": "", "color": "#bd271e"}),
        *(data_view(view) for view in VIEWS),
        search("tocsin-s-violent", "Violent articles", "articles", ["country", "category", "publisher", "title", "url"], "violence.violent : true"),
        search("tocsin-s-evidence", "Behind an incident", "evidence", ["incident", "publisher", "language", "title", "url"]),
        search("tocsin-s-feeds", "Feeds that need a look", "feeds", ["status", "error", "failures", "last_new", "url"], "not status : ok"),
        search("tocsin-s-rejected", "Dead letters", "rejected", ["topic", "key", "reason"]),
        grid_map("tocsin-m-incidents", "Open incidents", "incidents", "not level : (closed or quiet)"),
        desk(),
    ]  # fmt: skip


def lines() -> list[str]:
    """Return the file's lines."""
    return [packed(one) for one in objects()]


def main() -> None:
    """Write the file."""
    FILE.write_text("\n".join(lines()) + "\n", "utf-8")
    print(FILE, len(lines()))


if __name__ == "__main__":
    main()
