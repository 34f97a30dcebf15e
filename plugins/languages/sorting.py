"""Alphabetical order, each language by its own alphabet.

Code points order Latin and Russian text almost right and every other alphabet of our region wrong (Kazakh
ә, ғ, қ stand after я). Babel carries no collation, so the alphabets whose letters differ from their
script's plain order are written here, after the main exemplar characters of CLDR.
"""

import functools
import unicodedata
from collections.abc import Iterator

_RUSSIAN = "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_ALPHABETS = {
    "kk": "а ә б в г ғ д е ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я",
    "ky": "а б в г д е ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
    "tg": "а б в г ғ д е ж з и ӣ й к қ л м н о п р с т у ӯ ф х ҳ ч ҷ ш ъ э ю я",
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
    "mk": "а б в г д ѓ е ж з ѕ и ј к л љ м н њ о п р с т ќ у ф х ц ч џ ш",
    "uz-cyrl": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш ъ э ю я ў қ ғ ҳ",
    "uz-latn": "a b c d e f g h i j k l m n o p q r s t u v w x y z oʻ gʻ sh ch",
    "uz": "a b c d e f g h i j k l m n o p q r s t u v w x y z oʻ gʻ sh ch",
    "az": "a b c ç d e ə f g ğ h x ı i j k q l m n o ö p r s ş t u ü v y z w",
    "ro": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
    "ar": "ء ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي",
    "tr": "a b c ç d e f g ğ h ı i j k l m n o ö p r s ş t u ü v w x y z",
}
_LATIN = " ".join("abcdefghijklmnopqrstuvwxyz")
_APOSTROPHES = frozenset("'’‘ʼʻ")
_SAME = str.maketrans({"’": "ʻ", "‘": "ʻ", "'": "ʻ", "ş": "ș", "ţ": "ț"})
_ARABIC = str.maketrans({"ة": "ت", "ى": "ي", "آ": "اا", "ـ": None})  # as CLDR's collation of Arabic has it


@functools.cache
def _letters(code: str) -> tuple[dict[str, int], int]:
    own = _ALPHABETS.get(code) or _ALPHABETS.get(code.split("-")[0], "")
    order = list(dict.fromkeys(f"{own} {_LATIN} {_RUSSIAN}".split()))
    return {letter: place for place, letter in enumerate(order)}, max(map(len, order))


def sort_key(text: str, code: str) -> bytes:
    """Return a key for `sorted`: letters by the alphabet of language `code`, then accents, then case.

    Spaces and punctuation come first, then digits by value, the language's own letters, other letters.
    A letter of no alphabet here is ordered by its base letter (ё as е, á as a), else by its code point. An
    apostrophe that makes no letter counts for nothing, as in Ukrainian dictionaries.
    """
    plain = _plain(text, code)
    places = b"".join(place for _, place in _split(plain, code))
    return b"\0".join((places, plain.encode(), text.encode("utf-8", "surrogatepass")))


def index_entry(text: str, code: str) -> tuple[str, bytes]:
    """Return the capital letter under which an index lists a text, and a key that sorts the text in it.

    Signs before the first letter count for nothing: a title in quotes stands where its word does. What begins with a
    digit, or has no letter at all, stands under "0".
    """
    begins = next((at for at, sign in enumerate(text) if sign.isalnum()), len(text))
    letter = next((letter for letter, _ in _split(_plain(text[begins:], code), code)), "0")
    if letter.isdecimal():
        letter = "0"
    elif code.split("-")[0] in ("az", "tr") and letter == "i":
        letter = "İ"
    return letter.title(), sort_key(text[begins:], code)  # title(): no font shows the capitals of Georgian


def _plain(text: str, code: str) -> str:
    """Return a text with its letters composed and small, as they are compared."""
    plain = unicodedata.normalize("NFC", text)
    if code.split("-")[0] in ("az", "tr"):
        plain = plain.replace("I", "ı").replace("İ", "i")
    plain = plain.casefold()
    if code.startswith("uz"):
        return plain.translate(_SAME)
    if code.split("-")[0] == "ar":
        return "".join(letter for letter in plain.translate(_ARABIC) if not unicodedata.combining(letter))
    return plain


def _split(plain: str, code: str) -> Iterator[tuple[str, bytes]]:
    """Yield each letter of a text, which may be written with two signs, and its place in the alphabet."""
    letters, longest = _letters(code)
    at = 0
    while at < len(plain):
        for size in range(longest, 0, -1):
            letter = plain[at : at + size]
            if letter in letters:
                yield letter, bytes((3, letters[letter]))
                at += len(letter)
                break
        else:
            if plain[at] not in _APOSTROPHES:
                yield _place(plain[at], letters)
            at += 1


def _place(letter: str, letters: dict[str, int]) -> tuple[str, bytes]:
    base = unicodedata.normalize("NFD", letter)[0]
    if base in letters:
        return base, bytes((3, letters[base]))
    if letter.isdecimal():
        return letter, bytes((2, unicodedata.decimal(letter)))
    return base, bytes((4 if letter.isalpha() else 1,)) + ord(letter).to_bytes(3)
