"""The desk's words in English and German; `say` fills them in.

Both languages have the same keys (a test asserts it), so that no message can
come out half translated.
"""

from __future__ import annotations

from typing import Final

from tocsin.model import IncidentLevel, Reason

EN: Final[dict[str, str]] = {
    "level.quiet": "Quiet", "level.watch": "Watch", "level.high": "High", "level.critical": "Critical",
    "level.calming": "Calming", "level.closed": "Closed",
    "theme.violence": "violence", "theme.unrest": "unrest", "theme.displacement": "displacement",
    "reason.FIRST": "First report", "reason.LEVEL_UP": "Level raised", "reason.again": "It flares up again", "reason.LEVEL_DOWN": "Level lowered",
    "reason.NEW_REGION": "New place", "reason.FIRST_DEATHS": "First deaths reported",
    "reason.GREW": "Many more sources", "reason.CALMING": "Calming down", "reason.CLOSED": "Back to usual",
    "reason.REMINDER": "Still going on, nobody has reacted", "reason.LATE": "Late: this could not be sent earlier",
    "reason.SAID_ALREADY": "Numbers updated", "reason.SILENCED": "Silenced", "reason.QUIET_HOURS": "Quiet hours",
    "reason.INHIBITED": "A worse incident speaks for it", "reason.ACKED": "Acknowledged",
    "reason.SNOOZED": "Snoozed", "reason.ESCALATED": "Nobody has acknowledged this yet",
    "reason.BLIND": "We cannot see this region", "reason.SEEING": "We see this region again",
    "reason.DIGEST": "Digest", "reason.STORM": "More incidents than this channel can carry",
    "reason.DEAD_RECEIVER": "A receiver no longer takes messages",
    "reason.REFUSED": "A receiver did not take a message",
    "reason.CANARY": "A test article did not come back", "reason.TEST": "TEST – this is a drill",
    "header": "{level}: {place} – {theme}", "header.test": "TEST: {place} – {theme}",
    "stories.1": "1 story", "stories": "{n} stories", "publishers.1": "1 publisher",
    "publishers": "{n} publishers", "languages.1": "1 language", "languages": "{n} languages",
    "sentence": "{stories} from {publishers} in {languages} since {since}; {usual}{chance}.",
    "sentence.test": "The report behind this is invented: nothing happened there. It came the whole way, from an article to you.",
    "usual": "usual here {expected}", "usual.rare": "usual here less than {expected}", "usual.new": "what is usual here is not yet known",
    "chance": "; by chance once in {n} such windows",
    "chance.least": "; by chance less than once in a billion such windows", "deaths": "At least {n} deaths reported.",
    "deaths.1": "At least 1 death reported.",
    "one_source": "One source only: not yet confirmed by a second publisher.",
    "times": "×{ratio}, at least ×{low}",
    "first_seen": "First seen", "spread": "Spread", "languages.label": "Languages",
    "coverage": "Coverage", "coverage.value": "{share} % of the usual reporting visible",
    "history": "History", "state": "State", "kinds": "Kinds",
    "state.open": "nobody has reacted", "state.acked": "acknowledged by {who}",
    "state.snoozed": "snoozed until {until}", "state.snoozed.worse": "snoozed until it worsens",
    "local": "{time} there", "similar": "+{n} similar", "translate": "translate",
    "rule": "rule {rule} ({version})", "incident": "incident {id}", "why": "{why}",
    "ack": "Ack", "snooze": "Snooze", "snooze.1h": "1 hour", "snooze.4h": "4 hours",
    "snooze.morning": "until 08:00", "snooze.worse": "until it worsens",
    "open": "Open articles", "open.desk": "Open desk page", "more": "More",
    "more.escalate": "Escalate now", "more.not_relevant": "Not relevant", "more.details": "Details",
    "more.mute": "Mute this rule here for 24 h",
    "digest.title": "Digest {since} – {until} UTC", "digest.new": "New", "digest.open": "Still open",
    "digest.closed": "Closed", "digest.muted": "Held back", "digest.blind": "Not seen",
    "digest.empty": "Nothing new, nothing open.",
    "digest.unread": "Nothing was read: all {n} feeds that were asked failed the last time, so calm says nothing; 'tocsin feeds report' says why.",
    "digest.unread.1": "Nothing was read: the only feed that was asked failed the last time, so calm says nothing; 'tocsin feeds report' says why.",
    "digest.budget": "False-alarm budget of {span}: {expected}; alerts opened in that time: {happened}.",
    "weeks.1": "1 week", "weeks": "{n} weeks", "days.1": "1 day", "days": "{n} days", "hours.1": "1 hour", "hours": "{n} hours",
    "blind.title.1": "Blind in one region", "blind.title": "Blind in {n} regions",
    "blind.line": "Too little of the usual reporting arrives to say anything about:",
    "seeing.title.1": "We see one region again", "seeing.title": "We see {n} regions again",
    "more_lines": "… and {n} more",
    "storm.title": "{n} more incidents at once", "dead.title": "Receiver {receiver} no longer takes messages",
    "dead.line": "{error}. Its messages come here until it does.",
    "refused.title": "Receiver {receiver} does not take every message",
    "refused.line": "{error}. What it does not take comes here.",
    "canary.title": "The test article did not come back",
    "canary.line": "Sent at {at} UTC and not seen for {periods} periods: alerts may not be getting through.",
    "since.long": "{hours} h ago",
}  # fmt: skip

