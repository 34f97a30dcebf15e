"""Openings: which patterns can match a text at all, told by how its words begin.

A pattern of words that is looked for at every letter costs more than all else here. Most texts hold no word that
could begin most patterns, and a word's beginning is looked up in no time.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from plugins.anonymity.dates import months
from plugins.anonymity.speech import read_as, speech

_LENGTH = 4  # Letters of a word's beginning that are compared.
_LOOKBEHIND = re.compile(r"^(?:\\b|\(\?<[=!][^()]*\))+")  # what stands before a match, not in it
_WORD = re.compile(r"[^\W\d_]+(?=-|$)")  # an alternative, or its part before a hyphen, that is a word as it stands
_OWN = ("age", "unique", "job", "family", "identity", "facility", "diagnosis", "status", "place")
_SHARED = ("born", "numeral", "ordinal", "dot")
_WHOLE = ("street", "house", "flat", "institution")  # alternatives of these without an ending are whole words
NUMERALS = 3  # Numerals in a passage from which a number may be said aloud in it.
_END = "\0"  # after a beginning that is a whole word


@functools.cache
def _beginnings(code: str) -> dict[str, frozenset[str] | None]:
    """Return by kind how the words begin that can open its patterns; None where they may begin in any way."""
    own = speech(code)
    sources = {kind: [own.mosaic[kind].pattern] for kind in _OWN}
    for kind in (*_SHARED, *_WHOLE):
        sources[kind] = [found for each in read_as(code) if (found := speech(each).identifier.get(kind))]
    sources["note"] = [speech(each).note.pattern for each in read_as(code)]
    sources["real"] = [speech(each).marker["real"].pattern for each in read_as(code)]
    sources["month"] = [months(code)]
    return {kind: _together(listed, whole=kind in _WHOLE) for kind, listed in sources.items()}


def _together(sources: Iterable[str], *, whole: bool) -> frozenset[str] | None:
    every: set[str] = set()
    for source in sources:
        for branch in _branches(source):
            word = _WORD.match(branch) if whole else None
            found = {word[0] + _END} if word else _literal(branch)
            if found is None:
                return None
            every |= {beginning[:_LENGTH].lower() for beginning in found}
    return frozenset(every)


def _branches(source: str) -> Iterator[str]:
    """Yield the alternatives of a pattern at its top level."""
    depth, begin, at = 0, 0, 0
    in_class = False
    while at < len(source):
        letter = source[at]
        if letter == "\\":
            at += 1
        elif in_class:
            in_class = letter != "]"
        elif letter == "[":
            in_class = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            yield source[begin:at]
            begin = at + 1
        at += 1
    yield source[begin:]


def _literal(branch: str) -> set[str] | None:
    """Return how a match of an alternative begins: nothing where no word opens it, None where any word may."""
    branch = _LOOKBEHIND.sub("", branch)
    if branch.startswith(("(?:", "(")) and not branch.startswith("(?<"):
        inner, rest = _group(branch)
        if rest[:1] in ("?", "*"):
            return None
        found: set[str] = set()
        for alternative in _branches(inner):
            begun = _literal(alternative)
            if begun is None:
                return None
            found |= begun
        return found
    letters = ""
    for at, letter in enumerate(branch):
        if not (letter.isalpha() or letter in "ʻʼ"):
            if letter in "?*{":
                letters = letters[:-1]
            break
        letters += letter
        if len(letters) == _LENGTH + 1 and branch[at + 1 : at + 2] not in ("?", "*", "{"):
            break
    if letters:
        return {letters}
    return set() if branch.startswith(("\\[", "\\?", "\\d", ",", "(?<!\\d")) else None


def _group(branch: str) -> tuple[str, str]:
    """Return what stands inside the group that a pattern begins with, and what follows it."""
    depth = 0
    for at, letter in enumerate(branch):
        if letter in "()" and branch[at - 1 : at] != "\\":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return branch[3 if branch.startswith("(?:") else 1 : at], branch[at + 1 :]
    return branch, ""


@functools.lru_cache(maxsize=200_000)
def opened_by(code: str, word: str) -> frozenset[str]:
    """Return the kinds of patterns that this folded word can open in a text read as language `code`."""
    starts = {(word + _END)[:size] for size in range(1, _LENGTH + 1)}
    return frozenset(
        kind
        for kind, beginnings in _beginnings(code).items()
        if beginnings is None or not starts.isdisjoint(beginnings)
    )
