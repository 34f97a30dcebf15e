"""Checks on the finished site. They read what was written, and trust nothing that the build believed."""

import json
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

from plugins.faults import Fault
from plugins.languages import is_language
from plugins.proof.media import KINDS as PICTURES
from plugins.proof.media import hidden_in
from plugins.proof.reading import Reading, Use, read_page

# What a site may consist of. Anything else came from somewhere it should not.
KINDS = frozenset([".html", ".xml", ".json", ".txt"]) | PICTURES
# Rules for the host, which reads them and serves them to nobody.
RULES = {
    "_redirects": re.compile(rb"(?:/\S+/\* /\S*404\.html 410\n)+"),
    ".htaccess": re.compile(rb"(?:RedirectMatch 410 \^/\S+\n)+"),
}
_MEND = "This is a mistake of the theme or the tool, not of a text; the site was not published. Report it."


def prove(output: Path, siteurl: str, outside: frozenset[str]) -> list[Fault]:
    """Return everything that is wrong with a finished site, with `outside` the declared links to other sites.

    Every internal link, anchor, picture and hreflang pair resolves; every page has `lang`, `dir`, one `h1`, a title,
    a canonical link and a description; XML and JSON parse; pictures hold nothing but the picture; nothing is loaded
    from another host, no script, handler, inline style, frame, redirect or comment stands in a page, and no style
    loads anything.
    """
    files = {Path(base, name).relative_to(output).as_posix() for base, _, names in os.walk(output) for name in names}
    faults = [
        _fault(name, 1, 1, "unexpected-file", "This kind of file is not published.", _MEND)
        for name in files
        if posixpath.splitext(name)[1] not in KINDS and not _is_rule(output, name)
    ]
    pages: dict[str, Reading] = {}
    trees: dict[str, ElementTree.Element] = {}
    for name in sorted(files):
        data = (output / name).read_bytes()
        try:
            if name.endswith(".html"):
                pages[name] = read_page(data.decode("utf-8"))
            elif name.endswith(".xml"):
                trees[name] = ElementTree.fromstring(data)
            elif name.endswith(".json"):
                json.loads(data)
            elif posixpath.splitext(name)[1] in PICTURES and (held := hidden_in(name, data)):
                faults.append(_fault(name, 1, 1, "picture-data", f"The picture holds {held}.", _MEND))
        except (ElementTree.ParseError, ValueError) as error:
            faults.append(_fault(name, 1, 1, "not-well-formed", f"The file cannot be parsed: {error}.", _MEND))
    proof = _Proof(siteurl.rstrip("/"), files, pages, outside)
    for name, page in pages.items():
        faults += proof.head(name, page)
        faults += proof.links(name, page)
        faults += proof.alternates(name, page)
    for name, tree in trees.items():
        faults += proof.xml_links(name, tree)
    return faults


def _is_rule(output: Path, name: str) -> bool:
    return name in RULES and bool(RULES[name].fullmatch((output / name).read_bytes()))


def _fault(path: str, line: int, column: int, code: str, message: str, remedy: str) -> Fault:
    return Fault(f"output/{path}", line, column, f"proof/{code}", message, remedy)


