"""Prose for the benchmark: invented tellings of plausible length, letters and Markdown, from lists of real words.

Nothing here means anything. The words lie in `words/<language>.toml`, with patterns of sentences whose `{slots}` name
the list that a word is taken from.
"""

import functools
import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parent / "words"
LENGTH = 450  # Words in a body, about as many as in the project's own stories of the longer kind.
_SLOT = re.compile(r"\{(\w+)\}")
# How often a thing in a sentence is marked, and how.
_MARKS = (
    (0.04, "*{}*"),
    (0.07, "**{}**"),
    (0.085, "[{}](https://example.org/guides/letters/)"),
)
_STEP = 19_997  # Has no divisor in common with the number of titles: each is met once before any is met again.


@dataclass(frozen=True, slots=True)
class Text:
    """What the writer of one telling wrote."""

    title: str
    summary: str
    body: str
    picture: str


@functools.cache
def words(language: str) -> Mapping[str, Any]:
    """Return the words and patterns of a language, with the forms that its grammar makes of them."""
    found = tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))
    found["those"], found["those_at"] = found["things"], found["places"]
    if language == "kk":  # the accusative of a plural, and the adjective of a place, after the last vowel
        found["those"] = [word + ("ды" if word.endswith("ар") else "ді") for word in found["things"]]
        found["those_at"] = [place + ("ғы" if place[-1] == "а" else "гі") for place in found["places"]]
    return found


def titles(language: str) -> int:
    """Return how many different titles a language has."""
    known = words(language)
    return len(known["qualities"]) * len(known["things"]) * len(known["places"])


def write(language: str, seed: str, number: int) -> Text:
    """Return the telling of a story in a language: the same for the same seed and number, whatever else is written."""
    hand = random.Random(f"{seed}:{language}:{number}")
    known = words(language)
    return Text(
        title=_title(language, seed, number),
        summary=" ".join(_sentence(hand, known, pattern) for pattern in known["summary"]),
        body=_body(hand, known),
        picture=_sentence(hand, known, known["picture"]),
    )


def _title(language: str, seed: str, number: int) -> str:
    known = words(language)
    place = (random.Random(seed).randrange(titles(language)) + number * _STEP) % titles(language)
    place, quality = divmod(place, len(known["qualities"]))
    where, thing = divmod(place, len(known["things"]))
    chosen = {
        "qualities": known["qualities"][quality],
        "things": known["things"][thing],
        "places": known["places"][where],
        "those_at": known["those_at"][where],
    }
    return _capital(known["title"].format(**chosen))


def _body(hand: random.Random, known: Mapping[str, Any]) -> str:
    count = hand.randint(6, 9)
    listed, quoted, headed = hand.random() < 0.35, hand.random() < 0.45, hand.random() < 0.5
    each = (LENGTH - 20 * listed - 20 * quoted) // count - 5  # a paragraph ends with the sentence that fills it
    blocks = []
    for place in range(count):
        if headed and place == count // 2:
            blocks.append(f"## {hand.choice(known['headings'])}")
        begun = _sentence(hand, known, known["first"]) if place == 0 else ""
        blocks.append(_paragraph(hand, known, each, begun))
        if listed and place == 1:
            items = [_sentence(hand, known, pattern, capital=False) for pattern in known["items"]]
            blocks.append("\n".join(f"- {item}" for item in items))
        if quoted and place == count - 2:
            blocks.append(f"> {_paragraph(hand, known, 18)}")
    return "\n\n".join(blocks)


def _paragraph(hand: random.Random, known: Mapping[str, Any], length: int, begun: str = "") -> str:
    sentences = [begun] if begun else []
    written = begun.count(" ")
    while written < length:
        sentences.append(_sentence(hand, known, hand.choice(known["sentences"]), marks=True))
        written += sentences[-1].count(" ") + 1
    return " ".join(sentences)


def _sentence(
    hand: random.Random, known: Mapping[str, Any], pattern: str, *, marks: bool = False, capital: bool = True
) -> str:
    drawn = hand.random() if marks else 1.0
    mark = next((mark for below, mark in _MARKS if drawn < below), "{}")

    def fill(slot: re.Match[str]) -> str:
        nonlocal mark
        word: str = hand.choice(known[slot[1]])
        if slot[1] in ("things", "those") and slot.start():
            word, mark = mark.format(word), "{}"
        return word

    filled = _SLOT.sub(fill, pattern)
    return _capital(filled) if capital else filled


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
