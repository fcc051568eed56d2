"""What may be a year counts people where a word for people stands beside it, in every language; behind "in" it is a year."""

from pathlib import Path

import pytest

from streams.violence.lexicon import read_lexicon
from streams.violence.trial import Trial

LEXICONS = Path(__file__).parents[3] / "config" / "lexicons"
CASES = {
    "en": ("At least 1950 people were killed in the attack.", "In 2014 people were killed in the attack."),
    "de": ("Bei dem Angriff wurden 1950 Menschen getötet.", "In 2014 Menschen getötet."),
    "fr": ("L'attaque a fait 1950 morts.", "En 2014 personnes tuées dans une attaque."),
    "es": ("Al menos 1950 personas murieron en el ataque.", "En 2014 personas murieron en el ataque."),
    "pt": ("Pelo menos 1950 pessoas morreram no ataque.", "Em 2014 pessoas morreram no ataque."),
    "it": ("Almeno 1950 persone sono state uccise.", "Nel 2014 persone uccise."),
    "nl": ("Zeker 1950 mensen gedood bij aanval.", "In 2014 mensen gedood bij aanval."),
    "pl": ("Zginęło 1950 osób.", "W 2014 ludzi zabito."),
    "ru": ("В результате нападения погибли 1950 человек.", "В 2014 людей убили."),
    "uk": ("Унаслідок нападу загинули 1950 людей.", "У 2014 людей убили."),
    "ar": ("مقتل 1950 شخصا في هجوم", "مقتل شخص في هجوم عام 2014"),
    "fa": ("۱۹۵۰ نفر در حمله کشته شدند", "در سال ۲۰۱۴ نفر کشته شدند"),
    "hi": ("हमले में 1950 लोगों की मौत", "सन 2014 लोगों की मौत"),
    "bn": ("হামলায় ১৯৫০ জন নিহত", "২০১৪ সালে হামলায় নিহত"),
    "tr": ("Saldırıda 1950 kişi öldürüldü", "Ocak 2014 kişi öldürüldü"),
    "id": ("1950 orang tewas dalam serangan", "Tahun 2014 orang tewas dalam serangan"),
    "am": ("በጥቃቱ 1950 ሰዎች ተገደሉ", "በ2014 ተገደሉ"),
    "om": ("Haleellaa sanaan namoonni 1950 ajjeefaman", "Bara 2014 ajjeefaman"),
    "so": ("1950 qof ayaa la dilay", "2014 ayaa la dilay"),
    "ti": ("በቲ መጥቃዕቲ 1950 ሰባት ተቐቲሎም", "ኣብ 2014 ተቐቲሎም"),
    "sw": ("Watu 1950 wauawa katika shambulio", "Watu wauawa katika shambulio mwaka 2014"),
    "ha": ("An kashe mutane 1950 a harin", "An kashe mutane a shekarar 2014"),
    "ky": ("Кол салууда 1950 адам өлдү", "2014-жылы адам өлдү"),
    "kk": ("Шабуылда 1950 адам өлді", "2014 жылы адам өлді"),
    "uz": ("Hujumda 1950 kishi o'ldi", "2014 yilda odamlar o'ldi"),
    "km": ("មនុស្ស 1950 នាក់ស្លាប់ក្នុងការវាយប្រហារ", "មនុស្សស្លាប់ក្នុងការវាយប្រហារឆ្នាំ 2014"),
    "he": ("1950 בני אדם נהרגו בהפצצה", "נהרגו בהפצצה בשנת 2014"),
    "th": ("โจมตี เสียชีวิต 1950 ราย", "โจมตีเมื่อปี 2014 มีผู้เสียชีวิต"),
    "zh": ("袭击造成1950人死亡", "2014年袭击死亡"),
    "ja": ("攻撃で1950人死亡", "2014年の攻撃で死亡"),
    "ko": ("공격으로 1950명 사망", "2014년 공격으로 사망"),
}


@pytest.mark.parametrize("language", CASES)
def test_people_are_counted_and_years_are_not(language):
    trial = Trial(read_lexicon(LEXICONS / f"{language}.yaml").value)
    people, year = (trial.judge(text, title="…").casualties for text in CASES[language])
    assert people.deaths_low == 1950
    assert year.deaths_low is None or year.deaths_low == 1
