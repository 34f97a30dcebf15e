"""What readers meet: the finished site in a real browser, on a small phone, in every language and colour scheme."""

import gzip
import io
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

from plugins.editions.addresses import SHELVES
from tests.conftest import Served, collected, parsed
from tests.tiny import EXIT, ROOT, Built, build_site, original, translation

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ru", "kk")
ALL = (*LANGUAGES, *"uk ky tg uz-latn az hy ka ro mk ar".split())
SCHEMES = ("light", "dark")
PHONE = {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10: no sideways scrolling at 320 CSS pixels
DESK = {"width": 1280, "height": 800}

# axe leaves this rule out unless asked: WCAG 2.2, 2.5.8, targets of at least 24 by 24 CSS pixels.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

RARE = ("stories, page 2", "story with a notice", "partner's story", "story with a picture")

Addresses = dict[str, str]


def kinds_of_pages(pages: dict[str, BeautifulSoup], language: str) -> Addresses:
    """Return the address of one page of each kind that this edition has, by the kind."""
    home = f"{language}/"
    tellings = [address for address in pages if address.startswith(f"{home}stories/") and pages[address].article]
    shelves = {kind: [address for address in pages if address.startswith(f"{home}{kind}/")] for kind in SHELVES}
    own = [address for address, page in pages.items() if page.article and address.startswith(home)]
    found = {
        "chooser": [""],
        "404": ["404.html"],
        "home": [home],
        "stories": [f"{home}stories/"],
        "stories, A to Z": [f"{home}stories/a-z/"],
        "stories, page 2": [f"{home}stories/page/2/"],
        "figures": [f"{home}figures/"],
        **{f"shelf of {kind}": addresses for kind, addresses in shelves.items()},
        "story": tellings,
        "story with a notice": [address for address in tellings if pages[address].select(".notice")],
        "partner's story": [address for address in tellings if pages[address].select(".disclaimer")],
        "story with a picture": [address for address in tellings if pages[address].select("figure img")],
        "own page": [address for address in own if address not in tellings],
        "not told": [address for address, page in pages.items() if address.startswith(home) and not_told(page)],
    }
    there = {kind: [address for address in addresses if address in pages] for kind, addresses in found.items()}
    return {kind: addresses[0] for kind, addresses in there.items() if addresses}


def not_told(page: BeautifulSoup) -> bool:
    """Say whether a page stands where a story is not told in its language."""
    return page.find("meta", attrs={"name": "robots"}) is not None


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with everything a page may show, whatever editors have published: rare things go wrong unseen."""
    picture = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(picture, "JPEG")
    facts = {
        "country": "KZ", "populations": "[plwh]", "rights": "[work, health-care]", "settings": "[hospital]",
        "outcome": "[restored]", "content_notice": "[threats]", "modified": "2026-04-01",
    }  # fmt: skip
    harbour = original(
        text=EVERYTHING, partner='{name: Harbour Network, url: "https://example.org/"}', picture="quay.jpg",
        picture_alt="A quay", also_read='[letters, {title: Elsewhere, url: "https://example.org/elsewhere"}]', **facts,
    )  # fmt: skip
    letters = original("Letters", **facts)
    files: dict[str, str | bytes] = {
        "stories/harbour/en.md": harbour,
        "stories/harbour/quay.jpg": picture.getvalue(),
        "stories/letters/en.md": letters,
        "stories/letters/ru.md": translation(letters, "Письма", translation_of="en@000000000000"),
        "pages/about/en.md": ABOUT,
        "glossary.yaml": f"en: [{LONG_WORD}]\n",
    }
    files |= {f"stories/night-{number}/en.md": original(f"Night {number}") for number in range(12)}
    site = build_site(tmp_path_factory.mktemp("sample"), files)
    assert site.codes == []
    return site


ABOUT = """\
---
title: About
summary: Who we are.
status: published
reviewed: 2026-03-08
---

Us.
"""
LONG_WORD = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvertreterversammlungsprotokoll"
)
EVERYTHING = """\
A text with [a link outside](https://example.org/inside), **strong** and *stressed* words, and `code`.

## A heading

> Words that somebody said.

1. First
2. Second
    - within

| What | When |
|:-----|-----:|
| A complaint | 2026-03-09 |

![A quay](quay.jpg)

---

LONG.
""".replace("LONG", LONG_WORD)


@pytest.fixture(scope="module")
def sample_url(sample: Built, served: Served) -> str:
    return served(sample.output)


def rare_pages(sample: Built) -> Addresses:
    """Return where the sample shows what the real site may lack, in one language or another."""
    pages = parsed(sample.output)
    kinds = {language: kinds_of_pages(pages, language) for language in LANGUAGES}
    assert {kind for found in kinds.values() for kind in found} >= set(RARE)
    wanted = ("home", "stories", "story", "figures", *RARE)
    return {f"{kind}, {language}": found[kind] for language, found in kinds.items() for kind in wanted if kind in found}


@contextmanager
def opened(browser: Browser, **options: object) -> Iterator[Page]:
    """Open a page of its own, without memory of any other."""
    context = browser.new_context(**options)
    try:
        yield context.new_page()
    finally:
        context.close()


def distinct(addresses: Addresses) -> Addresses:
    """Return the kind of page at each address: one page may be of two kinds, and is looked at once."""
    return {address: kind for kind, address in addresses.items()}


def axe(page: Page) -> list[str]:
    """Return what axe finds on a page: the rule, the element, and why."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for violation in found
        for node in violation["nodes"]
    ]


def check_with_axe(page: Page, url: str, addresses: Addresses) -> None:
    with collected() as wrong:
        for address, kind in distinct(addresses).items():
            page.goto(f"{url}/{address}")
            wrong += [f"{address} ({kind}): {violation}" for violation in axe(page)]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_phone(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup], language: str, scheme: str
) -> None:
    with opened(browser, viewport=PHONE, color_scheme=scheme) as page:
        check_with_axe(page, real_url, kinds_of_pages(real_pages, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_desk(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup], language: str
) -> None:
    wanted = ("home", "stories", "story", "partner's story", "own page", "figures")
    kinds = kinds_of_pages(real_pages, language)
    with opened(browser, viewport=DESK, color_scheme="light") as page:
        check_with_axe(page, real_url, {kind: kinds[kind] for kind in wanted if kind in kinds})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_on_rare_things(browser: Browser, sample: Built, sample_url: str, scheme: str) -> None:
    with opened(browser, viewport=PHONE, color_scheme=scheme) as page:
        check_with_axe(page, sample_url, rare_pages(sample))


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site in every language there are interface texts for, with all its words on its pages."""
    vocabulary = (ROOT / "content" / "vocabulary.yaml").read_text("utf-8")
    sections = yaml.safe_load(vocabulary)
    keys = {"outcome": "outcomes", "content_notice": "notices"}
    facts = {key: list(sections[keys.get(key, key)]) for key in ("rights", "populations", "settings", *keys)}
    matter = {key: f"[{', '.join(terms)}]" for key, terms in facts.items()}
    harbour = original(country="[KZ, BA]", **matter)
    files = {
        "vocabulary.yaml": vocabulary, "pages/about/en.md": ABOUT, "stories/harbour/en.md": harbour,
        "stories/harbour/ru.md": translation(harbour, translation_of="en@000000000000"),
    }  # fmt: skip
    files |= {f"stories/night-{number}/en.md": original(f"Night {number}", **matter) for number in range(12)}
    site = build_site(tmp_path_factory.mktemp("spoken"), files, LANGUAGES=ALL)
    assert site.faults == ()
    return site


@pytest.fixture(scope="module")
def spoken_pages(spoken: Built) -> dict[str, BeautifulSoup]:
    return parsed(spoken.output)


@pytest.fixture(scope="module")
def spoken_url(spoken: Built, served: Served) -> str:
    return served(spoken.output)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_from_right_to_left(
    browser: Browser, spoken_url: str, spoken_pages: dict[str, BeautifulSoup], scheme: str
) -> None:
    for size in (PHONE, DESK):
        with opened(browser, viewport=size, color_scheme=scheme) as page:
            check_with_axe(page, spoken_url, kinds_of_pages(spoken_pages, "ar"))


@pytest.mark.parametrize("language", ALL)
def test_no_language_scrolls_sideways_where_text_is_twice_as_large(
    browser: Browser, spoken_url: str, spoken_pages: dict[str, BeautifulSoup], language: str
) -> None:
    kinds = kinds_of_pages(spoken_pages, language)
    assert {"home", "stories", "shelf of rights"} <= kinds.keys()
    with opened(browser, viewport=SMALLEST) as page:
        check_for_scrolling(page, spoken_url, kinds)


# How far the parts of a page stand from its left and right edge: boxes, and the first lines of texts.
STANDING = """() => {
  const width = document.documentElement.clientWidth;
  const line = what => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector(what));
    const box = range.getClientRects()[0];
    return [box.left, width - box.right];
  };
  return ['.masthead-name', 'h1', '.card-title', '.card-summary', '.masthead-ways ul'].map(line);
}"""


def test_an_arabic_page_is_a_russian_one_in_the_mirror(browser: Browser, spoken_url: str) -> None:
    standing = {}
    with opened(browser, viewport=DESK) as page:
        for language in ("ru", "ar"):
            page.goto(f"{spoken_url}/{language}/stories/")
            standing[language] = page.evaluate(STANDING)
    *russian, (_, russian_ways) = standing["ru"]
    *arabic, (arabic_ways, _) = standing["ar"]
    assert [near for _, near in arabic] == pytest.approx([near for near, _ in russian], abs=1)
    assert arabic_ways == pytest.approx(russian_ways, abs=1)


def test_a_reader_is_led_from_a_missing_translation_to_one_that_exists(browser: Browser, spoken_url: str) -> None:
    with opened(browser) as page:
        answer = page.goto(f"{spoken_url}/ka/stories/harbour/")
        assert answer is not None
        assert answer.status == 200
        assert urlsplit(page.url).path == "/ka/stories/harbour/"  # nobody was sent on
        page.locator("main a[hreflang=ru]").click()
        assert page.locator("h1").inner_text() == "Гавань"


def test_axe_would_find_something(browser: Browser, real_url: str) -> None:
    with opened(browser) as page:
        page.goto(f"{real_url}/en/")
        page.evaluate("document.querySelector('h1').style.color = '#bbb'")
        assert [violation for violation in axe(page) if violation.startswith("color-contrast: h1")]


# What sticks out is named, so that the fault can be mended: the innermost elements beyond the edge.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll('body *')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.right > width + 1 || box.left < -1;
  });
  const innermost = out.filter(each => !out.some(other => other !== each && each.contains(other)));
  const named = innermost.map(each => `${each.tagName.toLowerCase()}.${each.className}: ${each.textContent.trim()}`);
  return named.length ? named : [`${document.documentElement.scrollWidth} pixels`];
}"""
TWICE = "document.documentElement.style.fontSize = '200%'"


