"""Command groups that know near misses; the first one's verbs load when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from tocsin.strict import did_you_mean


class Verbs(click.Group):
    """Verbs under a verb: ``tocsin incidents --data X`` lists, and each verb is told in a whole sentence."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; where they begin with an option, the list is meant."""
        if (
            args
            and args[0].startswith("-")
            and args[0] not in ctx.help_option_names
            and "list" in self.commands
        ):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; for a word that is none, say which it may have been."""
        word = args[0] if args else ""
        known = self.list_commands(ctx)
        if word and not word.startswith("-") and word not in known:
            hint = did_you_mean(word, known) or f"see '{ctx.command_path} --help'"
            ctx.fail(f"no such command {word!r} – {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with the first sentence of each, however long."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, verb.get_short_help_str(limit=300)) for name, verb in sorted(self.commands.items())]
            )


class LazyGroup(Verbs):
    """Verbs by name of the module that holds them; the click command is its ``command``, or the name after a colon.

    Loading late keeps ``tocsin check`` instant: no verb pays for the
    libraries of another. The summary of each verb stands here, so that
    ``tocsin --help`` loads none of them.
    """

    def __init__(self, *args: object, verbs: Mapping[str, tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # click's own signature
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which people meet them."""
        return list(self._verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return a verb."""
        if cmd_name not in self._verbs:
            return None
        module, _, name = self._verbs[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name or "command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; that the reader of our pipe has seen enough (``… | head``) is no failure of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise click.exceptions.Exit(0) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs with their summaries, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, summary) for verb, (_, summary) in self._verbs.items()])
