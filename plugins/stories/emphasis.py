"""Emphasis: `*words*` and `**words**`, where no other reading is possible.

Markdown pairs stars with a stack, since `*a **b* c**` and `2*3` are to be read, too. Where each pair stands for
itself there is nothing to weigh: a star or two after white space and before a letter, words without a star, and as
many stars after a letter.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

# It begins with the star itself, which `re` finds quickly, and then looks at what stands before.
_PAIR = re.compile(r"\*(?<!\S\*)(\*?)(?=[^\s*])([^*]*[^\s*])\*\1(?!\*)")


def plain_pairs(text: str) -> Sequence[str] | None:
    """Return plain text, the second star or nothing, the words after it, plain text and so on.

    None says that some star is in no such pair.
    """
    parts = _PAIR.split(text)
    return parts if text.count("*") == 2 * (len(parts) // 3 + sum(map(len, parts[1::3]))) else None


def put_in(element: Element, parts: Sequence[str]) -> None:
    """Give an element the text of these parts, its emphasised words as elements before all that it holds."""
    element.text = AtomicString(parts[0])
    for number in range(len(parts) // 3):
        second, words, after = parts[3 * number + 1 : 3 * number + 4]
        emphasised = Element("strong" if second else "em")
        emphasised.text, emphasised.tail = words, after
        element.insert(number, emphasised)
