"""Bad input: every mistake is named at its place, all at once, and the last good site stands as it was."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from plugins.faults import tidy
from tests.tiny import ROOT, VOCABULARY, Built, build, build_site, content, original, snapshot, translation, write

BIN = Path(sys.executable).parent
Files = Mapping[str, str | bytes]
links = pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no links without special rights")


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(stream, "JPEG")
    return stream.getvalue()


def own_page(**keys: str) -> str:
    matter = {"title": "About", "summary": "Who we are.", "status": "published", "reviewed": "2026-03-08", **keys}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in matter.items()) + "---\n\nA page.\n"


HARBOUR = original()
QUAY = original("Quay")
GOOD: Files = {
    "stories/harbour/en.md": HARBOUR,
    "stories/harbour/ru.md": translation(HARBOUR),
    "stories/harbour/quay.jpg": picture(),
    "pages/about/en.md": own_page(),
}
EN, RU = "stories/quay/en.md", "stories/quay/ru.md"


@pytest.fixture(scope="module")
def good_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = build(content(tmp_path_factory.mktemp("good"), GOOD))
    assert site.faults == ()
    return site.output


@pytest.fixture
def last_site(tmp_path: Path, good_output: Path) -> Path:
    """The output folder of the last good build."""
    return Path(shutil.copytree(good_output, tmp_path / "output"))


def refused(folder: Path, last_site: Path) -> Built:
    """Build something bad where the last good site stands, and see that nothing of that site has changed."""
    before = snapshot(last_site)
    site = build(folder, last_site)
    assert site.codes
    assert snapshot(last_site) == before
    assert sorted(path.name for path in last_site.parent.glob(".output*")) in ([], [".output.lock"])
    return site


def bad(name: str, files: Files | str | bytes, *lines: str, hint: str = "") -> object:
    """A mistake: the files that hold it (one text: an English original), and each fault's place and code."""
    these = files if isinstance(files, Mapping) else {EN: files}
    shown = [f"{EN}:{line}" if line[0].isdigit() else line for line in lines]
    return pytest.param(these, shown, hint, id=name)


def text(body: str, name: str, code: str, line: int = 13, **options: str) -> object:
    """A mistake in a telling's text, in its second paragraph."""
    return bad(name, original("Quay", f"First.\n\n{body}\n"), f"{line}: stories/{code}", **options)


