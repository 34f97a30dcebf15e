"""Reading: what a page says of itself, gathered from its elements, whoever found them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# Which attributes load something, and of which elements.
_LOADS = {
    "src": frozenset(["img", "script", "iframe", "source", "video", "audio", "embed", "track", "input"]),
    "data": frozenset(["object"]),
    "poster": frozenset(["video"]),
    "href": frozenset(["image", "use", "feimage", "script"]),
    "xlink:href": frozenset(["image", "use", "feimage", "script"]),
    "background": frozenset(["body", "table", "thead", "tbody", "tfoot", "tr", "th", "td"]),
}
_LOADING_RELS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
    "apple-touch-icon",
    "mask-icon",
    "prerender",
}
# Attributes by which a page tells somebody what its reader does: HTML (WHATWG), 2.5.8 and 4.6.4; Attribution Reporting
# (WICG). What is said of the whole page in its head must hold for every link.
_TELLING_OTHERS = frozenset(["ping", "attributionsrc", "referrerpolicy"])
# Elements that have no place in a page. What stands in a template, a reader may take for a part of the page or not.
_FORBIDDEN = frozenset(
    ["base", "iframe", "frame", "fencedframe", "object", "embed", "applet", "form", "template", "canvas"]
)
# Elements that say something even without an attribute.
TELLING = _FORBIDDEN | {"html", "h1", "link", "meta", "script"}
# By these signs a style loads something. Each begins with a sign that stands seldom: the search leaps to it.
_LOADING = (
    re.compile("@import", re.IGNORECASE),
    re.compile(r"\((?<=url\()", re.IGNORECASE),
    re.compile(r"\((?<=image-set\()", re.IGNORECASE),
)
_DATA = "application/ld+json"  # what a script is that no browser runs


class Use(NamedTuple):
    """One address that a page uses, and where it does so (line and column from 1)."""

    address: str
    line: int
    column: int


@dataclass(slots=True)
class Reading:
    """What a page says of itself. `links` lead somewhere when followed; `loads` are fetched at once."""

    lang: str | None = None
    dir: str | None = None
    headings: int = 0
    title: str = ""
    canonical: list[Use] = field(default_factory=list)
    description: str = ""
    alternates: dict[str, Use] = field(default_factory=dict)
    ids: list[Use] = field(default_factory=list)
    links: list[Use] = field(default_factory=list)
    loads: list[Use] = field(default_factory=list)
    scripts: list[tuple[str, int, int]] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    referrer: list[str] = field(default_factory=list)
    wrong: list[tuple[str, int, int]] = field(default_factory=list)

    def element(self, tag: str, values: Mapping[str, str], line: int, column: int) -> None:
        """Take in an element with its attributes, and where it stands."""
        if tag in ("a", "area"):
            if "href" in values:
                self.links.append(Use(values["href"], line, column))
        elif tag in TELLING:
            self._telling(tag, values, line, column)
        for name, value in values.items():
            if name == "id":
                self.ids.append(Use(value, line, column))
            elif name in _LOADS:
                if tag in _LOADS[name]:
                    self.loads.append(Use(value, line, column))
            elif name in ("srcset", "imagesrcset"):
                self.loads += [Use(part.split()[0], line, column) for part in value.split(",") if part.strip()]
            elif name == "style" or name[:2] == "on" or name in _TELLING_OTHERS:
                self.wrong.append((f'the attribute "{name}"', line, column))

    def style(self, text: str, line: int, column: int) -> None:
        """Take in the text of a style element."""
        if any(sign.search(text) for sign in _LOADING):
            self.wrong.append(("a style that loads something", line, column))

    def script(self, values: Mapping[str, str], text: str, line: int, column: int) -> None:
        """Take in a script element with its attributes and its text; a file that it runs is looked at by itself."""
        if values.get("type") == _DATA:
            return
        if "src" not in values:
            self.scripts.append((text, line, column))
        elif not values["src"].endswith(".js"):
            self.wrong.append(("a script from a file that is none", line, column))

    def comment(self, line: int, column: int) -> None:
        """Take in a comment."""
        self.wrong.append(("a comment", line, column))

    def _telling(self, tag: str, values: Mapping[str, str], line: int, column: int) -> None:
        if tag == "html":
            self.lang, self.dir = values.get("lang"), values.get("dir")
        elif tag == "h1":
            self.headings += 1
        elif tag == "meta":
            self._meta(values, line, column)
        elif tag == "link":
            self._link(values, line, column)
        elif tag in _FORBIDDEN:
            self.wrong.append((f"a <{tag}> element", line, column))

    def _meta(self, values: Mapping[str, str], line: int, column: int) -> None:
        if values.get("name") == "description":
            self.description = values.get("content", "").strip()
        equivalent = values.get("http-equiv", "").lower()
        if equivalent == "refresh":
            self.wrong.append(("a redirect", line, column))
        elif equivalent == "set-cookie":
            self.wrong.append(("a cookie", line, column))
        elif equivalent == "content-security-policy":
            self.policies.append(values.get("content", ""))
        if values.get("name", "").lower() == "referrer":
            self.referrer.append(values.get("content", ""))
        if values.get("property") in ("og:url", "og:image"):
            self.links.append(Use(values.get("content", ""), line, column))

    def _link(self, values: Mapping[str, str], line: int, column: int) -> None:
        rels = set(values.get("rel", "").lower().split())
        use = Use(values.get("href", ""), line, column)
        if rels & _LOADING_RELS:
            self.loads.append(use)
        elif "canonical" in rels:
            self.canonical.append(use)
        elif "alternate" in rels and "hreflang" in values:
            if values["hreflang"] in self.alternates:
                self.wrong.append((f'hreflang "{values["hreflang"]}" twice', line, column))
            self.alternates[values["hreflang"]] = use
        else:
            self.links.append(use)
