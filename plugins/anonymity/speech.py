"""Speech: what the gate knows of each language, from its words to the ways in which it says that a name is changed.

The knowledge lies in `speech/<code>.toml` and in the lists `words`, `names` and `terms` beside it, so that a speaker of
the language can mend it without touching the program. Lists are read and patterns compiled when they are first asked
for: one text asks for few of them.
"""

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.anonymity.folding import fold, folded
from plugins.anonymity.spelling import sounds
from plugins.anonymity.terms import Terms, known_to_all, terms_of

UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄҐЎҲҶЃЅЈЉЊЌЏԱ-Ֆა-ჰÇĞİÖŞÜƏĂÂÎȘȚʻ"  # letters that may begin a name, in our alphabets
DIGIT = re.compile(r"\d")
FOLDER = Path(__file__).with_name("speech")
_SHORTEST_STEM = 3  # Letters; shorter ones begin too many words by chance.
LONGEST_WORD = 40  # Letters; the longest Kazakh word in our texts has 27.


@functools.cache
def compiled(source: str) -> re.Pattern[str]:
    """Return a pattern of a language's file, which has no regard to capitals."""
    return re.compile(source, re.IGNORECASE)


class Speech:
    """One language, as the gate reads it. Words are compared as `fold` gives them.

    `marker`, `identifier` and `mosaic` hold patterns by what they find, for `compiled`.
    """

    def __init__(self, code: str, data: Mapping[str, Any]) -> None:
        self.code = code
        self.name: str = data["name"]
        self.script: str = data["script"]
        self.follows: bool = data["follows"]
        self.titled: bool = data["titled"]
        self.closed: bool = data["closed"]
        self.apostrophe: bool = data.get("apostrophe", False)
        self.marker: Mapping[str, str] = data["marker"]
        self.identifier = {key: source for key, source in data["identifier"].items() if isinstance(source, str)}
        self.mosaic: Mapping[str, str] = data["mosaic"]
        self.note = self.identifier["note"]
        self._patterns = {key: data[key] for key in ("surname", "common", "acts")}
        self._formants: str | None = data.get("formants")
        self._endings = re.compile(data["endings"])
        self._cases = re.compile(data.get("cases", data["endings"]))
        self._restore = tuple(data["restore"])
        self._softens: Mapping[str, str] = data.get("softens", {})
        self._derived = frozenset(data.get("derived", "").split())

    @functools.cached_property
    def surname(self) -> re.Pattern[str]:
        """How surnames end."""
        return compiled(self._patterns["surname"])

    @functools.cached_property
    def common(self) -> re.Pattern[str]:
        """What follows a word that is also a name where, at the beginning of a sentence, it is no name."""
        return compiled(self._patterns["common"])

    @functools.cached_property
    def acts(self) -> re.Pattern[str]:
        """What follows it where it is one: what people do, have and are."""
        return compiled(rf"(?<!\w)(?:{self._patterns['acts']})(?!\w)")

    @functools.cached_property
    def formants(self) -> re.Pattern[str] | None:
        """How given names end that are made of two words."""
        return compiled(self._formants) if self._formants else None

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """The ordinary words that are listed. Raises OSError where there is no list."""
        return frozenset(fold(self.code, self.script, _listed("words", self.code)).split())

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The given names that are listed. Raises OSError where there is no list."""
        return frozenset(fold(self.code, self.script, _listed("names", self.code)).split())

    @functools.cached_property
    def terms(self) -> Terms:
        """The terms that are listed, and those of CLDR. Raises OSError where there is no list."""
        return self.terms_in([*_listed("terms", self.code).splitlines(), *known_to_all(self.code)])

    def terms_in(self, listed: list[str]) -> Terms:
        """Return the terms of a list in this language."""
        return terms_of(self.code, self.script, listed, self.names, self.surname)

    def fold(self, word: str) -> str:
        """Return a word as it is compared: small letters, composed (NFC), with one kind of apostrophe."""
        return folded(self.code, self.script)[word]

    def bases(self, word: str) -> Iterator[str]:
        """Yield what a folded word may be a form of, itself first."""
        return self._without(word, self._endings)

    def names_in(self, word: str) -> Iterator[str]:
        """Yield what a folded word may be a form of if it is a name, itself first."""
        return self._without(word, self._cases)

    def _without(self, word: str, endings: re.Pattern[str]) -> Iterator[str]:
        yield word
        if len(word) > LONGEST_WORD:
            return
        for cut in range(len(word) - 1, 1, -1):
            if endings.fullmatch(word, cut):
                stem = word[:cut]
                for letters in self._restore:
                    yield stem + letters
                for soft, hard in self._softens.items():
                    if stem.endswith(soft):
                        yield stem.removesuffix(soft) + hard

    def derives(self, word: str, stems: frozenset[str]) -> bool:
        """Say whether a folded word is made of one of these stems and of endings that make words of words."""
        return any(stem in stems for stem in self.stems(word))

    def stems(self, word: str) -> Iterator[str]:
        """Yield what is left of a folded word when endings that make words of words are taken off, itself first."""
        if not self._derived or len(word) > LONGEST_WORD:
            return
        reachable = [False] * len(word) + [True]  # from which letter on the rest is nothing but endings
        for at in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
            reachable[at] = any(
                reachable[end] and word[at:end] in self._derived for end in range(at + 1, min(at + 6, len(word)) + 1)
            )
        for cut in range(len(word), _SHORTEST_STEM - 1, -1):
            if reachable[cut]:
                stem = word[:cut]
                yield stem
                for soft, hard in self._softens.items():
                    if stem.endswith(soft):
                        yield stem.removesuffix(soft) + hard


@dataclass(frozen=True, slots=True)
class Find:
    """Something found in a passage: what kind of thing, and where."""

    kind: str
    start: int
    end: int


def finds(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Find]:
    """Yield everything that a pattern finds in a text."""
    return (Find(kind, found.start(), found.end()) for found in pattern.finditer(text))


def read_as(code: str) -> tuple[str, ...]:
    """Return by which languages' words the numbers and remarks of a text are read: its own, English and Russian,
    which stand in texts of every language of the region."""
    return tuple(dict.fromkeys((code, "en", "ru")))


def alternatives(code: str, key: str) -> str:
    """Return, as alternatives of a pattern, what the files of the languages of `read_as` hold under a key of
    `[identifier]`. Raises KeyError where one lacks it."""
    return "|".join(speech(each).identifier[key] for each in read_as(code))


@functools.cache
def heard_names() -> frozenset[str]:
    """Return how the given names of all languages sound: a text may write the name of a neighbour's language."""
    every = {name for path in (FOLDER / "names").glob("*.txt") for name in path.read_text("utf-8").split()}
    return frozenset(heard for heard in sounds("\n".join(every)).split("\n") if len(heard) > 3)


@functools.cache
def spoken() -> frozenset[str]:
    """Return the codes of the languages that the gate can read."""
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


def speech_code(language: str) -> str | None:
    """Return by which knowledge a telling in this language (lower-case BCP 47) is read, or None if by none."""
    first, *rest = language.split("-")
    script = next((part for part in rest if len(part) == 4), "")
    for code in (f"{first}-{script}", f"{first}-latn" if not script else "", first if not script else ""):
        if code in spoken():
            return code
    return None


@functools.cache
def speech(code: str) -> Speech:
    """Return what the gate knows of a language of `spoken()`. Raises OSError, ValueError or KeyError if its file cannot
    be read."""
    return Speech(code, tomllib.loads(_any_apostrophe((FOLDER / f"{code}.toml").read_text("utf-8"))))


def _any_apostrophe(source: str) -> str:
    """Return patterns that find an apostrophe as any keyboard types it. Three in a row begin and end a pattern."""
    return re.sub(r"ʻ|(?<![\['’ʼ])'(?!['’ʼ\]])", "[ʻʼ'’‘`]", source)


def _listed(kind: str, code: str) -> str:
    return (FOLDER / kind / f"{code}.txt").read_text("utf-8")
