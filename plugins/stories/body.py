"""A telling's text: Markdown becomes safe HTML, and every link and picture in it is accounted for."""

import re
from collections.abc import Mapping
from pathlib import Path

from markdown import Markdown
from markdown.extensions.toc import TocExtension, slugify_unicode

from plugins.faults import Fault
from plugins.stories.job import Job
from plugins.stories.links import Links
from plugins.stories.model import Body
from plugins.stories.safety import blame_raw_html, cleaner, tags_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # Markdown keeps its own marks between \x02 and \x03.


class Texts:
    """Converts texts, one after another, with one Markdown instance: making a new one costs more than a text.

    `known` holds the keys of all stories and pages, published or not, as `{"stories": ..., "pages": ...}`.
    """

    def __init__(self, content: Path, known: Mapping[str, frozenset[str]]) -> None:
        self._markdown = Markdown(
            extensions=["tables", "def_list", "sane_lists", TocExtension(slugify=slugify_unicode, marker="")],
            output_format="html",
        )
        self._markdown.inlinePatterns.deregister("automail")  # it writes entities that hide an address
        self._tree = Links(content, known)
        self._markdown.treeprocessors.register(self._tree, "links", -1)
        self._cleaner = cleaner()

    def convert(self, text: str, path: str, first_line: int) -> tuple[Body, list[Fault]]:
        """Return the body of the file `path`, whose text begins on line `first_line`, and its faults.

        Faults: raw HTML other than a few harmless inline tags; a top heading; a link that leads nowhere we
        know, to an unsafe scheme or to a file that is not published; a picture without its text alternative.
        """
        job = Job(path, text, first_line)
        control = _CONTROL.search(text)
        if control:
            job.blame(
                control.start(),
                "control-character",
                "There is an invisible character here.",
                "Delete this line and type it again.",
            )
            return Body(""), job.faults
        self._tree.job = job
        html = self._markdown.reset().convert(text)
        for raw in self._markdown.htmlStash.rawHtmlBlocks:
            blame_raw_html(str(raw), job)
        clean = self._cleaner.clean(html)
        if not job.faults and clean != html and tags_of(clean) != tags_of(html):
            job.blame(
                0,
                "unsafe-html",
                "Something in this text is not safe to publish.",
                "Write the text in plain Markdown, without HTML.",
            )
        found = {kind: tuple(names) for kind, names in job.found.items()}
        return Body(clean, **found), job.faults
