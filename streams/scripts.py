"""Which scripts belong to one language of the news, and which languages share one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

#: First and last code point of scripts that belong (nearly) to one language of the news.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0370, 0x03FF, "el"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0780, 0x07BF, "dv"),
    (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"), (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"), (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x1200, 0x139F, "am"), (0x1780, 0x17FF, "km"),
    (0x1C90, 0x1CBF, "ka"),
    (0x3040, 0x30FF, "ja"), (0x3130, 0x318F, "ko"), (0x4E00, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
)  # fmt: skip
#: Languages that their script tells (Tigrinya from Amharic by its letters and words, Assamese from Bengali by two letters).
BY_SCRIPT = frozenset({language for _, _, language in _SCRIPTS} | {"ti", "as"})
_OWN = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high, _ in _SCRIPTS) + "]")
#: The language of each row of sixteen code points.
_OF_ROW: Mapping[int, str] = {
    row: language for low, high, language in _SCRIPTS for row in range(low >> 4, (high >> 4) + 1)
}
#: Letters and endings of Tigrinya that are rare in Amharic: softened k and q, the verbs' "they", ኣ for አ; not in
#: names that Amharic takes over (መቐለ, ህወሓት).
_TIGRINYA = re.compile(r"[ቑ-ቝኣኸ-ዅ]|(?<!መ)ቐ|(?<!ህወ)ሓ|(?<!\bብ)(?<!\bሆ)[ሎሮቦዞጾፆሶዖኦጦዮኖቶዶ]ም\b")
#: Words of Tigrinya and beginnings of its words that Amharic has not.
_TIGRINYA_WORDS = re.compile(
    r"\b(?:ኣብ|ናይ|እዩ|እያ|እዮም|ድማ|እቲ|እታ|እቶም|ነቲ|ነታ|በቲ|በታ|ካብ|ካብቲ|ናብ|ናብቲ|ኣሎ|ዘሎ|ምስ|ክሳብ|ብዛዕባ|ድሕሪ|ኣንጻር|ኣንፃር|ንሱ"
    r"|ከምዝ\w*|ዝተ\w+|ብዝ\w+|ንዝ\w+)\b"
)
#: Letters, a beginning and a word that hardly an Amharic headline does without.
_AMHARIC = re.compile(r"[አችቹ]|\bየ|\bነው\b")
#: Letters of Assamese that Bengali does not have: hardly a headline does without its r.
_ASSAMESE = frozenset("ৰৱ")
#: Characters that Japanese simplified in its own way: headlines there often do without kana.
_SHINJITAI = re.compile("[撃発銃戦県団対広単実転応帰検験権総続売駅拠拡捜鉄図両沢浜辺薬歳済焼黒殻闘戻変弾隣]")
_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tg", "mn", "tt", "ba", "uz"})
_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ku", "ckb", "ug", "sd"})


def by_script(sample: str) -> str | None:
    """Return the language that owns the script most letters belong to, if one does."""
    if _OWN.search(sample) is None:
        return None
    counts: dict[str, int] = {}
    others = 0
    for letter, times in Counter(sample).items():
        owner = _OF_ROW.get(ord(letter) >> 4)
        if owner is not None:
            counts[owner] = counts.get(owner, 0) + times
        elif letter.isalpha():
            others += times
    if sum(counts.values()) * 3 < others:  # a foreign word in a text of another script
        return None
    japanese = counts.get("ja", 0) + len(_SHINJITAI.findall(sample))
    if japanese and japanese * 12 >= counts.get("zh", 0):
        return "ja"
    best = max(sorted(counts), key=lambda language: counts[language])
    if best == "bn":
        return "bn" if _ASSAMESE.isdisjoint(sample) else "as"
    return "ti" if best == "am" and _is_tigrinya(sample) else best


def _is_tigrinya(sample: str) -> bool:
    """Tell whether a text in Ethiopic script is Tigrinya: two marks of it, or one and none of Amharic."""
    marks = len(_TIGRINYA.findall(sample)) + len(_TIGRINYA_WORDS.findall(sample))
    return marks > 1 or (marks == 1 and _AMHARIC.search(sample) is None)


def same_script(one: str, other: str) -> bool:
    """Tell whether two languages are written in the same one of Latin, Cyrillic and Arabic script."""
    return (one in _CYRILLIC, one in _ARABIC) == (other in _CYRILLIC, other in _ARABIC)
