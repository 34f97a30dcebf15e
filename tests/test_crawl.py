"""A crawl: every page of a whole site, once with scripts and once without, and everything that the browser did."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from bench.readers.chromium import PHONE
from tests.conftest import collected

pytestmark = pytest.mark.browser

# What may be asked for of one's own site where a page names no script: nothing but itself, its icon and its pictures.
QUIET = ("document", "image")

KEPT = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}

LINKS = """() => ({
  ids: [...document.querySelectorAll('[id]')].map(each => each.id),
  links: [...document.querySelectorAll('a[href], link[href]')].map(each => each.href),
  pictures: [...document.querySelectorAll('img, source')].flatMap(each =>
    [each.src, ...each.srcset.split(',').map(one => one.trim().split(' ')[0])].filter(Boolean)
  ).map(each => new URL(each, document.baseURI).href),
})"""


@dataclass
class Watch:
    """Notes everything that a context's pages ask for, and everything that the browser complains of."""

    context: BrowserContext
    url: str
    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Open a page that is watched. Violations of a policy come from the browser itself: it needs no script."""
        self.context.on("request", lambda request: self.requests.append(request))
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page = self.context.new_page()
        wire = self.context.new_cdp_session(page)
        wire.on("Audits.issueAdded", lambda issue: self._issue(issue["issue"]))
        wire.send("Audits.enable")
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _issue(self, issue: dict) -> None:
        self.complaints.append(f"{issue['code']}: {issue['details']}")

    def elsewhere(self) -> Iterator[str]:
        """Yield every request to another host."""
        for request in self.requests:
            if urlsplit(request.url)[:2] != urlsplit(self.url)[:2]:
                yield f"{request.resource_type}: {request.url}"

    def loud(self, scripted: set[str]) -> Iterator[str]:
        """Yield every request of a page without scripts for something other than itself, its icon and its pictures."""
        for request in self.requests:
            if request.resource_type not in QUIET and request.frame.url not in scripted:
                icon = request.resource_type == "other" and urlsplit(request.url).path.endswith(".png")
                if not icon:
                    yield f"{request.frame.url}: {request.resource_type}: {request.url}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("which", ["real", "sample"])
def test_a_crawl_meets_nothing_but_the_site(
    browser: Browser, request: pytest.FixtureRequest, which: str, scripts: bool
) -> None:
    """No request to anyone else, nothing blocked or complained of, nothing kept, and no link that leads nowhere."""
    url: str = request.getfixturevalue(f"{which}_url")
    pages: dict[str, BeautifulSoup] = request.getfixturevalue(f"{which}_pages")
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    watch = Watch(context, url)
    page = watch.page()
    places: dict[str, set[str]] = {}
    wanted: dict[str, str] = {}
    with collected() as wrong:
        for address in pages:
            here = f"{url}/{address}"
            answer = page.goto(here, wait_until="load")
            if answer is None or answer.status != 200:
                wrong.append(f"{here}: answered {answer and answer.status}")
            for image in page.locator("img").all():  # those further down are loaded when a reader comes near
                image.scroll_into_view_if_needed()
                if not image.evaluate("each => each.decode().then(() => each.naturalWidth > 0)"):
                    wrong.append(f"{here}: a picture cannot be shown")
            if kept := {name: value for name, value in page.evaluate(KEPT).items() if value != NOTHING[name]}:
                wrong.append(f"{here}: keeps {kept}")
            found = page.evaluate(LINKS)
            places[here] = {*found["ids"], "top", ""}
            wanted |= dict.fromkeys([*found["links"], *found["pictures"]], here)
        scripted = {f"{url}/{address}" for address, own in pages.items() if own.select("script[src]")}
        wrong += [f"asks another host: {each}" for each in watch.elsewhere()]
        wrong += [f"asks for more: {each}" for each in watch.loud(scripted)]
        wrong += watch.complaints
        wrong += broken(context, url, wanted, places)
        if context.cookies():
            wrong.append(f"cookies: {context.cookies()}")
    context.close()
    assert {each.url for each in watch.requests} >= set(places)


def broken(context: BrowserContext, url: str, wanted: dict[str, str], places: dict[str, set[str]]) -> Iterator[str]:
    """Yield each link of the site's own that leads to no file, or to no place in a page; `wanted` says where it is."""
    answered: dict[str, bool] = {}
    for link, where in wanted.items():
        # The site is built for an address of its own, and canonical links bear it.
        target, place = urldefrag(link.replace("https://stories.example/", f"{url}/"))
        if not target.startswith(f"{url}/"):
            continue
        if target in places:
            if unquote(place) not in places[target]:
                yield f"{where}: {link} leads to no place there"
            continue
        if target not in answered:
            answered[target] = context.request.get(target).ok
        if not answered[target]:
            yield f"{where}: {link} leads nowhere"


def test_the_watch_would_see_a_request_and_a_complaint(browser: Browser, real_url: str) -> None:
    context = browser.new_context()
    watch = Watch(context, real_url)
    page = watch.page()
    page.goto(f"{real_url}/en/")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/spy.png'}))")
    page.evaluate("fetch('/robots.txt').catch(() => {})")
    page.evaluate("localStorage.a = document.cookie = 'a=b'; document.body.innerHTML = '<a href=nowhere/>'")
    page.wait_for_timeout(200)
    assert {name for name, value in page.evaluate(KEPT).items() if value != NOTHING[name]} == {"local"}
    assert len(context.cookies()) == 1
    links = dict.fromkeys([*page.evaluate(LINKS)["links"], f"{real_url}/en/#nowhere"], "here")
    lost = list(broken(context, real_url, links, {f"{real_url}/{code}/": {"main", ""} for code in ("", "en")}))
    assert lost == [
        f"here: {real_url}/en/nowhere/ leads nowhere",
        f"here: {real_url}/en/#nowhere leads to no place there",
    ]
    context.close()
    assert [complaint for complaint in watch.complaints if "127.0.0.1:9/spy.png" in complaint]
    assert [complaint for complaint in watch.complaints if "robots.txt" in complaint]
