"""Components: each is a folder with a macro, examples of it and perhaps styles; every example renders."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, UndefinedError, nodes
from pelican.settings import read_settings
from playwright.sync_api import Browser, Request

from bench.readers.checkers import axe
from bench.readers.chromium import opened
from plugins.editions.examples import components, read_examples, render_example, theme_of, write_examples
from tests.conftest import collected
from tests.tiny import ROOT, content, original

COMPONENTS = components(ROOT / "theme")
CATALOGUES = sorted(
    path.parts[-3].lower().replace("_", "-") for path in (ROOT / "theme" / "translations").glob("*/*/messages.po")
)
BOTH_WAYS = {(way, f"example-{scheme}") for way in ("ltr", "rtl") for scheme in ("light", "dark")}
# What holds for parts of pages as well; axe's other rules are about whole ones.
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HOSTILE = "<b>&\"'"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Environment]:
    """The site's Jinja environments by language, as a build makes them."""
    return theme_of(settings_of(tmp_path_factory.mktemp("components"))).environments


def settings_of(folder: Path) -> dict[str, Any]:
    """Return the settings of a site with one story, in every language that has a catalogue."""
    places = {"PATH": str(content(folder, {"stories/harbour/en.md": original()})), "CACHE_PATH": str(folder / "cache")}
    override = {**places, "OUTPUT_PATH": str(folder / "output"), "LANGUAGES": list(CATALOGUES)}
    return read_settings(str(ROOT / "pelicanconf.py"), override=override)


EVERY_EXAMPLE = [
    pytest.param(folder, macro, arguments, id=f"{folder.name}: {macro}: {name}")
    for folder in COMPONENTS
    for macro, shown in read_examples(folder).items()
    for name, arguments in shown.items()
]


