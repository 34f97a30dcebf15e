"""Browsing: what a page says of itself to a browser, and whether every other reader must find the same in it.

Lexbor makes of any bytes the tree that the HTML standard makes of them (HTML, 13.2), as browsers do. It tells no lines.
A page of ours is written so plainly that there is nothing to interpret: its elements are its tags, one for one. Of
another page, those who go by what is written may find what a browser leaves out.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from plugins.proof.reading import TELLING, Reading

_DOCTYPE = "<!doctype html>"
# A tag that asks for no care: not of a part that a browser reads in other ways or copies, no handler, no style.
_TAG = re.compile(r'<(?!svg|math|select)([a-z][a-z0-9]*+)((?: (?!on|style=)[a-z:-]++="[^"]*+")*+)>')
_END = re.compile(r"</[a-z][a-z0-9]*>")


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
        given: Mapping[str, str] = {}
        if node.is_element_node:
            assert tag
            values = node.attributes
            elements.append((tag, len(values)))
            if values:
                given = {name: value or "" for name, value in values.items()} if None in values.values() else values  # type: ignore[assignment]
                reading.element(tag, given, 1, 1)
            elif tag in TELLING:
                reading.element(tag, {}, 1, 1)
            if tag == "title":
                reading.title += node.text()
            elif tag == "style":
                reading.style(node.text(), 1, 1)
            elif tag == "script":
                reading.script(given, node.text(), 1, 1)
        elif tag not in ("-document", "-doctype"):  # no text comes here: what is left shows nothing to readers
            reading.comment(1, 1)
    return Browsed(reading, elements)


def is_plain(text: str, browsed: Browsed) -> bool:
    """Say whether no other reader can find an element, attribute, comment or style that a browser does not.

    Every `<` begins a tag, written in one way only, and each tag is an element with as many attributes, in the same
    order. What a parser makes without a tag are elements like `tbody` and `b`, which load nothing; so no tag that may
    load something or is forbidden can have been left out without upsetting the order.
    """
    tags = _TAG.findall(text)
    written = [(tag, values.count('="')) for tag, values in tags]
    signs = 1 + len(tags) + len(_END.findall(text))
    return browsed.elements == written and text.count("<") == signs and text.startswith(_DOCTYPE)
