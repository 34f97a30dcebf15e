"""Passages: everything of a telling that anybody may read, in pieces that are whole to the reader."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import chain

from plugins.anonymity.people import Word, words
from plugins.anonymity.pieces import Glance, glance
from plugins.anonymity.speech import Speech
from plugins.faults import Fault, Severity
from plugins.stories import Source

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_INLINE = frozenset(["em", "strong", "code", "a", "sup", "sub", "span", "bdi", "abbr"])
_SPACES = re.compile(r"[ \t\n\u00a0\u2007\u2009\u202f]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text without a break: a title, a paragraph, a list item, a picture's words.

    `kind` is `title`, `summary`, `heading`, `text`, `alt` or another key of the front matter; `at` is the path of
    keys in the front matter, empty for the text below it. Spaces of every kind are plain spaces here. `links` are
    the spans of links to other stories: begin, end and the story's key.
    """

    kind: str
    text: str
    at: tuple[str | int, ...] = ()
    links: tuple[tuple[int, int, str], ...] = ()


_URL = re.compile(r"(?:https?://|www\.)[^\s<>«»\"“”()]+|(?<![\w.@-])[a-z0-9-]+(?:\.[a-z0-9-]+)+/[^\s<>«»\"“”()]*")
LONGEST = 10_000  # Characters of a passage that is read; the longest of our stories' paragraphs has 1,100.


def urls(text: str) -> Iterator[re.Match[str]]:
    """Yield every address that is written out in a text."""
    return _URL.finditer(text) if "/" in text or "www." in text else iter(())


@dataclass(frozen=True, slots=True)
class Address:
    """An address that a telling links to, or a name it gives a file: not text, but found by whoever looks."""

    value: str
    at: tuple[str | int, ...] = ()


@dataclass(slots=True)
class Reader:
    """One telling as the gate reads it, with its faults."""

    source: Source
    passages: list[Passage]
    addresses: list[Address]
    faults: list[Fault] = field(default_factory=list)
    uses: dict[str, tuple[bool, bool]] = field(default_factory=dict)  # of words that may be names; see homonyms
    _words: dict[tuple[str, str], list[Word]] = field(default_factory=dict)
    _glances: dict[tuple[str, str], Glance] = field(default_factory=dict)

    def words(self, passage: Passage, speech: Speech) -> list[Word]:
        """Return the words of one of the passages; they are found once, for all checks."""
        known = self._words.get((speech.code, passage.text))
        if known is None:
            known = self._words[speech.code, passage.text] = words(passage.text, speech)
        return known

    def glance(self, passage: Passage, speech: Speech) -> Glance:
        """Return what one of the passages holds at first sight: that tells which checks need to read it."""
        known = self._glances.get((speech.code, passage.text))
        if known is None:
            known = self._glances[speech.code, passage.text] = glance(speech.code, passage.text)
        return known

    @classmethod
    def of(cls, source: Source) -> "Reader":
        """Return a telling taken apart: everything of it that anybody may read, and every address."""
        matter = source.matter
        front = [
            Passage("title", _plain(matter.title), ("title",)),
            Passage("summary", _plain(matter.summary), ("summary",)),
        ]
        if matter.picture_alt:
            front.append(Passage("alt", _plain(matter.picture_alt), ("picture_alt",)))
        if (partner := getattr(matter, "partner", None)) is not None:
            front.append(Passage("partner", _plain(partner.name), ("partner", "name")))
        addresses = [Address(source.key)]
        if matter.slug:
            addresses.append(Address(matter.slug, ("slug",)))
        if picture := getattr(matter, "picture", None):
            addresses.append(Address(picture.rsplit(".", 1)[0], ("picture",)))
        for index, entry in enumerate(getattr(matter, "also_read", None) or ()):
            if not isinstance(entry, str):
                front.append(Passage("also_read", _plain(entry.title), ("also_read", index)))
                addresses.append(Address(entry.url, ("also_read", index)))
        if partner is not None:
            addresses.append(Address(partner.url, ("partner", "url")))
        passages, inside = _read(source.body.html)
        linked = {address.value for address in inside}
        for passage in [*front, *passages]:  # an address that is written out is one, linked or not
            inside += [Address(url[0], passage.at) for url in urls(passage.text) if url[0] not in linked]
        return cls(source, [*front, *passages], [*addresses, *inside])

    def texts(self) -> Iterator[Passage]:
        """Yield the passages of the text below the front matter."""
        return (passage for passage in self.passages if not passage.at)

    def blame(
        self,
        where: Passage | Address | int,
        part: str,
        code: str,
        message: str,
        remedy: str,
        *,
        severity: Severity = "block",
        near: int = 0,
    ) -> None:
        """Add a fault at the place in the file where this part of a passage stands, or at a line.

        `near` is where the part stands in the passage, which tells equal words of one text apart.
        """
        if isinstance(where, int):
            line, column = where, 1
        elif where.at:
            line, column = self.source.raw.place(*where.at)
        else:
            line, column = self._place(where, part, near)
        self.faults.append(Fault(self.source.path, line, column, f"anonymity/{code}", message, remedy, severity))

    def _place(self, where: Passage | Address, part: str, near: int) -> tuple[int, int]:
        text = _SPACES.sub(" ", self.source.text)
        at = text.find(where.text[: near + len(part)]) if isinstance(where, Passage) else -1
        if at >= 0:
            at += near
        else:  # marks of Markdown stand in between: count how often the part has been read before
            before = 0
            if isinstance(where, Passage):
                for passage in self.texts():
                    if passage is where:
                        before += passage.text.count(part, 0, near)
                        break
                    before += passage.text.count(part)
            at = text.find(part)
            while before and at >= 0:
                following = text.find(part, at + 1)
                at, before = (following, before - 1) if following >= 0 else (at, 0)
        if at < 0:  # written with entities, or broken by marks: its paragraph is as near as we get
            first = part.split()[:1]
            at = max(text.find(first[0]) if first else 0, 0)
        line = self.source.text.count("\n", 0, at)
        return self.source.first_line + line, at - self.source.text.rfind("\n", 0, at)


