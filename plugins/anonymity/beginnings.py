"""Beginnings: how what a pattern finds can begin, so that it is looked for in few places of a text.

The patterns of words are long and are compared at each letter of a text otherwise. They are read here as far as their
beginnings go: alternatives, groups, classes and quantifiers.
"""

import functools
import re
from collections.abc import Iterator

END = "\0"  # after a beginning that is a whole word
INSIDE = "\1"  # before letters that may stand anywhere in a word
SIGN = "\2"  # before a sign that is no letter; alone where it may be any of several
_UNIT = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_QUANTIFIER = re.compile(r"[?*+]\??|\{\d*,?\d*\}\??")
_LITERAL = re.compile(r"(?:[^\W\d_](?![?*+{]))+")
_EDGES = (r"\b", "^", "$")
_ASSERTIONS = ("(?=", "(?!", "(?<=", "(?<!")
_RANGE = re.compile(r"\\w|(?<=.)-(?=[^\]])")  # in a class of letters
_ANYTHING, _SIGN = r"\w*", ""


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(text)` yields, trying the pattern only where a match can begin."""
    letters, plain = _letters(pattern.pattern), _plain(text)
    if letters is None or len(plain) != len(text):
        yield from pattern.finditer(text)
        return
    places: set[int] = set()
    for beginning, is_word in letters:
        at = plain.find(beginning)
        while at >= 0:
            if not (is_word and plain[at + len(beginning) : at + len(beginning) + 1].isalpha()):
                places.add(at)
            at = plain.find(beginning, at + 1)
    end = 0
    for place in sorted(places):
        if place >= end and (found := pattern.match(text, place)):
            yield found
            end = found.end()


@functools.cache
def _letters(source: str) -> tuple[tuple[str, bool], ...] | None:
    """Return with which letters or sign a match of a pattern begins, and whether these are a whole word; None where
    that cannot be told."""
    found = {(_plain(beginning.strip(END + SIGN)), beginning.endswith(END)) for beginning in begun(source)}
    return None if any(not letters or letters.startswith(INSIDE) for letters, _ in found) else tuple(found)


@functools.lru_cache(maxsize=16)
def _plain(text: str) -> str:
    """Return a text in small letters, with one i: patterns without regard to capitals take all four for the same."""
    return text.replace("İ", "i").lower().replace("ı", "i")


def begun(source: str, letters: str = "") -> Iterator[str]:
    """Yield how a match of this pattern can begin: with letters of a word, in small, or a sign. An empty text stands
    for anything."""
    if "|" in source and len(alternatives := list(branches(source))) > 1:
        for alternative in alternatives:
            yield from begun(alternative, letters)
        return
    if literal := _LITERAL.match(source):
        yield from begun(source[literal.end() :], letters + literal[0].lower())
        return
    unit, quantifier, after = _first(source)
    optional = quantifier.startswith(("?", "*", "{0"))
    if not unit:
        yield letters
    elif unit in _EDGES or unit.startswith(_ASSERTIONS):
        if letters:
            yield letters + (END if unit in _EDGES else "")
        else:
            yield from begun(after)
    elif quantifier and unit == r"\w" and not letters:
        yield from (INSIDE + inside.rstrip(END) if inside else "" for inside in begun(after))
    else:
        if optional:
            yield from begun(after, letters)
        for begin in _begins(unit):
            if begin.startswith(SIGN):
                yield letters + END if letters else begin
            elif begin == _ANYTHING:
                yield letters
            else:
                yield from begun(begin + (after if quantifier in ("", "?", "??") else _ANYTHING), letters)


def _begins(unit: str) -> Iterator[str]:
    """Yield what the first thing in a pattern may stand for: letters and patterns, a sign, or anything."""
    if unit.startswith("("):
        yield from branches(re.sub(r"^\((?:\?[a-z-]*:)?|\)$", "", unit))
    elif unit in (r"\w", ".") or unit.startswith("[^"):
        yield _ANYTHING
    elif unit.startswith("[") and _RANGE.search(unit):
        yield from (_ANYTHING, SIGN)
    elif unit.startswith("["):
        yield from (letter if letter.isalpha() else SIGN for letter in unit[1:-1])
    elif unit.isalpha():
        yield unit
    else:
        yield SIGN + unit if len(unit) == 1 else SIGN + unit[1:] if not unit[1:].isalnum() else SIGN


def branches(source: str) -> Iterator[str]:
    """Yield the alternatives of a pattern at its top level."""
    branch, depth = "", 0
    for unit in _UNIT.findall(source):
        depth += (unit == "(") - (unit == ")")
        if unit == "|" and depth == 0:
            yield branch
            branch = ""
        else:
            branch += unit
    yield branch


def _first(source: str) -> tuple[str, str, str]:
    """Return the letter, class or group that a pattern begins with, how often it may stand, and what follows."""
    depth = at = 0
    for unit in _UNIT.finditer(source):
        at = unit.end()
        depth += (unit[0] == "(") - (unit[0] == ")")
        if depth == 0:
            break
    quantifier = _QUANTIFIER.match(source, at)
    return source[:at], quantifier[0] if quantifier else "", source[quantifier.end() if quantifier else at :]
