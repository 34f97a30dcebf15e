"""Beginnings: how what a pattern finds can begin, so that it is looked for in few places of a text.

The patterns of words are long and are compared at each letter of a text otherwise. They are read here as far as their
beginnings go: alternatives, groups, classes and quantifiers.
"""

import functools
import re
from collections.abc import Iterator

END = "\0"  # after a beginning that is a whole word
INSIDE = "\1"  # before letters that may stand anywhere in a word
SIGN = "\2"  # before a sign that is no letter, or a figure; alone where it may be any of several
_UNIT = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_QUANTIFIER = re.compile(r"[?*+]\??|\{\d*,?\d*\}\??")
_LITERAL = re.compile(r"(?:[^\W\d_](?![?*+{]))+")
_EDGES = (r"\b", "^", "$")
_ASSERTIONS = ("(?=", "(?!", "(?<=", "(?<!")
_RANGE = re.compile(r"\\w|(?<=.)-(?=[^\]])")  # in a class of letters
_ANYTHING = r"\w*"
_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_FIGURE = "0"  # after SIGN, any figure


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer(text)` yields, trying the pattern only where a match can begin."""
    every, plain = _letters(pattern.pattern), _plain(text)
    if every is None or len(plain) != len(text):
        yield from pattern.finditer(text)
        return
    places: set[int] = set()
    for letters, how in every:
        if letters == _FIGURE:
            places.update(figure.start() for figure in _DIGIT.finditer(plain))
        elif (at := plain.find(letters)) >= 0:
            places.update(_places(plain, letters, how, at))
    end = 0
    for place in sorted(places):
        if place >= end and (found := pattern.match(text, place)):
            yield found
            end = found.end()


def _places(plain: str, letters: str, how: str, at: int) -> Iterator[int]:
    """Yield where a match can begin in a text in which these letters, of a beginning, stand first at `at`."""
    if how == INSIDE:
        for word in _WORD.finditer(plain):
            if letters in word[0]:
                yield from range(*word.span())
        return
    while at >= 0:
        if how != END or not plain[at + len(letters) : at + len(letters) + 1].isalpha():
            yield at
        at = plain.find(letters, at + 1)


@functools.cache
def _letters(source: str) -> tuple[tuple[str, str], ...] | None:
    """Return with which letters or sign a match of a pattern begins, each with END, INSIDE or nothing; None where that
    cannot be told."""
    found: set[tuple[str, str]] = set()
    for beginning in begun(source):
        letters = _plain(beginning.strip(END + INSIDE + SIGN))
        if not letters:
            return None
        how = INSIDE if beginning.startswith(INSIDE) else END if beginning.endswith(END) else ""
        found.add((_FIGURE, "") if beginning.startswith(SIGN) and letters.isdecimal() else (letters, how))
    return tuple(found)


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
        for inside in begun(after):
            yield "" if not inside or inside.startswith(SIGN) else INSIDE + inside.strip(INSIDE + END)
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
    elif unit == r"\d":
        yield SIGN + _FIGURE
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