def check_for_scrolling(page: Page, url: str, addresses: Addresses) -> None:
    with collected() as wrong:
        for address, kind in distinct(addresses).items():
            page.goto(f"{url}/{address}")
            size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
            page.evaluate(TWICE)
            assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 2 * size
            wrong += [f"{address} ({kind}): {' '.join(each.split())}" for each in page.evaluate(STICKING_OUT)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_where_text_is_twice_as_large(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup], language: str
) -> None:
    with opened(browser, viewport=SMALLEST) as page:
        check_for_scrolling(page, real_url, kinds_of_pages(real_pages, language))


def test_no_rare_thing_scrolls_sideways(browser: Browser, sample: Built, sample_url: str) -> None:
    with opened(browser, viewport=SMALLEST) as page:
        check_for_scrolling(page, sample_url, rare_pages(sample))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_read_without_scripts(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup], language: str
) -> None:
    with opened(browser, viewport=PHONE, java_script_enabled=False) as page:
        for address in distinct(kinds_of_pages(real_pages, language)):
            page.goto(f"{real_url}/{address}")
            assert page.locator("h1").is_visible()
            shown = page.locator("body").inner_text()
            body = BeautifulSoup(str(real_pages[address].body), "html.parser")
            for each in body.select("script, [hidden]"):
                each.decompose()
            assert "".join(shown.split()) == "".join(body.get_text().split())


