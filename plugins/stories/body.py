"""A telling's text: Markdown becomes safe HTML, and every link and picture in it is accounted for."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.treeprocessors import Treeprocessor

from plugins.faults import Fault, nearest
from plugins.stories.files import leaves_content
from plugins.stories.model import Body

PICTURE_KINDS = frozenset([".jpg", ".jpeg", ".png", ".webp"])
# Raw HTML that Markdown cannot express and that can do no harm: what it is allowed to be, and with what.
_RAW = {
    "br": set(),
    "sup": set(),
    "sub": set(),
    "bdi": {"lang", "dir"},
    "span": {"lang", "dir"},
    "abbr": {"title"},
}
_BLOCKS = "p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr table thead tbody tr th td".split()
_INLINE = ["em", "strong", "code", "a", "img", *_RAW]
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(allowed) for tag, allowed in _RAW.items()},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "story", "page", "picture"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # Markdown keeps its own marks between \x02 and \x03.


@dataclass(slots=True)
class _Job:
    """One conversion under way: where its faults are, and what it has found so far."""

    path: str
    text: str
    first_line: int
    found: dict[str, dict[str, None]] = field(
        default_factory=lambda: {"stories": {}, "pages": {}, "pictures": {}, "outside": {}}
    )
    faults: list[Fault] = field(default_factory=list)

    def blame(self, part: str | int, code: str, message: str, remedy: str) -> None:
        """Add a fault at an offset, or at the first place where a part of the text stands."""
        at = part if isinstance(part, int) else max(self.text.find(part), 0)
        line = self.text.count("\n", 0, at)
        column = at - (self.text.rfind("\n", 0, at) + 1)
        self.faults.append(Fault(self.path, self.first_line + line, column + 1, f"stories/{code}", message, remedy))


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
        self._tree = _Links(content, known)
        self._markdown.treeprocessors.register(self._tree, "links", -1)
        self._cleaner = nh3.Cleaner(
            tags={*_BLOCKS, *_INLINE},
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES,
            link_rel=None,
            clean_content_tags={"script", "style", "iframe", "object", "embed", "template", "svg", "math"},
        )

    def convert(self, text: str, path: str, first_line: int) -> tuple[Body, list[Fault]]:
        """Return the body of the file `path`, whose text begins on line `first_line`, and its faults.

        Faults: raw HTML other than a few harmless inline tags; a top heading; a link that leads nowhere we
        know, to an unsafe scheme or to a file that is not published; a picture without its text alternative.
        """
        job = _Job(path, text, first_line)
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
            _blame_raw(str(raw), job)
        clean = self._cleaner.clean(html)
        if not job.faults and clean != html and _tags(clean) != _tags(html):
            job.blame(
                0,
                "unsafe-html",
                "Something in this text is not safe to publish.",
                "Write the text in plain Markdown, without HTML.",
            )
        found = {kind: tuple(names) for kind, names in job.found.items()}
        return Body(clean, **found), job.faults


class _Links(Treeprocessor):
    """Rewrites every link and picture of the tree, once Markdown is done with it."""

    job: _Job

    def __init__(self, content: Path, known: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self._content, self._known = content, known

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)
            elif element.tag == "h1":
                title = "".join(element.itertext()).strip()
                self.job.blame(
                    title,
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
            parts = urlsplit(href)
        except ValueError:
            self._lost(href, "is no address", "Correct it.")
            return
        if parts.scheme in ("http", "https") and parts.netloc:
            self.job.found["outside"][href] = None
        elif parts.scheme in ("mailto", "tel") and parts.path:
            pass
        elif parts.scheme or parts.netloc or "\\" in href:
            self._lost(
                href,
                "is of a kind that is not published",
                "Links may begin with https://, mailto: or tel:, or lead to a folder of ours: ../night-bus/.",
            )
        elif not parts.path:
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
                source,
                "no-alternative",
                f'The picture "{source}" has no text alternative.',
                "Say between the square brackets what it shows: `![An empty corridor](corridor.jpg)`.",
            )
        try:
            parts = urlsplit(source)
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
        self.job.blame(href, "bad-link", f'"{href}" {why}.', remedy)


def picture_fault(content: Path, folder: str, name: str) -> tuple[str, str, str] | None:
    """Return code, fault and remedy when this file cannot be published as a picture, else None."""
    path = content / folder / name
    if posixpath.splitext(name)[1].lower() not in PICTURE_KINDS:
        return (
            "bad-picture",
            f'"{name}" is no picture that can be published.',
            "Save it as JPEG, PNG or WebP.",
        )
    if leaves_content(path, content):
        return (
            "outside-content",
            f'"{name}" is a link to a file outside the content folder.',
            "Copy the file here.",
        )
    if not path.is_file():
        present = [file.name for file in path.parent.glob("*") if file.suffix.lower() in PICTURE_KINDS]
        hint = nearest(name, present) or "Put it into the story's folder, or correct its name."
        return "missing-picture", f'There is no picture "{name}" beside this text.', hint
    return None


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))

    def handle_comment(self, data: str) -> None:
        self.hidden.append(data)

    def handle_decl(self, decl: str) -> None:
        self.hidden.append(decl)

    def handle_pi(self, data: str) -> None:
        self.hidden.append(data)

    def unknown_decl(self, data: str) -> None:
        self.hidden.append(data)


def _read_tags(html: str) -> _TagReader:
    reader = _TagReader()
    reader.feed(html)
    reader.close()
    return reader


def _tags(html: str) -> list[tuple[str, tuple[str, ...]]]:
    return _read_tags(html).tags


def _blame_raw(raw: str, job: _Job) -> None:
    """Report raw HTML beyond the harmless inline tags, comments included: a reader can find them."""
    reader = _read_tags(raw)
    if reader.hidden:
        job.blame(
            raw.strip(),
            "hidden-text",
            "A comment is hidden in this text; it would be published.",
            "Take it out and keep your notes elsewhere.",
        )
    for tag, names in reader.tags:
        allowed = _RAW.get(tag)
        more = [] if allowed is None else [name for name in names if name not in allowed]
        if allowed is None:
            job.blame(
                raw.strip(), "raw-html", f"HTML is not published: <{tag}>.", "Write it in Markdown, or leave it out."
            )
        elif more:
            job.blame(raw.strip(), "raw-html", f'<{tag}> may not have "{more[0]}".', "Leave that out.")
