"""``tocsin explain``: the reasons behind an article, a region or an incident."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tocsin.cli.options import Example, config_option, data_option
from tocsin.errors import ConfigProblem

if TYPE_CHECKING:
    from streams.detect.explain import Explained
    from streams.tag import Explanation
    from tocsin.model import Article, Incident
    from tocsin.runtime.parts import Parts


@click.command(
    cls=Example,
    examples=(
        "tocsin explain KG-GO",
        "tocsin explain KG-GO --at 2010-06-11T02:00",
        "tocsin explain 5fc3455e082c",
        "tocsin explain --text 'Gunmen kill nine in Osh'",
    ),
)
@click.argument("what", required=False)
@click.option("--text", help="A headline to tag and to explain, instead of something that was collected.")
@click.option("--language", help="What the headline is written in; recognised if left out.")
@click.option(
    "--at",
    metavar="TIME",
    help="Of a region: how it stood in this hour (UTC, within the last 48); now if left out.",
)
@config_option
@data_option
def command(
    what: str | None, text: str | None, language: str | None, at: str | None, config_dir: Path, data: Path
) -> None:
    """Say why: WHAT is the code of a region, or the (beginning of the) id of an article or an incident."""
    from tocsin.config import load
    from tocsin.runtime.parts import Parts

    if text is not None and (what is not None or at is not None):
        raise click.UsageError("give WHAT (and --at) or --text, not both")
    if text is None and language is not None:
        raise click.UsageError("--language says what --text is written in; give it with --text")
    if text is not None and not text.strip():
        raise click.UsageError("--text: there is nothing to explain")
    parts = Parts(load(config_dir))
    if text is not None:
        _text(parts, text, language)
    elif what is None:
        raise click.UsageError("name a region, an article or an incident, or give --text")
    elif what in parts.atlas:
        _region(parts, what, data, at)
    else:
        _stored(parts, what, data)


def _text(parts: Parts, text: str, language: str | None) -> None:
    """Explain a headline; where it is read in another language than the one that was said, say so."""
    read = _article(parts, _headline(text, language))
    if language is not None and read.partition("-")[0] != language.lower().partition("-")[0]:
        known = language in parts.config.lexicons
        why = "its words are" if known else f"no lexicon is of {language!r}; its words are"
        click.echo(f"read as {read}, not as {language}: {why} recognised as that", err=True)


def _headline(text: str, language: str | None) -> Article:
    from tocsin.runtime.jsonl import Line, article

    return article(1, Line(title=text, language=language), now=datetime.now(UTC))


def _stored(parts: Parts, beginning: str, data: Path) -> None:
    from tocsin.cli.stored import stored
    from tocsin.index.unknown import nobody

    with stored(data) as search:
        tagged = search.article(beginning)
        if tagged is not None:
            _article(parts, tagged.article)
            return
        found = [one for one in search.incidents(open_only=False) if one.id.startswith(beginning)]
        if len(found) != 1:
            what = "region, article or (single) incident has this code or id"
            raise ConfigProblem(beginning, nobody(what, beginning, list(parts.atlas), parts.atlas))
        _incident(found[0], search.steps(found[0].id))


def _article(parts: Parts, article: Article) -> str:
    """Print why an article is tagged as it is, and return the language it was read in."""
    why = parts.tagger.explain(article)
    tagged = why.tagged
    click.echo(f"{article.title}\n  language {tagged.language}   tagger {tagged.tagger[:12]}")
    for place in tagged.places:
        name = parts.atlas.name(place.region) if place.region in parts.atlas else place.region
        click.echo(f"  {place.role:9} {place.region:8} {name}, score {place.score:.2f}")
        for one in place.evidence:
            click.echo(
                f"      “{one.span.text}” in the {one.span.field}: {one.rule}, weight {one.weight:.2f}"
            )
    _lost(why)
    click.echo(f"  {tagged.verdict.reason}")
    for term in tagged.terms:
        fate = (
            f"silenced by {term.excluded_by}"
            if term.excluded_by
            else f"{term.category}, weight {term.weight:g}"
        )
        click.echo(f"      “{term.span.text}” ({term.language}: {term.gloss or term.term}) {fate}")
    return tagged.language


def _lost(why: Explanation) -> None:
    found = {place.region for place in why.tagged.places}
    for lost in [one for one in why.lost if one.spot.region not in found][:20]:
        click.echo(f"      not {lost.spot.name} ({lost.spot.region}): {lost.why}")
    for refused in why.refused[:20]:
        click.echo(f"      passed over, characters {refused.start}-{refused.end}: {refused.why}")


def _hour(at: str | None) -> int | None:
    from tocsin.clock import hour_of
    from tocsin.runtime.jsonl import moment

    try:
        return None if at is None else hour_of(moment(at))
    except ValueError as error:
        raise click.BadParameter(f"{at!r} is not an ISO 8601 time", param_hint="--at") from error


def _region(parts: Parts, code: str, data: Path, at: str | None) -> None:
    from streams.detect.explain import explain
    from tocsin.cli.remembered import memory
    from tocsin.clock import start_of

    kept = memory(data, parts)
    detection, alerting = parts.detection(), parts.alerting()
    detection.load(kept.detection(code))
    alerting.load(kept.alerting())
    lines = {signal.theme: alerting.line(signal) for signal in detection.standing(code)}
    hour = _hour(at)
    try:
        found = explain(detection, code, hour=hour)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from error
    if not found:
        began = ""
        if detection.bank.hour is not None:
            began = f"; counted is what was published since {start_of(detection.keys.born):%Y-%m-%d %H:%M} UTC, when tocsin began"
        click.echo(f"{code} ({parts.atlas.name(code)}): no violent report was counted there yet{began}")
    for one in found:
        _theme(one, parts.atlas.name(code), lines.get(one.theme), past=hour is not None)


def _theme(one: Explained, name: str, line: float | None, *, past: bool) -> None:
    score = "no score: too little was seen" if one.score is None else f"score {one.score:.2f}"
    drawn = "it cannot open now" if line is None else f"the line is {line:.2f}"
    when = f" at {one.at:%Y-%m-%d %H}:00 UTC" if past else ""
    click.echo(f"{one.region} ({name}), {one.theme}{when}: {score}, {drawn}{', blind' if one.blind else ''}")
    click.echo(
        f"  level {one.level:.3g} stories an hour (from {one.weight:.0f} stories since {one.born:%Y-%m-%d}), tier {one.tier}, "
        f"{one.owners} owners of feeds"
    )
    peak = max(range(len(one.hours)), key=one.hours.__getitem__)
    click.echo(f"  rhythm from ×{min(one.hours):.2f} to ×{max(one.hours):.2f}, most at {peak}:00 there")
    for window in one.windows:
        click.echo(
            f"  {window.hours:3} h  {window.stories:4} stories, {window.expected:.2f} usual, variance {window.variance:.2f} "
            f"(dispersion {window.dispersion:.2f}), surprise {window.surprise:.2f} - {window.fee:.2f}, coverage {window.coverage:.2f}"
        )


def _incident(incident: Incident, steps: tuple[Incident, ...]) -> None:
    from alerts.render.words import reason_word
    from tocsin.desk.wording import many

    click.echo(f"{incident.level} {incident.place} {incident.theme}  rule {incident.rule}  {incident.id}")
    for step in steps:
        click.echo(
            f"  {step.at:%Y-%m-%d %H:%M}  {step.level:9} {reason_word(step.reason, 'en')}: {many(step.stories, 'story', 'stories')} where {step.expected:.2f} are usual "
            f"(×{step.ratio:.0f}, at least ×{step.ratio_low:.0f}), score {step.score:.2f} over {step.threshold:.2f} in {step.window} h"
        )
    for member in incident.members:
        click.echo(f"  member {member.region}: {member.level}, {member.stories} stories, rule {member.rule}")
    for story in incident.evidence:
        words = ", ".join(word.text for word in story.words)
        click.echo(
            f"  - {story.at:%m-%d %H:%M}  {story.title}  ({story.publisher}; {words})  article {story.article}"
        )