class Watch:
    """Notes everything that a context's pages ask for, and everything that the browser complains of."""

    def __init__(self, context: BrowserContext) -> None:
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event => console.error('CSP', event.blockedURI))"
        )
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, request: Request) -> None:
        self.requests.append(request)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def outside(self, url: str) -> list[str]:
        """Return every request but those for a page itself, its icon and pictures of the same site."""
        wrong = []
        for request in self.requests:
            own = urlsplit(request.url)[:2] == urlsplit(url)[:2]
            page = request.is_navigation_request() and request.resource_type == "document"
            icon = urlsplit(request.url).path == "/icon.png"
            if not own or not (page or icon or request.resource_type == "image"):
                wrong.append(f"{request.resource_type}: {request.url}")
        return wrong


@pytest.mark.parametrize("which", ["real", "sample"])
def test_no_page_asks_for_anything_but_itself_and_its_pictures(
    browser: Browser, request: pytest.FixtureRequest, which: str
) -> None:
    """Every page of the site: no request to anyone else, nothing blocked or complained of, nothing kept."""
    url = request.getfixturevalue(f"{which}_url")
    site = request.getfixturevalue({"real": "real_site", "sample": "sample"}[which])
    addresses = list(parsed(site.output))
    context = browser.new_context(viewport=PHONE)
    watch = Watch(context)
    page = context.new_page()
    for address in addresses:
        page.goto(f"{url}/{address}", wait_until="load")
        for image in page.locator("img").all():  # those further down are loaded when a reader comes near
            image.scroll_into_view_if_needed()
            assert image.evaluate("each => each.decode().then(() => each.naturalWidth > 0)")
        assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"
    kept = context.storage_state(indexed_db=True)
    context.close()
    assert watch.outside(url) == []
    assert watch.complaints == []
    assert kept == {"cookies": [], "origins": []}
    assert len([each for each in watch.requests if each.is_navigation_request()]) == len(addresses)


