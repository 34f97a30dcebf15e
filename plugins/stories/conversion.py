"""Conversion: Markdown as our texts use it. `body.py` loads this with the first text, since loading takes a while."""

from collections.abc import Mapping
from pathlib import Path

from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import slugify_unicode

from plugins.stories.job import Job
from plugins.stories.links import Links
from plugins.stories.prose import Headings, Prose

# Ids that the pages around a text have themselves; a heading of the same words gets another.
PAGE_IDS = frozenset(["main", "also-read"])


class Converter:
    """Turns texts into HTML, one after another, with one Markdown instance: making a new one costs more than a text."""

    def __init__(self, content: Path, known: Mapping[str, frozenset[str]]) -> None:
        headings = Headings(slugify=_heading_id, marker="")
        # Extensions that are only named are looked for among all packages that are installed.
        extensions = [TableExtension(), DefListExtension(), SaneListExtension(), headings]
        self._markdown = Prose(extensions=extensions, output_format="html")
        self._markdown.inlinePatterns.deregister("automail")  # it writes entities that hide an address
        self._links = Links(content, known)
        self._markdown.treeprocessors.register(self._links, "links", -1)

    def convert(self, job: Job) -> tuple[str, list[str]]:
        """Return a text as HTML and the raw HTML that stands in it; its links and pictures are noted in the job.

        Raises RecursionError for a text of too many lists inside each other.
        """
        self._links.job = job
        try:
            html = self._markdown.reset().convert(job.text)
        except RecursionError:
            self._markdown.parser.state.clear()
            raise
        return html, list(map(str, self._markdown.htmlStash.rawHtmlBlocks))


def _heading_id(words: str, separator: str) -> str:
    found = str(slugify_unicode(words, separator))
    return f"{found}{separator}text" if found in PAGE_IDS else found
