"""Hidden: what no reader sees and a machine finds: invisible characters, letters of another script, hidden elements."""

import functools
import re
import unicodedata
from collections.abc import Iterator

from plugins.anonymity.memory import Memory
from plugins.anonymity.passages import Reader
from plugins.stories import Source

_JOINERS = frozenset("\u200c\u200d\ufe0f")
_RIGHT_TO_LEFT = frozenset(["ar", "he", "fa", "ur", "ug"])
_MARKS_OF_DIRECTION = frozenset("\u200e\u200f\u061c")
# Drawn as nothing (Default_Ignorable_Code_Point, UAX 44), some though Unicode files them under letters or marks.
_SUSPECT = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\ue000-\uf8ff]"
)
_LETTERS = re.compile(r"[^\W\d_]+(?:[\d]*[^\W\d_]+)*")
_OTHERS = "\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u10a0-\u10ff\u1c90-\u1cbf"
_MIXED = re.compile(  # letters of two alphabets side by side, or with digits between
    f"[A-Za-z\u00c0-\u024f]\\d*[{_OTHERS}]|[{_OTHERS}]\\d*[A-Za-z\u00c0-\u024f]|[\u0370-\u03ff]\\d*[\u0400-\u052f]|[\u0400-\u052f]\\d*[\u0370-\u03ff]"
)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN")
_HIDING = re.compile(
    r"<[^>]*\b(?:hidden|display\s*:\s*none|visibility\s*:\s*hidden|aria-hidden|font-size\s*:\s*0|opacity\s*:\s*0)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,}[\d]*")


def hidden(reader: Reader) -> None:
    """Blame every character and element of the file that a reader would not see."""
    source = reader.source
    for line, text in _lines(source):
        _characters(reader, line, text)
    for found in _HIDING.finditer(source.text) if "<" in source.text else ():
        line = source.first_line + source.text.count("\n", 0, found.start())
        reader.blame(
            line,
            found[0],
            "hidden-element",
            "Something is hidden in this text; readers do not see it, and machines find it.",
            "Take it out and keep your notes elsewhere.",
        )


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield every line that may be published, with its number: the text, and the values of the front matter."""
    if not _plain(source.text):
        yield from enumerate(source.text.split("\n"), source.first_line)
    for path, (line, _) in source.raw.places.items():
        value: object = source.raw.values
        for step in path:
            value = value[step] if isinstance(value, dict | list) else ""  # type: ignore[index]
        if isinstance(value, str) and not _plain(value):
            yield line, value


def _plain(text: str) -> bool:
    """Say whether nothing in a text can be hidden. Nothing hides across a space."""
    return text.isascii() or all(map(_pieces().__getitem__, text.split(" ")))


@functools.cache
def _pieces() -> Memory[bool]:
    """Return which pieces of texts are plain, as far as they have been met."""
    return Memory(lambda piece: piece.isascii() or not (_SUSPECT.search(piece) or _MIXED.search(piece)))


def _characters(reader: Reader, line: int, text: str) -> None:
    for found in _SUSPECT.finditer(text):
        letter = found[0]
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        if letter in _JOINERS and (_is_symbol(before) or _is_symbol(after)):
            continue  # part of an emoji
        if letter in _MARKS_OF_DIRECTION and reader.source.language.split("-")[0] in _RIGHT_TO_LEFT:
            continue
        name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
        word = (re.findall(r"\w+$", text[: found.start()]) or [""])[0] + (
            re.findall(r"^\w+", text[found.end() :]) or [""]
        )[0]
        reader.blame(
            line,
            word,
            "invisible-character",
            f"There is an invisible character ({name}){f' in {chr(34)}{word}{chr(34)}' if word else ''}.",
            "Delete the word and type it again.",
        )
        return
    if not _MIXED.search(text):
        return
    for found in _LETTERS.finditer(text):
        scripts = _scripts(found[0])
        if len(scripts) > 1 and not _ending_on_acronym(found[0]):
            reader.blame(
                line,
                found[0],
                "mixed-scripts",
                f'"{found[0]}" mixes letters of two alphabets: {" and ".join(name.title() for name in scripts)}.',
                "Type the whole word again with one keyboard.",
            )


def _scripts(word: str) -> list[str]:
    if word.isascii():
        return []
    found = []
    for letter in word:
        name = unicodedata.name(letter, "").split(" ", 1)[0]
        if name in _SCRIPTS and name not in found:
            found.append(name)
    return found


def _ending_on_acronym(word: str) -> bool:
    """Say whether a word is a Latin acronym with an ending of another script: SMSка."""
    acronym = _ACRONYM.match(word)
    return bool(
        acronym
        and len(_scripts(word[acronym.end() :])) == 1
        and len(acronym[0]) > 1
        and word[acronym.end() :].islower()
    )


def _is_symbol(letter: str) -> bool:
    return bool(letter) and unicodedata.category(letter) in ("So", "Sk", "Cs", "Mn")
