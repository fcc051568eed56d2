"""What operators write about the small words of a language: what takes a deed back, where it was done, how many died."""

from __future__ import annotations

import pydantic

from streams.violence.listed import Listed, Words
from tocsin.strict import Strict


class CueSpec(Strict):
    """Small words that take a term back: negation and plans."""

    before: Listed = ()  #: stand before the term
    after: Listed = ()  #: stand after the term
    but: Listed = ()  #: phrases with such a word that take nothing back: "not only"
    silences: Listed = ()  #: sentences that they make not violent


class DoneSpec(Strict):
    """Small words that say of the deed beside them that it is done: "arrests *after* attack", "saldırının *ardından*"."""

    before: Listed = ()  #: stand before the deed
    after: Listed = ()  #: stand behind the deed


class SceneSpec(Strict):
    """Small words of place: a context beside one is only where the deed beside it was done: "bomb *outside* court"."""

    before: Listed = ()  #: stand before any place: outside, near
    after: Listed = ()  #: stand behind any place
    at: Listed = ()  #: stand before a place or an event that is no page of its own (``sure: false``): at, in
    at_after: Listed = ()  #: the same behind it
    when: Listed = ()  #: stand before a match or a premiere that says when a sure deed was done: after, before
    when_after: Listed = ()  #: the same behind it


class ClauseSpec(Strict):
    """Small words by which a fresh deed is told from the old one that its sentence looks back on."""

    lately: Listed = ()  #: say that a deed is of these days: *yesterday*, *on Monday*
    when: Listed = ()  #: begin a clause that only says when: "*on* the anniversary", "*as* the trial opened"
    when_after: Listed = ()  #: end such a clause: 之际, "yıl dönümünde"
    ago: Listed = ()  #: stand in a clause that makes what follows old: "ten years *ago*, gunmen killed 12"
    since: Listed = ()  #: keep a year behind them from dating a deed: "*since* 2014", "worse *than* in 2014"
    since_after: Listed = ()  #: the same behind the year: 2014年*以来*, "2014'ten *beri*"
    ties: Listed = ()  #: begin a clause that goes on with what was said before: where, after
    ties_before: Listed = ()  #: stand in it before its deed, or are its verb: who, that, "убивший"
    asks: Listed = ()  #: begin a title, or a piece of it, that explains instead of telling: *why*, *interview*
    wars: Listed = ()  #: names of a war that goes on: keep a lone deed no company
    ties_after: Listed = ()  #: stand in it behind its deed: "öldürdüğünü *itiraf etti*"
    opens: Listed = ()  #: begin a sentence behind a space, where a script ends none (Thai): ขณะที่, "meanwhile"
    recalls: Listed = ()  #: begin one that recalls what its end tells news of, so that the next opening parts nothing
    opens_not: Listed = ()  #: words that only begin like one of them: ส่วนใหญ่, "most"


class CasualtySpec(Strict):
    """How this language counts the dead and the injured."""

    deaths: Words
    injured: Words
    deaths_before: Listed = ()  #: words that only count with the number after them ("killed 12")
    injured_before: Listed = ()
    numbers: dict[str, int | tuple[int, int]] = pydantic.Field(default_factory=dict)
    persons: Listed = ()  #: words for one person that are no part of a number: "kadın öldü", but "3 kadın öldü"
    scales: dict[str, int] = pydantic.Field(default_factory=dict)  #: hundred: 100, thousand: 1000
    at_least: Listed = ()
    at_most: Listed = ()
    at_least_after: Listed = ()  #: the same behind the number: "40 से ज्यादा", "40тан ашуун", "30余人"
    at_most_after: Listed = ()
    rises_to: Listed = ()  #: phrases that end like one of ``at_most`` but give the number: "вырос до", "rises to"
    part_of: Listed = ()  #: words before a number that is a part of another: including, among them
    between: Listed = ()  #: words between the two ends of a range: to, and
    joiners: Listed = ()  #: words inside number words: "and" in "a hundred and five"
    not_people: Listed = ()  #: units after a number that make it no count of people
    counters: Listed = ()  #: what people are counted with (人, 명): a number needs one, or nothing behind it
    years: Listed = ()  #: words before a number that make it a year, if it may be one: in, since, "im Jahr"
    people: Listed = ()  #: words for people that make a number right before them no year: "1950 people"
    people_before: Listed = ()  #: the same where they stand before it: "watu 1950", "mutane 1950"
    ages: Listed = ()  #: words before a number that make it an age: aged
    aged: Listed = ()  #: words behind a number that make it the age of one person: "34-year-old", "34-летний"
    gap: int = pydantic.Field(default=5, ge=1, le=12)  #: words between a number and its word
    verb_last: bool = False  #: a number stands before its verb: one behind it is rather the next verb's
