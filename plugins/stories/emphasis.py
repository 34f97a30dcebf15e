"""Emphasis: `*words*` and `**words**`, where no other reading is possible.

Markdown pairs stars with a stack, since `*a **b* c**` and `2*3` are to be read, too. Where each pair stands for
itself there is nothing to weigh: a star or two after white space and before a letter, words without a star, and as
many stars after a letter.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

_PAIR = re.compile(r"(?<!\S)(\*\*?)(?=[^\s*])([^*]*[^\s*])\1(?!\*)")


def plain_pairs(text: str) -> Sequence[str] | None:
    """Return plain text, stars, the words between them, plain text and so on; or None if any star is in no pair."""
    parts = _PAIR.split(text)
    return parts if text.count("*") == 2 * sum(map(len, parts[1::3])) else None


def put_in(element: Element, parts: Sequence[str]) -> None:
    """Give an element the text of these parts, its emphasised words as elements before all that it holds."""
    element.text = AtomicString(parts[0])
    for number in range(len(parts) // 3):
        stars, words, after = parts[3 * number + 1 : 3 * number + 4]
        emphasised = Element("strong" if stars == "**" else "em")
        emphasised.text, emphasised.tail = words, after
        element.insert(number, emphasised)
