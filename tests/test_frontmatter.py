"""Hostile files: whatever stands in front matter and texts, nothing crashes, hangs or comes out unsafe."""

import io
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Comment
from bs4.element import PreformattedString
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from plugins.editions.theme import read_scripts
from plugins.faults import Fault
from plugins.stories import Body
from plugins.stories.body import Texts
from plugins.stories.files import SIZE_LIMIT, read_text
from plugins.stories.frontmatter import MATTER_LIMIT, Matter, read_yaml, split
from plugins.stories.validation import validate
from tests.tiny import ROOT, build_site, content, original, translation

# A hostile text may look like a file name; BeautifulSoup then thinks that one was meant.
pytestmark = pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")

SECONDS = 10  # A file of the greatest length may take a few; what hangs takes minutes.

# What a text may become, written down again: a change of the cleaner must be made here, too.
TAGS: dict[str, set[str]] = {
    **{tag: set() for tag in "p ul li dl dt dd blockquote pre hr table thead tbody tr".split()},
    **{tag: set() for tag in "em strong code br sup sub".split()},
    **{tag: {"id"} for tag in "h2 h3 h4 h5 h6".split()},
    **{tag: {"lang", "dir"} for tag in ("bdi", "span")},
    **{tag: {"class"} for tag in ("th", "td")},
    "abbr": {"title"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel", "story", "page", "picture"}


@contextmanager
def in_time() -> Iterator[None]:
    started = time.perf_counter()
    yield
    assert time.perf_counter() - started < SECONDS


def pieces(*known: str, most: int = 12) -> st.SearchStrategy[str]:
    """Texts glued together from pieces that mean something, and from anything else."""
    anything = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)  # control characters stop a text
    return st.lists(st.sampled_from(known) | anything, max_size=most).map("".join)


# fmt: off
YAML = pieces(
    "\n", "\n", "\n  ", "\n- ", "title", "status", "also_read", "slug", ": ", ":", "? ", "- ", "[", "]", "{", "}", ",",
    "&a ", "*a", "!!python/object/apply:os.abort ", "!", "|", "|2-\n", ">\n ", "'", '"', "\\", "\\x00", "\\ud800", "#",
    " # ", "\t", "%YAML 1.1\n", "---\n", "...\n", "\x00", "\x85", "\u2028", "\ufeff", "<<", "~", "null", "no",
    "2026-03-09", "en@0123456789ab", "../x", "published", "https://example.org/", "javascript:x",
    most=30,
)
MARKDOWN = pieces(
    "\n", "\n\n", "    ", "\t", "\n    ", "> ", "- ", "\n1. ", "\n# ", "\n## ", "\n===\n", "\n---\n", "\n: ",
    "*", "**", "_", "`", "``", "\\", "|", "\n| a | b |\n| - | :-: |\n|", "'", ' "', '" ', "Қала", "e\u0301",
    "[", "]", "](", ")", "![", "][", "\n[a]: ", "<", ">", "../harbour/", "../../pages/about/", "a.jpg", "#part",
    "{filename}/stories/harbour/en.md", "https://example.org/", "//evil.example/", "story:harbour", "picture:a.jpg",
    "mailto:", "a@b.example", "%00", "%2e%2e/", "javascript:", "JaVaScRiPt:alert(1)", "java\nscript:", "vbscript:",
    "&#106;avascript:", "javascript&colon;", "data:text/html,", "&Tab;", "&lt;", "&#60;script&#62;", "&amp;",
    "<script>", "</script>", "<SCRIPT/SRC=//evil.example/>", "<img src=x onerror=alert(1)>", "<svg/onload=x>",
    "<math><mi>", "<style>", "</style>", "<iframe srcdoc='", "<a href='", "<span onclick=x>", "<span lang=ru>",
    "</span>", "<sup>", "<br>", "<abbr title='", "<div>", "</div>", "<p ", "<template>", "<noscript>", "<textarea>",
    "<title>", "<plaintext>", "<xmp>", "<base href=/>", "<meta http-equiv=refresh>", "<form>", "<input>",
    "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE", "<![if", " style=x ", " onload=x ",
    "\x02wzxhzdk:0\x03", "klzzwxh:0", "wzxhzdk:0", "\u2028", "\u202e",
)
# fmt: on
WORDS = pieces(
    "<",
    ">",
    '"',
    "'",
    "&",
    "&amp;",
    "\\",
    "<script>",
    "</script>",
    "</title>",
    "<!--",
    "]]>",
    "{{",
    "{%",
    "%(name)s",
    "\n",
    "\u2028",
    "\u202e",
    "\u00a0",
    "javascript:x",
    "Гавань",
    "Қ",
    "🌊",
).map(lambda words: re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", "", words) + "A")  # fmt: skip
FAST = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def at_a_place(faults: list[Fault], text: str, path: str, first: int = 1) -> None:
    """Check that every fault says where it is, in the file and nowhere else."""
    last = first + text.count("\n") + 1
    for fault in faults:
        assert fault.path == path
        assert 1 <= fault.line <= last
        assert fault.column >= 1
        assert fault.message
        assert fault.remedy


@FAST
@given(YAML)
def test_hostile_yaml_is_text_or_a_fault(source: str) -> None:
    matter, faults = read_yaml(source, "en.md", 2)
    at_a_place(faults, source, "en.md", 2)

    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str) and plain(each) for key, each in value.items())
        return all(map(plain, value)) if isinstance(value, list) else isinstance(value, str)

    assert plain(matter.values)
    for page in (False, True):
        typed, faults = validate(matter, "en.md", page=page)
        assert (typed is None) == bool(faults)
        at_a_place(faults, source, "en.md", 2)


