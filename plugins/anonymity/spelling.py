"""Spelling: one name in many scripts and spellings, brought to one form by which it can be compared."""

import functools
import re
import unicodedata

_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфхэы", "abvgdeziiklmnoprstufhei", strict=True)),
    "ж": "j", "ч": "ch", "ш": "sh", "щ": "sh", "ц": "ts", "ё": "e", "ю": "u", "я": "a", "ъ": "", "ь": "",
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ї": "i", "є": "e",
    "ґ": "g", "ў": "u", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ѓ": "g", "ѕ": "z", "ј": "i", "љ": "l", "њ": "n",
    "ќ": "k", "џ": "j", "ҙ": "z", "ҡ": "k", "ҫ": "s",
}  # fmt: skip
_GEORGIAN = {
    **dict(zip("აბგდევზთიკლმნოპრსტუფქღყხჰ", "abgdevztiklmnoprstufkgkhh", strict=True)),
    "ჟ": "j", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ჯ": "j",
}  # fmt: skip
_ARMENIAN = {
    **dict(zip("աբգդեզէըթիլխկհղմյնոպռսվտրփքօֆ", "abgdezeitilhkhgminoprsvtrpkof", strict=True)),
    "ժ": "j", "ծ": "ts", "ձ": "dz", "ճ": "ch", "շ": "sh", "չ": "ch", "ջ": "j", "ց": "ts", "ւ": "v", "և": "ev",
}  # fmt: skip
_LATIN = {"ə": "a", "ı": "i", "ð": "d", "þ": "t", "ł": "l", "ø": "o", "æ": "a", "œ": "o", "ß": "s", "đ": "d"}
_LETTERS = str.maketrans({**_CYRILLIC, **_GEORGIAN, **_ARMENIAN, **_LATIN})
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
# Spellings of one sound, longest first. They make Aigerim and Aygerim, Shakhnoza and Shahnoza, Alyona and Alena,
# Nilufar and Niloufar the same word.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch", "sh"), (r"kh|gh", "h"), (r"zh|dzh|dj", "j"), (r"ph", "f"), (r"tz", "ts"), (r"ck|q", "k"),
        (r"x", "h"), (r"w", "v"), (r"iy(?=[aeu])", "i"), (r"yo|ye", "e"), (r"yu", "u"), (r"ya", "a"), (r"ou|oo", "u"),
        (r"ee", "i"), (r"y", "i"), (r"c(?!h)", "k"), (r"h(?=$|[^aeiou])(?<![sc]h)", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip
_TURKIC = str.maketrans({"ç": "ch", "ş": "sh", "ș": "sh", "ğ": "g", "ž": "j", "č": "ch", "š": "sh"})


@functools.lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Return how a name sounds, roughly, in plain Latin letters, whatever its script and spelling.

    Made after the romanisations in use for our languages (BGN/PCGN, passports, common habit); it is meant to bring
    together too much rather than too little.
    """
    return sounds(word)


def sounds(lines: str) -> str:
    """Return how names sound, one on each line."""
    plain = unicodedata.normalize("NFC", lines).lower()
    plain = _APOSTROPHES.sub("", plain).translate(_TURKIC).translate(_LETTERS)
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain)
        for mark in filter(unicodedata.combining, set(plain)):
            plain = plain.replace(mark, "")
        plain = plain.translate(_LETTERS)
    for pattern, same in _SOUNDS:
        plain = pattern.sub(same, plain)
    return plain


def alike(one: str, other: str) -> bool:
    """Say whether two names may be one in two spellings or languages: Maria, Мария and Марія; Elena and Олена."""
    first, second = sound(one), sound(other)
    return first == second or (_bones(first) == _bones(second) and len(_bones(first)) > 1)


def _bones(name: str) -> str:
    """Return the consonants of a name."""
    return re.sub(r"[aeiou]", "", name)
