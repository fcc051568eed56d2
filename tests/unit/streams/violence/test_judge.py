"""The rule of the verdict, told with a lexicon of a dozen words."""

import sys

import pytest

from streams.text import Prepared
from streams.violence import judge
from streams.violence.found import MOST
from streams.violence.lexicon import LexiconFile
from streams.violence.trial import Trial
from tocsin.strict import parse

SMALL = """
language: en
name: English
review: {status: unreviewed}
endings: {n: [s], v: [s, ed, ing]}
sets: {fighters: [rebel+n, gunmen]}
terms:
  armed-clash:
    - {term: clash+v, gloss: clash, yes: "", no: ""}
    - {term: attack+v, weight: 0.5, gloss: attack, yes: "", no: "", but: heart attack+n}
    - {term: troops, weight: 0.3, gloss: troops, yes: "", no: ""}
    - {term: [hit, bodies], weight: 0.85, needs: ["@fighters"], within: 4, gloss: fighters hit, yes: "", no: ""}
    - {term: weapon+n, weight: 0.3, gloss: weapon, yes: "", no: ""}
    - {term: fire, needs: [police], within: 3, gloss: fire, yes: "", no: ""}
  explosion-remote:
    - {term: [airstrike+n, air strike+n], weight: 1.0, gloss: airstrike, yes: "", no: ""}
    - {term: hit, weight: 0.82, needs: [drone+n], within: 4, gloss: hit from afar, yes: "", no: ""}
    - {term: mine blast+n, gloss: mine blast, yes: "", no: ""}
  displacement:
    - {term: refugee+n, gloss: refugee, yes: "", no: ""}
  force-against-protest:
    - {term: tear gas, gloss: tear gas, yes: "", no: ""}
  attack-on-civilians:
    - {term: killed, needs: [people, herder], gloss: kill, yes: "", no: ""}
    - {term: beheaded, weight: 1.0, gloss: behead, yes: "", no: "", but: [coins beheaded]}
    - {term: [beheaded by raiders, coins beheaded], gloss: behead, yes: "", no: ""}
    - {term: clash course, weight: 0.5, gloss: a course, yes: "", no: ""}
  mass-atrocity:
    - {term: massacre, gloss: massacre, yes: "", no: ""}
  disaster-accident:
    - {term: [quake+n, coal mine+n], gloss: quake, yes: "", no: ""}
  aftermath:
    - {term: [trial, anniversary], gloss: trial, yes: "", no: ""}
    - {term: [arrested, charged], weight: 0.5, gloss: arrested, yes: "", no: ""}
    - {term: ["1994"], weight: 0.5, gloss: a past year, yes: "", no: ""}
exclusions:
  sport:
    - {words: [striker+n, goalkeeper+n], silences: ""}
    - {words: premier league, sure: true, silences: ""}
    - {words: [boxer+n, coach, stadium], sure: false, silences: ""}
  story:
    - {words: [film tells], sure: true, silences: ""}
    - {words: [film about, in the series], silences: ""}
  market:
    - {words: [price+n, shares], silences: ""}
  exercise:
    - {words: drill+n, silences: "", but: [drill sergeant+n, "at drill's end"]}
  politics:
    - {words: debate+n, near: 3, silences: ""}
negation: {before: ["no", never, not], after: [foiled], but: [not only, nothing foiled]}
plans: {before: [could]}
scenes: {before: [outside, next to], after: [yard], at: [at], when: [before], when_after: [later]}
happened: {before: [after, responsibility for], after: [aftermath]}
clauses:
  when: ["on", as, before]
  when_after: [days]
  ago: [ago]
  ties: [where]
  ties_before: [who, wounding]
  ties_after: [she said]
casualties:
  deaths: [killed, dead, beheaded, قتيلان]
  injured: [wounded]
  numbers: {two: 2, dozens: [24, 99], قتيلان: 2}
  at_least: [at least, "no fewer than"]
  part_of: [including]
"""


@pytest.fixture(scope="module")
def trial():
    return Trial(parse(SMALL, LexiconFile, file="en.yaml").value)