def test_the_watch_would_see_a_request_and_a_complaint(browser: Browser, real_url: str) -> None:
    context = browser.new_context()
    watch = Watch(context)
    page = context.new_page()
    page.goto(f"{real_url}/en/")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/spy.png'}))")
    page.evaluate("fetch('/robots.txt').catch(() => {})")
    page.wait_for_timeout(200)
    context.close()
    assert (
        len([complaint for complaint in watch.complaints if "CSP http://127.0.0.1:9" in complaint]) == 2
    )  # the page's and the server's
    assert len(watch.complaints) >= 2


def test_an_address_that_leads_nowhere_shows_the_ways_in(browser: Browser, real_url: str) -> None:
    with opened(browser) as page:
        answer = page.goto(f"{real_url}/ru/stories/taken-back/")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("h1").is_visible()
        for language in LANGUAGES:
            assert page.locator(f'main a[href="/{language}/"]').is_visible()


def painted(page: Page, number: int) -> tuple[float, float, tuple[int, int, int]]:
    """Return where a bar of the page begins and ends, in parts of its line from the left, and its colour."""
    with Image.open(io.BytesIO(page.locator(".bars meter").nth(number).screenshot())) as shot:
        row = shot.convert("RGB").crop((0, shot.height // 2, shot.width, shot.height // 2 + 1))
    pixels = [row.getpixel((at, 0)) for at in range(row.width)]
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bar = [at for at, pixel in enumerate(pixels) if f"rgb{pixel}" != paper]
    return bar[0] / row.width, (bar[-1] + 1) / row.width, pixels[(bar[0] + bar[-1]) // 2]


def test_bars_begin_where_a_line_begins_and_are_as_long_as_they_say(browser: Browser, real_url: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{real_url}/en/figures/")
        lengths = page.evaluate("[...document.querySelectorAll('.bars meter')].map(each => each.value / each.max)")
        assert len(set(lengths)) > 4
        for number, length in enumerate(lengths):
            assert painted(page, number)[:2] == pytest.approx((0, length), abs=0.02)
        page.evaluate("document.documentElement.dir = 'rtl'")
        for number, length in enumerate(lengths):
            assert painted(page, number)[:2] == pytest.approx((1 - length, 1), abs=0.02)


def test_bars_have_the_colour_of_text_where_a_reader_chose_all_colours(browser: Browser, real_url: str) -> None:
    with opened(browser, viewport=PHONE, forced_colors="active", color_scheme="dark") as page:
        page.goto(f"{real_url}/en/figures/")
        text = page.evaluate("getComputedStyle(document.querySelector('.bars td')).color")
        assert f"rgb{painted(page, 0)[2]}" == text


FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
  const other = getComputedStyle(document.body).backgroundColor;
  return {
    place: [...document.querySelectorAll('a[href], input, summary')].indexOf(each),
    name: each.textContent.trim(),
    skip: each.matches('.skip'),
    inMain: !!each.closest('main'),
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== other,
    shown: box.width > 0 && box.top > -1 && box.left > -1 && box.bottom < innerHeight + 1 && box.right < innerWidth + 1,
  };
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", ["chooser", "home", "stories", "story", "own page"])
def test_tab_leads_through_every_link_in_order_and_shows_where_it_is(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup], kind: str, scheme: str
) -> None:
    address = kinds_of_pages(real_pages, "ru")[kind]
    links = len(real_pages[address].select("a[href], input, summary"))
    with opened(browser, viewport=PHONE, color_scheme=scheme) as page:
        page.goto(f"{real_url}/{address}")
        stops = []
        for _ in range(links):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(FOCUSED))
    assert stops[0]["skip"]
    assert [stop["place"] for stop in stops] == list(range(links))
    assert [stop["name"] for stop in stops if not (stop["marked"] and stop["shown"])] == []


@pytest.fixture
def reader(browser: Browser, real_url: str) -> Iterator[Page]:
    """A reader who came from the list of stories to one of them; the way out leads to a page made up here."""
    with opened(browser, viewport=PHONE) as page:
        page.route(EXIT, lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"))
        page.goto(f"{real_url}/en/stories/")
        page.goto(f"{real_url}/en/stories/baby-food/")
        yield page


def leave_by_click(page: Page) -> None:
    page.locator(".exit").click()


def leave_by_tab(page: Page) -> None:
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)


def leave_by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [leave_by_click, leave_by_tab, leave_by_shift])
def test_the_way_back_from_elsewhere_passes_the_story_by(
    reader: Page, real_url: str, leave: Callable[[Page], None]
) -> None:
    with reader.expect_request(EXIT) as asked:
        leave(reader)
    reader.wait_for_url(EXIT)
    assert "referer" not in asked.value.headers
    assert reader.evaluate("document.referrer") == ""
    reader.go_back()
    assert reader.url == f"{real_url}/en/stories/"


def test_a_story_is_out_of_sight_before_the_other_site_answers(reader: Page) -> None:
    """On a poor line the other site may take long to come."""
    seen: list[str] = []
    reader.on("console", lambda message: seen.append(message.text))
    reader.evaluate("""() => new MutationObserver(
      () => console.log(location.pathname, document.querySelector('h1').checkVisibility())
    ).observe(document.body, {attributes: true})""")
    leave_by_click(reader)
    reader.wait_for_url(EXIT)
    assert seen == ["/en/stories/baby-food/ false"]


@pytest.mark.parametrize(
    "keys",
    [
        ["Shift", "Shift"],
        ["Shift+A", "Shift+B", "Shift+C", "Shift+D"],
        ["Shift", "Shift", "a", "Shift"],
        ["Shift+Tab", "Shift+Tab", "Shift+Tab"],
        ["Escape", "Escape", "Escape"],
    ],
)
def test_whoever_types_stays(reader: Page, keys: list[str]) -> None:
    for key in keys:
        reader.keyboard.press(key)
    assert reader.locator("h1").is_visible()
    assert reader.url.endswith("/en/stories/baby-food/")


def test_shift_pressed_too_slowly_or_held_down_leads_nowhere(reader: Page) -> None:
    press = "([key, more, time]) => { const event = new KeyboardEvent('keydown', {key, ...more}); "
    press += "Object.defineProperty(event, 'timeStamp', {value: time}); dispatchEvent(event); }"
    for time in (10_000, 15_001, 20_002, 25_003):
        reader.evaluate(press, ["Shift", {}, time])
    for time in (40_000, 40_100, 40_200, 40_300):
        reader.evaluate(press, ["Shift", {"repeat": time > 40_000}, time])
    assert reader.locator("h1").is_visible()
    reader.evaluate(press, ["Shift", {}, 45_000])
    with reader.expect_request(EXIT):
        reader.evaluate(press, ["Shift", {}, 50_000])


def test_without_scripts_the_way_out_is_a_plain_link(browser: Browser, real_url: str) -> None:
    with opened(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.route(EXIT, lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"))
        page.goto(f"{real_url}/kk/")
        page.locator(".exit").click()
        page.wait_for_url(EXIT)
        assert page.title() == "Elsewhere"


@pytest.mark.parametrize("size", [SMALLEST, PHONE, {"width": 800, "height": 600}, DESK])
def test_the_way_out_stays_in_sight_and_covers_nothing_of_the_masthead(
    browser: Browser, real_url: str, size: dict[str, int]
) -> None:
    with opened(browser, viewport=size) as page:
        page.goto(f"{real_url}/ru/stories/")
        page.evaluate(TWICE)
        way_out = page.locator(".exit").bounding_box()
        for part in page.locator(".masthead-row a").all():
            box = part.bounding_box()
            apart = way_out["y"] + way_out["height"] <= box["y"] or way_out["x"] >= box["x"] + box["width"]
            assert apart, part.inner_text()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        box = page.locator(".exit").bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] < size["height"] / 4


def test_the_way_out_is_not_printed(browser: Browser, real_url: str) -> None:
    with opened(browser) as page:
        page.goto(f"{real_url}/en/")
        page.emulate_media(media="print")
        assert not page.locator(".exit").is_visible()


def test_the_skip_link_leads_to_the_text(browser: Browser, real_url: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{real_url}/en/stories/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert urlsplit(page.url).fragment == "main"
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)["inMain"]


SLOW = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # Slow 3G
SHIFTS = """() => { self.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(
    each => self.shifts.push(each.value))).observe({type: 'layout-shift', buffered: true}); }"""
PAGE_BYTES = 50_000  # Most that a page with one picture weighs, compressed.
GROUNDS = ((8, 6), (533, 400))  # Of a picture: colours, and the grain over them.
DETAILED = 0.22  # How much of a picture is grain; that of a photograph is less.


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory, served: Served) -> str:
    """Where a story with a detailed picture before the text and another one far down in it is served."""

    def photograph(seed: int) -> bytes:
        chance, stream = random.Random(seed), io.BytesIO()
        soft, grain = (Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3)) for size in GROUNDS)
        large = [each.resize((1600, 1200), Image.Resampling.BICUBIC) for each in (soft, grain)]
        Image.blend(*large, DETAILED).save(stream, "JPEG", quality=90)
        return stream.getvalue()

    text = "\n\n".join(["Words that stand between the pictures."] * 200)
    files: dict[str, str | bytes] = {
        "stories/harbour/en.md": original(
            text=f"{text}\n\n![A quay](quay.jpg)\n\nThe end.\n", picture="bench.jpg", picture_alt="A bench"
        ),
        "stories/harbour/bench.jpg": photograph(1),
        "stories/harbour/quay.jpg": photograph(2),
    }
    site = build_site(tmp_path_factory.mktemp("pictured"), files)
    assert site.codes == []
    return f"{served(site.output)}/en/stories/harbour/"