class _Proof:
    """Checks that need to know the whole site."""

    def __init__(self, siteurl: str, files: set[str], pages: Mapping[str, Reading], outside: frozenset[str]) -> None:
        self._siteurl, self._files, self._pages, self._outside = siteurl, files, pages, outside
        self._ids = {name: {use.address for use in page.ids} for name, page in pages.items()}

    def head(self, name: str, page: Reading) -> Iterator[Fault]:
        missing = {
            "lang": page.lang and is_language(page.lang.lower()),
            "dir": page.dir in ("ltr", "rtl"),
            "title": page.title.strip(),
            "description": page.description,
            "canonical link": len(page.canonical) == 1,
            "single h1": page.headings == 1,
        }
        for what, present in missing.items():
            if not present:
                yield _fault(name, 1, 1, "head", f"The page has no {what}, or more than one.", _MEND)
        for use in page.canonical:
            if use.address != self._address(name):
                yield self._at(name, use, "canonical", f'The canonical link "{use.address}" is not this page.')
        for what, line, column in page.wrong:
            yield _fault(name, line, column, "forbidden", f"The page holds {what}.", _MEND)
        seen: set[str] = set()
        for use in page.ids:
            if use.address in seen:
                yield self._at(name, use, "id-twice", f'The id "{use.address}" stands twice.')
            seen.add(use.address)

    def links(self, name: str, page: Reading) -> Iterator[Fault]:
        for use in page.loads:
            target = self._file(name, use.address)
            if target is None:
                yield self._at(name, use, "outside-load", f'"{use.address}" is loaded from another site.')
            elif target not in self._files:
                yield self._at(name, use, "broken", f'"{use.address}" is loaded but not there.')
        for use in page.links:
            if urlsplit(use.address).scheme in ("mailto", "tel"):
                continue
            target = self._file(name, use.address)
            if target is None:
                if use.address not in self._outside:
                    yield self._at(
                        name,
                        use,
                        "outside-link",
                        f'"{use.address}" leads to another site, but no text declares it.',
                    )
            elif target not in self._files:
                yield self._at(name, use, "broken", f'The link "{use.address}" leads nowhere.')
            elif (anchor := unquote(urlsplit(use.address).fragment)) and anchor not in self._ids.get(target, ()):
                yield _fault(
                    name,
                    use.line,
                    use.column,
                    "broken-anchor",
                    f'There is no place "#{anchor}" in {target}.',
                    "Correct the part after # in the text's link.",
                )

    def alternates(self, name: str, page: Reading) -> Iterator[Fault]:
        own = self._address(name)
        if page.alternates and own not in {use.address for use in page.alternates.values()}:
            yield _fault(name, 1, 1, "hreflang", "The page has hreflang links, but none to itself.", _MEND)
        for tag, use in page.alternates.items():
            target = self._file(name, use.address)
            other = self._pages.get(target or "")
            if other is None or not use.address.startswith(("https://", "http://")):
                yield self._at(name, use, "hreflang", f'hreflang "{tag}" leads to no page: {use.address}.')
            elif own not in {back.address for back in other.alternates.values()}:
                yield self._at(name, use, "hreflang", f'hreflang "{tag}" is not returned by {target}.')
            elif tag != "x-default" and other.lang != tag:
                yield self._at(name, use, "hreflang", f'hreflang "{tag}" leads to a page in {other.lang}.')

    def xml_links(self, name: str, root: ElementTree.Element) -> Iterator[Fault]:
        """Every address in a feed or sitemap leads to a file of this site."""
        for element in root.iter():
            tag = str(element.tag).rsplit("}", 1)[-1]
            address = element.get("href") if tag == "link" else element.text if tag == "loc" else None
            if address is not None and self._file(name, address) not in self._files:
                yield _fault(name, 1, 1, "broken", f'The address "{address}" leads nowhere.', _MEND)

    def _address(self, name: str) -> str:
        return (
            f"{self._siteurl}/{name.removesuffix('index.html') if posixpath.basename(name) == 'index.html' else name}"
        )

    def _file(self, name: str, address: str) -> str | None:
        """Return the file that an address on this page leads to, or None when it is on another host."""
        whole = urljoin(self._address(name), address)
        parts, own = urlsplit(whole), urlsplit(self._siteurl)
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            return None
        path = unquote(parts.path)
        if not path.startswith(own.path + "/"):
            return posixpath.join("outside the site", path)
        path = path[len(own.path) + 1 :]
        return path + "index.html" if not path or path.endswith("/") else path

    @staticmethod
    def _at(name: str, use: Use, code: str, message: str) -> Fault:
        return _fault(name, use.line, use.column, code, message, _MEND)
