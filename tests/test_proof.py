"""Proof: each thing that may be wrong with a finished site is found, and a good site is left in peace."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins.proof import prove
from tests.tiny import EXIT, SCRIPTS, URL, Built, build_site, original, translation

OUTSIDE = frozenset(["https://court.example/1", EXIT])
HARBOUR = original(text="See [the quay](../quay/#how) and [a court](https://court.example/1).\n\n![A sea](sea.png)\n")
PAGE = "en/stories/harbour/index.html"


def sea() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with something of everything that the proof looks at. Tests only read it."""
    site = build_site(
        tmp_path_factory.mktemp("proof"),
        {
            "stories/harbour/en.md": HARBOUR,
            "stories/harbour/ru.md": translation(HARBOUR),
            "stories/harbour/sea.png": sea(),
            "stories/quay/en.md": original("Quay", "## How\n\nSo.\n"),
        },
    )
    assert site.codes == []
    return site


@pytest.fixture
def copy(good: Built, tmp_path: Path) -> Path:
    """A copy of the good site, to break."""
    return Path(shutil.copytree(good.output, tmp_path / "output"))


def codes(output: Path, path: str | None = None) -> set[str]:
    faults = prove(output, URL, OUTSIDE, SCRIPTS)
    return {fault.code.removeprefix("proof/") for fault in faults if path in (None, fault.path)}


def edit(output: Path, name: str, old: str, new: str) -> None:
    text = (output / name).read_text("utf-8")
    assert old in text
    (output / name).write_text(text.replace(old, new, 1), "utf-8")


def test_a_good_site_has_no_fault(good: Built) -> None:
    assert prove(good.output, URL, OUTSIDE, SCRIPTS) == []
    assert prove(good.output, f"{URL}/", OUTSIDE, SCRIPTS) == []


def test_the_real_site_has_no_fault(real_site: Built) -> None:
    assert real_site.codes == []


