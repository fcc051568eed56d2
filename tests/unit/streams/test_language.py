"""Claims about the language of a text."""

import pytest

from streams.language import NEWS, detect, normal
from streams.languagemodel import shipped


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dozens were killed in clashes between rival gangs on Friday", "en"),
        ("Dutzende Menschen wurden bei Gefechten am Freitag getötet", "de"),
        ("Des dizaines de personnes ont été tuées dans les affrontements", "fr"),
        ("Decenas de personas murieron en los enfrentamientos del viernes", "es"),
        ("В пятницу в столкновениях погибли десятки человек", "ru"),
        ("У п'ятницю внаслідок сутичок загинули десятки людей", "uk"),
        ("Cuma günkü çatışmalarda onlarca kişi hayatını kaybetti", "tr"),
        ("قتل العشرات في اشتباكات يوم الجمعة بين الفصائل", "ar"),
        ("ده‌ها نفر در درگیری‌های روز جمعه کشته شدند", "fa"),
        ("周五的冲突造成数十人死亡", "zh"),
        ("金曜日の衝突で数十人が死亡した", "ja"),
        ("Ledakan tambang batu bara tewaskan 14 pekerja", "id"),
        ("戦闘激化、避難所に砲弾", "ja"),
        ("米軍機が武装組織の拠点攻撃", "ja"),
        ("警察開槍驅散示威者", "zh"),
        ("금요일 충돌로 수십 명이 숨졌다", "ko"),
        ("በግጭቱ በርካታ ሰዎች ተገድለዋል", "am"),
        ("ፖሊስ በመቐለ ተኩስ ከፈተ", "am"),
        ("ኣብ ጋምቤላ ግጭት ተላዒሉ", "ti"),
        ("ሰለስተ ወተሃደራት ሞይቶም", "ti"),
        ("ኣብ ናይ ሎሚ ኲናት ብዙሓት ሰባት ሞይቶም እዩ", "ti"),
        ("An kashe mutane da dama a wani hari da 'yan bindiga suka kai a Zamfara", "ha"),
        ("Watu kadhaa waliuawa katika mapigano siku ya Ijumaa", "sw"),
        ("ทหารเสียชีวิตหลายนาย", "th"),
        ("სპეცრაზმმა აქცია დაშალა", "ka"),
        ("ᲡᲞᲔᲪᲠᲐᲖᲛᲛᲐ ᲐᲥᲪᲘᲐ ᲓᲐᲨᲐᲚᲐ", "ka"),
        ("Տավուշում հրադադարի ռեժիմը խախտվել է", "hy"),
        ("DOZENS KILLED AS GUNMEN ATTACK VILLAGE IN NORTH", "en"),
        ("Gunmen kill nine in Osh", "en"),
        ("Hong Kong police fire tear gas at protesters", "en"),
        ("militia shells kharkiv suburb", "en"),
        ("Haiti gang attack on Pont-Sondé leaves 70 dead", "en"),
        (
            "Shares of the firm fell to 34 cts from 82 cts in 1986 and rose to 98 in 1987, said analysts at",
            "en",
        ),
        (
            "Lange vor The Daily Show und The Colbert Report war es das, was in den Nachrichten an die Leser ging",
            "de",
        ),
        ("Polisi tembak mati lima warga di Papua", "id"),
        ("Zwei Tote bei Brand in Dortmund", "de"),
        ("Siete muertos en un ataque armado", "es"),
        ("Cult clash for Rivers: seven pipo don die", "pcm"),
        ("Gunmen attack market, pikin and mama dey run, police tok", "pcm"),
        ("Afta the gunmen attack, di pipo of Jos run from the market and dey hide with their pikin", "pcm"),
        ("Di Maria's wife says she dey loved the city and that it was not hers", "en"),
    ],
)
def test_language(text, language):
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        pytest.param("", "pt-BR", "pt", id="an empty text is what the feed says"),
        pytest.param("", None, "und", id="or undetermined"),
        pytest.param("首相官邸前抗議", "ja", "ja", id="a Japanese feed's headline without kana"),
        pytest.param("戦いが続いた", "zh", "ja", id="but not a Chinese feed's with kana"),
        pytest.param(
            "Abantu barindwi bapfuye mu mirwano", "rn", "rn", id="Kirundi, which looks like Kinyarwanda"
        ),
        pytest.param(
            "Soldier dem kill seven pipo for market", "pcm", "pcm", id="Pidgin, which looks like English"
        ),
        pytest.param(
            "Di men wey kill the pastor and from there carry the choir dey run for bush, police tok",
            "pcm",
            "pcm",
            id="Pidgin with the commonest English words",
        ),
        pytest.param(
            "Mutane bakwai sun mutu a harin da aka kai kasuwa", "en", "ha", id="a wrong feed, Hausa"
        ),
        pytest.param("12:45 – 33,4 %", "tr", "tr", id="so is a text without letters"),
        pytest.param("В пятницу погибли десятки человек", "en", "ru", id="a clear text beats the feed"),
        pytest.param("Lagos Abuja Kano", "ha", "ha", id="an unclear text is what the feed says"),
        pytest.param("\ud800", "de", "de", id="a lone surrogate does not raise"),
    ],
)
def test_declared_language(text, declared, language):
    assert detect(text, declared) == language