KEYS = [
    *(
        bad(f"no {key}", original(**{key: ""}), "2: stories/missing-key", hint=f"`{key}: ...`")
        for key in ("title", "summary", "status", "date", "categories", "consent", "reviewed")
    ),
    bad("no title in a translation", {EN: QUAY, RU: translation(QUAY, title="")}, f"{RU}:2: stories/missing-key"),
    bad("unknown key", original("Quay", weather="fine"), "9: stories/unknown-key"),
    bad("misspelled key", original("Quay", picure="a.jpg"), "9: stories/unknown-key", hint='Did you mean "picture"?'),
    bad("key in capitals", original("Quay", Slug="pier"), "9: stories/unknown-key", hint='Did you mean "slug"?'),
    bad("empty title", original(title='" "'), "2: stories/empty"),
    bad("list for text", original(title="[a, b]"), "2: stories/wrong-form"),
    bad("text for a list", original("Quay", also_read="harbour"), "9: stories/wrong-form"),
    bad("half a link", original("Quay", also_read="[harbour, {title: x}]"), "9: stories/missing-key", hint="url"),
    bad("no category", original("Quay", categories="[]"), "6: stories/empty"),
    bad(
        "unknown status", original("Quay", status="publishd"), "4: stories/unknown-status", hint='you mean "published"?'
    ),
    bad("unknown consent", original("Quay", consent="no"), "7: stories/unknown-value", hint="written, spoken"),
    bad(
        "unknown term",
        original("Quay", categories="[news, response-storys]"),
        "6: stories/unknown-term",
        hint='Did you mean "response-stories"?',
    ),
    bad("unknown terms", original("Quay", rights="[work, x]", outcome="y"), "9: stories/unknown-term", f"{EN}:10: "
        "stories/unknown-term"),
    bad("unknown country", original("Quay", country="[KZ, XX]"), "9: stories/unknown-country"),
    bad("country in small letters", original("Quay", country="kz"), "9: stories/unknown-country"),
    bad("no day of the calendar", original("Quay", date="2026-02-30"), "5: stories/bad-date"),
    bad("date in another order", original("Quay", date="09.03.2026"), "5: stories/bad-date", hint="2026-03-09"),
    bad("date in words", original("Quay", reviewed="yesterday"), "8: stories/bad-date"),
    bad("date with a time", original("Quay", modified="2026-03-09 10:00"), "9: stories/bad-date"),
    bad("partner without a web address", original("Quay", partner="{name: X, url: 'javascript:alert(1)'}"),
        "9: stories/bad-url"),
    bad("also read of itself", original("Quay", also_read="[quay]"), "9: also-read/itself"),
    bad("also read of nothing", original("Quay", also_read="[harbor]"), "9: also-read/unknown", hint='mean "Harbour"?'),
    bad("control character in a title", original(title=r'"Qu\x08ay"'), "2: stories/control-character"),
    bad("character that XML forbids", original(title=r'"Qu\uFFFEay"'), "2: stories/control-character"),
    bad("unknown term's language", {"vocabulary.yaml": VOCABULARY.replace("{en: News", "{kz: X, en: News")},
        "vocabulary.yaml:3: stories/unknown-language", hint='or "kk"'),
    bad("no key of a story", {"pages/help/en.md": own_page(date="2026-01-01")}, "pages/help/en.md:6: "
        "stories/unknown-key"),
]  # fmt: skip
TELLINGS = [
    bad("two originals", {EN: QUAY, RU: QUAY}, "1: stories/two-originals", f"{RU}:1: stories/two-originals"),
    bad("no original", {EN: translation(QUAY), RU: translation(QUAY)}, "5: stories/no-original"),
    bad(
        "translation of a language that is not there",
        {EN: QUAY, RU: translation(QUAY, translation_of="kk@0123456789ab")},
        f"{RU}:5: stories/no-such-original",
        hint='The original is "en".',
    ),
    bad(
        "translation of a translation",
        {EN: QUAY, RU: translation(QUAY), "stories/quay/kk.md": translation(QUAY, translation_of="ru@0123456789ab")},
        "stories/quay/kk.md:5: stories/not-the-original",
    ),
    bad(
        "translation of no language",
        {EN: QUAY, RU: translation(QUAY, translation_of="kz@0123456789ab")},
        f"{RU}:5: stories/unknown-language",
        hint='or "kk"',
    ),
    bad(
        "translation without a digest",
        {EN: QUAY, RU: translation(QUAY, translation_of="en")},
        f"{RU}:5: stories/bad-reference",
    ),
    bad(
        "key of the original in a translation",
        {EN: QUAY, RU: translation(QUAY, country="KZ")},
        f"{RU}:7: stories/inherited-key",
        hint="Remove this line",
    ),
    bad("country for a language", {"stories/quay/kz.md": QUAY}, "stories/quay/kz.md:1: stories/unknown-language",
        hint='or "kk"'),
    bad("language in words", {"stories/quay/english.md": QUAY}, "stories/quay/english.md:1: stories/unknown-language"),
    bad("language in capitals", {"stories/quay/EN.md": QUAY}, "stories/quay/EN.md:1: stories/unknown-language",
        hint='"en.md"'),
    bad("folder without tellings", {"stories/quay/notes.txt": "Later."}, "stories/quay:1: stories/no-telling"),
    bad("telling outside a folder", {"stories/en.md": QUAY}, "stories/en.md:1: stories/stray-file"),
    bad("file that nothing reads", {"harbour.md": QUAY}, "harbour.md:1: stories/stray-file"),
    bad("folder in capitals", {"stories/Quay/en.md": QUAY}, "stories/Quay:1: stories/bad-key"),
    bad("folder in Cyrillic", {"stories/причал/en.md": QUAY}, "stories/причал:1: stories/bad-key"),
    bad("reserved folder", {"stories/page/en.md": QUAY}, "stories/page:1: stories/bad-key"),
    bad("slug of another story", original("Quay", slug="harbour"), "9: stories/taken-slug",
        "stories/harbour/en.md:2: stories/taken-slug"),
    *(
        bad(f"slug {slug}", original("Quay", slug=slug), "9: stories/bad-slug")
        for slug in ("../x", "/x", "..", "page", "con", "lpt9", "a/b", "a--b", "-a", "A", "á", "index.html", "a" * 81)
    ),
    *(
        bad(f"page's slug {slug}", {"pages/help/en.md": own_page(slug=slug)}, "pages/help/en.md:6: "
            "stories/reserved-slug")
        for slug in "stories categories countries populations rights outcomes figures search feeds pictures".split()
    ),
    bad("reserved page", {"pages/feeds/en.md": own_page()}, "pages/feeds/en.md:2: stories/reserved-slug"),
    bad("page's slug that climbs out", {"pages/help/en.md": own_page(slug="../x")}, "pages/help/en.md:6: "
        "stories/bad-slug"),
]  # fmt: skip
BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
FILES = [
    bad("tab", QUAY.replace("\nsummary:", "\n\tsummary:"), "3: stories/bad-yaml", hint="Use spaces instead of tabs."),
    bad("no front matter", "# Quay\n\nA text.\n", "1: stories/no-front-matter"),
    bad("no closing line", QUAY.replace("\n---\n", "\n"), "1: stories/unclosed-front-matter"),
    bad("colon in a title", original(title="Quay: a story"), "2: stories/bad-yaml", hint="between double quotes"),
    bad("open bracket", original("Quay", categories="[news"), "7: stories/bad-yaml"),
    bad("key twice", QUAY.replace("\ndate:", "\ntitle: Pier\ndate:"), "5: stories/duplicate-key"),
    bad("alias bomb", QUAY.replace("\ntitle:", f"\n{BOMB}title:"), "2: stories/yaml-alias"),
    bad("YAML tag", original(title="!!python/object/apply:os.abort []"), "2: stories/yaml-alias"),
    bad("two sets of keys", QUAY.replace("\ndate:", "\n--- # more\ndate:"), "5: stories/bad-yaml"),
    bad("lists in lists", original(title="[" * 20_000), "2: stories/bad-yaml"),
    bad("endless front matter", original(title="x" * 70_000), "2: stories/long-front-matter"),
    bad("control character in Cyrillic front matter",
        original(title="Гавань" * 20, summary="О \x08чём").replace("\n---\n", "\n#\n#\n#\n#\n#\n---\n"),
        "3: stories/bad-yaml"),
    bad("line separator before a mistake", original(title='"Qu\u2028ay"', status="x"), "4: stories/unknown-status"),
    bad("not UTF-8", original("Quay", "First.\n\nНабережная.\n").encode("cp1251"), "13: stories/not-utf8"),
    bad("byte order mark", QUAY.encode("utf-8-sig"), "1: stories/byte-order-mark", hint="without BOM"),
    bad("UTF-16", QUAY.encode("utf-16"), "1: stories/byte-order-mark"),
    bad("UTF-16 without a mark", QUAY.encode("utf-16-le"), "1: stories/no-front-matter"),
    bad("empty file", b"", "1: stories/empty-file"),
    bad("blank file", b" \r\n\t\n", "1: stories/empty-file"),
    bad("only front matter", original("Quay", ""), "10: stories/no-text"),
    bad("5 MB", original("Quay", "A text.\n" * 655_360), "1: stories/huge-file"),
    bad("control character", original("Quay", "First.\n\nSec\x08ond.\n"), "13: stories/control-character"),
    bad("vocabulary that is empty", {"vocabulary.yaml": b""}, "vocabulary.yaml:1: stories/empty-file",
        "stories/harbour/en.md:6: stories/unknown-term"),
]  # fmt: skip
TEXTS = [
    text("# Quay", "top heading", "top-heading", hint="`## ...`"),
    text("First. *Again*\n===", "top heading by its line", "top-heading"),
    text("> # First. *Again*", "top heading in a quotation", "top-heading"),
    text("<script>alert(1)</script>", "script", "raw-html"),
    text("a <SCRIPT SRC=//evil.example/x.js> b", "script inside a line", "raw-html"),
    text("<span onclick='x()'>a</span>", "handler", "raw-html", hint="Leave that out."),
    text("<sup OnMouseOver=x()>a</sup>", "handler in odd case", "raw-html"),
    text("<img src=x onerror=alert(1)>", "handler of a picture", "raw-html"),
    text("<iframe src='https://evil.example/'></iframe>", "frame", "raw-html"),
    text("<style>body {display: none}</style>", "style tag", "raw-html"),
    text("<span style='color: red'>a</span>", "style", "raw-html"),
    text("<div>\na\n</div>", "block", "raw-html"),
    text("<svg/onload=alert(1)>", "SVG", "raw-html"),
    text("<a href='https://example.org/'>a</a>", "raw link", "raw-html"),
    text("<a href='jAvAsCrIpT:alert(1)'>a</a>", "raw javascript link", "raw-html"),
    text("<a href='&#106;avascript:alert(1)'>a</a>", "raw javascript link in entities", "raw-html"),
    text("<javascript:alert(1)>", "javascript in angle brackets", "raw-html"),
    text("<!-- Her name is ... -->", "comment", "hidden-text"),
    text("a <!-- Her name\nis ... --> b", "comment inside a line", "hidden-text"),
    text("<?php x ?>", "processing instruction", "hidden-text"),
    text("[a](javascript:alert(1))", "javascript link", "bad-link"),
    text("[a](JaVaScRiPt:alert(1))", "javascript link in odd case", "bad-link"),
    text("[a](&#106;avascript:alert(1))", "javascript link in entities", "bad-link"),
    text("[a](&#x6A;avascript&#58;alert(1))", "javascript link in more entities", "bad-link"),
    text("[a](javascript&colon;alert(1))", "javascript link in a named entity", "bad-link"),
    text("[a](<java\tscript:alert(1)>)", "javascript link with a tab", "bad-link"),
    text("- a\n\n    <div>\n      b\n    </div>", "block in a list", "raw-html", line=15),
    text("[a][b]\n\n[b]: javascript:alert(1)", "javascript link by reference", "bad-link", line=15),
    text("[a](vbscript:x)", "vbscript link", "bad-link"),
    text("[a](data:text/html;base64,PHNjcmlwdD4=)", "data link", "bad-link"),
    text("![a](data:image/png;base64,iVBORw0KGgo=)", "data picture", "bad-link"),
    text("[a](file:///etc/passwd)", "file link", "bad-link"),
    text("[a](//evil.example/)", "link without a scheme", "bad-link"),
    text("[a](story:harbour)", "link in our own words", "bad-link"),
    text("[a](https://[evil)", "link that is no address", "bad-link"),
    text("[a]()", "link to nothing", "bad-link"),
    text("[](https://example.org/)", "link without words", "empty-link"),
    text("[a](../harbor/)", "link to no story", "bad-link", hint='Did you mean "harbour"?'),
    text("[a](../../pages/abut/)", "link to no page", "bad-link", hint='Did you mean "about"?'),
    text("[a]({filename}/stories/harbor/en.md)", "Pelican's link to no story", "bad-link"),
    text("[a](../../vocabulary.yaml)", "link to a file that is not published", "bad-link"),
    text("![a](quay.jpg)", "missing picture", "missing-picture"),
    text("![a](%00.jpg)", "picture that no folder can hold", "missing-picture"),
    text(f"![a]({'a' * 300}.jpg)", "picture with an endless name", "missing-picture"),
    text("![a](../harbour/quay.jpg)", "picture of another story", "bad-link"),
    text("![a](https://example.org/a.jpg)", "picture on another site", "bad-link"),
    text("![a](../../../../../../etc/a.jpg)", "picture outside", "bad-link"),
    text("\n".join("    " * depth + "- a" for depth in range(300)), "lists in lists", "too-deep", line=312),
    text("[" * 10_000, "brackets", "tangled"),
    bad("picture without an alternative", {EN: original("Quay", "First.\n\n![](a.jpg)\n"), "stories/quay/a.jpg":
        picture()}, "13: stories/no-alternative"),
    bad("no picture of this name", {EN: original("Quay", picture="b.jpg", picture_alt="x"), "stories/quay/a.jpg":
        picture()}, "9: stories/missing-picture", hint='Did you mean "a.jpg"?'),
    bad("picture elsewhere", original("Quay", picture="../harbour/quay.jpg", picture_alt="x"), "9: "
        "stories/bad-picture"),
    bad("picture of another kind", {EN: original("Quay", picture="a.svg", picture_alt="x"), "stories/quay/a.svg":
        "<svg/>"}, "9: stories/bad-picture"),
    bad("picture that is none", {EN: original("Quay", picture="a.jpg", picture_alt="x"), "stories/quay/a.jpg":
        "<script>"}, "stories/quay/a.jpg:1: pictures/unusable"),
    bad("no words for a picture", {EN: original("Quay", picture="a.jpg"), "stories/quay/a.jpg": picture()},
        "1: stories/no-alternative", hint="`picture_alt: ...`"),
    bad("no words for a picture in a translation", {EN: (told := original("Quay", picture="a.jpg", picture_alt="x")),
        RU: translation(told), "stories/quay/a.jpg": picture()}, f"{RU}:1: stories/no-alternative"),
    bad("words for no picture", original("Quay", picture_alt="x"), "9: stories/no-picture"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "lines", "hint"), [*KEYS, *TELLINGS, *FILES, *TEXTS])
