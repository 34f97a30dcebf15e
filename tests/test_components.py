"""Components: each is a folder with a macro, examples of it and perhaps styles; every example renders."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, UndefinedError, nodes

from plugins.editions import generator
from plugins.editions.site import Card, Link
from plugins.editions.theme import Theme
from plugins.stories import Outside
from tests.tiny import ROOT, build_site, original

COMPONENTS = sorted(path for path in (ROOT / "theme" / "components").iterdir() if path.is_dir())
LANGUAGES = "en ru kk uk ky tg uz-latn az hy ka ro mk ar".split()
HOSTILE = "<b>&\"'"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

Examples = dict[str, dict[str, dict[str, Any]]]


class _Examples(yaml.SafeLoader):
    """Reads examples: `!link`, `!card` and `!outside` are what the tool itself gives to macros."""


for _tag, _made in (("!link", Link), ("!card", Card), ("!outside", Outside)):
    _Examples.add_constructor(_tag, lambda loader, node, made=_made: made(**loader.construct_mapping(node, deep=True)))


def examples(folder: Path) -> Examples:
    """Return a component's examples by macro and by what they show, each with the macro's arguments."""
    found: Examples = yaml.load((folder / f"{folder.name}.yaml").read_text("utf-8"), _Examples)
    return found


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Environment]:
    """The site's Jinja environments by language, as a build makes them."""
    made: list[Theme] = []

    class Kept(Theme):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generator, "Theme", Kept)
        build_site(tmp_path_factory.mktemp("components"), {"stories/harbour/en.md": original()}, LANGUAGES=LANGUAGES)
    return dict(made[0]._environments)


def render(environment: Environment, folder: Path, macro: str, arguments: dict[str, Any]) -> str:
    """Render a macro as a page does: imported, and written out where markup is escaped."""
    given = ", ".join(f"{name}={name}" for name in arguments)
    source = f'{{% from "{folder.name}/{folder.name}.html" import {macro} %}}{{{{ {macro}({given}) }}}}'
    return environment.from_string(source).render(arguments)


EVERY_EXAMPLE = [
    pytest.param(folder, macro, arguments, id=f"{folder.name}: {macro}: {name}")
    for folder in COMPONENTS
    for macro, shown in examples(folder).items()
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
    shown = examples(folder)
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("folder", "macro", "arguments"), EVERY_EXAMPLE)
def test_an_example_renders(
    environments: dict[str, Environment], folder: Path, macro: str, arguments: dict[str, Any], language: str
) -> None:
    fragment = Fragment(render(environments[language], folder, macro, arguments))
    assert len(fragment.ids) == len(set(fragment.ids))
    assert not any(re.search(r"\bNone\b|%\(|\{\{", text) for text in fragment.texts)


@pytest.mark.parametrize(("folder", "macro", "arguments"), EVERY_EXAMPLE)
def test_what_stands_in_a_text_never_becomes_markup(
    environments: dict[str, Environment], folder: Path, macro: str, arguments: dict[str, Any]
) -> None:
    plain = Fragment(render(environments["en"], folder, macro, arguments))
    html = render(environments["en"], folder, macro, _hostile(arguments))
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
    html = re.sub("<script>.*?</script>", "", render(environments["ar"], folder, macro, arguments), flags=re.DOTALL)
    for text in re.findall(r">([^<]+)<", f">{html}<"):
        outside = re.sub("\u2068[^\u2069]*\u2069", "", text)
        assert not (arabic.search(outside) and re.search("[A-Za-z]{3}", outside)), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_fact_has_a_name(environments: dict[str, Environment], language: str) -> None:
    folder = ROOT / "theme" / "components" / "kinds"
    shown = examples(folder)["kind_name"].values()
    names = [render(environments[language], folder, "kind_name", arguments).strip() for arguments in shown]
    assert all(names)
    assert len(set(names)) == len(names)


def test_a_name_that_a_macro_misses_stops_the_build(environments: dict[str, Environment]) -> None:
    folder = ROOT / "theme" / "components" / "card"
    with pytest.raises(UndefinedError):
        render(environments["en"], folder, "card", {})


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
