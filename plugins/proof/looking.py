"""Looking: one file of the finished site by itself. It is read as written; what the build believed does not count."""

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Set
from xml.etree import ElementTree

from plugins.proof.addresses import Addresses
from plugins.proof.media import KINDS as PICTURES
from plugins.proof.media import hidden_in
from plugins.proof.pages import look_at_page
from plugins.proof.scripts import NONE, Scripts
from plugins.proof.seen import Facts, Seen, fault
from plugins.proof.tables import wrong_in

# What a site may consist of. Anything else came from somewhere it should not.
KINDS = frozenset([".html", ".xml", ".json", ".txt", ".csv"]) | PICTURES
# What JSON calls an address: our cards, and JSON Feed 1.1.
_ADDRESSES = frozenset(["href", "url", "home_page_url", "feed_url"])
# Rules for the host, which reads them and serves them to nobody.
RULES = {
    "_headers": re.compile(rb"(?:/\S*\*\n(?:  [A-Za-z-]+: [^\n]+\n)+)+"),
    "_redirects": re.compile(rb"(?:/\S+/\* /\S*404\.html 410\n)+"),
    ".htaccess": re.compile(
        rb"<IfModule mod_headers\.c>\n"
        rb'(?:Header (?:always )?set [A-Za-z-]+ "[^"\n]+"(?: "expr=[^"\n]+")?\n)+</IfModule>\n'
        rb"(?:RedirectMatch 410 \^/\S+\n)*"
    ),
}


def look(where: Addresses, name: str, data: bytes, outside: Set[str], scripts: Scripts = NONE) -> Seen:
    """Return what is wrong with a file by itself, and its facts, with `outside` the links to other sites it may have,
    and `scripts` those that it may hold.

    Every page has `lang`, `dir`, one `h1`, a title, a canonical link to itself and a description; XML and JSON parse;
    pictures hold nothing but the picture; nothing is loaded from another host, and each page bears a policy that
    forbids it; no script but a known one, handler, inline style, frame, redirect or comment stands in a page, and no
    style loads anything; a table holds no formula.
    """
    kind = posixpath.splitext(name)[1]
    if kind not in KINDS and not (name in RULES and RULES[name].fullmatch(data)):
        return Seen((fault(name, 1, 1, "unexpected-file", "This kind of file is not published."),), None)
    try:
        if kind == ".html":
            return look_at_page(where, name, data, outside, scripts)
        if kind == ".xml":
            return _ways(where, name, _listed(ElementTree.fromstring(data)))
        if kind == ".json":
            return _ways(where, name, _named(json.loads(data)))
        if kind == ".csv":
            return Seen(tuple(fault(name, row, 1, "table", wrong) for row, wrong in wrong_in(data)), None)
    except (ElementTree.ParseError, ValueError) as error:
        return Seen((fault(name, 1, 1, "not-well-formed", f"The file cannot be parsed: {error}."),), None)
    if kind in PICTURES and (held := hidden_in(name, data)):
        return Seen((fault(name, 1, 1, "picture-data", f"The picture holds {held}."),), None)
    return Seen((), None)


def _listed(root: ElementTree.Element) -> Iterator[str]:
    """Yield every address in a feed or the sitemap."""
    for element in root.iter():
        tag = str(element.tag).rsplit("}", 1)[-1]
        address = element.get("href") if tag == "link" else element.text if tag == "loc" else None
        if address is not None:
            yield address


def _named(value: object) -> Iterator[str]:
    """Yield every address in a JSON feed or in cards, in its order."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in _ADDRESSES:
                yield str(each)
            yield from _named(each)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each)


def _ways(where: Addresses, name: str, addresses: Iterable[str]) -> Seen:
    """Return where a file leads that is no page."""
    faults = []
    links: dict[str, None] = {}
    for address in addresses:
        target, _ = where.target(name, address)
        if target is None:
            faults.append(fault(name, 1, 1, "broken", f'The address "{address}" leads nowhere.'))
        elif target != name:
            links[target] = None
    facts: Facts = (None, (), tuple(links), (), (), ())
    return Seen(tuple(faults), facts)
