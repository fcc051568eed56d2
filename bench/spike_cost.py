"""What an hour's turn costs: CPU time and bytes of a key, and how they grow."""

from __future__ import annotations

import time

import numpy as np
from spike_detector import ROOT

from streams.detect.advance import advance
from streams.detect.bank import RING, Bank
from streams.detect.scan import scan
from streams.detect.shape import HOURLY


def cost(keys: int, hours: int = 100) -> None:
    """CPU time per key and hour of what an hour's turn computes, bytes of a key, and a plot of the growth."""
    from streams.detect.rows import numbers

    figures = []
    for count in (keys // 10, keys // 5, 2 * keys // 5, 3 * keys // 5, 4 * keys // 5, keys):
        rng = np.random.default_rng(5)
        bank, rates = Bank(HOURLY, count), 10 ** rng.normal(-0.5, 1.0, count)
        for t in range(60 + hours):
            if t == 60:
                begin = time.process_time()
            advance(bank, t, closed=t >= 48)
            bank.stories[:, bank.place(t)] = rng.poisson(rates)
            scan(bank, t)
        took = (time.process_time() - begin) / hours / count
        figures.append((count, took * 1e6))
        row = numbers(bank, 0)
        ring = sum(len(row[name]) for name in RING)
        baseline = sum(map(len, row.values())) - ring
        print(f"{count:6d} keys: {took * 1e6:.1f} us per key and hour; baseline {baseline} B, ring {ring} B")
    (ROOT / "docs" / "images" / "spikes-growth.svg").write_text(growth(figures))


def growth(figures: list[tuple[int, float]]) -> str:
    """Return a drawing of microseconds per key and hour over the number of keys, as SVG."""
    wide, high, left, low = 560, 240, 50, 30
    most_keys, most = figures[-1][0], max(50.0, *(cost for _, cost in figures))
    at = [
        (left + (wide - left - 20) * keys / most_keys, high - low - (high - low - 20) * cost / most)
        for keys, cost in figures
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#a33"/>' for x, y in at)
    names = "".join(
        f'<text x="{x:.1f}" y="{high - 12}" text-anchor="middle">{keys:,}</text>'
        f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle">{cost:.0f}</text>'
        for (x, y), (keys, cost) in zip(at, figures, strict=True)
    )
    limit = high - low - (high - low - 20) * 50 / most
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="11">'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>'
        f'<line x1="{left}" x2="{wide - 20}" y1="{limit:.1f}" y2="{limit:.1f}" stroke="#999" stroke-dasharray="4"/>'
        f'<text x="{left + 4}" y="{limit + 14:.1f}" fill="#666">at most 50 µs a key and hour</text>'
        f'<line x1="{left}" x2="{wide - 20}" y1="{high - low}" y2="{high - low}" stroke="#333"/>'
        f'<polyline points="{line}" fill="none" stroke="#a33" stroke-width="2"/>{dots}{names}'
        f'<text x="{wide - 20}" y="{high - 1}" text-anchor="end" fill="#666">keys</text></svg>\n'
    )
