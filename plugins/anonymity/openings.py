"""Openings: which patterns can match a text at all, told by how its words begin.

A pattern of words that is looked for at every letter costs more than all else here. Most texts hold no word that
could begin most patterns, and a word's beginning is looked up in no time.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from plugins.anonymity.beginnings import END, INSIDE, SIGN, begun, branches
from plugins.anonymity.dates import months
from plugins.anonymity.speech import read_as, speech

_LENGTH = 4  # Letters of a beginning that are compared where a pattern may match inside a word, too.
_KINDS = ("job", "family", "identity", "facility", "diagnosis", "status", "place")
# Alternatives of these begin with a word's first letter, and end with its last unless they say otherwise.
_WORDS = {"born": "born", "ordinal": "ordinal", "institution": "institution", "counted": "numeral"}
_LOOSE = {"numeral": "numeral", "dot": "dot"}
_LOOSE_WORDS = {"street": "street", "house": "house", "flat": "flat"}
_SIGNED = ("age", "note")  # The signs that open these are known to `pieces`.
_ANCHORED = re.compile(r"\\b|\(\?<[=!]|\\\[|\\\?|,")  # how an alternative begins that begins with a word or a sign


@functools.lru_cache(maxsize=200_000)
def opened_by(code: str, word: str) -> frozenset[str]:
    """Return the kinds of patterns that this folded word can open in a text read as language `code`.

    What is looked for as a word may stand before, between or after its apostrophes.
    """
    beginnings, inside, always = _beginnings(code)
    found = set(always)
    for start in (0, *(at + 1 for at, letter in enumerate(word) if letter in "'ʻ")):
        for end in range(start + 1, len(word) + 1):
            found |= beginnings.get(word[start:end], always)
            if word[end : end + 1] in ("", "'", "ʻ"):
                found |= beginnings.get(word[start:end] + END, always)
    for letters, kinds in inside.items():
        if letters in word:
            found |= kinds
    return frozenset(found)


@functools.cache
def _beginnings(code: str) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]], frozenset[str]]:
    """Return which kinds of patterns a word can open by how it begins, and by what it holds, and which any word can."""
    own, every = speech(code), [speech(each) for each in read_as(code)]
    sources: dict[str, set[str]] = defaultdict(set)
    for kind in _KINDS:
        sources[kind].update(begun(rf"(?:{own.mosaic[kind]})\b"))
    for kinds, closed, loose in ((_WORDS, r"\b", False), (_LOOSE, "", True), (_LOOSE_WORDS, r"\b", True)):
        for kind, key in kinds.items():
            for source in filter(None, (each.identifier.get(key) for each in every)):
                found = begun(f"(?:{source}){closed}")
                sources[kind].update(map(_loosely, found) if loose else found)
    for kind in ("age", "unique"):
        sources[kind].update(_begun_anywhere(own.mosaic[kind]))
    for each in every:
        sources["note"].update(_begun_anywhere(each.note))
        sources["real"].update(_begun_anywhere(each.marker["real"]))
    sources["month"].update(map(_loosely, begun(months(code))))
    opened: dict[str, set[str]] = defaultdict(set)
    for kind, beginnings in sources.items():
        for beginning in beginnings:
            if not beginning.startswith(SIGN):
                opened[beginning].add(kind)
            elif kind not in _SIGNED:
                opened[""].add(kind)
    always = frozenset(opened.pop("", ()))
    whole = {key: frozenset(kinds) for key, kinds in opened.items() if not key.startswith(INSIDE)}
    inside = {key[1:]: frozenset(kinds) for key, kinds in opened.items() if key.startswith(INSIDE)}
    return whole, inside, always


def _begun_anywhere(source: str) -> Iterator[str]:
    """Yield the beginnings of a pattern that is looked for as it stands, also inside of words unless it says no."""
    for branch in branches(source):
        yield from begun(branch) if _ANCHORED.match(branch) else map(_loosely, begun(branch))


def _loosely(beginning: str) -> str:
    return "" if beginning.startswith(INSIDE) else beginning[:_LENGTH]
