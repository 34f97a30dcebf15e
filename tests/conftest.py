"""What many tests share: the real site, built once; a server for it; a browser; the HTML checker."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from bs4 import BeautifulSoup
from hypothesis import settings
from pelican.settings import read_settings
from playwright.sync_api import Browser

from bench.readers.checkers import missing
from bench.readers.chromium import launched, program
from bench.readers.kinds import kinds_of_pages, parsed
from bench.readers.serving import serving
from tests.sample import SPOKEN, sample_files
from tests.tiny import ROOT, Built, build, build_site

Served = Callable[[Path], str]
Kinds = Callable[[str], dict[str, str]]

# Those of the real site and those of the sample.
LANGUAGES = tuple(dict.fromkeys([*read_settings(str(ROOT / "pelicanconf.py"))["LANGUAGES"], *SPOKEN]))

_UNTESTED = "not tested: "

settings.register_profile("any-machine", deadline=None)  # no test judges how fast this one is
settings.load_profile("any-machine")


def _without(tool: str, required_by: str) -> NoReturn:
    """Skip what cannot be tested here, to be shouted about at the end; fail where the environment asks for it."""
    if os.environ.get(required_by):
        pytest.fail(f"{tool} ({required_by} is set)", pytrace=False)
    pytest.skip(f"{_UNTESTED}{tool}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Shout about what was not tested: a skipped test is easily taken for one that passed."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if _UNTESTED in reason:
            tool = reason.split(_UNTESTED, 1)[1]
            reasons[tool] = reasons.get(tool, 0) + 1
    if reasons:
        terminalreporter.section("PART OF THE SITE WAS NOT TESTED", sep="!", red=True, bold=True)
        for tool, count in reasons.items():
            terminalreporter.line(f"{count} tests were skipped. {tool}", red=True)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site that content/ makes. Tests only read it."""
    folder = tmp_path_factory.mktemp("real")
    site = build(ROOT / "content", folder / "output", CACHE_PATH=str(folder / "cache"))
    assert site.codes == []
    return site


@pytest.fixture(scope="session")
def real_pages(real_site: Built) -> dict[str, BeautifulSoup]:
    """Every page of the real site, parsed, by its address: `en/stories/`."""
    return parsed(real_site.output)


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """Serve an output folder; returns where: `http://127.0.0.1:40123`."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(serving(folder))


@pytest.fixture(scope="session")
def real_url(real_site: Built, served: Served) -> str:
    """Where the real site is served."""
    return served(real_site.output)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with everything that a page may show, whatever editors have published. Tests only read it."""
    site = build_site(tmp_path_factory.mktemp("sample"), sample_files(), LANGUAGES=list(SPOKEN))
    assert site.codes == []
    return site


@pytest.fixture(scope="session")
def sample_pages(sample_site: Built) -> dict[str, BeautifulSoup]:
    """Every page of the sample site, parsed, by its address."""
    return parsed(sample_site.output)


@pytest.fixture(scope="session")
def sample_url(sample_site: Built, served: Served) -> str:
    """Where the sample site is served."""
    return served(sample_site.output)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, else one on the PATH."""
    executable = program()
    if executable is None:
        _without("There is no Chromium: install it, or name it in CHROMIUM.", "REQUIRE_BROWSER")
    with launched(executable) as started:
        yield started


@pytest.fixture(scope="session")
def checkers() -> None:
    """Skip, or fail where they are required, if the checkers of HTML cannot run here."""
    lacking = missing()
    if lacking:
        _without(lacking, "REQUIRE_VALIDATOR")


@pytest.fixture(scope="session")
def kinds(
    real_url: str,
    real_pages: dict[str, BeautifulSoup],
    sample_url: str,
    sample_pages: dict[str, BeautifulSoup],
) -> Kinds:
    """The kind of page by URL, for a language: one of each kind of the real site, and of the sample what that lacks
    in this language, and its stories, which show everything."""

    def found(language: str) -> dict[str, str]:
        real, sample = kinds_of_pages(real_pages, language), kinds_of_pages(sample_pages, language)
        lacking = {kind: address for kind, address in sample.items() if kind not in real or kind.startswith("stor")}
        looked = {f"{real_url}/{address}": kind for kind, address in real.items()}
        return looked | {f"{sample_url}/{address}": f"{kind}, sample" for kind, address in lacking.items()}

    return found


@contextmanager
def collected(limit: int = 40) -> Iterator[list[str]]:
    """Gather what is wrong on many pages, and fail once with all of it."""
    wrong: list[str] = []
    yield wrong
    if wrong:
        more = [f"... and {len(wrong) - limit} more"] if len(wrong) > limit else []
        pytest.fail("\n".join([f"{len(wrong)} wrong:", *wrong[:limit], *more]), pytrace=False)