HEAD, TEXT = "<title>", "<p>See "  # what is put before one stands in the head, before the other in the text
RU, LINK = f'"ru" href="{URL}', '<link rel="alternate"'
BREAKS = {
    "no language": ("head", ' lang="en" dir', " dir"),
    "an unknown language": ("head", 'lang="en" dir', 'lang="kz" dir'),
    "no direction": ("head", 'lang="en" dir="ltr"', 'lang="en"'),
    "no title": ("head", "<title>", "<data>"),
    "no description": ("head", 'name="description"', 'name="keywords"'),
    "no canonical link": ("head", 'rel="canonical"', 'rel="bookmark"'),
    "two canonical links": ("head", HEAD, f'<link rel="canonical" href="{URL}/en/stories/harbour/">{HEAD}'),
    "two first headings": ("head", TEXT, f"<h1>Two</h1>{TEXT}"),
    "another page's canonical link": ("canonical", f'/harbour/">\n{LINK}', f'/quay/">\n{LINK}'),
    "a script": ("forbidden", TEXT, f"<script>x()</script>{TEXT}"),
    "another script beside it": ("forbidden", "location.replace", "x(),location.replace"),
    "a script from a file": ("broken", TEXT, f'<script src="/x.js"></script>{TEXT}'),
    "a script from another site": ("outside-load", TEXT, f'<script src="https://x.example/x.js"></script>{TEXT}'),
    "a drawn script": ("outside-load", TEXT, f'<svg><script href="https://x.example/x.js"></script></svg>{TEXT}'),
    "a script without end": ("forbidden", "</body>", "<script>x()</body>"),
    "a script from what is none": ("forbidden", TEXT, f'<script src="/en/feeds/all.json"></script>{TEXT}'),
    "a link that tells where a reader was": ("forbidden", TEXT, f'<a referrerpolicy="origin" href="/">a</a>{TEXT}'),
    "a ping": ("forbidden", '<a class="exit"', '<a class="exit" ping="/x"'),
    "a cookie": ("forbidden", HEAD, f'<meta http-equiv="Set-Cookie" content="a=b">{HEAD}'),
    "a canvas": ("forbidden", TEXT, f"<canvas></canvas>{TEXT}"),
    "a style that loads a picture by another word": ("forbidden", "<style>", "<style>p{background:image-set('/a' 1x)}"),
    "no policy": ("policy", 'http-equiv="Content-Security-Policy"', 'name="x"'),
    "two policies": ("policy", HEAD, f"""<meta http-equiv="Content-Security-Policy" content="a">{HEAD}"""),
    "a policy that lets another site in": ("policy", "img-src 'self'", "img-src https://x.example"),
    "a policy that lets any script run": ("policy", "script-src ", "script-src 'unsafe-inline' "),
    "a policy that tells somebody": ("policy", "; base-uri", "; report-uri /x; base-uri"),
    "a policy that begins with less than nothing": ("policy", "default-src 'none'; img", "default-src 'self'; img"),
    "an address told to other sites": ("policy", 'content="no-referrer"', 'content="origin"'),
    "a handler": ("forbidden", TEXT, f'<p onclick="x()">a</p>{TEXT}'),
    "an inline style": ("forbidden", TEXT, f'<p style="color: red">a</p>{TEXT}'),
    "a style that imports another": ("forbidden", "<style>", "<style>@import 'https://x.example/a.css';"),
    "a style that loads a picture": ("forbidden", "<style>", "<style>p{background:url(https://x.example/p.png)}"),
    "a frame": ("forbidden", TEXT, f'<iframe src="/en/"></iframe>{TEXT}'),
    "an object": ("forbidden", TEXT, f'<object data="/en/"></object>{TEXT}'),
    "a form": ("forbidden", TEXT, f"<form></form>{TEXT}"),
    "a base": ("forbidden", HEAD, f'<base href="https://x.example/">{HEAD}'),
    "a redirect": ("forbidden", HEAD, f'<meta http-equiv="Refresh" content="0; url=/en/">{HEAD}'),
    "a comment": ("forbidden", TEXT, f"<!-- checked by A. -->{TEXT}"),
    "one hreflang twice": ("forbidden", HEAD, f'<link rel="alternate" hreflang="en" href="{URL}/en/">{HEAD}'),
    "an id twice": ("id-twice", TEXT, f'<p id="main">a</p>{TEXT}'),
    "a picture from another site": ("outside-load", 'src="/pictures/', 'src="https://x.example/pictures/'),
    "a picture from data": ("outside-load", TEXT, f'<img src="data:image/png;base64,AA" alt="">{TEXT}'),
    "a style sheet from another site": ("outside-load", HEAD, f'<link rel="stylesheet" href="//x.example/a">{HEAD}'),
    "a hint to another site": ("outside-load", HEAD, f'<link rel="preconnect" href="https://x.example">{HEAD}'),
    "a wider picture from another site": ("outside-load", "<img ", '<img srcset="/a.png 1x, //x.example/b 2x" '),
    "a hint to a wider picture": ("outside-load", HEAD, f'<link rel="preload" imagesrcset="//x.example/b 2x">{HEAD}'),
    "a drawn picture": ("outside-load", TEXT, f'<svg><image href="https://x.example/p.png"/></svg>{TEXT}'),
    "a drawing used": ("outside-load", TEXT, f'<svg><use xlink:href="https://x.example/a.svg#a"/></svg>{TEXT}'),
    "a background": ("outside-load", TEXT, f'<table background="https://x.example/p.png"></table>{TEXT}'),
    "a template": ("forbidden", TEXT, f"<template><p>a</p></template>{TEXT}"),
    "a comment that only a browser sees": ("forbidden", TEXT, f"<!-->{TEXT}"),
    "a declaration that cannot be read": ("forbidden", TEXT, f"<![x{TEXT}"),
    "two languages": ("head", TEXT, f'<html lang="de">{TEXT}'),
    "an address that is none": ("outside-link", TEXT, f'<a href="http://[">a</a>{TEXT}'),
    "a picture that is not there": ("broken", 'src="/pictures/', 'src="/pictures/0'),
    "a link to another site that no text declares": ("outside-link", "court.example/1", "court.example/2"),
    "a link that runs a script": ("outside-link", TEXT, f'<a href="javascript:x()">a</a>{TEXT}'),
    "a shared picture elsewhere": ("outside-link", HEAD, f'<meta property="og:image" content="//x.example/p">{HEAD}'),
    "a link that leads nowhere": ("broken", "/en/stories/quay/#how", "/en/stories/pier/"),
    "a link out of the site's folder": ("broken", "/en/stories/quay/#how", "/../../etc/passwd"),
    "a folder without its slash": ("broken", "/en/stories/quay/#how", "/en/stories/quay"),
    "a fragment that is not there": ("broken-anchor", "/quay/#how", "/quay/#why"),
    "a fragment that is not there on this page": ("broken-anchor", 'href="#main"', 'href="#mian"'),
    "an hreflang to no page": ("hreflang", f"{RU}/ru/stories/harbour/", f"{RU}/ru/stories/pier/"),
    "an hreflang to another host": ("hreflang", RU, '"ru" href="https://x.example'),
    "an hreflang that is not absolute": ("hreflang", RU, '"ru" href="'),
    "an hreflang that is not returned": ("hreflang", f"{RU}/ru/stories/harbour/", f"{RU}/ru/stories/"),
    "an hreflang of another language": ("hreflang", 'hreflang="ru"', 'hreflang="kk"'),
}  # fmt: skip


