"""Which of a place's many spellings are fit for finding it in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from opencc import OpenCC
from rapidfuzz import fuzz
from unidecode import unidecode

LATIN, CYRILLIC, HAN, OTHER = "latin", "cyrillic", "han", "other"
#: Scripts of languages that we tag; names in others are left out.
_SCRIPTS = (
    (0x0000, 0x024F, LATIN), (0x0370, 0x03FF, OTHER), (0x0400, 0x04FF, CYRILLIC), (0x0530, 0x058F, OTHER),
    (0x0590, 0x05FF, OTHER), (0x0600, 0x06FF, OTHER), (0x0900, 0x09FF, OTHER), (0x0E00, 0x0E7F, OTHER),
    (0x1000, 0x109F, OTHER), (0x10A0, 0x10FF, OTHER), (0x1200, 0x137F, OTHER), (0x1E00, 0x1EFF, LATIN),
    (0x3040, 0x30FF, OTHER), (0x4E00, 0x9FFF, HAN), (0xAC00, 0xD7AF, OTHER),
)  # fmt: skip
_simple = OpenCC("t2s")
_VOWELS = re.compile("[aeiouyhw'’ʻ`ʿʾ\\- .]+")
_ALIKE = str.maketrans(
    {"c": "k", "q": "k", "x": "k", "z": "s", "j": "g", "v": "b", "w": "b", "f": "b", "p": "b", "d": "t"}
)


@lru_cache(maxsize=500_000)
def script(name: str) -> str | None:
    """Return the script all letters of a name belong to, none if mixed or not of ours."""
    found = {_script(letter) for letter in name if letter.isalpha()}
    return found.pop() if len(found) == 1 else None


def _script(letter: str) -> str | None:
    point = ord(letter)
    return next((name for low, high, name in _SCRIPTS if low <= point <= high), None)


def ascii_form(name: str) -> str | None:
    """Return a Latin name without its accents, none if it has none."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    plain = plain.translate(str.maketrans("øØłŁđĐıİæÆœŒßʼ’‘ʻ", "oOlLdDiIaAoOs''''")).replace("þ", "th")
    return plain if plain != name else None


def simplified(name: str) -> str | None:
    """Return a Chinese name in simplified letters, none if it is."""
    plain = str(_simple.convert(name))
    return plain if plain != name else None


_SHORTENED = {"Saint": ("St.", "St"), "Sainte": ("Ste.", "Ste"), "Fort": ("Ft.",), "Mount": ("Mt.",)}


def shortened(name: str) -> Iterator[str]:
    """Yield what newsrooms write for a name that begins with "Saint", "Fort" or "Mount"; "St" is also written with a dot."""
    first, _, rest = name.partition(" ")  # "Saint-Louis" with a hyphen is French and stays as it is
    if rest:
        yield from (f"{short} {rest}" for short in _SHORTENED.get(first, ()))
        if first in ("St", "Ste", "Mt", "Ft"):
            yield f"{first}. {rest}"


_ARTICLES = frozenset(["al", "ar", "at", "ad", "as", "ash", "an", "az", "el"])
#: Arabic words and sounds that reports spell in other ways than GeoNames does.
_BY_EAR = (
    (r"^dayr\b", ("deir", "der")), (r"^tall\b", ("tal", "tel", "tell")), (r"^kafr\b", ("kafar", "kfar")), (r"^ayn\b", ("ain", "ein")),
    (r"^bayt\b", ("beit", "bait")), (r"^shaykh\b", ("sheikh",)), (r"^khan\b", ("khan",)), (r"iyah$", ("iya", "iyeh", "ieh")), (r"ah$", ("a", "eh")),
    (r"(?<=[a-z])ayn\b", ("ain", "ein")), (r"aw(?=[bcdfgjklmnqrstvxz])", ("o", "au")), (r"ay(?=[bcdfgjklmnqrstvxz])", ("ai", "ei")),
)  # fmt: skip
_PLAIN = re.compile(
    r"(?!Ehl|El'|Qaryeh|Deh-e|Kishlak|Poselok|Selo )[A-Z][a-z]+(?:[ -](?:[A-Z][a-z]+|al|ar|at|ad|as|ash|an|az|el|e|i|ye))*"
)
#: Per cent of letters that a transcription shares with the name: of a town, and of a city, which is evidence by itself.
CLOSE, CLOSER = 70, 85
_LETTERS = 5  #: fewer are as likely an ordinary word


def is_transcription(alternate: str, name: str, close: int = CLOSE) -> bool:
    """Tell whether an alternate spelling is a town's name in Latin letters, written as a name is."""
    return (
        _PLAIN.fullmatch(alternate) is not None
        and sum(letter.isalpha() for letter in alternate) >= _LETTERS
        and fuzz.ratio(unidecode(alternate).lower(), unidecode(name).lower()) >= close
    )


def transcriptions(name: str) -> Iterator[str]:
    """Yield other spellings of an Arabic town's name: the article before it, and what is written by ear ("Deir", "-iya")."""
    words = re.sub("[`'’‘]", "", name.lower()).replace("-", " ").split()
    inner = [w for i, w in enumerate(words) if i == 0 or w not in _ARTICLES or i == len(words) - 1]
    stem = " ".join(inner[1:] if inner[0] in _ARTICLES and len(inner) > 1 else inner)
    forms = {stem, " ".join(words)}
    for pattern, others in _BY_EAR:
        forms |= {re.sub(pattern, other, form) for form in set(forms) for other in others}
    for form in sorted(forms):
        if len(form) >= _LETTERS:
            yield form
            if inner[0] in _ARTICLES and form.split()[0] not in _ARTICLES:
                yield f"al {form}"


@lru_cache(maxsize=500_000)
def skeleton(name: str) -> str:
    """Return a name's consonants, those that transcriptions confuse made one."""
    return _VOWELS.sub("", unidecode(name).lower()).translate(_ALIKE)


def alike(one: str, other: str) -> bool:
    """Tell whether a spelling may be a transcription of a name rather than another name."""
    a, b = unidecode(one).lower(), unidecode(other).lower()
    return fuzz.ratio(a, b) >= 60 or (len(skeleton(a)) >= 2 and fuzz.ratio(skeleton(a), skeleton(b)) >= 75)


def fit(alternate: str, name: str, population: int, country: str, *, watched: bool) -> bool:
    """Tell whether an alternate spelling of a city is kept.

    Latin and Cyrillic spellings must resemble the name (historical and joke
    names go) and begin with a capital; short ones need a large city, because
    they meet ordinary words.
    """
    kind = script(alternate)
    if kind is None or any(letter.isdigit() for letter in alternate) or "(" in alternate or "," in alternate:
        return False
    home = kind is not OTHER or _OWN.get(country) == _script_of(alternate)
    if population < (20_000 if watched and home else 100_000):
        return False
    letters = sum(letter.isalpha() for letter in alternate)
    if kind is HAN:
        return letters >= (2 if population >= 300_000 else 3)
    if kind is OTHER:
        return letters >= (3 if population >= 100_000 else 4) or (
            letters == 2 and 0xAC00 <= ord(alternate[0]) <= 0xD7AF and population >= 300_000
        )
    if not alternate[0].isupper() or alternate.isupper() or not alike(alternate, name):
        return False
    if kind is CYRILLIC:
        return letters >= (2 if population >= 200_000 else 4)
    return letters >= (4 if population >= 300_000 else 5) and population >= 50_000


#: Countries whose own script is kept for small cities too (first code point of the script's block).
_OWN = {
    "MM": 0x1000, "ET": 0x1200, "ER": 0x1200, "IN": 0x0900, "NP": 0x0900, "BD": 0x0980, "TH": 0x0E00, "GE": 0x10A0,
    "AM": 0x0530, "IL": 0x0590, "AF": 0x0600, "IQ": 0x0600, "SY": 0x0600, "YE": 0x0600, "SD": 0x0600, "LY": 0x0600,
    "LB": 0x0600, "PS": 0x0600, "EG": 0x0600, "DZ": 0x0600, "TN": 0x0600, "MA": 0x0600, "JO": 0x0600, "SA": 0x0600,
    "IR": 0x0600, "PK": 0x0600, "MR": 0x0600, "SO": 0x0600, "DJ": 0x0600, "TD": 0x0600, "OM": 0x0600, "KW": 0x0600,
}  # fmt: skip


def _script_of(name: str) -> int:
    """Return the first code point of the block a name's first letter lies in (blocks as in `_OWN`)."""
    point = ord(name[0])
    return max((start for start in {*_OWN.values(), 0x3040} if start <= point), default=0)


#: Words for a kind of division, at the front or the end of its name.
_FRONT = re.compile(
    r"^(?:gebiet|provinz|oblast|rajon|region|regi[oó]n|regiun|r[eé]gion|province|provincia|provinsi|provincie|d[eé]partement|departamento|dipartimento|"
    r"departement|department|district|distrito|distretto|governorat|gouvernorat|gouvernement|governatorato|gobernaci[oó]n|gobernatura|guvernement|wilaya|wilāyat|prefecture|prefektur|pr[eé]fecture|prefectura|prefettura|"
    r"state|[eé]tat|estado|stato|bundesstaat|bundesland|land|kanton|canton|cant[oó]n|cantone|cant[aã]o|county|comt[eé]|condado|contea|grafschaft|comarca|"
    r"r[eé]publique|republik|rep[uú]blica|repubblica|republic|municipalit[eéy]|municipio|munic[ií]pio|município|ville|stadt|città|ciudad|cidade|parish|paroisse|parroquia|par[oó]quia|parrocchia|"
    r"emirat|emirate|emirato|voivodie|voïvodie|woiwodschaft|voivodato|voivodia|województwo|kraj|okres|regione|muhafazah|ostān-e|ostan-e|shahrestān|kabupaten|kota)\s+"
    r"(?:(?:of|de la|de l[’']|de los|de las|de|des|du|del|della|dello|dell[’']|di|d[’']|do|da|der|von|van)\s*)?(?=[A-ZÀ-ÝĀ-Ž‘’])",
    re.IGNORECASE,
)  # fmt: skip
_BACK = re.compile(
    r"[\s-]+(?:oblast[’']?|province|region|governorate|governate|district|department|state|county|prefecture|republic|emirate|municipality|voivodeship|parish|krai|kray|okrug|oblysy|oblasty|oblusu|облусу|область|обл\.|облысы|край|респу́блика|республика|область|oblasti|viloyati|welayaty|vilayet|ili|provinsen|provins|län|fylke|regionen|kanton|shaary|shahri|division|territory|autonomous region|autonomous republic|city|island|islands|provincie|eyaleti|بölgesi|megye|maakunta|apskritis|rajonas)$",
    re.IGNORECASE,
)


def bare(name: str) -> str | None:
    """Return a division's name without the word for its kind, none if there is no such word."""
    short = _BACK.sub("", _FRONT.sub("", name)).strip()
    return short if short and short != name else None
