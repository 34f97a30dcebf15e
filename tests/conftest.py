"""What many tests share: the real site, built once; a server for it; a browser; the HTML checker."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, sync_playwright

from tests.tiny import ROOT, Built, build

Served = Callable[[Path], str]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
VNU = ROOT / "tests" / "validator" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_UNTESTED = "not tested: "


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
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def real_url(real_site: Built, served: Served) -> str:
    """Where the real site is served."""
    return served(real_site.output)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, else one on the PATH."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        _without("There is no Chromium: install it, or name it in CHROMIUM.", "REQUIRE_BROWSER")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def vnu() -> Callable[..., str]:
    """The Nu HTML Checker: call it with arguments, and it returns what it says."""
    java = shutil.which("java")
    if java is None:
        _without("There is no Java to run the HTML checker with.", "REQUIRE_VALIDATOR")
    if not VNU.exists():
        _without("The HTML checker is not here: run `npm ci --prefix tests/validator`.", "REQUIRE_VALIDATOR")

    def run(*arguments: str) -> str:
        done = subprocess.run([java, "-jar", str(VNU), *arguments], capture_output=True, timeout=300, check=False)
        return done.stderr.decode("utf-8")

    return run


def parsed(output: Path) -> dict[str, BeautifulSoup]:
    """Return every page below an output folder, parsed, by its address."""
    return {
        path.relative_to(output).as_posix().removesuffix("index.html"): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in sorted(output.rglob("*.html"))
    }


@contextmanager
def collected(limit: int = 40) -> Iterator[list[str]]:
    """Gather what is wrong on many pages, and fail once with all of it."""
    wrong: list[str] = []
    yield wrong
    if wrong:
        more = [f"... and {len(wrong) - limit} more"] if len(wrong) > limit else []
        pytest.fail("\n".join([f"{len(wrong)} wrong:", *wrong[:limit], *more]), pytrace=False)


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder as a web host does: with what its `_headers` say, and its 404.html for what is not there."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        for line in (Path(self.directory) / "_headers").read_text("utf-8").splitlines()[1:]:
            if line.startswith("/"):
                break
            self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Say nothing: a test's output is for its faults."""