@FAST
@given(YAML, MARKDOWN)
def test_a_hostile_file_is_split_without_losing_a_letter(matter: str, body: str) -> None:
    parts = split(f"---\n{matter}\n---\n{body}", "en.md")
    assert not isinstance(parts, Fault)
    found, rest, line = parts
    assert f"---\n{matter}\n---\n{body}".startswith(f"---\n{found}---")
    assert f"---\n{matter}\n---\n{body}".endswith(rest)
    assert f"---\n{matter}\n---\n{body}".split("\n")[line - 1 :] == rest.split("\n")


@FAST
@given(st.binary() | YAML.map(str.encode) | st.sampled_from([b"\xff", b"\xef\xbb\xbf---", b"\r\n", b"\xed\xa0\x80"]))
def test_any_bytes_are_a_text_or_one_fault(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "en.md").write_bytes(data)
    text, faults = read_text(tmp_path / "en.md", tmp_path)
    assert bool(text) != bool(faults)
    assert "\r" not in text
    at_a_place(faults, data.decode("latin-1"), "en.md")


@FAST
@given(st.dictionaries(st.text(max_size=9), st.text() | st.lists(st.text())))
def test_front_matter_is_read_as_it_was_written(values: dict[str, str | list[str]]) -> None:
    assert read_yaml(yaml.safe_dump(values), "en.md")[0].values == values


@pytest.mark.parametrize("size", [SIZE_LIMIT, MATTER_LIMIT - 100])
@pytest.mark.parametrize("piece", ["[", "{", "- ", "a: ", "? ", "&a ", "'", "\n", "a: 1\n", "b: [", "\t", "|\n ", "#"])
def test_endless_yaml_is_soon_refused(piece: str, size: int) -> None:
    source = piece * (size // len(piece))
    with in_time():
        matter, faults = read_yaml(source, "en.md")
        faults += validate(matter, "en.md", page=False)[1]
    assert faults


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    folder = content(tmp_path_factory.mktemp("texts"), {"stories/quay/a.jpg": b"", "stories/quay/b&c.jpg": b""})
    return Texts(folder, {"stories": frozenset(["harbour", "quay"]), "pages": frozenset(["about"])})


def is_safe(body: Body) -> None:
    """Check that nothing stands in a text but what may stand there."""
    html = BeautifulSoup(body.html, "html.parser")
    assert [hidden for hidden in html.find_all(string=True) if isinstance(hidden, PreformattedString | Comment)] == []
    for tag in html.find_all(True):
        assert tag.name in TAGS
        assert set(tag.attrs) <= TAGS[tag.name]
        for name in ("href", "src"):
            address = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", str(tag.get(name, "")))  # as the URL standard reads it
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
            assert scheme is None or scheme[1].lower() in SCHEMES


def is_accounted_for(body: Body) -> None:
    """Check that every link and picture of a text without faults is one that the text declares."""
    html = BeautifulSoup(body.html, "html.parser")
    addresses = [str(tag[name]) for name in ("href", "src") for tag in html.find_all(attrs={name: True})]
    for address in addresses:
        kind, _, rest = address.partition(":")
        known = {"story": body.stories, "page": body.pages, "picture": body.pictures}
        if kind in known:
            assert rest.split("#")[0] in known[kind]
        else:
            assert address in body.outside or address.lower().startswith(("#", "mailto:", "tel:"))


@settings(FAST, max_examples=1000)
@given(MARKDOWN)
@example("<noscript><![ifx:")  # Python's HTML parser gives up on it
def test_a_hostile_text_comes_out_safe(texts: Texts, text: str) -> None:
    body, faults = texts.convert(text, "stories/quay/en.md", 10)
    at_a_place(faults, text, "stories/quay/en.md", 10)
    is_safe(body)
    if not faults:
        is_accounted_for(body)


@FAST
@given(MARKDOWN, MARKDOWN)
def test_a_text_is_the_same_whatever_came_before_it(texts: Texts, before: str, text: str) -> None:
    first = texts.convert(text, "stories/quay/en.md", 10)
    texts.convert(before, "stories/quay/ru.md", 10)
    assert texts.convert(text, "stories/quay/en.md", 10) == first


def test_a_text_is_the_same_after_one_that_was_too_deep(texts: Texts) -> None:
    text = "- a\n- b\n\n    c\n"
    first = texts.convert(text, "stories/quay/en.md", 10)
    _, faults = texts.convert("\n".join("    " * depth + "- a" for depth in range(300)), "stories/quay/ru.md", 10)
    assert [fault.code for fault in faults] == ["stories/too-deep"]
    assert texts.convert(text, "stories/quay/en.md", 10) == first


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "[a](", "[a][b", "[a](<", '[a](b "', "<", "<a ", "<a \n\n", "<!--", "<!-- \n\n", "<![CDATA[", "<b>",
     "<div>\n\n", "<https://x", "*", "*a **b", "_a ", "`", "`a``b", "&", "\\", ">", "> ", "\n> ", "#", "|", "- ",
     "\n- a", "\n1. a", "(", "a\n: ", "\n[a]: b", "x", " ", "\t", "\n", "a  \n", "\n| a |\n| - |\n", "wzxhzdk:0",
     "<span>\n\n", "</span>", "</p>", "<?", "&#60;"],
)  # fmt: skip
def test_an_endless_text_is_soon_read_or_refused(texts: Texts, piece: str) -> None:
    with in_time():
        body, _ = texts.convert(piece * (100_000 // len(piece)), "stories/quay/en.md", 10)
    is_safe(Body(body.html[:20_000]))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&b=2"),
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2"),
        ("https://example.org/?a=1&copy=2", "https://example.org/?a=1&copy=2"),
        ("<https://example.org/a b>", "https://example.org/a b"),
        ("HTTPS://Example.org/", "HTTPS://Example.org/"),
        ("https://example.org/Қала/%D2%9B", "https://example.org/Қала/%D2%9B"),
    ],
)
def test_a_link_is_declared_as_a_browser_reads_it(texts: Texts, written: str, read: str) -> None:
    body, faults = texts.convert(f"[a]({written})", "stories/quay/en.md", 10)
    assert faults == []
    assert body.outside == (read,)
    is_accounted_for(body)


