"""A telling's text: Markdown becomes safe HTML, and every link and picture in it is accounted for."""

import re
from collections.abc import Mapping
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from plugins.faults import Fault, nearest
from plugins.stories.job import Job
from plugins.stories.model import Body
from plugins.stories.safety import CONTROL, blame_raw_html, cleaner, tags_of

if TYPE_CHECKING:
    from plugins.stories.conversion import Converter

# Markdown looks through the rest of a paragraph at each bracket and definition, and through the rest of the text at
# each `<`: some 20 million characters a second. 100 links in a table of 200,000 characters stay below these limits.
_PARAGRAPH_LIMIT, _TEXT_LIMIT = 20_000_000, 60_000_000

_ID = re.compile(r' id="([^"]+)"')


class Texts:
    """Converts the texts of a content folder, one after another.

    `known` holds the keys of all stories and pages, published or not, as `{"stories": ..., "pages": ...}`.
    """

    def __init__(self, content: Path, known: Mapping[str, frozenset[str]]) -> None:
        self._content, self._known = content, known
        self._cleaner = cleaner()

    @cached_property
    def _converter(self) -> "Converter":
        from plugins.stories.conversion import Converter  # loads Markdown, which a run without texts never needs

        return Converter(self._content, self._known)

    def convert(self, text: str, path: str, first_line: int) -> tuple[Body, list[Fault]]:
        """Return the body of the file `path`, whose text begins on line `first_line`, and its faults.

        Faults: raw HTML other than a few harmless inline tags; a top heading; a link that leads nowhere we
        know, to an unsafe scheme or to a file that is not published; a picture without its text alternative.
        """
        job = Job(path, text, first_line)
        control = CONTROL.search(text)
        if control:
            job.blame(
                control.start(),
                "control-character",
                "There is an invisible character here.",
                "Delete this line and type it again.",
            )
            return Body(""), job.faults
        knot = _knot(text)
        if knot is not None:
            job.blame(
                knot,
                "tangled",
                "Here are more brackets or definitions than can be read.",
                "Put an empty line between paragraphs. Has something been pasted here that is no text?",
            )
            return Body(""), job.faults
        try:
            html, raw_blocks = self._converter.convert(job)
        except RecursionError:
            job.blame(
                max(re.finditer(r"^[ \t]*", text, re.MULTILINE), key=lambda indent: len(indent[0])).start(),
                "too-deep",
                "There are too many lists inside each other.",
                "Take white space away from the beginning of these lines.",
            )
            return Body(""), job.faults
        for raw in raw_blocks:
            blame_raw_html(raw, job)
        clean = self._cleaner.clean(html)
        places = [f"#{unescape(place)}" for place in _ID.findall(clean)] if job.anchors else []
        for href in job.anchors:
            if len(href) > 1 and unquote(href) not in places:
                remedy = nearest(unquote(href), places) or "Write the heading's words in small letters, with hyphens."
                job.blame(href, "bad-link", f'"{href}" leads to no heading of this text.', remedy)
        if not job.faults and clean != html and tags_of(clean) != tags_of(html):
            job.blame(
                0,
                "unsafe-html",
                "Something in this text is not safe to publish.",
                "Write the text in plain Markdown, without HTML.",
            )
        found = {kind: tuple(names) for kind, names in job.found.items()}
        return Body(clean, **found), job.faults


def _knot(text: str) -> int | None:
    """Return where a paragraph begins that Markdown would need many seconds to read, if there is one."""
    tags = text.count("<")
    if len(text) * tags > _TEXT_LIMIT:
        return text.index("<")
    if len(text) * (text.count("[") + tags + text.count("\n:")) <= _PARAGRAPH_LIMIT:
        return None  # no paragraph has more
    at = 0
    for paragraph in text.split("\n\n"):
        marks = paragraph.count("[") + paragraph.count("<") + paragraph.count("\n:")
        if len(paragraph) * marks > _PARAGRAPH_LIMIT:
            return at
        at += len(paragraph) + 2
    return None