def test_typeset_marks_do_not_wake_the_model(monkeypatch):
    def guess(*_):
        raise AssertionError("the model was asked")

    monkeypatch.setattr(type(shipped()), "guess", guess)
    assert detect("The mayor said “they were here” – and the crowd didn’t leave the market") == "en"
    assert detect("Dem don kill two pipo wey dey market – di goment don tok") == "pcm"


def test_codes_are_normal():
    assert [normal(code) for code in ("pt-BR", "zh_Hans", "nb", "EN")] == ["pt", "zh", "no", "en"]


@pytest.mark.parametrize("sample", ["", "\ud800", "zzzz", "\U0001f534" * 200], ids=ascii)
def test_the_model_guesses_at_anything(sample):
    language, lead = shipped().guess(sample)
    assert language in NEWS
    assert lead >= 0


def test_the_model_leads_far_on_a_sentence():
    assert shipped().guess("dutzende menschen wurden bei gefechten am freitag getötet")[1] > 50


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        pytest.param("पांच जवान शहीद, सात घायल", "hi", id="Hindi, not Marathi"),
        pytest.param("Explosion im Westen Pakistans", "de", id="German, not English"),
        pytest.param("Lynchmord in Guatemala", "de", id="German of two words that are none of English"),
        pytest.param("Homs: Bombenexplosion in Moschee", "de", id="German with names"),
        pytest.param("В Бишкеке избили до смерти студента из Пакистана", "ru", id="Russian, not Serbian"),
    ],
)
def test_a_short_headline_is_in_the_language_that_its_feed_declares(text, declared):
    assert detect(text, declared) == declared


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        pytest.param("গুলিতে দুই কৃষক নিহত হয়েছেন", None, "bn", id="a Bengali headline without r"),
        pytest.param("গুৱাহাটীত বিস্ফোৰণ, দুজন আহত", None, "as", id="an Assamese one has letters of its own"),
        pytest.param("মণিপুৰত পুনৰ সংঘৰ্ষ", "bn", "as", id="whatever its feed declares"),
        pytest.param("দুজন নিহত", "as", "as", id="one without them is what its feed declares"),
    ],
)
def test_bengali_and_assamese_share_a_script(text, declared, language):
    assert detect(text, declared) == language


def test_cyrillic_without_a_letter_of_serbian_is_not_serbian():
    assert detect("В Бишкеке избили до смерти студента из Пакистана") == "ru"
    assert detect("У нападу у Београду убијена два човека") == "sr"


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        pytest.param("Pucnjava ispred kluba, ranjena dvojica mladića", "sr", "sr", id="Serbian in Latin letters"),
        pytest.param("Pucnjava ispred kluba, ranjena dvojica mladića", "cnr", "sr", id="Montenegrin is read as Serbian"),
        pytest.param("Обележено 25 година од бомбардовања", "sr", "sr", id="Serbian, not Macedonian"),
        pytest.param("Обележено 25 година од бомбардовања", "bs", "bs", id="a Bosnian feed in Cyrillic"),
        pytest.param("Шест загинати во судир кај Велес, полицијата на терен", "mk", "mk", id="but Macedonian is"),
    ],
)  # fmt: skip
def test_the_languages_of_one_tongue_go_by_their_feed(text, declared, language):
    assert detect(text, declared) == language
