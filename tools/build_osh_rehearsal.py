"""Write config/demo/osh-2010.jsonl: a rehearsal after the public record, in sentences of our own.

    python tools/build_osh_rehearsal.py > config/demo/osh-2010.jsonl

Spring 2010 in Kyrgyzstan: an uprising in Bishkek on 7 April, seized offices and
clashes in Jalal-Abad in mid-May, and in the night of 10 June the beginning of
communal violence in Osh, with people in flight across the Uzbek border from
12 June on. Publishers are invented; nothing is quoted. It is a rehearsal, not
evidence: figures are rounded from what was reported at the time. The same
input gives the same file, byte for byte (a test compares them).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

SEED: Final = 2010
FIRST: Final = datetime(2010, 3, 1, tzinfo=UTC)
LAST: Final = datetime(2010, 6, 16, tzinfo=UTC)
#: (name, language, country of the newsroom); two of them belong to one owner
PAPERS: Final = (
    ("Ala-Too Dispatch", "en", "KG"), ("Silk Road Monitor", "en", "GB"), ("Steppe Herald", "en", "KZ"),
    ("World Wire Desk", "en", "US"), ("Вестник Чуя", "ru", "KG"), ("Долина сегодня", "ru", "KG"),
    ("Азия за неделю", "ru", "RU"), ("Степная хроника", "ru", "KZ"), ("Ташкентский листок", "ru", "UZ"),
    ("Mittelasien-Rundschau", "de", "DE"), ("Der Weltbote", "de", "DE"), ("Alpenkurier", "de", "AT"),
)  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """What can be said of one kind of event: titles and sentences by language, with slots ``{place}`` and ``{n}``."""

    titles: dict[str, tuple[str, ...]]
    lines: dict[str, tuple[str, ...]]


QUIET: Final = Matter(
    titles={
        "en": ("Wheat prices in {place} rise again", "{place} repairs its main road", "New school opens in {place}", "Power cuts end early in {place}", "Football: {place} wins at home", "Spring festival draws families in {place}", "Farmers in {place} wait for rain", "{place} signs a trade agreement", "A museum in {place} shows felt carpets", "Doctors in {place} receive new equipment"),
        "ru": ("В регионе {place} дорожает пшеница", "{place}: ремонтируют главную дорогу", "В городе {place} открыли новую школу", "{place}: электричество дают без перебоев", "Футбол: {place} выигрывает дома", "{place}: весенний праздник собрал семьи", "Фермеры ждут дождя: {place}", "{place}: подписано торговое соглашение", "Музей показывает войлочные ковры: {place}", "{place}: врачи получили новую технику"),
        "de": ("Weizen wird in {place} wieder teurer", "{place} erneuert die Hauptstraße", "Neue Schule in {place} eröffnet", "Stromsperren in {place} enden früher", "Fußball: {place} gewinnt zu Hause", "Frühlingsfest in {place} lockt Familien an", "Bauern in {place} warten auf Regen", "{place} unterzeichnet Handelsabkommen", "Museum in {place} zeigt Filzteppiche", "Ärzte in {place} erhalten neue Geräte"),
    },
    lines={
        "en": ("Traders at the bazaar said the harvest had been thin.", "Officials expect the work to take {n} weeks.", "The ministry promised {n} more projects this year.", "Pupils sang and parents brought flowers.", "The budget allows for it, the mayor said.", "Shepherds move to the high pastures in May.", "The exchange rate hardly changed on Tuesday.", "Visitors came from the neighbouring valleys."),
        "ru": ("Торговцы на базаре говорят, что урожай был скудным.", "Работы займут {n} недель, сообщили в мэрии.", "Министерство обещает ещё {n} проектов в этом году.", "Ученики пели, родители принесли цветы.", "Средства в бюджете есть, заявил мэр.", "Чабаны уходят на высокогорные пастбища в мае.", "Курс сома почти не изменился.", "Гости приехали из соседних долин."),
        "de": ("Händler auf dem Basar sprachen von einer mageren Ernte.", "Die Arbeiten dauern etwa {n} Wochen.", "Das Ministerium kündigte {n} weitere Vorhaben an.", "Schüler sangen, Eltern brachten Blumen.", "Das Geld sei vorhanden, sagte der Bürgermeister.", "Im Mai ziehen die Hirten auf die hohen Weiden.", "Der Wechselkurs blieb fast unverändert.", "Gäste kamen aus den Nachbartälern."),
    },
)  # fmt: skip

UPRISING: Final = Matter(
    titles={
        "en": ("Police open fire on protesters in Bishkek, dozens killed", "Protesters storm government building in Bishkek", "At least {n} killed as crowds clash with police in Bishkek", "Gunfire in central Bishkek as uprising spreads", "Looters roam Bishkek after a night of violence", "Hospitals in Bishkek overwhelmed after shooting on square"),
        "ru": ("Милиция открыла огонь по протестующим в Бишкеке, десятки погибших", "В Бишкеке протестующие штурмуют здание правительства", "В Бишкеке в столкновениях с милицией погибли не менее {n} человек", "Стрельба в центре Бишкека, восстание ширится", "Мародёры в Бишкеке после ночи насилия", "Больницы Бишкека переполнены после стрельбы на площади"),
        "de": ("Polizei schießt in Bischkek auf Demonstranten, Dutzende Tote", "Demonstranten stürmen Regierungsgebäude in Bischkek", "Mindestens {n} Tote bei Zusammenstößen in Bischkek", "Schüsse im Zentrum von Bischkek, Aufstand weitet sich aus", "Plünderungen in Bischkek nach einer Nacht der Gewalt", "Krankenhäuser in Bischkek nach Schüssen überfüllt"),
    },
    lines={
        "en": ("Snipers fired from the roof of the government house, witnesses said.", "Crowds set cars on fire and threw stones.", "The wounded lay in the corridors of the hospitals.", "The president left the capital in the evening.", "Soldiers used live ammunition against the crowd.", "The interior minister was beaten by the crowd in Talas.", "Looting went on until the morning."),
        "ru": ("По словам очевидцев, снайперы стреляли с крыши Дома правительства.", "Толпа поджигала машины и бросала камни.", "Раненые лежали в коридорах больниц.", "Вечером президент покинул столицу.", "Военные применили боевые патроны против толпы.", "Министр внутренних дел избит толпой в Таласе.", "Мародёрство продолжалось до утра."),
        "de": ("Scharfschützen feuerten laut Augenzeugen vom Dach des Regierungsgebäudes.", "Die Menge setzte Autos in Brand und warf Steine.", "Verletzte lagen in den Fluren der Krankenhäuser.", "Der Präsident verließ am Abend die Hauptstadt.", "Soldaten schossen mit scharfer Munition in die Menge.", "Der Innenminister wurde in Talas verprügelt.", "Die Plünderungen dauerten bis zum Morgen."),
    },
)  # fmt: skip

UNEASY: Final = Matter(
    titles={
        "en": ("Man killed in attack on a house near Bishkek", "Two injured in clash over land near Bishkek", "Crowd attacks courthouse in Bishkek", "Shots fired at a patrol in Bishkek", "Armed men rob and beat traders in Bishkek", "Night attack on a shop in Bishkek leaves {n} injured"),
        "ru": ("Под Бишкеком при нападении на дом убит мужчина", "Двое ранены в столкновении из-за земли под Бишкеком", "Толпа напала на здание суда в Бишкеке", "В Бишкеке обстрелян патруль", "Вооружённые люди ограбили и избили торговцев в Бишкеке", "Ночное нападение на магазин в Бишкеке, {n} раненых"),
        "de": ("Mann bei Überfall auf ein Haus bei Bischkek getötet", "Zwei Verletzte bei Zusammenstoß um Land bei Bischkek", "Menge greift Gerichtsgebäude in Bischkek an", "Schüsse auf eine Streife in Bischkek", "Bewaffnete überfallen und verprügeln Händler in Bischkek", "Nächtlicher Angriff auf Laden in Bischkek, {n} Verletzte"),
    },
    lines={
        "en": ("The attackers fled before the police came.", "Neighbours heard shots about midnight.", "An investigation has been opened.", "Tension has not eased since the uprising.", "The interim government called for calm.", "Volunteers patrol the streets at night."),
        "ru": ("Нападавшие скрылись до приезда милиции.", "Соседи слышали выстрелы около полуночи.", "Возбуждено уголовное дело.", "После восстания напряжённость не спадает.", "Временное правительство призвало к спокойствию.", "По ночам улицы патрулируют дружинники."),
        "de": ("Die Angreifer flohen vor Eintreffen der Polizei.", "Nachbarn hörten gegen Mitternacht Schüsse.", "Die Behörden haben Ermittlungen aufgenommen.", "Seit dem Aufstand ist die Lage gespannt.", "Die Übergangsregierung rief zur Ruhe auf.", "Freiwillige gehen nachts auf Streife."),
    },
)  # fmt: skip

JALAL_ABAD: Final = Matter(
    titles={
        "en": ("Two killed in clashes in Jalal-Abad", "Crowd storms regional government office in Jalal-Abad", "Shooting at a university in Jalal-Abad, many injured", "Jalal-Abad: rival crowds fight with stones and guns", "State of emergency in Jalal-Abad after deadly clashes", "Houses of a family set on fire near Jalal-Abad", "Gunmen fire into crowd in Jalal-Abad"),
        "ru": ("В Джалал-Абаде в столкновениях погибли двое", "В Джалал-Абаде толпа захватила здание областной администрации", "Стрельба у университета в Джалал-Абаде, много раненых", "Джалал-Абад: драка толп с камнями и оружием", "В Джалал-Абаде чрезвычайное положение после столкновений", "Под Джалал-Абадом подожгли дома одной семьи", "В Джалал-Абаде неизвестные открыли огонь по толпе"),
        "de": ("Zwei Tote bei Zusammenstößen in Dschalal-Abad", "Menge stürmt Gebietsverwaltung in Dschalal-Abad", "Schüsse an Universität in Dschalal-Abad, viele Verletzte", "Dschalal-Abad: Straßenschlacht mit Steinen und Schusswaffen", "Ausnahmezustand in Dschalal-Abad nach tödlichen Zusammenstößen", "Häuser einer Familie bei Dschalal-Abad in Brand gesetzt", "Bewaffnete schießen in Dschalal-Abad in die Menge"),
    },
    lines={
        "en": ("At least {n} people were wounded, the health ministry said.", "Supporters of the ousted president had taken the building the day before.", "Shots were heard near the university in the afternoon.", "A curfew was imposed until further notice.", "The crowd demanded that a community leader be handed over.", "Armoured vehicles stood at the crossroads.", "Shops in the centre stayed closed."),
        "ru": ("По данным Минздрава, ранены не менее {n} человек.", "Накануне здание заняли сторонники свергнутого президента.", "После полудня у университета слышались выстрелы.", "Введён комендантский час.", "Толпа требовала выдать лидера общины.", "На перекрёстках стояла бронетехника.", "Магазины в центре не работали."),
        "de": ("Mindestens {n} Menschen wurden verletzt, teilte das Gesundheitsministerium mit.", "Anhänger des gestürzten Präsidenten hatten das Gebäude am Vortag besetzt.", "Am Nachmittag fielen nahe der Universität Schüsse.", "Eine Ausgangssperre wurde verhängt.", "Die Menge verlangte die Herausgabe eines Gemeindevorstehers.", "An den Kreuzungen standen Panzerfahrzeuge.", "Die Geschäfte im Zentrum blieben geschlossen."),
    },
)  # fmt: skip

OSH: Final = Matter(
    titles={
        "en": ("Gun battles in Osh, at least {n} killed", "Houses burn in Osh as mobs attack neighbourhoods", "Osh: gangs fight with guns and iron bars in the night", "Armed groups open fire in central Osh", "Killings go on in Osh despite curfew", "Osh hospital counts {n} dead after ethnic clashes", "Mobs set shops and homes on fire in Osh", "Osh: residents shot dead in the streets", "Massacre feared in a quarter of Osh", "Troops sent to Osh may shoot to kill"),
        "ru": ("В Оше перестрелки, погибли не менее {n} человек", "В Оше горят дома, толпы нападают на кварталы", "Ош: ночная драка банд с оружием и арматурой", "Вооружённые группы открыли огонь в центре Оша", "В Оше продолжаются убийства, несмотря на комендантский час", "Больница Оша насчитала {n} погибших после межэтнических столкновений", "В Оше толпы поджигают магазины и дома", "Ош: жителей расстреливают на улицах", "В квартале Оша опасаются резни", "Войскам в Оше разрешено стрелять на поражение"),
        "de": ("Schießereien in Osch, mindestens {n} Tote", "Häuser brennen in Osch, Mobs greifen Viertel an", "Osch: Banden kämpfen nachts mit Schusswaffen und Eisenstangen", "Bewaffnete Gruppen eröffnen in Osch das Feuer", "Das Töten in Osch geht trotz Ausgangssperre weiter", "Krankenhaus in Osch zählt {n} Tote nach ethnischen Zusammenstößen", "Mobs setzen in Osch Läden und Häuser in Brand", "Osch: Bewohner auf offener Straße erschossen", "Massaker in einem Viertel von Osch befürchtet", "Truppen in Osch dürfen gezielt schießen"),
    },
    lines={
        "en": ("Automatic fire was heard from several quarters until dawn.", "At least {n} people were injured, doctors said.", "Smoke stood over the bazaar and the old town.", "Families barricaded their streets with lorries and trees.", "Attackers in cars without number plates shot at passers-by.", "The interim government declared a state of emergency.", "Armoured vehicles were taken by the crowd.", "Bodies could not be recovered because of snipers.", "The airport was guarded, the roads were not.", "Gas and power were cut in the burnt streets.", "A casino and a student hostel were attacked first, residents said.", "Volunteers carried the wounded in blankets."),
        "ru": ("Автоматные очереди слышались в нескольких районах до рассвета.", "По словам врачей, ранены не менее {n} человек.", "Над базаром и старым городом стоял дым.", "Семьи перегородили улицы грузовиками и деревьями.", "Нападавшие из машин без номеров стреляли по прохожим.", "Временное правительство ввело чрезвычайное положение.", "Толпа захватила бронетехнику.", "Тела погибших не удаётся забрать из-за снайперов.", "Аэропорт охраняли, дороги нет.", "На сгоревших улицах отключены газ и свет.", "Сначала напали на казино и общежитие, говорят жители.", "Добровольцы выносили раненых на одеялах."),
        "de": ("Bis zum Morgengrauen war aus mehreren Vierteln Dauerfeuer zu hören.", "Mindestens {n} Menschen wurden verletzt, sagten Ärzte.", "Über dem Basar und der Altstadt stand Rauch.", "Familien sperrten ihre Straßen mit Lastwagen und Bäumen.", "Angreifer in Autos ohne Kennzeichen schossen auf Passanten.", "Die Übergangsregierung rief den Ausnahmezustand aus.", "Die Menge erbeutete Panzerfahrzeuge.", "Wegen Scharfschützen konnten Leichen nicht geborgen werden.", "Der Flughafen wurde bewacht, die Straßen nicht.", "In den verbrannten Straßen fehlten Gas und Strom.", "Zuerst seien ein Kasino und ein Wohnheim angegriffen worden, sagten Bewohner.", "Freiwillige trugen Verwundete in Decken."),
    },
)  # fmt: skip

FLIGHT: Final = Matter(
    titles={
        "en": ("Thousands of refugees from Osh cross into Andijan", "Andijan province opens camps for refugees", "Women and children flee Osh to the Uzbek border at Andijan", "Andijan: {n},000 refugees registered", "Refugees wait at the closed border near Andijan"),
        "ru": ("Тысячи беженцев из Оша переходят в Андижан", "В Андижанской области открыты лагеря для беженцев", "Женщины и дети бегут из Оша к границе у Андижана", "Андижан: зарегистрировано {n} тысяч беженцев", "Беженцы ждут у закрытой границы под Андижаном"),
        "de": ("Tausende Flüchtlinge aus Osch erreichen Andischan", "Gebiet Andischan öffnet Lager für Flüchtlinge", "Frauen und Kinder fliehen aus Osch an die Grenze bei Andischan", "Andischan: {n}.000 Flüchtlinge registriert", "Flüchtlinge warten an der geschlossenen Grenze bei Andischan"),
    },
    lines={
        "en": ("Most of them are women, children and old people.", "Tents were put up in sports grounds.", "Some had walked through fields all night.", "Doctors work in the camps around the clock.", "Water is brought by lorry.", "The border was opened for a few hours only."),
        "ru": ("Большинство из них женщины, дети и старики.", "Палатки поставили на стадионах.", "Некоторые всю ночь шли через поля.", "Врачи работают в лагерях круглосуточно.", "Воду привозят грузовиками.", "Границу открыли лишь на несколько часов."),
        "de": ("Die meisten sind Frauen, Kinder und alte Menschen.", "Auf Sportplätzen wurden Zelte aufgestellt.", "Manche waren die ganze Nacht durch Felder gelaufen.", "In den Lagern arbeiten Ärzte rund um die Uhr.", "Wasser kommt mit Lastwagen.", "Die Grenze wurde nur für einige Stunden geöffnet."),
    },
)  # fmt: skip

PLACES: Final = {
    "en": ("Osh", "Jalal-Abad", "Naryn", "Talas", "Bishkek", "Batken", "Andijan", "Tashkent", "Khujand", "Almaty"),
    "ru": ("Ош", "Джалал-Абад", "Нарын", "Талас", "Бишкек", "Баткен", "Андижан", "Ташкент", "Худжанд", "Алматы"),
    "de": ("Osch", "Dschalal-Abad", "Naryn", "Talas", "Bischkek", "Batken", "Andischan", "Taschkent", "Chudschand", "Almaty"),
}  # fmt: skip


@dataclass(frozen=True)
class Phase:
    """So many reports of one matter, spread from ``start`` on over so many hours; figures between ``low`` and ``high``."""

    matter: Matter
    start: datetime
    hours: float
    reports: int
    low: int = 2
    high: int = 9
    papers: int = len(PAPERS)


def _at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2010, month, day, hour, minute, tzinfo=UTC)


#: times are UTC; local time in the Fergana valley is six hours later
PHASES: Final = (
    Phase(UPRISING, _at(4, 7, 6), 14, 34, 12, 40), Phase(UPRISING, _at(4, 8, 1), 20, 22, 60, 78),
    Phase(UNEASY, _at(4, 10), 24 * 33, 52), Phase(UNEASY, _at(5, 21), 24 * 19, 24),
    Phase(JALAL_ABAD, _at(5, 13, 9), 9, 3, 2, 6, 4), Phase(JALAL_ABAD, _at(5, 14, 6), 14, 5, 20, 60, 5),
    Phase(JALAL_ABAD, _at(5, 19, 7), 16, 8, 60, 74, 6),
    Phase(OSH, _at(6, 10, 18, 20), 4, 9, 4, 9, 7), Phase(OSH, _at(6, 10, 22, 20), 12, 40, 12, 45),
    Phase(OSH, _at(6, 11, 12), 24, 56, 46, 80), Phase(OSH, _at(6, 12, 12), 36, 60, 80, 118),
    Phase(JALAL_ABAD, _at(6, 12, 10), 36, 24, 15, 40), Phase(FLIGHT, _at(6, 12, 6), 48, 40, 30, 75),
    Phase(OSH, _at(6, 14), 40, 30, 118, 170),
)  # fmt: skip


def articles() -> Iterator[dict[str, str]]:
    """Yield all articles in the order of their time."""
    seed = Random(SEED)
    found = [*_quiet(seed), *(one for phase in PHASES for one in _phase(phase, seed))]
    found.sort(key=lambda one: (one["published"], one["source"], one["title"]))
    for number, one in enumerate(found):
        yield {"id": f"osh-2010-{number:04}", **one}


def _quiet(seed: Random) -> Iterator[dict[str, str]]:
    days = (LAST - FIRST).days
    for day in range(days):
        for _ in range(3 if day % 7 < 5 else 2):
            at = FIRST + timedelta(days=day, minutes=seed.randint(60, 1200))
            paper = seed.choice(PAPERS)
            place = seed.choice(PLACES[paper[1]])
            yield _article(QUIET, paper, at, place, seed.randint(2, 9), seed)


def _phase(phase: Phase, seed: Random) -> Iterator[dict[str, str]]:
    papers = list(PAPERS)
    seed.shuffle(papers)
    for number in range(phase.reports):
        share = (number + seed.random()) / phase.reports
        at = phase.start + timedelta(minutes=round(phase.hours * 60 * share))
        paper = papers[number % min(phase.papers, len(papers))]
        figure = phase.low + round((phase.high - phase.low) * share)
        yield _article(phase.matter, paper, at, "", figure, seed)


def _article(
    matter: Matter, paper: tuple[str, str, str], at: datetime, place: str, figure: int, seed: Random
) -> dict[str, str]:
    name, language, country = paper
    title = seed.choice(matter.titles[language]).format(place=place, n=figure)
    lines = seed.sample(matter.lines[language], 3)
    summary = " ".join(line.format(place=place, n=figure + 7) for line in lines)
    return {
        "title": title, "summary": summary, "language": language,
        "published": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "source": name, "feed_country": country,
    }  # fmt: skip


def main() -> None:
    """Write the rehearsal to standard output, one article a line."""
    for one in articles():
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
