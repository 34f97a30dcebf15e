"""Links and pictures of a text: each leads to something of ours that is published, or to a declared elsewhere."""

import posixpath
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from plugins.faults import nearest
from plugins.stories.job import Job
from plugins.stories.pictures import PICTURE_KINDS, picture_fault

_ENTITY = re.compile(r"&(#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);", re.IGNORECASE)
_TOP_HEADING = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*#(?!#).*$|^.+\n[ \t>]*=+[ \t]*$", re.MULTILINE)


class Links(Treeprocessor):
    """Rewrites every link and picture of the tree, once Markdown is done with it."""

    job: Job

    def __init__(self, content: Path, known: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self._content, self._known = content, known

    def run(self, root: Element) -> None:
        top_headings = _TOP_HEADING.finditer(self.job.text)
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)
            elif element.tag == "h1":
                title = "".join(element.itertext()).strip()
                first = title.split(maxsplit=1)[:1]
                self.job.blame(
                    next((found.start() for found in top_headings if all(word in found[0] for word in first)), title),
                    "top-heading",
                    f'"{title}" is a heading of the first level.',
                    "Begin it with two signs, `## ...`: the page's title is its only first heading.",
                )
            elif element.tag in ("th", "td") and "style" in element.attrib:
                element.set("class", element.attrib.pop("style").removeprefix("text-align: ").rstrip(";"))

    def _link(self, element: Element) -> None:
        href = element.get("href", "").strip()
        if not "".join(element.itertext()).strip() and element.find(".//img") is None:
            self.job.blame(href, "empty-link", f'The link to "{href}" has no text.', "Write `[words](address)`.")
        try:
            target = as_read(href)
            parts = urlsplit(target)
        except ValueError:
            self._lost(href, "is no address", "Correct it.")
            return
        if parts.scheme in ("http", "https") and parts.netloc:
            self.job.found["outside"][target] = None
        elif parts.scheme in ("mailto", "tel") and parts.path:
            pass
        elif parts.scheme or parts.netloc or "\\" in href:
            self._lost(
                href,
                "is of a kind that is not published",
                "Links may begin with https://, mailto: or tel:, or lead to a folder of ours: ../night-bus/.",
            )
        elif not parts.path:
            self.job.anchors.append(href)
            if not parts.fragment:
                self._lost(href, "leads nowhere", "Write the address between the round brackets.")
        else:
            self._inside(element, href, parts.path, f"#{parts.fragment}" if parts.fragment else "")

    def _inside(self, element: Element, href: str, path: str, fragment: str) -> None:
        target = self._resolve(path)
        steps = target.split("/")
        room = steps[0]
        is_text = len(steps) == 2 or (len(steps) == 3 and steps[2].endswith(".md"))
        if room in self._known and is_text and steps[1] in self._known[room]:
            self.job.found[room][steps[1]] = None
            element.set("href", f"{'story' if room == 'stories' else 'page'}:{steps[1]}{fragment}")
        elif room in self._known and is_text:
            kind = "story" if room == "stories" else "page"
            self._lost(
                href,
                f"leads to no {kind}: there is no folder {target}",
                nearest(steps[1], self._known[room]) or "Correct the name of the folder.",
            )
        elif posixpath.splitext(target)[1].lower() in PICTURE_KINDS:
            self._publish(element, "href", href, target)
        else:
            self._lost(
                href,
                "leads to something that is not published",
                "Link to a story's or page's folder (../night-bus/), or to a picture beside this text.",
            )

    def _picture(self, element: Element) -> None:
        source = element.get("src", "").strip()
        if not (element.get("alt") or "").strip():
            self.job.blame(
                source or "]()",
                "no-alternative",
                f'The picture "{source}" has no text alternative.',
                "Say between the square brackets what it shows: `![An empty corridor](corridor.jpg)`.",
            )
        try:
            parts = urlsplit(as_read(source))
            outside = bool(parts.scheme or parts.netloc)
        except ValueError:
            outside = True
        if outside:
            self._lost(source, "is a picture on another site", "Put the picture beside this text and name its file.")
        else:
            self._publish(element, "src", source, self._resolve(parts.path))

    def _publish(self, element: Element, attribute: str, written: str, target: str) -> None:
        folder, name = posixpath.split(target)
        if folder != posixpath.dirname(self.job.path):
            self._lost(written, "is not beside this text", "Put the picture into the same folder.")
            return
        wrong = picture_fault(self._content, folder, name)
        if wrong:
            self.job.blame(written, *wrong)
            return
        self.job.found["pictures"][name] = None
        element.set(attribute, f"picture:{name}")

    def _resolve(self, path: str) -> str:
        """Return a path below the content folder; Pelican's {filename} and {static} may begin at its root."""
        path = unquote(path)
        bare = re.sub(r"^\{(filename|static|attach)\}", "", path)
        base = "" if bare != path and bare.startswith("/") else posixpath.dirname(self.job.path)
        return posixpath.normpath(posixpath.join(base, bare.lstrip("/") if bare != path else bare))

    def _lost(self, href: str, why: str, remedy: str) -> None:
        self.job.blame(href or "]()", "bad-link", f'"{href}" {why}.', remedy)


def as_read(address: str) -> str:
    """Return an address as a browser reads it from the page, where Markdown leaves `&amp;` as it was written."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), address)
