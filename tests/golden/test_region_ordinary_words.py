"""Ordinary words that are also written like a place somewhere: nobody died in Qom because police came `to the scene`.

Found in the example sentences and the words of the lexicons, and in sentences that eleven other languages say without that place.
Each with the place itself, which stays one.
"""

from datetime import UTC, datetime

import pytest

from tocsin.model import Article, Source

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = {
    "he the scene": ("המשטרה הגיעה למקום ומצאה שני הרוגים", "פיצוץ עז נשמע בעיר קום שבאיראן", "IR-25"),
    "he on the spot": ("הנהג נהרג במקום, הפצועים פונו", "עצורים בקום באיראן", "IR-25"),
    "he to get up": ("הפצוע ניסה לקום ונורה שוב", "עצורים בקום באיראן", "IR-25"),
    "he stock exchange": ("הבורסה: מניות הנשק התפוצצו", "רעידת אדמה בעיר בורסה שבטורקיה", "TR-16"),
    "ar the stock exchange": ("هجوم على الأسهم في البورصة", "انفجار في مدينة بورصة التركية", "TR-16"),
    "ar the capital": ("دوي انفجار في العاصمة ومقتل ثلاثة", "اشتباكات في أمانة العاصمة في صنعاء", "YE-SA"),
    "ar for the capital": ("قصف صاروخي للعاصمة ومقتل ثلاثة", "اشتباكات في أمانة العاصمة في صنعاء", "YE-SA"),
    "ar the city": ("مقتل خمسة في هجوم على المدينة", "حريق قرب المسجد النبوي في المدينة المنورة", "SA-03"),
    "ar in the city of": ("اشتباكات في مدينة الفاشر", "حريق قرب المسجد النبوي في المدينة المنورة", "SA-03"),
    "ar in the square": ("مقتل متظاهر في ميدان التحرير", None, "ID-SU"),
    "ar a broadcaster": ("قناة الجزيرة: مقتل ثلاثة في قصف على غزة", "هجوم في الجزائر", "DZ"),
    "ar a state of Sudan": ("اشتباكات في الجزيرة وسط السودان", "هجوم في الجزائر", "DZ"),
    "fa in the square": ("تیراندازی در میدان شهر", None, "ID-SU"),
    "fa in the port": ("انفجار در بندر", "انفجار در بندر عباس", "IR-22"),
    "ur in a mine": ("کان میں دھماکہ، نو مزدور ہلاک", None, "FR-NOR"),
    "ps a province": ("په ولایت کې چاودنه وشوه", None, "IR-18"),
    "ar drunk": ("السائق المخمور الذي قتل ثلاثة شبان", "هجوم على قرية في قضاء مخمور بالعراق", "IQ-AR"),
    "fa a novel": ("رمان پلیسی تازه با قتل در کتابخانه آغاز می‌شود", "تیراندازی در رم پایتخت ایتالیا", "IT-62"),
    "ps talks": ("اوربند او سرحدي نښته: خبرې اترې", None, "SA-04"),
    "ps blood": ("ساینس پوهان د ستوري وژنه وینی", None, "AT-9"),
    "ja an album": ("新曲「射殺の夜」がアルバムに", "アルバで銃撃、３人死亡", "AW"),
    "ja a temporary worker": ("アルバイトの男性が刺され死亡", "アルバで銃撃、３人死亡", "AW"),
    "ky the continent": ("Азия чемпионатында катуу кагылышуу", None, "PH-06"),
    "ru at play": ("Играя с ружьём, подросток застрелил друга", "В посёлке Игра в Удмуртии сгорел дом", "RU-UD"),
    "sw a lorry": ("Lori limeua mwendesha baiskeli", None, "AM-LO"),
    "uz a wolf": ("Bo‘ri cho‘ponga hujum qildi", None, "SL-S"),
    "uz in the town": ("Shaharda portlash bo‘lmagan", None, "IL-D"),
    "tg a bomb": ("Бомбаи хабарӣ: тирандозии сухан", None, "IN-MH"),
    "it a president": ("Assassinio di Kennedy, desecretati i file", None, "CO-DC"),
    "pt a president": ("Documentos sobre o assassinato de Kennedy", None, "CO-DC"),
    "es a president": ("El asesinato de Kennedy: los últimos papeles", "Asesinan a un joven en Kennedy, Bogotá", "CO-DC"),
    "ar nuclear": ("البرنامج النووي: مقتل عالم في انفجار", None, "NU"),
    "ar a year": ("في سنة 2024 قتل ثلاثة", "هجوم في سنندج بإيران", "IR"),
    "ar a valve": ("صمام أمان ينفجر", "انفجار في عمان عاصمة الأردن", "JO"),
    "ar a valley": ("قذيفة في وادي النيل", "ولاية الوادي: مقتل ثلاثة", "DZ"),
    "hi a meeting": ("सभा में गोलीबारी, तीन की मौत", None, "LY"),
    "id all safe": ("Aman, kata polisi setelah ledakan", "Ledakan di Amman, Yordania", "JO"),
    "tr a police station": ("Polis Merkezi'ne saldırı: üç ölü", None, "UG"),
    "kk a chamber": ("Палата спикері атылды", None, "TD"),
    "ha it is known": ("An san wanda ya kashe su", None, "CN"),
    "es a gang": ("La banda de secuestradores mata a tres", None, "PE"),
    "es a bank": ("El banco central combate la inflación", "Dos muertos en El Banco, Magdalena", "CO-MAG"),
    "ar genocide": ("حرب الإبادة في غزة", None, "IR"),
    "ar with an axe": ("قتل جاره بالفأس", "حريق في مدينة فاس المغربية", "MA-03"),
    "ar a tremor": ("هزة أرضية تقتل ثلاثة", None, "CN-SD"),
    "ar tear gas": ("قنابل مسيلة للدموع في تونس", "هجوم في ولاية المسيلة", "DZ-28"),
    "ar peaceful": ("إطلاق نار على مظاهرة سلمية في الخرطوم", None, "SY"),
    "ar floods": ("السيول تقتل عشرة في اليمن", "احتجاجات في سيول عاصمة كوريا الجنوبية", "KR-11"),
    "ar a president": ("قوات بشار تقصف إدلب", "هجوم في ولاية بشار بالجزائر", "DZ-08"),
    "ar two migrants": ("غرق مهاجران قبالة ليبيا", None, "IR"),
    "fa in April": ("در آوریل سه نفر کشته شدند", None, "RU-ORL"),
    "fa shrapnel": ("ترکش خمپاره دو نفر را کشت", None, "TR"),
    "fa tribal": ("درگیری قومی ده کشته داد", "انفجار در قم", "IR-25"),
    "fa taxes": ("اعتراض به مالیات در کابل", "حمله در مالی", "ML"),
    "fa talks": ("گفت‌وگو پس از درگیری", None, "ES-GA"),
    "ps tribal": ("قومي شخړه کې درې تنه ووژل شول", None, "IR-25"),
    "ps fifteen years old": ("د ۱۵ کلن هلک وژنه", None, "DE-NW"),
    "ps because of": ("د چاودنې له امله پنځه تنه ووژل شول", None, "IR-02"),
    "ps of peace": ("د سولې خبرې د برید وروسته", None, "SO-SO"),
    "ur a shot was fired": ("جلسے میں گولی چلی، تین ہلاک", "چلی میں زلزلہ، دس ہلاک", "CL"),
    "he years": ("לפני שלוש שנים נרצחו שניים", None, "FR-OCC"),
    "he a boat": ("סירת מהגרים טבעה, עשרה נהרגו", None, "LY-SR"),
    "he a lynching": ("לינץ' בחשוד: נהרג בידי ההמון", None, "AT-4"),
    "zh a coastal city": ("导弹雨袭击沿海城市，多栋大楼倒塌", "海城市发生地震", "CN-LN"),
    "zh on a balcony": ("女童阳台中弹身亡", "台中发生枪击", "TW-TXG"),
    "ko on the pavement": ("차량이 인도로 돌진해 3명 사망", "인도에서 폭발로 3명 사망", "IN"),
    "en a baton": ("Lathi charge on protesters", None, "IN-GJ"),
    "fr a grenade": ("Grenade lancée contre un bar, deux morts", "Ouragan : trois morts à la Grenade", "GD"),
    "fr a meeting": ("Réunion d'urgence après l'attaque", "La Réunion : un homme tué", "RE"),
    "it a gang": ("Banda armata uccide due guardie", None, "IN-UP"),
    "it a grenade": ("Granata contro un bar, due morti", "Granada, due morti in Spagna", "ES"),
    "tr with a bomb": ("Bombayla saldırı: üç ölü", "Bombay'da saldırı: üç ölü", "IN"),
    "tr a mortar": ("Havan saldırısı: üç ölü", "Havana'da patlama: üç ölü", "CU"),
    "tr a tribe": ("Kabile çatışması: üç ölü", "Kabil'de saldırı: üç ölü", "AF-KAB"),
    "es gas": ("Butano: explosión en una casa", "Terremoto en Bután", "BT"),
    "pt a count": ("Contagem de mortos sobe para 12", "Homem é morto em Contagem", "BR-MG"),
    "uz a person": ("Kishi o'ldirildi", None, "NG-OY"),
    "uz the first": ("Birinchi hujumda uch kishi halok bo'ldi", None, "DZ-17"),
    "uz having been": ("Bo'lib o'tgan otishmada uch kishi halok bo'ldi", None, "SL-S"),
    "kk November": ("Қараша айында үш адам өлтірілді", None, "TG-K"),
    "pl of people": ("Ludzi zabito w ataku", None, "PL-10"),
    "ru a name": ("Имя погибшего назвали", None, "US"),
    "om they": ("Warri hidhattootaa nama sadii ajjeesan", None, "NG-DE"),
    "it oil": ("Il Brent esplode dopo i raid", "Londra, accoltellato un giovane a Brent", "GB-ENG"),
}  # fmt: skip


def regions(tagger, text, language):
    source = Source(feed="f", publisher="p", owner="o", language=language)
    article = Article(id="a", source=source, title=text, seen=NOW, at=NOW, language=language)
    return {place.region for place in tagger.tag(article).places}


@pytest.mark.parametrize("name", WORDS)
def test_an_ordinary_word_is_no_place_and_the_place_stays_one(tagger, name):
    language, (word, place, region) = name[:2], WORDS[name]
    assert region not in regions(tagger, word, language)
    if place is not None:  # one that is not written otherwise
        assert region in regions(tagger, place, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Explosion in the capital Khartoum", "en"), ("انفجار في العاصمة الخرطوم", "ar"), ("Взрыв в столице Хартуме", "ru"),
     ("Explosion dans la capitale Khartoum", "fr")],
)  # fmt: skip
def test_a_capital_stands_behind_its_word_of_place_although_it_is_called_one(tagger, text, language):
    source = Source(feed="f", publisher="p", owner="o", language=language)
    article = Article(id="a", source=source, title=text, seen=NOW, at=NOW, language=language)
    tagged = tagger.tag(article)
    assert [place.region for place in tagged.places] == ["SD", "SD-KH"]
    assert "and where" in tagged.verdict.reason