@pytest.mark.parametrize(
    ("text", "violent"),
    [
        pytest.param("Tribes clash at the well", True, id="a usual word in the title is enough"),
        pytest.param("Attack at the well", False, id="an ambiguous word alone is not"),
        pytest.param("Troops in attack at the well", True, id="beside a hint it is"),
        pytest.param("Attack at the well, two killed", True, id="or beside a figure of dead"),
        pytest.param("Man survives heart attack, two killed", False, id="its own phrase silences a term"),
        pytest.param("Refugees at the well, two killed", False, id="displacement is never violent alone"),
        pytest.param("No clash at the well", False, id="negation"),
        pytest.param("No one at the old well saw the clash", True, id="negation reaches four words"),
        pytest.param("Clash at the well foiled", False, id="negation after the term"),
        pytest.param("Tribes could clash at the well", False, id="a plan"),
        pytest.param("Clash in drill at the well", False, id="an exercise in the same sentence"),
        pytest.param("Airstrike in drill at the well", False, id="an exercise silences sure words too"),
        pytest.param("Clash of drill sergeants", True, id="but not inside a phrase in which it is none"),
        pytest.param("Clash at drill's end at the well", True, id="which may stand around the word"),
        pytest.param("Drill sergeants clash in drill", False, id="such a phrase lifts its own word alone"),
        pytest.param("Clash of striker at the well", False, id="one word of sport in the title"),
        pytest.param("Airstrike kills striker", True, id="sport cannot silence an unmistakable word"),
        pytest.param("Striker beheaded by raiders", True, id="nor a longer one that covers it"),
        pytest.param("Striker: coins beheaded", False, id="but where it means something else"),
        pytest.param("Clash course at the well", False, id="a doubtful one hides what it covers"),
        pytest.param("Film tells how ten people were beheaded", False, id="what a film tells did not happen"),
        pytest.param(
            "The old film tells of a woman, and now raiders beheaded ten people",
            True,
            id="but what a comma parts",
        ),
        pytest.param("Film tells of a man, who is beheaded", False, id="unless it goes on"),
        pytest.param("In the series, a man is beheaded", False, id="a comma right behind it parts nothing"),
        pytest.param("Woman beheaded in the series", False, id="nor did what stands right before it"),
        pytest.param("Woman beheaded as film tells her story", True, id="but not farther off"),
        pytest.param("Director of film about cartels beheaded", True, id="who made it may be a victim"),
        pytest.param("New film about beheaded king", False, id="what it is about did not happen"),
        pytest.param("Herder killed before the premier league opens", True, id="a match may say when"),
        pytest.param("Herder killed here before the premier league opens", True, id="a word may part them"),
        pytest.param("Premier league later in town herder killed", True, id="or three where it comes first"),
        pytest.param("Clash before the premier league opens", False, id="but not of a clash"),
        pytest.param("Attack by troops before the premier league opens", False, id="nor of a doubtful deed"),
        pytest.param("Clash over price", False, id="one word of the market in the title"),
        pytest.param("Tribes clash, price jumps", True, id="what a deed does to the market is no page of it"),
        pytest.param("Tribes clash: price jumps", False, id="a colon says what the clash is about"),
        pytest.param("Price jumps, tribes clash", False, id="the deed goes first"),
        pytest.param("Massacre, price jumps", False, id="it is one that markets do not speak of"),
        pytest.param("Tear gas in row over price", True, id="prices bring people to the streets"),
        pytest.param("Clash in Premier League, two killed", True, id="nor a sentence that counts deaths"),
        pytest.param("Tribes clash in debate", False, id="talk near the term"),
        pytest.param("Tribes clash long after the end of a debate", True, id="talk far from the term"),
        pytest.param("Tribes clash, 12 killed, after debate", True, id="talk beside deaths"),
        pytest.param("Quake and clash at the well, two killed", False, id="a disaster in the same sentence"),
        pytest.param(
            "Clash at the well, coal mine closed", True, id="a clash in a clause of its own is no disaster"
        ),
        pytest.param("Clash at 1,200 coal mines", False, id="the comma of a number parts no clauses"),
        pytest.param("Mine blast at the well, quake felt", False, id="a blast may be one even then"),
        pytest.param("Coal mine blast, two killed", False, id="a disaster word goes before a longer term"),
        pytest.param("Mine blast, two killed", True, id="without it the longer term counts"),
        pytest.param("Trial over clash, two killed", False, id="a trial looks back"),
        pytest.param("Two arrested over clash at the well", False, id="an arrest may be late"),
        pytest.param("Two arrested after tribes clash", True, id="unless it follows upon the deed"),
        pytest.param(
            "In the clash aftermath two arrested", True, id="or the deed stands before the word for it"
        ),
        pytest.param("Arrested in 1994 after tribes clash", False, id="but not in a past year"),
        pytest.param("Tribes clash, two arrested", True, id="or is told in a clause before the arrest"),
        pytest.param("Clash of tribes two arrested", False, id="one clause does not part them"),
        pytest.param("Two arrested, tribes clash", False, id="nor does a clause behind the arrest"),
        pytest.param("Tribes clash, two arrested 1994", False, id="nor one of a past year"),
        pytest.param("Decades ago tribes clash, two arrested", False, id="nor one of long ago"),
        pytest.param("Tribes clash, trial", False, id="a trial looks back all the same"),
        pytest.param("Trial after tribes clash", False, id="nor before a court"),
        pytest.param("Charged over at least two clashed tribes", False, id="a least number is no fresh deed"),
        pytest.param("Two arrested over clash, five killed", True, id="an arrest beside the dead is fresh"),
        pytest.param("No motive known after tribes clash", True, id="negation ends where the deed is done"),
        pytest.param("After the rain no clash at the well", False, id="and begins again behind it"),
        pytest.param("Nobody could claim responsibility for the clash", True, id="so does a plan"),
        pytest.param("Not only airstrikes at the well", True, id="“not only” takes nothing back"),
        pytest.param("Clash at well, nothing foiled", True, id="nor do such words behind the term"),
        pytest.param("Clash foiled, nothing foiled", False, id="those before them do"),
        pytest.param("Not one airstrike at the well", False, id="“not” does"),
        pytest.param(
            "Charged not only over clashed tribes", False, id="nor does “not only” make a deed fresh"
        ),
        pytest.param(
            "No fewer than two airstrikes at the well", True, id="a number's own negation is not the deed's"
        ),
        pytest.param(
            "Tribes clash outside the old trial", True, id="a court that is only the scene of a deed"
        ),
        pytest.param("Outside trial clash of tribes", True, id="which may stand behind it"),
        pytest.param("Tribes clash next to trial", True, id="a word of place of two words"),
        pytest.param("Clash hero outside the trial", False, id="somebody else stands there"),
        pytest.param("Clash of tribes, outside the trial", False, id="… or a comma between them"),
        pytest.param("Massacre outside the trial", False, id="a massacre is what trials are about"),
        pytest.param("Trial yard: clash", False, id="… as is a colon"),
        pytest.param("Trial yard of the clash", True, id="a word of place behind the court, then the deed"),
        pytest.param("Trial yard of the old well clash", False, id="… not too far behind it"),
        pytest.param("Tribes clash outside drill", True, id="a drill that is only the scene"),
        pytest.param("Clash of boxer outside stadium", False, id="not far from the deed"),
        pytest.param("Boxer in clash outside stadium", True, id="a stadium outside which it was"),
        pytest.param("Boxer in clash at stadium", True, id="“at” will do for a place that is no page"),
        pytest.param("Boxer in clash at coach, stadium", False, id="two others are left"),
        pytest.param("Tribes clash at trial", False, id="not for a court"),
        pytest.param("Tribes clash outside Premier League", False, id="a page of sport is no scene"),
        pytest.param("Police open fire", True, id="a term with its companion"),
        pytest.param("Rebels hit at the well", True, id="a companion of a set"),
        pytest.param(
            "Clash of boxer at the well", True, id="a person is no page of sport, not even in a title"
        ),
        pytest.param("Clash of boxer and coach at the well", False, id="two such words are"),
        pytest.param("Troops with weapons at the well, two dead", True, id="two hints beside the dead"),
        pytest.param("Troops at the well, two dead", False, id="one hint beside the dead is not enough"),
        pytest.param(
            "Troops with weapons at the well, two wounded", False, id="nor are two beside the wounded"
        ),
        pytest.param("Villagers open fire", False, id="a term without its companion"),
        pytest.param(
            "Fire at the well while far away the police slept", False, id="a companion too far away"
        ),
    ],
)
def test_a_headline_is_judged(trial, text, violent):
    verdict = trial.judge(text).verdict
    assert verdict.violent is violent, verdict.reason


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        pytest.param("Two people killed", ["attack-on-civilians"], id="a killing is an attack"),
        pytest.param("Two people killed as tribes clash", ["armed-clash"], id="in a fight it is what came of it"),
        pytest.param("Airstrike: two people killed", ["explosion-remote"], id="or of a bomb"),
        pytest.param("Two people killed in troops attack", ["attack-on-civilians", "armed-clash"], id="a vague word tells no way"),
        pytest.param("Tribes clash, two beheaded", ["attack-on-civilians", "armed-clash"], id="beheading is its own deed"),
        pytest.param("Refugees: two people killed", ["attack-on-civilians", "displacement"], id="flight is no way to die"),
    ],
)  # fmt: skip
def test_a_killing_is_of_the_kind_that_its_sentence_tells(trial, text, categories):
    assert [scored.category for scored in trial.judge(text).verdict.categories] == categories