DE: Final[dict[str, str]] = {
    "level.quiet": "Ruhig", "level.watch": "Beobachten", "level.high": "Hoch", "level.critical": "Kritisch",
    "level.calming": "Abklingend", "level.closed": "Beendet",
    "theme.violence": "Gewalt", "theme.unrest": "Unruhen", "theme.displacement": "Vertreibung",
    "reason.FIRST": "Erste Meldung", "reason.LEVEL_UP": "Stufe erhöht", "reason.again": "Flammt wieder auf", "reason.LEVEL_DOWN": "Stufe gesenkt",
    "reason.NEW_REGION": "Neuer Ort", "reason.FIRST_DEATHS": "Erste Tote gemeldet",
    "reason.GREW": "Deutlich mehr Quellen", "reason.CALMING": "Klingt ab",
    "reason.CLOSED": "Wieder wie üblich", "reason.REMINDER": "Dauert an, niemand hat reagiert",
    "reason.LATE": "Verspätet: konnte nicht früher gesendet werden",
    "reason.SAID_ALREADY": "Zahlen aktualisiert", "reason.SILENCED": "Stummgeschaltet",
    "reason.QUIET_HOURS": "Ruhezeit", "reason.INHIBITED": "Ein schwererer Vorfall spricht dafür",
    "reason.ACKED": "Bestätigt", "reason.SNOOZED": "Zurückgestellt",
    "reason.ESCALATED": "Noch hat niemand bestätigt", "reason.BLIND": "Diese Region ist nicht einsehbar",
    "reason.SEEING": "Diese Region ist wieder einsehbar", "reason.DIGEST": "Übersicht",
    "reason.STORM": "Mehr Vorfälle, als dieser Kanal tragen kann",
    "reason.DEAD_RECEIVER": "Ein Empfänger nimmt nichts mehr an",
    "reason.REFUSED": "Ein Empfänger hat eine Nachricht nicht angenommen",
    "reason.CANARY": "Ein Testartikel kam nicht zurück", "reason.TEST": "TEST – dies ist eine Übung",
    "header": "{level}: {place} – {theme}", "header.test": "TEST: {place} – {theme}",
    "stories.1": "1 Bericht", "stories": "{n} Berichte", "publishers.1": "1 Medium",
    "publishers": "{n} Medien", "languages.1": "1 Sprache", "languages": "{n} Sprachen",
    "sentence": "{stories} von {publishers} in {languages} seit {since}; {usual}{chance}.",
    "sentence.test": "Der Bericht dahinter ist erfunden: dort ist nichts geschehen. Er kam den ganzen Weg, vom Artikel bis hierher.",
    "usual": "üblich sind hier {expected}", "usual.rare": "üblich sind hier weniger als {expected}", "usual.new": "was hier üblich ist, ist noch nicht bekannt",
    "chance": "; zufällig einmal in {n} solchen Zeiträumen",
    "chance.least": "; zufällig weniger als einmal in einer Milliarde solcher Zeiträume", "deaths": "Mindestens {n} Tote gemeldet.",
    "deaths.1": "Mindestens 1 Toter gemeldet.",
    "one_source": "Nur eine Quelle: noch von keinem zweiten Medium bestätigt.",
    "times": "×{ratio}, mindestens ×{low}",
    "first_seen": "Zuerst gesehen", "spread": "Ausbreitung", "languages.label": "Sprachen",
    "coverage": "Abdeckung", "coverage.value": "{share} % der üblichen Berichte sichtbar",
    "history": "Verlauf", "state": "Stand", "kinds": "Arten",
    "state.open": "niemand hat reagiert", "state.acked": "bestätigt von {who}",
    "state.snoozed": "zurückgestellt bis {until}", "state.snoozed.worse": "zurückgestellt, bis es schlimmer wird",
    "local": "dort {time}", "similar": "+{n} ähnliche", "translate": "übersetzen",
    "rule": "Regel {rule} ({version})", "incident": "Vorfall {id}", "why": "{why}",
    "ack": "Bestätigen", "snooze": "Zurückstellen", "snooze.1h": "1 Stunde", "snooze.4h": "4 Stunden",
    "snooze.morning": "bis 08:00", "snooze.worse": "bis es schlimmer wird",
    "open": "Artikel öffnen", "open.desk": "Lageseite öffnen", "more": "Mehr",
    "more.escalate": "Jetzt eskalieren", "more.not_relevant": "Nicht relevant", "more.details": "Einzelheiten",
    "more.mute": "Diese Regel hier 24 h stummschalten",
    "digest.title": "Übersicht {since} – {until} UTC", "digest.new": "Neu", "digest.open": "Weiter offen",
    "digest.closed": "Beendet", "digest.muted": "Zurückgehalten", "digest.blind": "Nicht einsehbar",
    "digest.empty": "Nichts Neues, nichts offen.",
    "digest.unread": "Nichts wurde gelesen: alle {n} gefragten Quellen versagten zuletzt, Ruhe besagt also nichts; 'tocsin feeds report' sagt, warum.",
    "digest.unread.1": "Nichts wurde gelesen: die einzige gefragte Quelle versagte zuletzt, Ruhe besagt also nichts; 'tocsin feeds report' sagt, warum.",
    "digest.budget": "Fehlalarm-Budget für {span}: {expected}; Alarme in dieser Zeit: {happened}.",
    "weeks.1": "1 Woche", "weeks": "{n} Wochen", "days.1": "1 Tag", "days": "{n} Tage", "hours.1": "1 Stunde", "hours": "{n} Stunden",
    "blind.title.1": "Eine Region ist nicht einsehbar", "blind.title": "{n} Regionen sind nicht einsehbar",
    "blind.line": "Zu wenig der üblichen Berichte kommt an, um etwas zu sagen über:",
    "seeing.title.1": "Eine Region ist wieder einsehbar", "seeing.title": "{n} Regionen sind wieder einsehbar",
    "more_lines": "… und {n} weitere",
    "storm.title": "{n} weitere Vorfälle auf einmal", "dead.title": "Empfänger {receiver} nimmt nichts mehr an",
    "dead.line": "{error}. Seine Nachrichten kommen bis auf Weiteres hierher.",
    "refused.title": "Empfänger {receiver} nimmt nicht jede Nachricht an",
    "refused.line": "{error}. Was er nicht annimmt, kommt hierher.",
    "canary.title": "Der Testartikel kam nicht zurück",
    "canary.line": "Gesendet um {at} UTC und seit {periods} Perioden nicht gesehen: Alarme kommen womöglich nicht durch.",
    "since.long": "vor {hours} h",
}  # fmt: skip

WORDS: Final = {"en": EN, "de": DE}


def say(language: str, key: str, **values: object) -> str:
    """Return a phrase in a language, filled in; for ``n=1`` the singular where there is one."""
    words = WORDS[language]
    singular = f"{key}.1"
    if values.get("n") == 1 and singular in words:
        key = singular
    return words[key].format(**values)


def level_word(level: IncidentLevel, language: str) -> str:
    """Return what a level is called."""
    return say(language, f"level.{level.value}")


def reason_word(reason: Reason, language: str) -> str:
    """Return what a reason is called."""
    return say(language, f"reason.{reason.name}")


def theme_word(theme: str, language: str) -> str:
    """Return what a theme is called; an operator's own theme keeps its name."""
    return WORDS[language].get(f"theme.{theme}", theme)


def number(value: float, language: str) -> str:
    """Return a number as people write it: one digit after the point below ten, grouped above 999."""
    text = f"{value:,.1f}" if value < 10 and value != int(value) else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "de" else text
