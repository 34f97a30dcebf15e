"""Speech: what the gate knows of each language, from its words to the ways in which it says that a name is changed.

The knowledge lies in `speech/<code>.toml` and in the lists `words`, `names` and `terms` beside it, so that a speaker of
the language can mend it without touching the program.
"""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from plugins.anonymity.memory import Memory
from plugins.anonymity.spelling import sound

UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄҐЎҲҶЃЅЈЉЊЌЏԱ-Ֆა-ჰÇĞİÖŞÜƏĂÂÎȘȚʻ"  # letters that may begin a name, in our alphabets
DIGIT = re.compile(r"\d")
FOLDER = Path(__file__).with_name("speech")
_APOSTROPHES = re.compile("[’‘ʼʻ`´]")
_ARMENIAN_MARKS = re.compile("[՛՜՞]")  # stand inside a word, on the vowel that carries them
_WORD = re.compile(r"[^\W\d_][\w'’ʼʻ]*")
_SHORTEST_STEM = 3  # Letters; shorter ones begin too many words by chance.
LONGEST_WORD = 40  # Letters; the longest Kazakh word in our texts has 27.


@dataclass(frozen=True, slots=True)
class Speech:
    """One language, as the gate reads it. Words are compared as `fold` gives them."""

    code: str
    name: str
    script: str
    follows: bool
    titled: bool
    surname: re.Pattern[str]
    marker: Mapping[str, re.Pattern[str]]
    identifier: Mapping[str, str]
    note: re.Pattern[str]
    mosaic: Mapping[str, re.Pattern[str]]
    common: re.Pattern[str]
    acts: re.Pattern[str]
    formants: re.Pattern[str] | None
    closed: bool
    apostrophe: bool
    words: frozenset[str] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    terms: frozenset[str] = field(repr=False)
    whole_terms: frozenset[str] = field(repr=False)
    phrases: Mapping[str, frozenset[tuple[str, ...]]] = field(repr=False)
    _endings: re.Pattern[str] = field(repr=False)
    _cases: re.Pattern[str] = field(repr=False)
    _restore: tuple[str, ...] = field(repr=False)
    _softens: Mapping[str, str] = field(repr=False)
    _derived: frozenset[str] = field(repr=False)

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
def folded(code: str, script: str) -> Memory[str]:
    """Return the words of a language as they are compared, by how they are written."""
    return Memory(functools.partial(_fold, code, script))


def _fold(code: str, script: str, text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    if code in ("az", "tr"):
        plain = plain.replace("I", "ı").replace("İ", "i")
    elif script == "ARMENIAN":
        plain = _ARMENIAN_MARKS.sub("", plain)
    return _APOSTROPHES.sub("ʻ" if code == "uz-latn" else "'", plain).lower()


@functools.cache
def heard_names() -> frozenset[str]:
    """Return how the given names of all languages sound: a text may write the name of a neighbour's language."""
    every = (name for path in (FOLDER / "names").glob("*.txt") for name in path.read_text("utf-8").split())
    return frozenset(heard for name in every if len(heard := sound(name)) > 3)


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
    """Return what the gate knows of a language of `spoken()`. Raises OSError or ValueError if it cannot be read."""
    data = tomllib.loads(_any_apostrophe((FOLDER / f"{code}.toml").read_text("utf-8")))

    def pattern(source: str) -> re.Pattern[str]:
        return re.compile(source, re.IGNORECASE)

    words, names = _listed("words", code), _listed("names", code)
    empty = Speech(
        code=code,
        name=data["name"],
        script=data["script"],
        follows=data["follows"],
        titled=data["titled"],
        surname=pattern(data["surname"]),
        marker={key: pattern(source) for key, source in data["marker"].items()},
        identifier={key: source for key, source in data["identifier"].items() if isinstance(source, str)},
        note=pattern(data["identifier"]["note"]),
        mosaic={key: pattern(rf"(?:{source})") for key, source in data["mosaic"].items()},
        common=pattern(data["common"]),
        acts=pattern(rf"(?<!\w)(?:{data['acts']})(?!\w)"),
        formants=pattern(data["formants"]) if "formants" in data else None,
        closed=data["closed"],
        apostrophe=data.get("apostrophe", False),
        words=frozenset(),
        names=frozenset(),
        terms=frozenset(),
        whole_terms=frozenset(),
        phrases={},
        _endings=re.compile(data["endings"]),
        _cases=re.compile(data.get("cases", data["endings"])),
        _restore=tuple(data["restore"]),
        _softens=data.get("softens", {}),
        _derived=frozenset(data.get("derived", "").split()),
    )
    fold = empty.fold
    known = frozenset(map(fold, names.split()))
    listed = [*_listed("terms", code).splitlines(), *_cldr(code)]
    terms, phrases = _terms(empty, listed, known)
    fields = {name: getattr(empty, name) for name in Speech.__slots__}
    fields |= {"words": frozenset(map(fold, words.split())), "names": known, "terms": terms, "phrases": phrases}
    fields["whole_terms"] = frozenset(fold(term) for term in listed if _WORD.fullmatch(term))
    return Speech(**fields)


def _any_apostrophe(source: str) -> str:
    """Return patterns that find an apostrophe as any keyboard types it. Three in a row begin and end a pattern."""
    return re.sub(r"ʻ|(?<![\['’ʼ])'(?!['’ʼ\]])", "[ʻʼ'’‘`]", source)


def split_terms(
    speech: Speech, terms: Iterator[str] | list[str]
) -> tuple[frozenset[str], dict[str, frozenset[tuple[str, ...]]]]:
    """Return single words that are terms, and by each word the longer terms that it is part of, folded."""
    return _terms(speech, list(terms), speech.names)


def _terms(
    speech: Speech, lines: list[str], names: frozenset[str]
) -> tuple[frozenset[str], dict[str, frozenset[tuple[str, ...]]]]:
    single: set[str] = set()
    longer: dict[str, set[tuple[str, ...]]] = {}
    for line in lines:
        folded = tuple(speech.fold(word) for word in _WORD.findall(line))
        if len(folded) == 1:
            single.add(folded[0])
            continue
        for word in folded:
            longer.setdefault(word, set()).add(folded)
            # Part of a long name; a person's name counts only inside it, and so does what looks like a surname.
            if word not in names and not speech.surname.fullmatch(word):
                single.add(word)
    return frozenset(single), {word: frozenset(phrases) for word, phrases in longer.items()}


def _listed(kind: str, code: str) -> str:
    return (FOLDER / kind / f"{code}.txt").read_text("utf-8")


def _cldr(code: str) -> Iterator[str]:
    """Yield the names that CLDR has in a language: countries, languages, scripts, months, days, currencies, cities."""
    locale = Locale.parse(code, sep="-")
    for table in (locale.territories, locale.languages, locale.scripts, locale.currencies):
        yield from map(str, table.values())
    for calendar in (locale.months, locale.days):
        for widths in calendar.values():
            yield from map(str, widths["wide"].values())
    for zone, names in locale.time_zones.items():
        if zone.startswith(("Asia/", "Europe/")) and "city" in names:
            yield str(names["city"])