@pytest.mark.parametrize(("width", "sharpness"), [(320, 2), (360, 1), (360, 3), (393, 2.75), (400, 1), (400, 2)])
def test_a_phone_loads_a_light_page_and_a_small_picture(
    browser: Browser, pictured: str, width: int, sharpness: float
) -> None:
    with opened(browser, viewport={"width": width, "height": 740}, device_scale_factor=sharpness) as page:
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(pictured, wait_until="load")
        shown = page.locator("figure img").evaluate("each => each.decode().then(() => each.currentSrc)")
        bodies = {answer.url: answer.body() for answer in answers}
    images = [url for url in bodies if "/pictures/" in url]
    assert images == [shown]
    with Image.open(io.BytesIO(bodies[shown])) as picture:
        assert picture.format == "AVIF"
        assert picture.width == (400 if sharpness == 1 else 800)
    assert len(gzip.compress(bodies[pictured])) + len(bodies[shown]) <= PAGE_BYTES


def test_a_desk_gets_a_picture_as_sharp_as_its_screen(browser: Browser, pictured: str) -> None:
    for sharpness, wanted in ((1, 800), (2, 1200)):
        with opened(browser, viewport=DESK, device_scale_factor=sharpness) as page:
            page.goto(pictured, wait_until="load")
            image = page.locator("figure img")
            source = image.evaluate("each => each.decode().then(() => each.currentSrc)")
            with Image.open(io.BytesIO(page.request.get(source).body())) as picture:
                assert picture.width == wanted
            assert image.evaluate(
                "each => Math.abs(each.getBoundingClientRect().width - each.closest('.body').clientWidth) < 1"
            )


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_when_a_picture_comes_late(browser: Browser, pictured: str, viewport: ViewportSize) -> None:
    with opened(browser, viewport=viewport) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        page.add_init_script(f"({SHIFTS})()")
        page.goto(pictured, wait_until="load")
        first, last = page.locator("img").all()
        assert not last.evaluate("each => each.complete")  # nobody has come near it
        before = page.evaluate("document.documentElement.scrollHeight")
        for image in (first, last):
            image.scroll_into_view_if_needed()
            assert image.evaluate("each => each.decode().then(() => each.naturalWidth > 0)")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("self.shifts") == []
        assert page.evaluate("document.documentElement.scrollHeight") == before
