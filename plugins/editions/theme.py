"""Theme: templates and styles, ready to render in each language."""

import hashlib
import os
import re
import tempfile
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup

from plugins.editions import addresses, policy
from plugins.editions.front import menu
from plugins.editions.site import Link, Page, Site
from plugins.languages import Language
from plugins.ledger import no_cache
from plugins.proof import Scripts

_KEPT = 12_000  # Pieces that are kept of an edition, some 15 MB; ten thousand stories have as many cards.
_CHECK = 16  # Bytes before a compiled template.
SHEETS = ("tokens", "base", "layout", "print")  # theme/styles/<name>.css; print comes after the components
_BEARING = {"filter": ("finding",)}  # On the pages of which templates a script stands, if not on all.


class Theme:
    """Renders pages. One Jinja environment a language, so that macros know the language without being told."""

    def __init__(self, site: Site, told: Collection[str], environment: Environment, folder: Path, kept: Path) -> None:
        """Read the styles of the theme in `folder`; keep compiled templates in `kept`, which may be lost. `told` are
        the languages that tell a story, and so have feeds.

        Raises `Faults` when the cache cannot be written.
        """
        self._site, self._told = site, told
        environment.undefined = StrictUndefined  # a name that a template misses stops the build
        environment.bytecode_cache = _bytecode_cache(kept / "templates", environment)
        self._styles, self._scripts = read_styles(folder), read_scripts(folder)
        self._policy_of = cache(self._made_policy)  # all pages made with a template bear one
        self.scripts = Scripts(self._scripts.values())  # those that a page may hold
        self.policy = policy.of_site(self._styles, self._scripts.values())  # that of all files
        self.environments = {code: self._speak(environment, here) for code, here in site.languages.items()}

    def render(self, page: Page) -> str:
        """Return the page's HTML. Raises jinja2's errors: a name that a template misses stops the build."""
        site = self._site
        template: Template = self.environments[page.language.code].get_template(f"{page.template}.html")
        return (
            template.render(
                page=page,
                canonical=site.addresses.absolute(page.address),
                alternates=self._alternates(page),
                onion=site.onion and f"{site.onion}{site.addresses.href(page.address)}",
                policy=self._policy_of(page.template),
                **page.facts,
            )
            + "\n"
        )

    def _made_policy(self, template: str) -> Markup:
        """Return the policy of the pages made with a template: every page bears the exit's script."""
        borne = [
            script for name, script in self._scripts.items() if name == "exit" or template in _BEARING.get(name, ())
        ]
        return Markup(policy.of_page(template, self._styles, borne))

    def _alternates(self, page: Page) -> list[tuple[str, str]]:
        return [(other.tag, self._site.addresses.absolute(other.address)) for other in page.alternates]

    def _speak(self, environment: Environment, here: Language) -> Environment:
        site = self._site
        spoken = environment.overlay()
        spoken.globals = {
            **environment.globals,
            "_": here.gettext,
            "ngettext": here.ngettext,
            "language": here,
            "open_graph": here.open_graph,
            "site_name": site.name(here),
            "home": Link(site.name(here), site.addresses.href(addresses.home(here.code))),
            "all_stories_link": site.addresses.href(addresses.stories(here.code)),
            "figures_link": site.addresses.href(addresses.figures(here.code)),
            "icon": site.addresses.href(addresses.ICON),
            "root": site.addresses.href(""),
            "menu": menu(site, here),
            "feed": site.addresses.href(addresses.feed(here.code)) if here.code in self._told else None,
            "json_feed": site.addresses.href(addresses.json_feed(here.code)) if here.code in self._told else None,
            "styles": Markup(self._styles),
            "exit_address": site.exit,
            "hidden": site.hidden,
            **{f"{name}_script": Markup(script) for name, script in self._scripts.items()},
            "preview": site.preview,
            # For what many pages show alike, such as a card: it is rendered once.
            "kept": lru_cache(_KEPT)(lambda macro, *shown, **options: macro(*shown, **options)),
        }
        return spoken


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, each with a check before it: damaged, or compiled otherwise, it is compiled anew."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        super().__init__(str(folder))
        options = sorted((name, value) for name, value in vars(environment).items() if isinstance(value, str | bool))
        told = repr((jinja2.__version__, options, sorted(environment.extensions)))
        self._key = hashlib.blake2b(told.encode(), digest_size=_CHECK).digest()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            data = Path(self._get_cache_filename(bucket)).read_bytes()
        except OSError:
            return
        if data[:_CHECK] == self._check(data[_CHECK:]):
            bucket.bytecode_from_string(data[_CHECK:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        path, data = Path(self._get_cache_filename(bucket)), bucket.bytecode_to_string()
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_bytes(self._check(data) + data)
        part.replace(path)

    def _check(self, data: bytes) -> bytes:
        return hashlib.blake2b(data, digest_size=_CHECK, key=self._key).digest()


def _bytecode_cache(folder: Path, environment: Environment) -> FileSystemBytecodeCache:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise no_cache(folder, error.strerror or str(error)) from error
    return _Compiled(folder, environment)


def read_styles(folder: Path) -> str:
    """Return the theme's styles as one short text: it is written into every page, to save a reader a request."""
    files = [folder / "styles" / f"{name}.css" for name in SHEETS]
    files += sorted((folder / "components").glob("*/*.css"))
    order = "@layer tokens,base,layout,components,print;"
    return order + short("".join(file.read_text("utf-8") for file in files))


def read_scripts(folder: Path) -> dict[str, str]:
    """Return the theme's scripts, each as one short text, by the component whose they are. What they add, a page has
    without them in a plainer way; so they are small, and are written into the page: a file of its own would cost a
    reader on a poor line another request, and come when the page already stands."""
    return {path.stem: short(path.read_text("utf-8")) for path in sorted((folder / "components").glob("*/*.js"))}


def short(source: str) -> str:
    """Return a style sheet or script without its comments and line breaks."""
    # Ours hold no comment or run of spaces inside a string, and every statement ends in its sign, so that this is all
    # it takes; compressed, a full minifier saves no more.
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)).strip()
