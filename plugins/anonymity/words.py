"""Words: whether a word is an ordinary one of its language, a term that names nobody, or a person's name."""

import functools
import re
from collections.abc import Mapping
from enum import Flag, auto
from typing import TYPE_CHECKING

from plugins.anonymity.speech import Speech, speech

if TYPE_CHECKING:
    import pymorphy3

_MORPHOLOGY = frozenset(["ru", "uk"])  # languages whose word forms pymorphy3 knows (OpenCorpora, and VESUM's)
_DICTIONARY = frozenset(["en", "hy", "ka", "mk", "ro"])  # languages whose word forms simplemma lists
_LENDING = frozenset(["kk", "ky", "tg", "uz-cyrl"])  # languages full of Russian words with endings of their own
_TRIED = 8  # Forms of a word that are tried as surnames: the first take off the shortest endings.
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
    found = _without_dictionary(code, word, every)
    if spoken.apostrophe and "'" in word:  # stands in names and terms alone
        base = word.split("'")[0]
        known = base in spoken.words or spoken.derives(base, spoken.words)
        return found | (
            Kind.COMMON if known and not (spoken.formants and spoken.formants.fullmatch(base)) else Kind.NAME
        )
    if word in spoken.words and word not in spoken.names:
        return (found | Kind.COMMON) & ~Kind.NAME  # an ordinary word as it stands is no form of a name
    if any(form in spoken.words for form in every):
        made_of_two = Kind.NAME in found and spoken.formants and spoken.formants.fullmatch(word)
        return found if made_of_two else found | Kind.COMMON
    if code in _DICTIONARY and (lemma := _dictionary(code).get(word)) is not None:
        if code != "ka":
            return found | Kind.COMMON
        if not {word, lemma, lemma.removesuffix("ი")} & spoken.names:  # without capitals the dictionary decides
            return (found | Kind.COMMON) & ~Kind.NAME
    if spoken.formants and spoken.formants.fullmatch(word):
        return found | Kind.NAME
    if word in spoken.names:
        return found
    if spoken.derives(word, spoken.words) or (code in _LENDING and _borrowed(spoken, word)):
        found |= Kind.COMMON | Kind.DERIVED
    return found


def at_first_sight(code: str, word: str) -> Kind:
    """Return what a folded word may be as far as no dictionary need be loaded for it: every kind of `kinds`, and maybe
    more, but for the ordinary words."""
    spoken = speech(code)
    made = (spoken.apostrophe and "'" in word) or (spoken.formants and spoken.formants.fullmatch(word))
    found = _without_dictionary(code, word, forms(code, word))
    return found | Kind.NAME if made else found


def _without_dictionary(code: str, word: str, every: tuple[str, ...]) -> Kind:
    found = _proper(code, word, every)
    if any(speech(code).surname.fullmatch(form) for form in every[:_TRIED]):
        found |= Kind.SURNAME
    return found | _parsed(code, word) if code in _MORPHOLOGY else found


def _proper(code: str, word: str, every: tuple[str, ...]) -> Kind:
    """Return whether a word is a term or a name. Where it may be a form of either, the shorter ending decides."""
    spoken = speech(code)
    term = next((place for place, form in enumerate(every) if form in spoken.terms.single), None)
    if code in _MORPHOLOGY:
        parsed = _parsed(code, word)
        named = word in spoken.names or Kind.NAME in parsed
        named = named or (not word_is_known(code, word) and any(form in spoken.names for form in every))
        if named and term and not _is_place(code, word):
            term = None  # Мария is no form of Марий Эл
    else:
        named_as = next((form for form in spoken.names_in(word) if form in spoken.names), None)
        named = named_as is not None
        if named and term and term > every.index(named_as if named_as in every else word):
            term = None
    return (Kind.TERM if term is not None else Kind(0)) | (Kind.NAME if named else Kind(0))


@functools.lru_cache(maxsize=100_000)
def forms(code: str, word: str) -> tuple[str, ...]:
    """Return every word of which this folded one may be a form, itself first."""
    found = dict.fromkeys(speech(code).bases(word))
    if code in _MORPHOLOGY:
        found |= dict.fromkeys(parse.normal_form for parse in _parses(code, word))
    return tuple(found)


def _parsed(code: str, word: str) -> Kind:
    if not word_is_known(code, word):
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


def word_is_known(code: str, word: str) -> bool:
    """Say whether a language's morphology knows a word."""
    return bool(_CYRILLIC.fullmatch(word)) and _analyser(code).word_is_known(word)


def _is_place(code: str, word: str) -> bool:
    """Say whether a word is a form of a place that is a term: Астане."""
    return any(parse.normal_form in speech(code).terms.whole for parse in _parses(code, word))


@functools.lru_cache(maxsize=20_000)
def _parses(code: str, word: str) -> "tuple[pymorphy3.analyzer.Parse, ...]":
    """Return what a word may be to pymorphy3, which fails on some signs that are no letters."""
    return tuple(_analyser(code).parse(word)) if _CYRILLIC.fullmatch(word) else ()


@functools.cache
def _analyser(code: str) -> "pymorphy3.MorphAnalyzer":
    import pymorphy3  # here, as below, since few texts need it, and it takes longer to load than they to read

    return pymorphy3.MorphAnalyzer(lang=code)


@functools.cache
def _dictionary(code: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary(code)


def compound(code: str, first: str, whole: str) -> bool:
    """Say whether a word goes on after a hyphen as ordinary compounds do: `Давным-давно`, `Торгово-промышленная`."""
    return Kind.COMMON in kinds(code, whole) or (code in ("ru", "uk", "mk") and first.endswith(("о", "е")))
