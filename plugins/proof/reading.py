"""Reading: what one finished page holds, as a browser would find it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_LOADS = {
    ("img", "src"),
    ("script", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("track", "src"),
    ("video", "poster"),
    ("input", "src"),
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
}


@dataclass(frozen=True, slots=True)
class Use:
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
    wrong: list[tuple[str, int, int]] = field(default_factory=list)


class PageReader(HTMLParser):
    """Collects a `Reading`."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self._in_title = self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = self.reading
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            found.lang, found.dir = values.get("lang"), values.get("dir")
        elif tag == "h1":
            found.headings += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "style":
            self._in_style = True
        elif tag == "meta":
            self._meta(values)
        elif tag == "link":
            self._link(values)
        elif tag in ("a", "area") and "href" in values:
            found.links.append(self._use(values["href"]))
        elif tag == "base":
            self._blame("a <base> element")
        elif tag in ("iframe", "object", "embed", "form"):
            self._blame(f"a <{tag}> element")
        elif tag == "script" and values.get("type") != "application/ld+json":
            self._blame("a script")
        if "id" in values:
            found.ids.append(self._use(values["id"]))
        for name, value in values.items():
            if (tag, name) in _LOADS:
                found.loads.append(self._use(value))
            elif name == "srcset":
                found.loads += [self._use(part.split()[0]) for part in value.split(",") if part.strip()]
            elif name.startswith("on") or name == "style":
                self._blame(f'the attribute "{name}"')

    def _meta(self, values: dict[str, str]) -> None:
        if values.get("name") == "description":
            self.reading.description = values.get("content", "").strip()
        if values.get("http-equiv", "").lower() == "refresh":
            self._blame("a redirect")
        if values.get("property") in ("og:url", "og:image"):
            self.reading.links.append(self._use(values.get("content", "")))

    def _link(self, values: dict[str, str]) -> None:
        rels = set(values.get("rel", "").lower().split())
        use = self._use(values.get("href", ""))
        if "canonical" in rels:
            self.reading.canonical.append(use)
        elif "alternate" in rels and "hreflang" in values:
            if values["hreflang"] in self.reading.alternates:
                self._blame(f'hreflang "{values["hreflang"]}" twice')
            self.reading.alternates[values["hreflang"]] = use
        elif rels & _LOADING_RELS:
            self.reading.loads.append(use)
        else:
            self.reading.links.append(use)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.reading.title += data
        elif self._in_style and ("@import" in data.lower() or "url(" in data.lower()):
            self._blame("a style that loads something")

    def handle_comment(self, data: str) -> None:
        self._blame("a comment")

    def _use(self, address: str) -> Use:
        line, column = self.getpos()
        return Use(address, line, column + 1)

    def _blame(self, what: str) -> None:
        line, column = self.getpos()
        self.reading.wrong.append((what, line, column + 1))


def read_page(html: str) -> Reading:
    """Return what the page holds."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader.reading
