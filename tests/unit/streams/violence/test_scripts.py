"""The judge in scripts that glue prefixes, chain suffixes, or write no spaces."""

import pytest

from streams.violence.lexicon import LexiconFile
from streams.violence.trial import Trial
from tocsin.strict import parse

HEAD = "language: xx\nname: test\nreview: {status: unreviewed}\n"
ARABIC = """
prefixes: {default: [و, ال, ب, وال, بال]}
terms: {explosion-remote: [{term: قصف, gloss: shelling, yes: "", no: ""}]}
negation: {before: لا}
casualties: {deaths: قتيل, deaths_before: مقتل, injured: جريح, injured_before: إصابة, numbers: {عشرة: 10, عشرات: [20, 99]}, at_least: ما لا يقل عن}
"""
CHINESE = """
terms: {attack-on-civilians: [{term: 枪击, gloss: shooting, yes: "", no: "", but: 枪击游戏}]}
negation: {before: [没有, 未发生]}
casualties: {deaths: [人死亡, 死亡, 死], injured: [人受伤, 伤], numbers: {数十: [24, 99]}, at_least: 至少}
"""
TURKISH = """
endings: {n: [da, de, ya, ye, lar, ler]}
terms: {armed-clash: [{term: "saldır*", gloss: attack, yes: "", no: ""}]}
casualties: {deaths: [öldü, ölü], injured: "yaralan*", numbers: {on iki: 12, onlarca: [20, 99]}, at_least: en az}
"""
HINDI = """
terms: {attack-on-civilians: [{term: हमला/हमले, gloss: attack, yes: "", no: ""}]}
casualties: {deaths: मौत, injured: घायल, numbers: {दो: 2}, gap: 5}
"""
BURMESE = """
terms: {armed-clash: [{term: တိုက်ပွဲ, gloss: battle, yes: "", no: "", but: ရွေးကောက်ပွဲတိုက်ပွဲ}]}
negation: {after: မဖြစ်}
casualties: {deaths: ကျဆုံး, injured: ဒဏ်ရာရ, counters: [ဦး, ယောက်], at_least_after: ဦးထက်မနည်း}
"""
THAI = """
spaced: false
terms: {armed-clash: [{term: ปะทะ, gloss: clash, yes: "", no: ""}]}
exclusions: {collision: [{words: [ระดับ, ปะทะคารม], silences: ""}]}
negation: {before: ไม่มี, but: ไม่มีใครหยุด}
casualties: {deaths: เสียชีวิต, deaths_before: ดับ, injured: บาดเจ็บ, injured_before: เจ็บ, at_least: กว่า, not_people: ปี}
"""


def judged(lexicon, text):
    exclusions = "" if "exclusions:" in lexicon else "exclusions: {}\n"
    document = parse(HEAD + exclusions + lexicon, LexiconFile, file="xx.yaml")
    assert document.problems == []
    return Trial(document.value).judge(text)


@pytest.mark.parametrize(
    ("lexicon", "text", "violent"),
    [
        pytest.param(ARABIC, "القصف مستمر على المدينة", True, id="Arabic with the article"),
        pytest.param(ARABIC, "مدنيون فروا بالقصف", True, id="Arabic with two particles"),
        pytest.param(ARABIC, "تقصف الأمطار", False, id="Arabic with letters that are no particle"),
        pytest.param(ARABIC, "لا قصف على المدينة", False, id="Arabic negation"),
        pytest.param(CHINESE, "昨晚市中心发生枪击事件", True, id="Chinese inside a sentence"),
        pytest.param(CHINESE, "新款枪击游戏上市", False, id="Chinese inside a longer word"),
        pytest.param(CHINESE, "当地没有枪击", False, id="Chinese negation"),
        pytest.param(TURKISH, "Köydeki saldırılarında çatışma", True, id="Turkish with a chain of suffixes"),
        pytest.param(TURKISH, "SALDIRI sürüyor", True, id="Turkish capitals without a dot"),
        pytest.param(BURMESE, "မြို့တွင်းတိုက်ပွဲများပြင်းထန်", True, id="Burmese inside a sentence"),
        pytest.param(BURMESE, "တိုက်ပွဲများ ယနေ့ မဖြစ်ပါ", False, id="Burmese negation, words behind it"),
        pytest.param(THAI, "ทหารปะทะหนักที่ชายแดน", True, id="Thai inside a sentence"),
        pytest.param(THAI, "สองพรรคปะทะคารม", False, id="Thai inside a longer word"),
        pytest.param(THAI, "ยืนยันไม่มีการปะทะ", False, id="Thai negation"),
        pytest.param(HINDI, "गांव पर हमले", True, id="a Hindi oblique form"),
        pytest.param(HINDI, "हमलावरी", False, id="a longer Hindi word"),
    ],
)
def test_words_are_found_in_their_script(lexicon, text, violent):
    verdict = judged(lexicon, text).verdict
    assert verdict.violent is violent, verdict.reason


@pytest.mark.parametrize(
    ("lexicon", "text", "expected"),
    [
        pytest.param(ARABIC, "مقتل 12 وإصابة 30 في قصف", (12, 12, 30, 30), id="Arabic, the verb first"),
        pytest.param(ARABIC, "قصف: عشرات القتلى، ١٥ قتيل", (15, 15, None, None), id="Arabic digits"),
        pytest.param(ARABIC, "ما لا يقل عن 40 قتيل في قصف", (40, None, None, None), id="Arabic at least"),
        pytest.param(CHINESE, "枪击造成3人死亡、12人受伤", (3, 3, 12, 12), id="Chinese digits"),
        pytest.param(CHINESE, "枪击致二十三人死亡", (23, 23, None, None), id="Chinese numerals"),
        pytest.param(CHINESE, "枪击致至少40人死亡", (40, None, None, None), id="Chinese at least"),
        pytest.param(CHINESE, "枪击致3死5伤", (3, 3, 5, 5), id="Chinese headline figures"),
        pytest.param(
            CHINESE, "枪击案：3人被判死刑", (None, None, None, None), id="a single character that is no count"
        ),
        pytest.param(
            TURKISH, "Saldırıda on iki kişi öldü, 30 kişi yaralandı", (12, 12, 30, 30), id="Turkish"
        ),
        pytest.param(HINDI, "हमले में १२ लोगों की मौत, 30 घायल", (12, 12, 30, 30), id="Hindi"),
        pytest.param(
            BURMESE,
            "တိုက်ပွဲ၊ ၁၂ ယောက် ကျဆုံး၊ ၃ ယောက် ဒဏ်ရာရ",
            (12, 12, 3, 3),
            id="Burmese, a comma parts the figures",
        ),
        pytest.param(
            THAI, "ปะทะเดือด ดับ 2 เจ็บกว่า ๑๒", (2, 2, 12, None), id="Thai headline figures and digits"
        ),
        pytest.param(THAI, "ปะทะ เตือนภัยระดับ 5", (None, None, None, None), id="Thai, a level and no dead"),
        pytest.param(BURMESE, "တိုက်ပွဲ၌ လူ ၁၅ ဦးထက်မနည်း ကျဆုံး", (15, None, None, None), id="Burmese at least"),
    ],
)
def test_the_dead_are_counted_in_their_script(lexicon, text, expected):
    said = judged(lexicon, text).casualties
    assert (said.deaths_low, said.deaths_high, said.injured_low, said.injured_high) == expected
