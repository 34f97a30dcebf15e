"""Browsing: what a page says of itself to a browser, and whether every other reader must find the same in it.

Lexbor makes of any bytes the tree that the HTML standard makes of them (HTML, 13.2), as browsers do. It tells no lines.
A page of ours is written so plainly that there is nothing to interpret: its elements are its tags, one for one. Of
another page, those who go by what is written may find what a browser leaves out.
"""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from plugins.proof.reading import LOADING, TELLING, Reading

_DOCTYPE = "<!doctype html>"
_TAG = re.compile(r'<([a-z][a-z0-9]*)((?: [a-z:-]+="[^"]*")*)>')
_END = re.compile(r"</[a-z][a-z0-9]*>")
_ALARMING = re.compile(r" (?:on[a-z:-]*|style)=")
_STRANGE = frozenset(["svg", "math", "select"])  # A browser reads these in other ways, and may copy what is in them.


class Browsed(NamedTuple):
    """What a browser finds in a page, and every element that it makes: name and number of attributes."""

    reading: Reading
    elements: list[tuple[str, int]]


def browse(data: bytes) -> Browsed:
    """Return what a browser finds in a page. Nothing has a place: every line and column is 1."""
    reading = Reading()
    elements = []
    root = LexborHTMLParser(data).root
    assert root
    assert root.parent
    for node in root.parent.traverse():
        tag = node.tag
        if node.is_element_node:
            values = node.attributes
            elements.append((tag or "", len(values)))
            if tag == "title":
                reading.title += node.text()
            elif tag == "style":
                reading.style(node.text(), 1, 1)
            if values or tag in TELLING:
                reading.element(tag or "", {name: value or "" for name, value in values.items()}, 1, 1)
        elif tag not in ("-document", "-doctype"):  # no text comes here: what is left shows nothing to readers
            reading.comment(1, 1)
    return Browsed(reading, elements)


def is_plain(text: str, data: bytes, browsed: Browsed) -> bool:
    """Say whether no other reader can find an element, attribute, comment or style that a browser does not.

    Every `<` begins a tag, written in one way only, and in the same order each tag is an element with as many
    attributes. A parser makes no elements of its own but such as `tbody`, which neither load anything nor are
    forbidden; their attributes are looked at as written.
    """
    tags = _TAG.findall(text)
    lowered = data.lower()
    return (
        text.startswith(_DOCTYPE)
        and text.count("<") == 1 + len(tags) + len(_END.findall(text))
        and browsed.elements == [(tag, values.count('="')) for tag, values in tags]
        and not any(tag in _STRANGE for tag, _ in tags)
        and not any(values and _ALARMING.search(values) for _, values in tags)
        and not any(sign.encode() in lowered for sign in LOADING)
    )
