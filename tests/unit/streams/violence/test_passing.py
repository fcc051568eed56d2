"""Claims about articles whose only word of violence is said in passing, and about such as tell a deed with one word."""

from functools import cache
from pathlib import Path

import pytest

from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial

LEXICONS = Path(__file__).parents[4] / "config" / "lexicons"
#: One word below a calm title: a war is the background, a crime the plot, a fight the subject of a law.
PASSING = [
    ("en", "Fuel is scarce again", "Traders blame shelling of refineries for the shortage."),
    ("en", "Choir of exiles sings again", "The war goes on, and its members know what shelling is."),
    ("en", "Village elects its first woman", "She ran because gangs kidnap girls and nobody cares."),
    ("de", "Bauern bleiben auf ihrem Weizen sitzen", "Schuld ist auch der Beschuss der Häfen am Meer."),
    ("fr", "Le chœur des exilés chante", "Les chanteuses parlent de leur maison et des bombardements."),
    ("es", "El coro canta otra vez", "Las cantantes hablan de su casa y de los bombardeos."),
    ("it", "Il coro torna a cantare", "Le cantanti parlano di casa e dei bombardamenti."),
    ("pt", "O coro volta a cantar", "As cantoras falam da casa e dos bombardeios."),
    ("ru", "Хор беженок снова поёт", "Певицы говорят о доме и об обстрелах."),
    ("uk", "Хор знову співає", "Співачки говорять про дім і про обстріли."),
    ("tr", "Koro yeniden sahnede", "Kadınlar evlerini ve bombardımanı anlatıyor."),
    ("zh", "合唱团重登舞台", "歌者说到家乡和轰炸。"),
]  # fmt: skip
#: One word in a title that asks, explains or quotes somebody, and nothing more below.
ASKING = [
    ("en", "Why cartels kidnap doctors", "An answer from three continents."),
    ("en", "'I was kidnapped and nobody looked for me'", "She has written it down."),
    ("en", "Kidnapping: 'Nobody ever looked for me'", "She has written it down."),
    ("en", "Who profits if doctors are kidnapped?", "An answer from three continents."),
    ("de", "Warum Banden Ärzte entführen", "Eine Antwort aus drei Erdteilen."),
    ("fr", "Comment des bandes enlèvent des médecins", "Une réponse de trois continents."),
    ("ru", "Почему банды похищают врачей", "Ответ с трёх континентов."),
    ("tr", "Doktor neden bıçaklandı?", "Üç kıtadan bir yanıt."),
]
#: One word, but told: how many, what day, after what, beside whom, what a mob did.
TOLD = [
    ("en", "Fuel is scarce again", "On Friday shelling stopped the refinery."),
    ("en", "Pharmacy closes", "Attackers stabbed the owner and two clerks."),
    ("en", "Pharmacy closes", "The owner left town after a stabbing."),
    ("en", "Pharmacy closes", "Rebels had kidnapped the owner."),
    ("en", "Pharmacy closes", "The shop was looted."),
    ("en", "Pharmacy closes", "The shop was blown up in an airstrike."),
    ("de", "Apotheke schließt", "Am Freitag wurde der Inhaber niedergestochen."),
    ("ru", "Аптека закрыта", "В пятницу владельца похитили."),
]  # fmt: skip


@cache
def trial(language):
    return Trial(read_lexicon(LEXICONS / f"{language}.yaml").value)


def judged(language, title, lead, towns=()):
    return trial(language).judge(lead, title=title, towns=lambda: towns).verdict


@pytest.mark.parametrize(("language", "title", "lead"), PASSING)
def test_a_lone_word_below_a_calm_title_is_background(language, title, lead):
    verdict = judged(language, title, lead)
    assert not verdict.violent
    assert "only said in passing: below a calm title" in verdict.reason


@pytest.mark.parametrize(("language", "title", "lead"), ASKING)
def test_a_lone_word_in_a_title_that_asks_or_quotes_reports_nothing(language, title, lead):
    verdict = judged(language, title, lead)
    assert not verdict.violent
    assert "only said in passing: in a title that asks or quotes" in verdict.reason


@pytest.mark.parametrize(("language", "title", "lead"), TOLD)
def test_a_lone_word_reports_a_deed_if_anything_is_told_of_it(language, title, lead):
    assert judged(language, title, lead).violent


@pytest.mark.parametrize(("language", "title", "lead"), [*PASSING, *ASKING])
def test_without_knowledge_of_places_nothing_is_taken_for_background(language, title, lead):
    verdict = trial(language).judge(lead, title=title).verdict
    assert verdict.violent


@pytest.mark.parametrize(
    ("title", "lead", "at", "violent"),
    [
        pytest.param("Pharmacy in Goma closes", "The owner was kidnapped.", (0, 12), True, id="in the title"),
        pytest.param("Pharmacy closes", "In Goma the owner was kidnapped.", (1, 3), True, id="in the sentence"),
        pytest.param(
            "Pharmacy closes", "The owner was kidnapped. He comes from Goma.", (1, 39), False, id="in another"
        ),
    ],
)  # fmt: skip
def test_a_town_named_with_a_lone_word_makes_it_a_report(title, lead, at, violent):
    assert judged("en", title, lead, [at]).violent is violent


def test_a_lone_word_first_told_in_a_second_sentence_is_background_whatever_town_it_names():
    lead = "The oldest pharmacy closes its doors. Near Goma its founder had been kidnapped."
    verdict = judged("en", "A street loses its pharmacy", lead, [(1, 43)])
    assert not verdict.violent
    assert "title and first sentence are calm" in verdict.reason


def test_what_a_headline_alone_asks_stays_as_it_was():
    assert trial("en").judge("Why cartels kidnap doctors", towns=lambda: ()).verdict.violent


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Cartels kidnap doctors", id="a headline that tells"),
        pytest.param("'Cruel' cartels kidnap doctors", id="one word in quote marks"),
        pytest.param("'They are our best friends': cartels kidnap doctors", id="the deed behind what is quoted"),
        pytest.param("Is it war? Cartels kidnap doctors", id="the deed behind the question"),
    ],
)  # fmt: skip
def test_only_a_word_in_or_before_what_is_asked_or_quoted_is_said_aside(title):
    assert judged("en", title, "The hospital has closed.").violent


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ministers speak of an attack in civil war"),
        ("de", "Minister sprechen im Krieg von einem Angriff"),
        ("fr", "Les ministres parlent d'une attaque dans la guerre"),
        ("ru", "Министры говорят о войне и об атаке"),
    ],
)
def test_the_name_of_a_war_keeps_a_doubtful_word_no_company(language, text):
    assert not trial(language).judge(text).verdict.violent
