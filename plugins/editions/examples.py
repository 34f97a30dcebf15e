"""Examples: every component as its own example file shows it, on pages for those who work on the theme."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from plugins.editions import policy
from plugins.editions.preparing import prepare
from plugins.editions.settings import Settings
from plugins.editions.site import Card, Link
from plugins.editions.theme import Theme, read_styles, short
from plugins.stories import Outside

# By macro, then by what each shows: the macro's arguments.
Examples = dict[str, dict[str, dict[str, Any]]]

_TEMPLATE = "examples.html"  # in theme/templates
_TOKENS = re.compile(r":root \{([^}]*)\}")  # theme/styles/tokens.css has two: for a light scheme, and for a dark one
_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
_POINTING = re.compile(r'\b(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')


class _Reader(yaml.SafeLoader):
    """Reads examples: `!link`, `!card` and `!outside` are what the tool itself gives to macros."""


def _making(made: Callable[..., object]) -> Callable[[_Reader, yaml.MappingNode], object]:
    return lambda loader, node: made(**{str(name): each for name, each in loader.construct_mapping(node, True).items()})


for _tag, _made in (("!link", Link), ("!card", Card), ("!outside", Outside)):
    _Reader.add_constructor(_tag, _making(_made))


def components(theme: Path) -> list[Path]:
    """Return the folder of every component."""
    return sorted(path for path in (theme / "components").iterdir() if path.is_dir())


def read_examples(folder: Path) -> Examples:
    """Return a component's examples. Raises `YAMLError` when its file cannot be read."""
    found: Examples = yaml.load((folder / f"{folder.name}.yaml").read_text("utf-8"), _Reader)  # noqa: S506 - a safe one
    return found


def render_example(environment: Environment, folder: Path, macro: str, arguments: Mapping[str, Any]) -> str:
    """Return a macro rendered as a page does it: imported, and written out where markup is escaped."""
    given = ", ".join(f"{name}={name}" for name in arguments)
    source = f'{{% from "{folder.name}/{folder.name}.html" import {macro} %}}{{{{ {macro}({given}) }}}}'
    return environment.from_string(source).render(arguments)


def theme_of(settings: Mapping[str, Any]) -> Theme:
    """Return the theme as a build with these settings has it. Raises `Faults` when the content has some."""
    folder = Path(str(settings["THEME"]))
    places = [*map(str, settings["THEME_TEMPLATES_OVERRIDES"]), str(folder / "templates")]
    environment = Environment(loader=FileSystemLoader(places), **settings["JINJA_ENVIRONMENT"])  # noqa: S701 - it escapes
    done = prepare(Settings.of(settings))
    return Theme(done.site, done.told, environment, folder, Path(str(settings["CACHE_PATH"])))


def write_examples(settings: Mapping[str, Any], target: Path) -> list[Path]:
    """Write a page for each language into a folder, and return them.

    Raises ValueError for a folder in the output, since these pages are not for readers; `Faults` as `theme_of` does.
    """
    output = Path(str(settings["OUTPUT_PATH"])).resolve()
    if target.resolve().is_relative_to(output):
        raise ValueError(f"{target} belongs to the site: choose another folder.")
    theme = theme_of(settings)
    folder = Path(str(settings["THEME"]))
    target.mkdir(parents=True, exist_ok=True)
    styles = read_styles(folder) + _own_styles(folder)
    written = []
    for code, environment in theme.environments.items():
        page = environment.get_template(_TEMPLATE).render(
            components=list(_shown(environment, folder)),
            codes=list(theme.environments),
            own_styles=Markup(styles),
            own_policy=policy.of_page(_TEMPLATE, styles, ()),
        )
        written.append(target / f"{code}.html")
        written[-1].write_text(page + "\n", "utf-8")
    return written


def _shown(environment: Environment, folder: Path) -> Iterator[tuple[str, list[tuple[str, list[Markup]]]]]:
    """Yield each component with its examples: the name of each, and its HTML once for every box that shows it."""
    boxes = len(("light", "dark")) * len(("ltr", "rtl"))
    for component in components(folder):
        shown: list[tuple[str, list[Markup]]] = []
        for macro, examples in read_examples(component).items():
            for name, arguments in examples.items():
                html = _SCRIPT.sub("", render_example(environment, component, macro, arguments)).strip()
                if html.startswith("<li"):
                    html = f'<ul class="cards">{html}</ul>'
                place = f"{component.name}-{macro}-{len(shown)}"
                shown.append((f"{macro}: {name}", [_apart(html, f"{place}-{number}") for number in range(boxes)]))
        yield component.name, shown


def _apart(html: str, place: str) -> Markup:
    """Return the HTML with ids of its own: what stands once on a page of the site stands here many times."""
    return Markup(_POINTING.sub(lambda found: f'{found[1]}="{found[2]}-{place}"', html))


def _own_styles(folder: Path) -> str:
    light, dark = _TOKENS.findall((folder / "styles" / "tokens.css").read_text("utf-8"))
    own = (folder / "styles" / "examples.css").read_text("utf-8")
    text = f"{own} .example-light {{{light} color-scheme: light;}} .example-dark {{{dark} color-scheme: dark;}}"
    return short(text)
