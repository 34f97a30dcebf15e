"""Prose: Python-Markdown without the detours that it takes through plain paragraphs.

Nearly all of a telling is letters and full stops. Markdown asks of each paragraph whether it is a table, a list, a
quotation or a heading, looks through it for code, links and HTML, and first reads the whole text as HTML. Each
processor here stands in the place of one of Markdown's own, under its name. It passes by what that one cannot match,
because the first sign of it is missing, and leaves everything else to it. So every text becomes the same HTML, byte
for byte, as `tests/test_prose.py` holds it to.
"""

import re
from collections.abc import Iterable, Sequence, Set
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.inlinepatterns import Pattern
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import AtomicString

from plugins.stories.emphasis import plain_pairs, put_in

# Markdown's inline patterns in their order, and the signs without one of which each matches nothing.
_SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
_EVERY_SIGN = frozenset(sign for signs in _SIGNS.values() for sign in signs)
# A bracket after no `!`, which begins a link: as Markdown's own, but `re` finds a pattern's first letter quickly.
_BRACKET = r"\[(?<!!\[)"
_LINKS = {"reference": 170, "link": 160, "short_reference": 130}

# How a block begins that is plain: as no heading, list, quotation, rule, definition, reference, code or empty line.
_PLAIN = re.compile(r"[^\s\d#=*+\-_:>\[]|[*_]+[^\W\d_]")
# What makes a block of several lines something else: the beginning of another line, or the upright of a table.
_SIGNED = re.compile(r"\n[\s#=*\-_:>\[]|\|")

_UNEVEN = ("\n ", "\t", "\r", "\2", "\3")  # what Markdown's white space is made even of
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


class Prose(Markdown):
    """Markdown that reads plain prose quickly.

    It knows the signs of Markdown and of the extensions tables, def_list, sane_lists and toc; what another extension
    would make of a block, it may take for a paragraph.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._blocks = frozenset(self.block_level_elements)
        self.preprocessors.register(_Whitespace(self), "normalize_whitespace", 30)
        self.preprocessors.register(_HtmlBlocks(self), "html_block", 20)
        self.parser.blockprocessors.register(_Paragraph(self.parser), "prose", 110)
        self.treeprocessors.register(_Inline(self), "inline", 20)
        self.treeprocessors.register(_Unescape(self), "unescape", 0)
        for name, priority in _LINKS.items():
            self.inlinePatterns.register(type(self.inlinePatterns[name])(_BRACKET, self), name, priority)

    def is_block_level(self, tag: object) -> bool:
        return isinstance(tag, str) and tag.lower().rstrip("/") in self._blocks


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if any(sign in text for sign in _UNEVEN):
            return super().run(lines)
        return [*lines, "", ""]


class _HtmlBlocks(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return super().run(lines) if "<" in text or "&" in text else lines


class _Paragraph(ParagraphProcessor):
    """Takes what is certainly a paragraph, before the others are asked."""

    def test(self, parent: Element, block: str) -> bool:
        return _PLAIN.match(block) is not None and ("\n" not in block or _SIGNED.search(block) is None)


class _Inline(InlineProcessor):
    """Runs the patterns whose signs are in the text, on the elements that have any of these signs."""

    @cached_property
    def _patterns(self) -> Sequence[tuple[Pattern, Sequence[str]]]:
        patterns = self.md.inlinePatterns
        known = [(patterns[name], signs) for name, signs in _SIGNS.items() if name in patterns]
        assert [pattern for pattern, _ in known] == list(patterns), "a pattern whose signs are not known"
        return known

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        text = "\n".join(tree.itertext())
        present = {sign for sign in _EVERY_SIGN if sign in text}
        patterns = [pattern for pattern, signs in self._patterns if not present.isdisjoint(signs)]
        self.inlinePatterns = patterns  # type: ignore[assignment]  # Markdown only counts and indexes them
        emphasised = self._pass_by(tree, present)
        super().run(tree, ancestors)
        for element, parts in emphasised:
            put_in(element, parts)
        return tree

    def _pass_by(self, tree: Element, present: Set[str]) -> Sequence[tuple[Element, Sequence[str]]]:
        """Mark the texts that need no reading, and return those that hold nothing but plain emphasis with its parts.

        Markdown may carry open stars on to the next element. So unless all are plain, none are.
        """
        others = present - {"*"}
        emphasised: list[tuple[Element, Sequence[str]]] = []
        starred = False
        for child in tree:
            for element in child.iter():
                text = element.text
                if text and not isinstance(text, AtomicString):
                    if not _any_in(present, text):
                        element.text = AtomicString(text)  # Markdown's own mark of what it need not look through
                    elif not _any_in(others, text) and (parts := plain_pairs(text)):
                        emphasised.append((element, parts))
                    else:
                        starred = starred or "*" in text or "_" in text
                if element.tail:
                    starred = starred or "*" in element.tail or "_" in element.tail
        if starred:
            return []
        for element, _ in emphasised:
            element.text = AtomicString(element.text)
        return emphasised


class _Unescape(UnescapeTreeprocessor):
    """Restores escaped signs, of which Markdown keeps the numbers between \\x02 and \\x03, if there are any."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if any("\2" in text for text in (element.text, element.tail, *element.attrib.values()) if text):
                super().run(root)
                return


class _Headings(TocTreeprocessor):
    def run(self, doc: Element) -> None:
        if any(element.tag in _HEADINGS for element in doc.iter()):
            super().run(doc)

    def build_toc_div(self, toc_list: object) -> Element:
        return Element("div")


class Headings(TocExtension):
    """Gives each heading an id, as the extension toc does; it makes no table of contents, which no text shows."""

    TreeProcessorClass = _Headings


def _any_in(signs: Iterable[str], text: str) -> bool:
    for sign in signs:  # noqa: SIM110 - `any` would cost three times as much
        if sign in text:
            return True
    return False
