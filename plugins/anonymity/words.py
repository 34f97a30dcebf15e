"""Words: whether a word is an ordinary one of its language, a term that names nobody, or a person's name."""

import functools
import re
from collections.abc import Mapping
from enum import Flag, auto

import pymorphy3
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from plugins.anonymity.speech import Speech, speech

_MORPHOLOGY = frozenset(["ru", "uk"])  # languages whose word forms pymorphy3 knows (OpenCorpora, and VESUM's)
_DICTIONARY = frozenset(["en", "hy", "ka", "mk", "ro"])  # languages whose word forms simplemma lists
_LENDING = frozenset(["kk", "ky", "tg", "uz-cyrl"])  # languages full of Russian words with endings of their own
_TRIED = 8  # Forms of a word that are tried as surnames: the first take off the shortest endings.
_BEING = frozenset(["быть", "стать", "мочь", "являться", "бути", "стати", "могти"])  # verbs of things as well
_CYRILLIC = re.compile(r"[а-яёіїєґ'-]+")
_PERSONAL = frozenset(["Name", "Patr"])
_PROPER = _PERSONAL | {"Surn", "Geox", "Orgn", "Trad"}
_PLAIN = frozenset(["NPRO", "CONJ", "PREP", "PRCL", "NUMR", "INFN", "GRND", "PRED"])


class Kind(Flag):
    """What a word may be. A word may be several: `Hope` is an ordinary word and a name."""

    COMMON = auto()
    DERIVED = auto()  # common only by its endings
    TERM = auto()
    NAME = auto()
    SURNAME = auto()


@functools.lru_cache(maxsize=100_000)
def kinds(code: str, word: str) -> Kind:
    """Return what a folded word may be in the language of this code, by all its forms."""
    spoken = speech(code)
    every = forms(code, word)
    found = Kind(0)
    if any(form in spoken.terms for form in every):
        found |= Kind.TERM
    if word in spoken.names or (
        code not in _MORPHOLOGY and any(form in spoken.names for form in spoken.names_in(word))
    ):
        found |= Kind.NAME
    if any(spoken.surname.fullmatch(form) for form in every[:_TRIED]):
        found |= Kind.SURNAME
    if code in _MORPHOLOGY:
        parsed = _parsed(code, word)
        found |= parsed
        if Kind.COMMON not in parsed and any(form in spoken.names for form in every):
            found |= Kind.NAME
    if spoken.apostrophe and "'" in word:  # stands in names and terms alone
        base = word.split("'")[0]
        known = base in spoken.words or spoken.derives(base, spoken.words)
        return found | (
            Kind.COMMON if known and not (spoken.formants and spoken.formants.fullmatch(base)) else Kind.NAME
        )
    if any(form in spoken.words for form in every):
        made_of_two = Kind.NAME in found and spoken.formants and spoken.formants.fullmatch(word)
        return found if made_of_two else found | Kind.COMMON
    if code in _DICTIONARY and (lemma := _dictionary(code).get(word)) is not None:
        if code != "ka":
            return found | Kind.COMMON
        if not {lemma, lemma.removesuffix("ი")} & spoken.names:  # without capitals the dictionary decides
            return (found | Kind.COMMON) & ~Kind.NAME
    if spoken.formants and spoken.formants.fullmatch(word):
        return found | Kind.NAME
    if spoken.derives(word, spoken.words) or (code in _LENDING and _borrowed(spoken, word)):
        found |= Kind.COMMON | Kind.DERIVED
    return found


@functools.lru_cache(maxsize=100_000)
def forms(code: str, word: str) -> tuple[str, ...]:
    """Return every word of which this folded one may be a form, itself first."""
    found = dict.fromkeys(speech(code).bases(word))
    if code in _MORPHOLOGY:
        found |= dict.fromkeys(parse.normal_form for parse in _parses(code, word))
    return tuple(found)


def _parsed(code: str, word: str) -> Kind:
    if not _CYRILLIC.fullmatch(word) or not _analyser(code).word_is_known(word):
        return Kind(0)
    found = Kind(0)
    for parse in _parses(code, word):
        grammemes = parse.tag.grammemes
        if grammemes & _PLAIN:
            return Kind.COMMON  # no name is a pronoun or a conjunction
        if grammemes & _PERSONAL:
            found |= Kind.NAME
        elif "Surn" in grammemes:
            found |= Kind.SURNAME
        elif not grammemes & _PROPER:
            found |= Kind.COMMON
    return found


@functools.lru_cache(maxsize=20_000)
def is_verb(code: str, word: str) -> bool:
    """Say whether a word is a verb that has a subject, where the language's morphology is known."""
    return code in _MORPHOLOGY and any(
        "VERB" in parse.tag.grammemes and "plur" not in parse.tag.grammemes and parse.normal_form not in _BEING
        for parse in _parses(code, word)[:1]
    )


@functools.lru_cache(maxsize=20_000)
def guessed_name(code: str, word: str) -> bool:
    """Say whether an unknown word looks like a name or a place to the language's morphology, if it is known."""
    return (
        code not in _MORPHOLOGY
        or not _CYRILLIC.fullmatch(word)
        or any(parse.tag.grammemes & _PROPER for parse in _parses(code, word))
    )


def _borrowed(spoken: Speech, word: str) -> bool:
    """Say whether a word is an ordinary Russian one with the endings of a language that borrows from Russian."""
    return any(
        len(stem) > 4
        and (
            stem in speech("ru").words
            or (Kind.COMMON in (kind := _parsed("ru", stem)) and not kind & (Kind.NAME | Kind.SURNAME))
        )
        for stem in spoken.stems(word)
    )


def _parses(code: str, word: str) -> list[pymorphy3.analyzer.Parse]:
    """Return what a word may be to pymorphy3, which fails on some signs that are no letters."""
    return _analyser(code).parse(word) if _CYRILLIC.fullmatch(word) else []


@functools.cache
def _analyser(code: str) -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang=code)


@functools.cache
def _dictionary(code: str) -> Mapping[str, str]:
    return DefaultDictionaryFactory().get_dictionary(code)


def compound(code: str, first: str, whole: str) -> bool:
    """Say whether a word goes on after a hyphen as ordinary compounds do: `Давным-давно`, `Торгово-промышленная`."""
    return Kind.COMMON in kinds(code, whole) or (code in ("ru", "uk", "mk") and first.endswith(("о", "е")))