def test_a_mistake_is_named_at_its_place_and_the_last_site_stands(
    files: Files, lines: list[str], hint: str, tmp_path: Path, last_site: Path
) -> None:
    site = refused(content(tmp_path, {**GOOD, **files}), last_site)
    assert sorted(site.lines) == sorted(lines)
    assert hint in "".join(map(str, site.faults))


@links
@pytest.mark.parametrize(
    ("link", "target", "line"),
    [
        ("stories/quay/en.md", "secret.md", "stories/quay/en.md:1: stories/outside-content"),
        ("stories/quay", ".", "stories/quay:1: stories/outside-content"),
        ("stories/harbour/out.jpg", "secret.jpg", "stories/harbour/en.md:9: stories/outside-content"),
        ("pages/help", ".", "pages/help:1: stories/outside-content"),
        ("stories/harbour/kk.md", "nowhere.md", "stories/harbour/kk.md:1: stories/outside-content"),
        ("stories/harbour/kk.md", "content/stories/harbour/kk.md", "stories/harbour/kk.md:1: stories/outside-content"),
        ("stories/harbour/kk.md", "content/nowhere.md", "stories/harbour/kk.md:1: stories/unreadable"),
    ],
    ids=["telling", "folder", "picture", "page", "broken", "in a circle", "broken, inside"],
)
def test_a_link_out_of_the_content_is_never_followed(
    link: str, target: str, line: str, tmp_path: Path, last_site: Path
) -> None:
    write(tmp_path, {"secret.md": QUAY, "secret.jpg": picture(), "quay/en.md": QUAY})
    folder = content(tmp_path, GOOD)
    if link.endswith(".jpg"):
        write(folder, {"stories/harbour/en.md": original(picture="out.jpg", picture_alt="A quay")})
        write(folder, {"stories/harbour/ru.md": translation(HARBOUR, picture_alt="Причал")})
    (folder / link).parent.mkdir(parents=True, exist_ok=True)
    (folder / link).symlink_to(tmp_path / target)
    assert refused(folder, last_site).lines == [line]


