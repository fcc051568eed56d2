"""``tocsin``: the command line."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

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
    "reread": ("tocsin.cli.reread", "Across Kafka: expect what a changed lexicon finds more."),
    "retag": ("tocsin.cli.retag", "Let a changed lexicon know the past."),
    "drill": ("tocsin.cli.drill", "Send a TEST incident from end to end."),
    "reload": ("tocsin.cli.reload", "Let a running tocsin read its configuration again."),
}


@click.group(cls=LazyGroup, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(tocsin.__version__, prog_name="tocsin")
def cli() -> None:
    """An alarm bell: sees when a region is suddenly reported more violent than is usual for it."""


def main() -> None:
    """Run the command line; 0 = fine, 1 = problems found, 2 = wrong usage."""
    sys.stdin = sys.stdin or Path(os.devnull).open()  # noqa: SIM115 – started with `<&-`: open as long as we live
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        _lenient(stream)
    sys.exit(_outcome())


def _lenient(stream: object) -> None:
    """Let a console show a mark for what it cannot print: a headline in another script must end nothing."""
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="replace")


def _outcome() -> int | str | None:
    try:
        return _called()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("stopped", err=True)
        return 130  # as a shell says of what Ctrl-C ended
    except TocsinError as error:
        click.echo(f"tocsin: {error}", err=True)
    except BrokenPipeError:
        # What the verb printed last found nobody to read it (`tocsin search … | head`).
        _write_no_more()
        return 0
    except OSError as error:
        # A full disk, a folder that is not ours, a port that is taken: the operator's to mend, not a bug.
        click.echo(f"tocsin: {_words(error)}", err=True)
        _write_no_more()
    return 1


def _called() -> int | str | None:
    """Run the verb and write out what it printed, while a full disk can still be told."""
    code: int | str | None
    try:
        code = cli.main(prog_name="tocsin", standalone_mode=False)
    except SystemExit as done:
        code = done.code
    sys.stdout.flush()
    return code


def _words(error: OSError) -> str:
    what = error.strerror or str(error)
    return f"{error.filename}: {what}" if error.filename is not None else what


def _write_no_more() -> None:
    """Let the interpreter's own last flush of standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