def _plain(text: str) -> str:
    return text if text.isprintable() else _SPACES.sub(" ", text)


def _attributes(written: str) -> Mapping[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _read(html: str) -> tuple[list[Passage], list[Address]]:
    """Return the passages and addresses of a telling's safe HTML (plugins.stories.Body)."""
    passages: list[Passage] = []
    addresses: list[Address] = []
    pieces: list[str] = []
    links: list[tuple[int, int, str]] = []
    length, opened, kind = 0, (0, ""), "text"

    def close() -> None:
        nonlocal length, pieces, links
        text = "".join(pieces)
        if text and not text.isspace():
            passages.append(Passage(kind, _plain(text), (), tuple(links)))
        pieces, links, length = [], [], 0

    parts = iter(_TAG.split(html))
    for closing, name, written, text in chain(
        [("", "", "", next(parts))], zip(parts, parts, parts, parts, strict=True)
    ):
        found = _attributes(written) if written else {}
        if name == "a":
            if not closing:
                href = found.get("href", "")
                opened = (length, href.removeprefix("story:").split("#")[0] if href.startswith("story:") else "")
                if not href.startswith(("story:", "page:", "picture:", "#")):
                    addresses.append(Address(href))
            elif opened[1]:
                links.append((opened[0], length, opened[1]))
        elif name == "img":
            passages.append(Passage("alt", _plain(found.get("alt", ""))))
            addresses.append(Address(found.get("src", "").removeprefix("picture:").rsplit(".", 1)[0]))
            text = " " + text
        elif name == "br":
            text = " " + text
        elif name and name not in _INLINE:
            close()
            kind = "heading" if name[0] == "h" and name[1:].isdigit() and not closing else "text"
        if "title" in found:
            passages.append(Passage("text", _plain(found["title"])))
        if text:
            pieces.append(unescape(text) if "&" in text else text)
            length += len(pieces[-1])
    close()
    return passages, addresses
