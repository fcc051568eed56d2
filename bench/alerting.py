"""How fast the alerting fold judges signals, and what its rows weigh.

python bench/alerting.py
"""

import random
import time
from datetime import timedelta

from tocsin.model import Notification, Tick
from tocsin.testing.alerting import Rehearsal, config
from tocsin.testing.signals import NOON, signal

COUNT = 20_000
REGIONS = ("KG", "KG-O", "KG-J", "KG-T", "UZ", "UZ-AN", "TJ", "FR", "fergana-valley")


def main():
    """Print how many signals a second the fold judges, and what its rows weigh."""
    seed = random.Random(1)
    signals = [
        signal(
            seed.choice(REGIONS),
            at=NOON + timedelta(seconds=20 * n),
            score=seed.choice((0.2, 0.5, 1.0, 1.6, 2.5, 6.0)),
            stories=seed.randint(0, 20),
            publishers=seed.randint(1, 6),
            expected=1.0,
            theme=seed.choice(("violence", "unrest")),
        )
        for n in range(COUNT)
    ]
    desk = Rehearsal(config())
    rows = size = said = 0
    start = time.perf_counter()
    for n, one in enumerate(signals):
        said += sum(isinstance(out, Notification) and not out.edit for out in desk.fold.apply(one))
        if n % 3 == 0:
            desk.fold.apply(Tick(at=one.at))
        if n % 100 == 0:
            changed = desk.fold.changed()
            rows += len(changed)
            size += sum(len(value or b"") for value in changed.values())
    spent = time.perf_counter() - start
    print(f"{COUNT / spent:,.0f} signals/s ({spent / COUNT * 1e6:.0f} us each, ticks and rows included)")
    print(f"{said} posts over {COUNT * 20 / 3600 / 24:.1f} days; {size / max(rows, 1):,.0f} bytes a row")


if __name__ == "__main__":
    main()