@pytest.mark.parametrize(
    ("title", "where", "violent"),
    [
        pytest.param("Attack in Kabul", "in Kabul", True, id="a place right behind an ambiguous word"),
        pytest.param("In Kabul attack scares traders", "In Kabul", True, id="or right before it"),
        pytest.param("Attack shines in Kabul", "in Kabul", False, id="a word between them"),
        pytest.param("Attack, in Kabul a smile", "in Kabul", False, id="a comma between them"),
        pytest.param("Attack in Kabul?", "in Kabul", False, id="a question reports nothing"),
        pytest.param("Troops in Kabul", "in Kabul", False, id="a hint is not enough"),
        pytest.param("Refugees in Kabul", "in Kabul", False, id="what is never violent alone stays so"),
        pytest.param("Heart attack in Kabul", "in Kabul", False, id="its own phrase silences the word"),
    ],
)
def test_a_headline_that_says_where_gives_company(trial, title, where, violent):
    there = title.index(where), title.index(where) + len(where)
    assert not trial.judge(title).verdict.violent
    verdict = trial.judge(title, where=[there]).verdict
    assert verdict.violent is violent, verdict.reason


@pytest.mark.parametrize(
    ("text", "violent"),
    [
        pytest.param(
            "On anniversary of the massacre, tribes clash", True, id="in a clause that only says when"
        ),
        pytest.param("Tribes clash, on anniversary of the massacre", False, id="not before it"),
        pytest.param("On anniversary of the massacre tribes clash", False, id="nor in its own clause"),
        pytest.param("On anniversary: tribes clash", False, id="nor behind a colon"),
        pytest.param("On anniversary of 1,200 clashes", False, id="nor behind the comma of a number"),
        pytest.param("Anniversary, tribes clash", False, id="it must say when"),
        pytest.param("At the well, on anniversary, tribes clash", True, id="in whatever clause it stands"),
        pytest.param("Anniversary days, tribes clash", True, id="the word may be its last"),
        pytest.param("On anniversary two years ago, tribes clash", False, id="how long ago is not when"),
        pytest.param("On anniversary, two years ago, tribes clash", False, id="nor in another clause"),
        pytest.param("On anniversary, tribes clash, trial told", False, id="nothing behind it may look back"),
        pytest.param("On anniversary, she met tribes who clash", False, id="a tie before the deed"),
        pytest.param(
            "On anniversary, the man who, old as he was, led the clash", False, id="a clause before"
        ),
        pytest.param("On anniversary, where tribes clash", False, id="a tie at the clause's beginning"),
        pytest.param("On anniversary, a boy asked where tribes clash", True, id="that is none elsewhere"),
        pytest.param("On anniversary, tribes clash she said", False, id="a tie behind the deed"),
        pytest.param("On anniversary, tribes clash, she said", True, id="that stands in its clause"),
        pytest.param("On anniversary, massacre of tribes", False, id="a massacre is what is remembered"),
        pytest.param("On anniversary, massacre leaves two dead", True, id="if nobody counts its dead"),
        pytest.param("On anniversary, attack by troops", False, id="a doubtful word"),
        pytest.param("On anniversary, attack by troops, two dead", True, id="if nobody counts the dead"),
        pytest.param("On anniversary, killed people", False, id="a clause that begins with death goes on"),
        pytest.param("On 1994, tribes clash", False, id="a year is no anniversary"),
        pytest.param("As trial opens, tribes clash", True, id="a trial may say when"),
    ],
)
def test_a_fresh_deed_survives_the_day_that_looks_back(trial, text, violent):
    verdict = trial.judge(text).verdict
    assert verdict.violent is violent, verdict.reason