@pytest.mark.parametrize("what", BREAKS)
def test_what_is_wrong_with_a_page_is_found(what: str, copy: Path) -> None:
    code, old, new = BREAKS[what]
    edit(copy, PAGE, old, new)
    assert code in codes(copy, f"output/{PAGE}")


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("sitemap.xml", "</urlset>", "", "not-well-formed"),
        ("en/feeds/all.atom.xml", "<entry>", "<entry>&nbsp;", "not-well-formed"),
        ("en/feeds/all.json", '"items": [', '"items": [,', "not-well-formed"),
        ("en/cards/newest.json", '"href":"/en/stories/quay/', '"href":"/en/stories/pier/', "broken"),
        ("en/cards/newest.json", '"href":"/en/stories/quay/', '"href":"https://x.example/', "broken"),
        ("en/feeds/all.json", f'"url": "{URL}/en/stories/quay/', f'"url": "{URL}/en/stories/pier/', "broken"),
        ("sitemap.xml", f"<loc>{URL}/en/stories/harbour/", f"<loc>{URL}/en/stories/pier/", "broken"),
        ("sitemap.xml", f'href="{URL}/ru/stories/harbour/', 'href="https://x.example/ru/stories/harbour/', "broken"),
        ("en/feeds/all.atom.xml", f'href="{URL}/en/stories/quay/', f'href="{URL}/en/stories/pier/', "broken"),
    ],
)
def test_what_is_wrong_with_a_feed_or_the_sitemap_is_found(
    name: str, old: str, new: str, code: str, copy: Path
) -> None:
    edit(copy, name, old, new)
    assert code in codes(copy, f"output/{name}")


@pytest.mark.parametrize(
    "name", ["notes.docx", "en/stories/harbour/en.md", "app.js", "fonts/a.woff2", ".htaccess", "CNAME"]
)
def test_a_file_of_another_kind_is_found(name: str, copy: Path) -> None:
    (copy / name).parent.mkdir(parents=True, exist_ok=True)
    (copy / name).write_text("x")
    assert codes(copy) == {"unexpected-file"}


def test_a_page_that_is_gone_is_missed_by_those_that_lead_to_it(copy: Path) -> None:
    shutil.rmtree(copy / "ru" / "stories" / "harbour")
    assert codes(copy) == {"broken", "hreflang"}
    assert codes(copy, "output/sitemap.xml") == {"broken"}


def test_a_fault_is_named_at_its_place(copy: Path) -> None:
    edit(copy, PAGE, TEXT, f'\n{TEXT}<a href="/nowhere/">a</a>')
    (fault,) = prove(copy, URL, OUTSIDE, SCRIPTS)
    lines = (copy / PAGE).read_text("utf-8").splitlines()
    assert lines[fault.line - 1][fault.column - 1 :].startswith('<a href="/nowhere/">')


def test_one_fault_stops_the_build_and_leaves_the_last_site(tmp_path: Path) -> None:
    good = build_site(tmp_path, {"stories/harbour/en.md": original(text="## Here\n\n[a](#here)\n")})
    before = good.read(PAGE)
    bad = build_site(tmp_path, {"stories/harbour/en.md": original(text="## Here\n\n[a](../harbour/#there)\n")})
    assert bad.codes == ["proof/broken-anchor"]
    assert good.read(PAGE) == before
