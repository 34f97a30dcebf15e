"""Safety: which HTML may stand in a text, and the cleaner that lets nothing else through."""

import re
from html.parser import HTMLParser

import nh3

from plugins.stories.job import Job

# Characters that nobody sees, and that HTML or XML forbid. Markdown keeps its own marks between \x02 and \x03.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Raw HTML that Markdown cannot express and that can do no harm: what it is allowed to be, and with what.
RAW_TAGS = {
    "br": set(),
    "sup": set(),
    "sub": set(),
    "bdi": {"lang", "dir"},
    "span": {"lang", "dir"},
    "abbr": {"title"},
}
_BLOCKS = "p h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr table thead tbody tr th td".split()
_INLINE = ["em", "strong", "code", "a", "img", *RAW_TAGS]
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(allowed) for tag, allowed in RAW_TAGS.items()},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "story", "page", "picture"}


def cleaner() -> nh3.Cleaner:
    """Return a cleaner that keeps what a text may hold and drops all else."""
    return nh3.Cleaner(
        tags={*_BLOCKS, *_INLINE},
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "iframe", "object", "embed", "template", "svg", "math"},
    )


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
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # what Python's parser says to a declaration that it does not know: `<![x`
        reader.hidden.append(html)
    return reader


def tags_of(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tags of some HTML in their order, each with the names of its attributes."""
    return _read_tags(html).tags


def blame_raw_html(raw: str, job: Job) -> None:
    """Report raw HTML beyond the harmless inline tags, comments included: a reader can find them."""
    reader = _read_tags(raw)
    if reader.hidden or "<!" in raw or "<?" in raw:
        job.blame(
            raw.strip(),
            "hidden-text",
            "A comment is hidden in this text; it would be published.",
            "Take it out and keep your notes elsewhere.",
        )
    for tag, names in reader.tags:
        allowed = RAW_TAGS.get(tag)
        more = [] if allowed is None else [name for name in names if name not in allowed]
        if allowed is None:
            job.blame(
                raw.strip(), "raw-html", f"HTML is not published: <{tag}>.", "Write it in Markdown, or leave it out."
            )
        elif more:
            job.blame(raw.strip(), "raw-html", f'<{tag}> may not have "{more[0]}".', "Leave that out.")
