"""Looking: a page hides nothing, however it is written: what either kind of reader finds in it, `look` finds."""

import marshal

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.proof import Addresses, look
from plugins.proof.browsing import browse, is_plain
from plugins.proof.reading import Reading
from plugins.proof.writing import read_written
from tests.tiny import URL, Built

FAST = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
WHERE = Addresses(URL)
NAMES = [
    *("html", "head", "body", "p", "a", "b", "i", "h1", "ul", "li", "br", "table", "tbody", "tr", "td", "colgroup"),
    *("title", "style", "script", "meta", "link", "img", "source", "video", "base", "iframe", "object", "embed"),
    *("form", "input", "select", "option", "selectedcontent", "textarea", "template", "noscript", "noframes"),
    *("frameset", "plaintext", "xmp", "svg", "math", "mtext", "foreignobject", "desc", "image", "frame", "dialog"),
]
ATTRIBUTES = [
    'onclick="x()"', 'style="color: red"', 'src="/a.png"', 'src="//x.example/a.png"', 'srcset="//x.example/a 1x"',
    'src="https://x.example/a?b&copy=1"', 'data="//x.example/"', 'poster="//x.example/"', 'href="/en/"', 'id="here"',
    'rel="stylesheet"', 'rel="canonical"', 'type="application/ld+json"', 'type="module"', 'type', 'href="//x.example/"',
    'http-equiv="refresh"', 'content="0; url=/"', 'class="a b"', "onload=x", "src=//x.example/b", "title='>'",
    'title="<p>"', 'title=" onclick="', 'title="a&quot; src=&quot;b"', 'on="1"', 'xlink:href="//x.example/"', '="',
    'background="//x.example/"',
]  # fmt: skip
TEXTS = [
    "text", "<", ">", "&lt;", "&#60;script>", "<!-- x -->", "<!-->", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?x?>",
    "</", "</>", "</ p>", "<!x>", "<!doctype html>", "url(/a)", "URL(/a)", "@Import '/a';", "&#117;rl(/a)", '"', "'",
    "\0", "\r\n", "\f", "\ufeff", "\u212a", "=", "/", "{}", " ", "<p/onclick=x>", "<a href=/ style=x>", "<\u212ap>",
]  # fmt: skip


def tags(name: str, attributes: list[str]) -> str:
    return f"<{' '.join([name, *attributes])}>"


names, few = st.sampled_from(NAMES), st.lists(st.sampled_from(ATTRIBUTES), max_size=3)
pieces = st.one_of(
    st.builds(tags, names, few),
    st.builds(tags, names, few),
    st.builds("</{}>".format, names),
    st.sampled_from(TEXTS),
)
pages = st.lists(pieces, max_size=14).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Return a page, often whole, with signs put in or taken out anywhere."""
    head = draw(st.sampled_from(["<!doctype html><html><head></head><body>", "<!doctype html>", ""]))
    page = head + draw(pages)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(page)))
        page = page[:at] + draw(st.sampled_from(["", *TEXTS])) + page[at + draw(st.integers(0, 2)) :]
    return page


def wrong(page: Reading) -> set[tuple[str, str]]:
    """Return what a reading finds that no page may hold or load."""
    outside = {use.address for use in page.loads if WHERE.target("index.html", use.address)[0] is None}
    found = {("forbidden", f"The page holds {what}.") for what, _, _ in page.wrong}
    return found | {("outside-load", f'"{address}" is loaded from another site.') for address in outside}


@FAST
@given(damaged())
@example('<!doctype html><html><head></head><body><select><p onclick="x"></select></p></body></html>')
@example('<!doctype html><script type="application/ld+json" type="module"></script>')
@example("<!doctype html><html><head></head><body><svg><style>a<b>url(x)</b></style></svg></body></html>")
@example("<!doctype html><html><head></head><body><!--></body></html>")
@example("<!doctype html><html><head><title><form></title></head><body></body></html>")
@example("<!doctype html><template><form></form></template>")
def test_whatever_either_reader_finds_is_found(page: str) -> None:
    seen = look(WHERE, "index.html", page.encode(), frozenset())
    found = {(fault.code.removeprefix("proof/"), fault.message) for fault in seen.faults}
    assert found >= wrong(read_written(page))
    assert found >= wrong(browse(page.encode()).reading)


@FAST
@given(damaged())
def test_in_a_plain_page_who_goes_by_what_is_written_finds_no_more_than_a_browser(page: str) -> None:
    browsed = browse(page.encode())
    if is_plain(page, browsed):
        assert kinds(read_written(page)) <= kinds(browsed.reading)


def kinds(page: Reading) -> set[str]:
    """Return what `wrong` does, without addresses: `&copy=1` in one is another to each kind of reader."""
    return {message if code == "forbidden" else code for code, message in wrong(page)}


@FAST
@given(damaged())
def test_facts_can_be_kept(page: str) -> None:
    facts = look(WHERE, "index.html", page.encode(), frozenset()).facts
    assert facts is not None
    assert marshal.loads(marshal.dumps(facts)) == facts


def test_a_page_without_end_is_looked_at() -> None:
    """Nothing in a page is so deep that a reader gives up."""
    page = f"<!doctype html>{'<div>' * 5_000}<form>{'<b>' * 400}"
    found = {fault.message for fault in look(WHERE, "index.html", page.encode(), frozenset()).faults}
    assert "The page holds a <form> element." in found


def test_every_page_of_the_real_site_is_plain_and_all_readers_agree(real_site: Built) -> None:
    """So each is read once, but the few with choices; and what a browser finds in it is what is written."""
    for path in real_site.output.rglob("*.html"):
        text = path.read_text("utf-8")
        browsed = browse(path.read_bytes())
        assert is_plain(text, browsed) or "<select" in text, path
        written = read_written(text)
        for field in Reading.__slots__:
            found, there = getattr(browsed.reading, field), getattr(written, field)
            assert without_places(found) == without_places(there), (path, field)


def without_places(found: object) -> object:
    if isinstance(found, dict):
        return {tag: use.address for tag, use in found.items()}
    return [use[0] for use in found] if isinstance(found, list) else found
