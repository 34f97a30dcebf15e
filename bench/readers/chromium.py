"""Chromium: a page opened on a line of a given speed, and what it cost."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the browser is told to imitate it: milliseconds before each answer, bytes a second."""

    latency: float
    throughput: float


# As Chromium's own developer tools have them: 500 and 1600 kbit/s, 400 and 150 ms, with the tools' factors.
SLOW_3G = Line(400 * 5, 500 * 1024 / 8 * 0.8)
FAST_3G = Line(150 * 3.75, 1.6 * 1024 * 1024 / 8 * 0.9)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one page cost a reader who scrolled to its end, with nothing of it known before.

    `document` and `total` are bytes over the line, with headers; `blocking` are requests that hold up the first paint;
    `first_paint` is in seconds, from the click to the first text or picture; `shift` is the layout shift (0: none).
    """

    document: int
    total: int
    requests: int
    blocking: int
    first_paint: float
    shift: float


def program() -> str | None:
    """Return Chromium: the one that CHROMIUM names, else one on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """Start a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, **options: object) -> Iterator[Page]:
    """Open a page of its own, without memory of any other."""
    context = browser.new_context(**options)
    try:
        yield context.new_page()
    finally:
        context.close()


_SHIFTS = """new PerformanceObserver(list => {
  for (const each of list.getEntries()) window.shift = (window.shift || 0) + each.value;
}).observe({type: 'layout-shift', buffered: true});"""
_TO_THE_END = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
  await Promise.all([...document.images].map(each => each.decode()));
}"""
_MEASURED = """() => ({
  paint: performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000,
  shift: window.shift || 0,
  blocking: performance.getEntriesByType('resource').filter(each => each.renderBlockingStatus === 'blocking').length,
})"""


def visit(browser: Browser, url: str, line: Line | None = None) -> Visit:
    """Open a page as a phone does that was never there, read it to its end, and return what it cost."""
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}
    with opened(browser, viewport=PHONE, device_scale_factor=2) as page:
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", lambda sent: kinds.setdefault(sent["requestId"], sent["type"]))
        wire.on("Network.loadingFinished", lambda done: sizes.update({done["requestId"]: done["encodedDataLength"]}))
        wire.send("Network.enable")
        if line:
            speed = {"downloadThroughput": line.throughput, "uploadThroughput": line.throughput}
            wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": line.latency, **speed})
        page.add_init_script(_SHIFTS)
        page.goto(url, wait_until="load")
        page.evaluate(_TO_THE_END)
        page.wait_for_load_state("networkidle")
        found = page.evaluate(_MEASURED)
    document = sum(size for each, size in sizes.items() if kinds.get(each) == "Document")
    return Visit(int(document), int(sum(sizes.values())), len(kinds), found["blocking"], found["paint"], found["shift"])
