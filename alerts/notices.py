"""What is said that is no incident: blind regions, digests, tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.config import AlertConfig
from alerts.deadman import PREFIX, rehearsed_id
from alerts.digest import digest_of, next_digest
from alerts.drawing import Drawing
from alerts.render.digest_lines import digest_lines, digest_title
from alerts.render.notice_lines import blind_lines, blind_title
from alerts.rules.select import looks_at
from alerts.sight import is_blind
from alerts.spec import RuleSpec
from alerts.state import DigestState, Sight, State
from tocsin.atlas import Atlas
from tocsin.ids import digest
from tocsin.model import Incident, IncidentLevel, Notification, Reason, Signal


class Notices:
    """Plans messages about what we cannot see, and the hand-over at fixed times."""

    def __init__(self, config: AlertConfig, atlas: Atlas, state: State, drawing: Drawing) -> None:
        self._config = config
        self._atlas = atlas
        self._state = state
        self._drawing = drawing
        self._rules = [rule for rule in config.rules if rule.when.silence]
        shares = [rule.when.silence.coverage_below for rule in self._rules if rule.when.silence]
        self.below = max(shares, default=0.3)  #: share of the usual reporting under which a region is unseen
        self._due: dict[int, tuple[datetime, datetime]] = {}  #: by digest: last written, next due
        self._watched: set[str] = set()  #: regions that are seen too little, or were said to be

    def see(self, sight: Sight) -> None:
        """Remember how much we see of a region."""
        self._state.sights.put(sight.region, sight)
        if sight.low_since is not None or sight.told:
            self._watched.add(sight.region)
        else:
            self._watched.discard(sight.region)

    def reindex(self) -> None:
        """Derive from the rows which regions are watched, after loading."""
        rows = self._state.sights.values()
        self._watched = {row.region for row in rows if row.low_since is not None or row.told}

    def blind(self, now: datetime) -> list[Notification]:
        """Return the notices about regions that have just become blind, or that we see again."""
        if not self._watched:
            return []
        sights = [row for code in sorted(self._watched) if (row := self._state.sights.get(code)) is not None]
        out: list[Notification] = []
        for rule in self._rules:
            rows = [row for row in sights if self._looks(rule, row)]
            lost = [row for row in rows if not row.told and is_blind(row, rule.for_, now)]
            found = [row for row in rows if row.told and row.low_since is None]
            out += self._notice(lost, Reason.BLIND, now)
            out += self._notice(found, Reason.SEEING, now)
        return out

    def digests(self, now: datetime) -> list[Notification]:
        """Return the digests that are due."""
        out: list[Notification] = []
        for number, spec in enumerate(self._config.routes.digests):
            row = self._state.digests.get(str(number))
            if row is None:
                self._state.digests.put(str(number), DigestState(last=now))
                continue
            if self._next(number, row.last) > now:
                continue
            out += [self._digest(name, row.last, now) for name in spec.to if name in self._config.receivers]
            self._state.digests.put(str(number), DigestState(last=now))
        return out

    def wake_at(self, now: datetime) -> datetime | None:
        """Return from when a tick may have something to say: a digest, or a region seen too little."""
        rows = [self._state.digests.get(str(number)) for number in range(len(self._config.routes.digests))]
        due = [now if row is None else self._next(number, row.last) for number, row in enumerate(rows)]
        return min([*due, *self._blind_at(now)], default=None)

    def _blind_at(self, now: datetime) -> Iterator[datetime]:
        """Yield when a watched region is to be told of: nothing more of one that was told and is still unseen."""
        for code in self._watched:
            row = self._state.sights.get(code)
            if row is not None and row.told and row.low_since is None:
                yield now
            elif row is not None and not row.told and row.low_since is not None:
                yield from (row.low_since + rule.for_ for rule in self._rules if self._looks(rule, row))

    def _next(self, number: int, last: datetime) -> datetime:
        """Return when a digest is due; reckoned once for each time it was written, not at every tick."""
        known = self._due.get(number)
        if known is None or known[0] != last:
            known = self._due[number] = last, next_digest(self._config.routes.digests[number], last)
        return known[1]

    def test(self, signal: Signal, now: datetime) -> list[Incident | Notification]:
        """Return the TEST incident of a drill: it goes the whole way and touches nothing.

        The dead-man's canary comes back as an incident only; it wakes nobody.
        """
        assert signal.canary is not None
        incident = _test_incident(signal, self._atlas, now)
        if signal.canary.startswith(PREFIX):
            return [incident]
        receivers = sorted({name for route in self._config.routes.routes for name in self._config.to(route)})
        return [incident, *(_test_note(incident, name, now) for name in receivers)]

    def _looks(self, rule: RuleSpec, row: Sight) -> bool:
        return row.region in self._atlas and looks_at(rule, row.region, self._atlas)

    def _notice(self, rows: Sequence[Sight], reason: Reason, now: datetime) -> list[Notification]:
        if not rows:
            return []
        for row in rows:
            self.see(replace(row, told=reason is Reason.BLIND))
        return [
            self._blind_note(name, [row.region for row in rows], reason, now)
            for name in self._receivers(row.region for row in rows)
        ]

    def _receivers(self, regions: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        codes = list(regions)
        for route in self._config.routes.routes:
            if not route.regions or any(code in route.regions for code in codes):
                found.update(dict.fromkeys(self._config.to(route)))
        return list(found)

    def _blind_note(
        self, receiver: str, regions: Sequence[str], reason: Reason, now: datetime
    ) -> Notification:
        language = self._config.receivers[receiver].language
        names = sorted(self._atlas.name(code, language) for code in regions)
        subject = digest("blind", reason.value, now.isoformat(), *sorted(regions))
        return Notification(
            id=digest("notification", subject, receiver), subject=subject, step=1, receiver=receiver,
            reason=reason, at=now, title=blind_title(reason, len(names), language),
            lines=tuple(blind_lines(names, language)),
        )  # fmt: skip

    def _digest(self, receiver: str, since: datetime, now: datetime) -> Notification:
        language = self._config.receivers[receiver].language
        found = digest_of(
            (record.course.incident for record in self._state.records.values()),
            (row for row in self._state.muted.values() if row.receiver == receiver),
            self._state.sights.values(),
            since=since, until=now, account=self._drawing.account(now),
        )  # fmt: skip
        subject = digest("digest", receiver, now.isoformat())
        return Notification(
            id=digest("notification", subject, receiver), subject=subject, step=1, receiver=receiver,
            reason=Reason.DIGEST, at=now, title=digest_title(found, language),
            lines=tuple(digest_lines(found, language, self._atlas)),
        )  # fmt: skip


def _test_incident(signal: Signal, atlas: Atlas, now: datetime) -> Incident:
    country = atlas.country(signal.region) or signal.region
    return Incident(
        id=rehearsed_id(signal.canary or "", signal.region, signal.theme), step=1, theme=signal.theme,
        region=country, place=signal.region, level=IncidentLevel.WATCH, reason=Reason.TEST, rule="drill",
        opened_at=now, at=now, stories=signal.stories, articles=signal.articles,
        publishers=signal.publishers, languages=signal.languages, categories=signal.categories,
        window=signal.window, expected=0.0, ratio=0.0, ratio_low=0.0, score=signal.score, threshold=0.0,
        evidence=signal.evidence, article_ids=signal.article_ids, canary=signal.canary,
        utc_offset=atlas.utc_offset(signal.region),
        place_names=tuple((code, atlas.name(signal.region, code)) for code in ("de", "en")),
        country_names=tuple((code, atlas.name(country, code)) for code in ("de", "en")),
    )  # fmt: skip


def _test_note(incident: Incident, receiver: str, now: datetime) -> Notification:
    return Notification(
        id=digest("notification", incident.id, receiver, "test"), subject=incident.id, step=1,
        receiver=receiver, reason=Reason.TEST, at=now, incident=incident, level=incident.level,
    )  # fmt: skip