def test_a_language_without_such_words_tells_no_fresh_deed(trial):
    spec = SMALL[: SMALL.index("clauses:")] + SMALL[SMALL.index("casualties:") :]
    mute = Trial(parse(spec, LexiconFile, file="en.yaml").value)
    assert not mute.judge("On anniversary of the massacre, tribes clash").verdict.violent


FILLER = "The council met on Tuesday to talk about the library. " * 6


@pytest.mark.parametrize(
    ("text", "violent"),
    [
        pytest.param("Tribes clash at the well.", True, id="a usual word in the lead"),
        pytest.param(FILLER + "Tribes clash at the well.", False, id="one word in the body is not enough"),
        pytest.param(FILLER + "Tribes clash. An attack. Troops came.", True, id="three different words are"),
        pytest.param(FILLER + "Clash. A clash. The clash.", False, id="three times the same word is not"),
        pytest.param(FILLER + "In the clash two were killed.", True, id="a word beside a figure of dead"),
        pytest.param(
            "A goalkeeper. A striker. The clash.", False, id="two words of sport make a page of sport"
        ),
        pytest.param("A goalkeeper watched the clash.", True, id="one word of sport in the text does not"),
        pytest.param("The price of shares after the clash.", False, id="two words of the market"),
        pytest.param("No rain. Tribes clash.", True, id="negation keeps to its sentence"),
    ],
)
def test_a_text_is_judged(trial, text, violent):
    verdict = trial.judge(text, title="News from the valley").verdict
    assert verdict.violent is violent, verdict.reason


