"""Pieces: what stands between two spaces, looked at once for everything that a passage may be asked.

Texts repeat their words, so that nearly every piece of one has been met before: to look it up costs less than to find
its words. Only where a piece asks for it are the words of its passage found, or patterns looked for in it.
"""

import functools
import re
from dataclasses import dataclass

from plugins.anonymity.memory import Memory
from plugins.anonymity.openings import opened_by
from plugins.anonymity.people import tokens
from plugins.anonymity.speech import DIGIT, speech
from plugins.anonymity.words import Kind, kinds

_NUMERALS = 3  # Numerals in a passage from which a number may be said aloud in it.
# One of these stands in everything that `contacts`, `places` and `numbers` find without a word that opens it.
_SIGN = re.compile(r"[\d@/:+_\[({<]|\.\w|[a-f]-[a-f]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What a piece of text holds; of pieces that hold the same there is one.

    `opens` are the kinds of patterns that can match a text in which it stands: those of `openings`, and `sign` and
    `figure`. `numerals` counts its figures and the words that can open a numeral. `names` are its words that may be
    names: every one with a capital, and of the others those that could be no ordinary word.
    """

    opens: frozenset[str]
    numerals: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """What the pieces of a passage hold together; `numerals` is among what they open where there are several."""

    opens: frozenset[str]
    names: frozenset[str]


def glance(code: str, text: str) -> Glance:
    """Return what a passage holds that is read in this language."""
    known, pieces = _pieces(code), text.split()
    found = set(map(known.__getitem__, pieces))
    opens = frozenset[str]().union(*[piece.opens for piece in found])
    if "counted" in opens and sum(known[piece].numerals for piece in pieces) >= _NUMERALS:
        opens |= {"numerals"}
    return Glance(opens, frozenset[str]().union(*[piece.names for piece in found if piece.names]))


@functools.cache
def _pieces(code: str) -> Memory[Piece]:
    return Memory(functools.partial(_piece, code))


def _piece(code: str, text: str) -> Piece:
    spoken = speech(code)
    figures = len(DIGIT.findall(text))
    opens: set[str] = {"figure", "age", "numeral", "counted"} if figures else set()
    if _SIGN.search(text):
        opens.add("sign")
    if "[" in text or "???" in text:
        opens.add("note")
    names: list[str] = []
    numerals = figures
    for written in tokens(text):
        folded = spoken.fold(written)
        opened = opened_by(code, folded)
        if (small := written.lower()) != folded:  # as patterns without regard to capitals read it
            opened |= opened_by(code, small)
        opens |= opened
        numerals += "counted" in opened
        if written[0].isupper() or _may_name(code, folded):
            names.append(written)
    return _one(frozenset(opens), numerals, tuple(names))


@functools.lru_cache(maxsize=200_000)
def _one(opens: frozenset[str], numerals: int, names: tuple[str, ...]) -> Piece:
    return Piece(opens, numerals, names)


def _may_name(code: str, folded: str) -> bool:
    """Say whether a word without a capital may be a name. Georgian writes names without; elsewhere it is a slip that
    dictionaries can tell."""
    spoken = speech(code)
    georgian = spoken.script == "GEORGIAN"
    if not georgian and not (spoken.closed and folded in spoken.names):
        return False
    kind = kinds(code, folded)
    if Kind.TERM in kind or not kind & (Kind.NAME | Kind.SURNAME):
        return False
    return Kind.COMMON not in kind or (georgian and Kind.NAME in kind)
