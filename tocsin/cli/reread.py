"""``tocsin reread``: tell the detector of a changed lexicon, before workers across Kafka start with it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import Example, config_option

if TYPE_CHECKING:
    from tocsin.runtime.distributed.reread import Told

_FEW = 5  #: regions that are named


@click.command(cls=Example, examples=("TOCSIN_KAFKA=broker:9092 tocsin reread",))
@config_option
def command(config_dir: Path) -> None:
    """Read last week's articles again with changed lexicons or places, and expect as much more as they find.

    New words raise counts, and would ring. Take this step before `tocsin
    process` starts with them; where nothing changed it does nothing. Taken up to
    two days late, it holds from the first hour in which they worked. Taken again
    it tells what is missing, and takes back what was told of lexicons that did
    not go to work. `tocsin run` does the same by itself.
    """
    from tocsin.runtime.distributed.connection import kafka_connection
    from tocsin.runtime.distributed.ready import check_log
    from tocsin.runtime.distributed.reread import reread
    from tocsin.runtime.distributed.stages import stages_of

    environment = {**os.environ, "TOCSIN_CONFIG": str(config_dir)}
    connection = kafka_connection(environment)
    check_log(connection, "process")
    stages = stages_of(environment)
    click.echo(_said(reread(connection, stages.tagger, stages.atlas, datetime.now(UTC))))


def _said(told: Told | None) -> str:
    if told is None:
        return (
            "nothing changed: the newest article was tagged with these lexicons and places, or there is none"
        )
    if told.late:
        return (
            "these lexicons and places have been at work for more than two days, and the detector was not told: "
            "it learns by itself what they find, and told nothing now; until then regions may ring"
        )
    if told.again:
        return "these lexicons and places are at work already: took back what was told of others that did not go to work"
    read = f"read {told.articles} articles of the last 7 days again"
    if not told.grown:
        return f"{read}: they find as much as the ones before"
    most = sorted(told.grown, key=lambda one: -abs(one.growth - 1.0))[:_FEW]
    named = ", ".join(f"{one.region} x{one.growth:.2f}" for one in most)
    return f"{read}; told the detector to expect {named}" + (
        f" and {len(told.grown) - _FEW} more" if len(told.grown) > _FEW else ""
    )