class Fragment(HTMLParser):
    """Reads a fragment and refuses what is not closed where it was opened. `tags` holds each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.ids: list[str | None] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == [], f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        assert all(value is not None and value != "None" for _, value in attrs), f"<{tag}> says nothing: {attrs}"
        self.tags.append((tag, tuple(names)))
        self.ids += [value for name, value in attrs if name == "id"]
        self.texts += [value for _, value in attrs if value]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1] == tag, f"</{tag}> closes {self._open}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda folder: folder.name)
def test_a_component_is_a_macro_with_examples_and_perhaps_styles_and_a_script(folder: Path) -> None:
    expected = {f"{folder.name}.html", f"{folder.name}.yaml"}
    assert (
        expected
        <= {path.name for path in folder.iterdir()}
        <= expected | {f"{folder.name}.{kind}" for kind in ("css", "js")}
    )


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda folder: folder.name)
def test_every_macro_has_an_example_with_all_its_arguments(folder: Path) -> None:
    source = (folder / f"{folder.name}.html").read_text("utf-8")
    assert re.match(r"\{# [A-Z].*\. #\}\n", source), "the first line says what the macro is and what it needs"
    shown = read_examples(folder)
    macros = {macro.name: macro for macro in Environment(autoescape=True).parse(source).find_all(nodes.Macro)}
    assert set(shown) == set(macros)
    for name, macro in macros.items():
        arguments = [argument.name for argument in macro.args]
        needed = set(arguments[: len(arguments) - len(macro.defaults)])
        assert shown[name], f"{name} has no example"
        for given in shown[name].values():
            assert needed <= set(given) <= set(arguments)


@pytest.mark.parametrize("sheet", [path for f in COMPONENTS for path in f.glob("*.css")], ids=lambda path: path.stem)
def test_a_stylesheet_says_what_it_styles_and_styles_nothing_else(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert re.match(r"/\* [A-Z][^:]*: .+\. Styles .+\. \*/\n@layer components \{\n", text)
    selectors = re.findall(r"([^{}]+)\{", text.split("@layer components {", 1)[1])
    classes = {
        name for selector in selectors if "@" not in selector for name in re.findall(r"\.([a-z][\w-]*)", selector)
    }
    assert {name for name in classes if name != sheet.stem and not name.startswith(f"{sheet.stem}-")} == set()


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize(("folder", "macro", "arguments"), EVERY_EXAMPLE)
def test_an_example_renders(
    environments: dict[str, Environment], folder: Path, macro: str, arguments: dict[str, Any], language: str
) -> None:
    fragment = Fragment(render_example(environments[language], folder, macro, arguments))
    assert len(fragment.ids) == len(set(fragment.ids))
    assert not any(re.search(r"\bNone\b|%\(|\{\{", text) for text in fragment.texts)


@pytest.mark.parametrize(("folder", "macro", "arguments"), EVERY_EXAMPLE)
def test_what_stands_in_a_text_never_becomes_markup(
    environments: dict[str, Environment], folder: Path, macro: str, arguments: dict[str, Any]
) -> None:
    plain = Fragment(render_example(environments["en"], folder, macro, arguments))
    html = render_example(environments["en"], folder, macro, _hostile(arguments))
    assert Fragment(html).tags == plain.tags
    assert "<b>" not in html
    shown = any(text and text in " ".join(plain.texts) for text in _texts(arguments))
    assert shown == ("&lt;b&gt;&amp;&#34;&#39;" in html)


@pytest.mark.parametrize(("folder", "macro", "arguments"), EVERY_EXAMPLE)
def test_a_name_in_another_direction_says_so_and_keeps_its_signs(
    environments: dict[str, Environment], folder: Path, macro: str, arguments: dict[str, Any]
) -> None:
    """In an Arabic edition a text in Latin letters stands in an element, or between marks, of its own."""
    arabic = re.compile("[\u0600-\u06ff]")
    html = render_example(environments["ar"], folder, macro, arguments)
    html = re.sub("<script>.*?</script>", "", html, flags=re.DOTALL)
    for text in re.findall(r">([^<]+)<", f">{html}<"):
        outside = re.sub("\u2068[^\u2069]*\u2069", "", text)
        assert not (arabic.search(outside) and re.search("[A-Za-z]{3}", outside)), text


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_kind_of_fact_has_a_name(environments: dict[str, Environment], language: str) -> None:
    folder = ROOT / "theme" / "components" / "kinds"
    shown = read_examples(folder)["kind_name"].values()
    names = [render_example(environments[language], folder, "kind_name", arguments).strip() for arguments in shown]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_name_that_a_macro_misses_stops_the_build(environments: dict[str, Environment]) -> None:
    folder = ROOT / "theme" / "components" / "card"
    with pytest.raises(UndefinedError):
        render_example(environments["en"], folder, "card", {})


def test_the_page_of_components_shows_every_example_both_ways_and_in_both_schemes(tmp_path: Path) -> None:
    written = write_examples(settings_of(tmp_path), tmp_path / "shown")
    assert [path.stem for path in written] == list(CATALOGUES)
    page = BeautifulSoup(written[0].read_text("utf-8"), "html.parser")
    for macros in (read_examples(folder) for folder in COMPONENTS):
        for macro, shown in macros.items():
            for name in shown:
                boxes = page.find("h3", string=f"{macro}: {name}").find_next_sibling("div").find_all("div", dir=True)
                assert {(box["dir"], box["class"][-1]) for box in boxes} >= BOTH_WAYS
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_page_of_components_is_never_part_of_the_site(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="belongs to the site"):
        write_examples(settings_of(tmp_path), tmp_path / "output" / "components")


@pytest.mark.browser
def test_the_page_of_components_is_clean_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    asked: list[Request] = []
    with collected() as wrong, opened(browser) as page:
        page.on("request", lambda request: asked.append(request))
        written = write_examples(settings_of(tmp_path), tmp_path / "shown")
        for path in written:
            page.goto(path.as_uri())
            wrong += [f"{path.name}: {violation}" for violation in axe(page, *WCAG)]
            width, scrolled = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
            wrong += [f"{path.name}: scrolls sideways"] if scrolled > width else []
    assert [request.url for request in asked] == [path.as_uri() for path in written]


def _hostile(value: Any) -> Any:
    """Return the same arguments, every text in them ending with letters that HTML would misread."""
    if isinstance(value, str):
        return value and f"{value} {HOSTILE}"
    if isinstance(value, list):
        return [_hostile(each) for each in value]
    if isinstance(value, dict):
        return {name: _hostile(each) for name, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _hostile(getattr(value, field.name)) for field in fields(value)})
    return value


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in arguments."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
    elif is_dataclass(value):
        yield from _texts([getattr(value, field.name) for field in fields(value)])
