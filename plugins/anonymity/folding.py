"""Folding: words as they are compared: in small letters, composed (NFC), with one kind of apostrophe."""

import functools
import re
import unicodedata

from plugins.anonymity.memory import Memory

_APOSTROPHES = re.compile("[’‘ʼʻ`´]")
_ARMENIAN_MARKS = re.compile("[՛՜՞]")  # stand inside a word, on the vowel that carries them


def fold(code: str, script: str, text: str) -> str:
    """Return a word as its language compares it, or a text of which all words are as they are compared."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    if code in ("az", "tr"):
        plain = plain.replace("I", "ı").replace("İ", "i")
    elif script == "ARMENIAN":
        plain = _ARMENIAN_MARKS.sub("", plain)
    return _APOSTROPHES.sub("ʻ" if code == "uz-latn" else "'", plain).lower()


@functools.cache
def folded(code: str, script: str) -> Memory[str]:
    """Return the words of a language as they are compared, by how they are written."""
    return Memory(functools.partial(fold, code, script))