@links
def test_a_picture_in_the_text_is_not_taken_from_outside_either(tmp_path: Path, last_site: Path) -> None:
    write(tmp_path, {"secret.jpg": picture()})
    folder = content(tmp_path, {**GOOD, EN: original("Quay", "First.\n\n![A quay](a.jpg)\n")})
    (folder / "stories/quay/a.jpg").symlink_to(tmp_path / "secret.jpg")
    assert refused(folder, last_site).lines == [f"{EN}:13: stories/outside-content"]


def test_a_folder_with_the_name_of_a_telling_is_reported(tmp_path: Path, last_site: Path) -> None:
    folder = content(tmp_path, {**GOOD, "stories/quay/en.md/notes.txt": "Later."})
    assert refused(folder, last_site).lines == [f"{EN}:1: stories/unreadable"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
@pytest.mark.parametrize("name", ["stories/harbour/en.md", "stories/harbour", "vocabulary.yaml"])
def test_a_file_that_may_not_be_read_is_reported(name: str, tmp_path: Path, last_site: Path) -> None:
    folder = content(tmp_path, GOOD)
    before = (folder / name).stat().st_mode
    (folder / name).chmod(0)
    try:
        assert f"{name}:1: stories/unreadable" in refused(folder, last_site).lines
    finally:
        (folder / name).chmod(before)


@pytest.mark.parametrize("place", ["content", "content/stories/site", "."])
def test_an_output_folder_that_overlaps_the_content_is_refused(place: str, tmp_path: Path) -> None:
    folder = content(tmp_path, GOOD)
    before = snapshot(tmp_path)
    output = (tmp_path / place).resolve()
    assert build(folder, output).lines == [f"{output.name}:1: output/is-content"]
    assert snapshot(tmp_path) == before


def test_mistakes_in_many_files_are_all_reported_at_once_in_their_order(tmp_path: Path, last_site: Path) -> None:
    files = {
        "stories/quay/en.md": original("Quay", "# Quay\n\n[a](javascript:x)\n", status="publishd", wether="fine"),
        "stories/quay/ru.md": b"",
        "stories/pier/english.md": "",
        "stories/Dock/en.md": HARBOUR,
        "pages/about/ru.md": own_page(slug="feeds"),
        "vocabulary.yaml": VOCABULARY.replace("settings:", "setings:"),
    }
    site = refused(content(tmp_path, {**GOOD, **files}), last_site)
    assert site.faults == tidy(site.faults)
    assert site.lines == [
        "pages/about/en.md:1: stories/two-originals",
        "pages/about/ru.md:1: stories/two-originals",
        "pages/about/ru.md:6: stories/reserved-slug",
        "stories/Dock:1: stories/bad-key",
        "stories/pier/english.md:1: stories/unknown-language",
        "stories/quay/en.md:4: stories/unknown-status",
        "stories/quay/en.md:9: stories/unknown-key",
        "stories/quay/en.md:12: stories/top-heading",
        "stories/quay/en.md:14: stories/bad-link",
        "stories/quay/ru.md:1: stories/empty-file",
        "vocabulary.yaml:9: stories/unknown-key",
    ]


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = build(content(tmp_path / "lf", GOOD))
    windows = {name: text if isinstance(text, bytes) else text.replace("\n", "\r\n") for name, text in GOOD.items()}
    site = build(content(tmp_path / "crlf", {"vocabulary.yaml": VOCABULARY.replace("\n", "\r\n"), **windows}))
    assert site.faults == plain.faults == ()
    assert snapshot(site.output) == snapshot(plain.output)


def run(command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    line = [str(BIN / command), *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_inv_build_fails_with_every_fault_on_stderr_and_leaves_the_last_site(tmp_path: Path, last_site: Path) -> None:
    before = snapshot(last_site)
    folder = content(tmp_path, {**GOOD, EN: original("Quay", "<script>x</script>\n", status="publishd")})
    done = run("inv", "build", "--content", folder, "--output", last_site)
    first, second, last = done.stderr.splitlines()
    assert first.startswith(f'{EN}:4:1: stories/unknown-status: status: "publishd" is not allowed. Did you mean')
    assert second.startswith(f"{EN}:11:1: stories/raw-html: HTML is not published: <script>.")
    assert "Nothing was changed" in last
    assert (done.returncode, done.stdout) == (1, "")
    assert snapshot(last_site) == before


def test_inv_build_writes_nothing_where_there_was_no_site(tmp_path: Path) -> None:
    folder = content(tmp_path, {EN: b"\xff\xfe"})
    done = run("inv", "build", "--content", folder, "--output", tmp_path / "output")
    assert done.returncode == 1
    assert f"{EN}:1:1: stories/byte-order-mark: " in done.stderr
    assert not (tmp_path / "output").exists()


def test_inv_build_never_touches_files_it_did_not_make(tmp_path: Path) -> None:
    write(tmp_path / "photos", {"holiday.jpg": "A beach."})
    before = snapshot(tmp_path / "photos")
    done = run("inv", "build", "--content", content(tmp_path, GOOD), "--output", tmp_path / "photos")
    assert done.returncode == 1
    assert "photos:1:1: output/foreign: " in done.stderr
    assert snapshot(tmp_path / "photos") == before


def test_plain_pelican_fails_as_closed_as_inv_build(tmp_path: Path, last_site: Path) -> None:
    before = snapshot(last_site)
    folder = content(tmp_path, {**GOOD, EN: original("Quay", status="publishd")})
    done = run("pelican", folder, "-s", ROOT / "pelicanconf.py", "-o", last_site)
    assert done.returncode == 1
    assert "unknown-status" in done.stdout + done.stderr
    assert snapshot(last_site) == before


def test_inv_check_prints_only_json_when_asked_to(tmp_path: Path) -> None:
    folder = content(tmp_path, {**GOOD, EN: original("Причал", status="publishd")})
    done = run("inv", "check", "--content", folder, "--format", "json")
    (fault,) = json.loads(done.stdout)
    assert list(fault) == ["path", "line", "column", "code", "severity", "message", "remedy"]
    assert (fault["path"], fault["line"], fault["code"], fault["severity"]) == (
        EN,
        4,
        "stories/unknown-status",
        "block",
    )
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_in_the_content_keeps_nobody_waiting(tmp_path: Path) -> None:
    folder = content(tmp_path, GOOD)
    os.mkfifo(folder / "stories/harbour/kk.md")
    done = run("inv", "check", "--content", folder)
    assert "stories/harbour/kk.md:1:1: stories/unreadable: " in done.stdout


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_content_folder_that_does_not_exist_is_wrong_usage(command: str, tmp_path: Path) -> None:
    done = run("inv", command, "--content", tmp_path / "nowhere")
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_files_that_nothing_reads_are_warned_of_and_stay_unpublished(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"stories/harbour/notes.docx": "SECRET", "stories/harbour/old/en.md": "SECRET"}
    site = build_site(tmp_path, {"stories/harbour/en.md": original(), **files})
    assert [(fault.path, fault.code, fault.severity) for fault in site.faults] == [
        ("stories/harbour/notes.docx", "stories/stray-file", "warn"),
        ("stories/harbour/old", "stories/stray-file", "warn"),
    ]
    assert not any(b"SECRET" in path.read_bytes() for path in site.output.rglob("*") if path.is_file())


def test_a_link_to_a_heading_that_is_not_there_has_its_fault_in_the_text(tmp_path: Path) -> None:
    text = "[down](#what-was-done) and [lost](#what-was-dome)\n\n## What was done\n\nMuch.\n"
    site = build_site(tmp_path, {"stories/harbour/en.md": original(text=text)})
    assert site.lines == ["stories/harbour/en.md:11: stories/bad-link"]
    assert '"#what-was-done"' in site.faults[0].remedy
