"""``tocsin``: the command line."""

from __future__ import annotations

import sys

import click

import tocsin
from tocsin.cli.group import LazyGroup
from tocsin.errors import TocsinError

#: verb -> (module, what it does); one that does not work yet is not listed
VERBS = {
    "run": ("tocsin.cli.run", "Poll, tag, detect and alert in one process."),
    "check": ("tocsin.cli.check", "Find every mistake in the configuration."),
    "demo": ("tocsin.cli.demo", "Rehearse Osh, June 2010, in a minute; no internet needed."),
    "test": ("tocsin.cli.test", "Play the timelines of rules, judge the sentences of lexicons."),
    "explain": ("tocsin.cli.explain", "Why is this article, region or incident judged so?"),
    "search": ("tocsin.cli.search", "Search what was reported."),
    "incidents": ("tocsin.cli.incidents", "See incidents, and say what you do about them."),
    "silence": ("tocsin.cli.silence", "Mute what nobody needs to hear for a while."),
    "digest": ("tocsin.cli.digest", "Hand over a shift: new, open, closed, muted, unseen."),
    "rules": ("tocsin.cli.rules", "See rules, and how often each was right."),
    "feeds": ("tocsin.cli.feeds", "See how feeds are, and try a new one."),
    "tag": ("tocsin.cli.tag", "Articles in, regions and violence out (JSON lines)."),
    "parse": ("tocsin.cli.parse", "A feed document in, its entries out (JSON lines)."),
    "diff": ("tocsin.cli.diff", "What an edited lexicon would change."),
    "replay": ("tocsin.cli.replay", "Play recorded articles at their own time."),
    "init": ("tocsin.cli.init", "Copy the shipped configuration, to be changed."),
    "schema": ("tocsin.cli.schema", "JSON Schemas of the configuration, for editors."),
    "poll": ("tocsin.cli.poll", "Role: poll feeds into Kafka."),
    "process": ("tocsin.cli.process", "Role: tag and detect, as a Faust worker."),
    "index": ("tocsin.cli.index", "Role: write into Elasticsearch."),
    "alert": ("tocsin.cli.alert", "Role: turn signals into messages."),
    "setup": ("tocsin.cli.setup", "Set up topics, templates and dashboards."),
    "rejected": ("tocsin.cli.rejected", "See what was refused, and try it again."),
    "doctor": ("tocsin.cli.doctor", "See whether everything around tocsin is well."),
    "drill": ("tocsin.cli.drill", "Send a TEST incident from end to end."),
    "reload": ("tocsin.cli.reload", "Let a running tocsin read its configuration again."),
}


@click.group(cls=LazyGroup, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(tocsin.__version__, prog_name="tocsin")
def cli() -> None:
    """An alarm bell: sees when a region is suddenly reported more violent than is usual for it."""


def main() -> None:
    """Run the command line; 0 = fine, 1 = problems found, 2 = wrong usage."""
    try:
        cli(prog_name="tocsin")
    except TocsinError as error:
        click.echo(f"tocsin: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our pipe has seen enough (`tocsin search … | head`).
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