def test_what_a_deed_in_the_title_did_to_the_market_silences_nothing_below_it(trial):
    text = "Tribes clash at the well; the price of shares fell."
    assert trial.judge(text, title="Tribes clash, shares fall").verdict.violent
    assert not trial.judge(text, title="Shares fall").verdict.violent


def test_a_title_that_looks_back_dampens_the_article(trial):
    fresh = trial.judge("Airstrike at the well.", title="News from the valley").verdict
    old = trial.judge("Airstrike at the well.", title="Trial opens in the valley").verdict
    assert fresh.violent
    assert not old.violent
    assert old.score == pytest.approx(fresh.score * 0.2, abs=0.01)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("Rebels hit at the well", "armed-clash", id="the one whose companion stands there"),
        pytest.param("Drones hit the well", "explosion-remote", id="the other"),
        pytest.param("Drones hit rebels", "armed-clash", id="of two that hold, the surer"),
    ],
)
def test_one_word_has_as_many_readings_as_terms_with_companions(trial, text, category):
    verdict = trial.judge(text).verdict
    assert [scored.category for scored in verdict.categories] == [category]


def test_of_two_categories_with_the_same_evidence_the_graver_comes_first(trial):
    verdict = trial.judge("Mine blast and clash at the well").verdict
    assert [scored.category for scored in verdict.categories] == ["explosion-remote", "armed-clash"]