@settings(FAST, max_examples=12)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=4, max_size=4))
def test_hostile_words_stand_on_their_page_and_do_nothing(
    tmp_path_factory: pytest.TempPathFactory, stories: list[tuple[str, str, str]]
) -> None:
    files = {}
    for number, (title, summary, other) in enumerate(stories):
        quoted = [json.dumps(words, ensure_ascii=False) for words in (title, summary, other)]
        english = original(
            quoted[0],
            summary=quoted[1],
            also_read=f"[{{title: {quoted[2]}, url: 'https://example.org/?a=1&b=2'}}]",
            partner=f"{{name: {quoted[2]}, url: 'https://example.org/'}}",
        )
        files[f"stories/story-{number}/en.md"] = english
        files[f"stories/story-{number}/ru.md"] = translation(original(), quoted[2])
    # As a preview: there the gate only says what it would not publish, and says it on the page.
    site = build_site(tmp_path_factory.mktemp("site"), files, EDITIONS_PREVIEW=True)
    assert site.codes == []
    own = read_scripts(ROOT / "theme").values()
    for path in site.output.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert page.find_all(string=lambda text: isinstance(text, Comment)) == []
        for script in page.find_all("script"):
            if script.attrs:
                assert script.attrs == {"type": "application/ld+json"}
                json.loads(script.get_text())
            else:  # the theme's own, in which no word of a text stands
                assert script.get_text() in own
        for tag in page.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
    for number, (title, _, other) in enumerate(stories):
        for language, words in (("en", title), ("ru", other)):
            page = BeautifulSoup(site.read(f"{language}/stories/story-{number}/index.html"), "html.parser")
            assert page.h1 is not None
            assert page.h1.get_text().split() == words.split()


def test_words_that_look_like_our_own_marks_stay_words(tmp_path: Path) -> None:
    text = 'Write src="picture:a.jpg" or href="picture:a.jpg" or <a href="story:harbour">, all as words.'
    site = build_site(tmp_path, {"stories/quay/en.md": original("Quay", text.replace("<", "&lt;") + "\n")})
    page = BeautifulSoup(site.read("en/stories/quay/index.html"), "html.parser")
    assert text in page.get_text()


def test_a_picture_may_have_any_name_that_a_file_may_have(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(stream, "PNG")
    files = {f"stories/quay/{name}": stream.getvalue() for name in ("a&b.png", "c d.png", "Ә.png")}
    text = "![a](a&b.png)\n\n![b](<c d.png>)\n\n![c](%D3%98.png)\n"
    site = build_site(tmp_path, {"stories/quay/en.md": original("Quay", text), **files})
    assert site.faults == ()
    assert site.read("en/stories/quay/index.html").count('<img src="/pictures/') == 3


def test_an_empty_matter_has_a_place_for_its_faults() -> None:
    assert Matter().place("title") == (1, 1)