def test_an_article_that_hints_make_violent_has_their_category(trial):
    verdict = trial.judge("Troops with weapons at the well, two dead").verdict
    assert [scored.category for scored in verdict.categories] == ["armed-clash"]


@pytest.mark.parametrize(
    ("body", "violent"),
    [
        pytest.param(
            "He sold a mine. The tribes clash. Then a mine blast was heard.", True, id="two usual words"
        ),
        pytest.param("They clash in an attack. Troops came.", True, id="one, and hints that come to enough"),
        pytest.param("An attack began. Troops have weapons.", False, id="only doubtful words and hints"),
        pytest.param("The tribes clash. The rest of the day was quiet.", False, id="one side remark"),
    ],
)
def test_a_body_needs_several_words(trial, body, violent):
    text = "The well has water again. " * 12 + body
    assert trial.judge(text, title="News of the day").verdict.violent is violent


def test_a_part_of_the_dead_is_not_their_number(trial):
    casualties = trial.judge("Clash at the well: 12 men, including two boys, killed").casualties
    assert (casualties.deaths_low, casualties.deaths_high) == (12, 12)


def test_a_dual_says_by_itself_how_many_are_dead(trial):
    casualties = trial.judge("Clash at the well: قتيلان, dozens wounded").casualties
    assert (casualties.deaths_low, casualties.deaths_high, casualties.injured_low) == (2, 2, 24)


def test_the_dead_weigh_on_the_score(trial):
    few = trial.judge("Troops in attack, 2 killed").verdict.score
    many = trial.judge("Troops in attack, 90 killed").verdict.score
    assert few < many <= 1.0


def test_the_reason_names_rule_words_and_silence(trial):
    judged = trial.judge("Airstrike and clash in Premier League: at least 40 dead")
    assert "“Airstrike” stands in the title" in judged.verdict.reason
    assert "dead: 40 or more" in judged.verdict.reason
    assert "counts: Airstrike (explosion-remote" in judged.verdict.reason  # the word as it stands there
    silenced = trial.judge("Tribes could clash at the well").verdict.reason
    assert "silent: clash (plan: could)" in silenced


def test_spans_point_into_the_original_text(trial):
    (term,) = trial.judge("The AIR-STRIKES began").terms
    assert (term.span.start, term.span.end, term.span.text) == (4, 15, "AIR-STRIKES")


def test_themes_follow_the_categories(trial):
    assert trial.judge("Tribes clash, refugees flee").verdict.themes == ("violence", "displacement")


def test_a_language_without_a_lexicon_says_so(trial):
    assert judge(Prepared([("title", "Airstrike")]), None, trial.themes).flags == ("no-lexicon",)


def test_of_a_text_with_a_thousand_words_of_violence_the_first_are_read(trial):
    judged = trial.judge("Rebels clash, two killed. " * 1000, title="Report")
    assert len(judged.terms) == MOST
    assert judged.verdict.violent
    assert judged.casualties.deaths_low == 2


@pytest.mark.parametrize("text", ["clash debate two killed ", "attack after drill 3 killed, "])
def test_work_grows_with_the_text_and_not_with_its_square(trial, text):
    def work(times: int) -> int:
        calls = 0

        def count(_frame, event, _argument):
            nonlocal calls
            calls += event == "call"

        sys.setprofile(count)
        try:
            trial.judge(text * times, title="Report")
        finally:
            sys.setprofile(None)
        return calls

    assert work(3000) < 5 * work(1000)


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        pytest.param(
            "Two men, identified as A B and C D of Osh, killed", 2, id="words between commas are inserted"
        ),
        pytest.param(
            "Two men met for a long talk in the old town hall, killed", None, id="other words part them"
        ),
        pytest.param(
            "Two went home early, as was told to us then, and it was killed", None, id="so do words beside"
        ),
    ],
)
def test_a_number_is_parted_from_its_word_by_an_insertion_only(trial, text, dead):
    assert trial.judge(text).casualties.deaths_low == dead
