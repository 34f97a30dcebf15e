"""What readers meet: the finished site in a real browser, on a small phone, in every language and colour scheme.

The kinds of pages are found, not listed: a page of a new kind is looked at as soon as it is in a site.
"""

import gzip
import io
import random
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser, Page, Response, ViewportSize

from bench.readers.checkers import axe
from bench.readers.chromium import PHONE, opened
from bench.readers.kinds import kinds_of_pages, parsed
from tests.conftest import LANGUAGES, Kinds, Served, collected
from tests.sample import ABOUT
from tests.tiny import EXIT, ROOT, Built, build_site, original, translation

pytestmark = pytest.mark.browser

ONE_OF_EACH_DIRECTION = tuple(code for code in ("ru", "ar") if code in LANGUAGES)
ALL = (*"en ru kk uk ky tg uz-latn az hy ka ro mk ar".split(),)
SCHEMES = ("light", "dark")
WIDTHS = (320, 360, 1280)
SMALLEST = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# 400 % of a window of 1280 by 800. WCAG 2.2, 1.4.10: no sideways scrolling at 320 CSS pixels.
ZOOMED = {"viewport": {"width": 320, "height": 200}, "device_scale_factor": 4}
TWICE = "document.documentElement.style.fontSize = '200%'"


def test_what_is_looked_at_holds_everything(kinds: Kinds) -> None:
    assert [url for url in kinds("en") if url.endswith("/en/stories/harbour/")]
    for language in LANGUAGES:
        assert {"home", "stories", "chooser"} <= {kind.removesuffix(", sample") for kind in kinds(language).values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_at_any_width_in_any_scheme(browser: Browser, kinds: Kinds, language: str) -> None:
    with collected() as wrong, opened(browser) as page:
        for url, kind in kinds(language).items():
            page.goto(url)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 740})
                    wrong += [f"{url} ({kind}, {scheme}, {width}): {violation}" for violation in axe(page)]


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
SIZE = "parseFloat(getComputedStyle(document.body).fontSize)"


def sticking_out(page: Page) -> list[str]:
    return [" ".join(each.split()) for each in page.evaluate(STICKING_OUT)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways_where_text_is_twice_as_large(browser: Browser, kinds: Kinds, language: str) -> None:
    with collected() as wrong, opened(browser, viewport=SMALLEST) as page:
        for url, kind in kinds(language).items():
            page.goto(url)
            size = page.evaluate(SIZE)
            page.evaluate(TWICE)
            assert page.evaluate(SIZE) == 2 * size
            wrong += [f"{url} ({kind}): {each}" for each in sticking_out(page)]


# What stays in its place while a reader scrolls, and takes more than a fifth of a window that is zoomed.
IN_THE_WAY = """() => [...document.querySelectorAll('body *')].filter(each =>
  ['fixed', 'sticky'].includes(getComputedStyle(each).position) && each.getBoundingClientRect().height > innerHeight / 5
).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_at_four_times_its_size_scrolls_one_way_only(browser: Browser, kinds: Kinds, language: str) -> None:
    with collected() as wrong, opened(browser, **ZOOMED) as page:
        for url, kind in kinds(language).items():
            page.goto(url)
            wrong += [f"{url} ({kind}): {each}" for each in [*sticking_out(page), *page.evaluate(IN_THE_WAY)]]


def test_what_sticks_out_would_be_seen(browser: Browser, real_url: str) -> None:
    with opened(browser, **ZOOMED) as page:
        page.goto(f"{real_url}/en/")
        page.evaluate("document.querySelector('h1').style.cssText = 'inline-size: 330px; position: sticky'")
        assert sticking_out(page) == ["h1.: Response Stories"]
        page.evaluate("document.querySelector('h1').style.blockSize = '50px'")
        assert page.evaluate(IN_THE_WAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_read_without_scripts(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup], language: str
) -> None:
    with opened(browser, viewport=PHONE, java_script_enabled=False) as page:
        for address in set(kinds_of_pages(real_pages, language).values()):
            page.goto(f"{real_url}/{address}")
            assert page.locator("h1").is_visible()
            shown = page.locator("body").inner_text()
            body = BeautifulSoup(str(real_pages[address].body), "html.parser")
            for each in body.select("script, [hidden]"):
                each.decompose()
            assert "".join(shown.split()) == "".join(body.get_text().split())


def test_an_address_that_leads_nowhere_shows_the_ways_in(browser: Browser, real_url: str) -> None:
    with opened(browser) as page:
        answer = page.goto(f"{real_url}/ru/stories/taken-back/")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("h1").is_visible()
        for language in ("en", "ru", "kk"):
            assert page.locator(f'main a[href="/{language}/"]').is_visible()


# Where things begin on the page, each after the one before: below it, or further along on the same line. Returns what
# does not. Only the first line of a wrapped link counts; whoever reads, reads on from there.
IN_ORDER = """elements => {
  const rtl = document.documentElement.dir === 'rtl';
  const shown = elements.filter(each => each.checkVisibility() && each.getBoundingClientRect().height);
  const places = shown.map(each => ({each, box: each.getClientRects()[0]}));
  return places.filter((here, index) => {
    if (!index || places[index - 1].each.contains(here.each)) return false;
    const before = places[index - 1].box, box = here.box;
    if (box.top >= before.bottom - 2) return false;
    return box.bottom <= before.top + 2 || (rtl ? box.right > before.right + 1 : box.left < before.left - 1);
  }).map(place => place.each.textContent.trim().slice(0, 60));
}"""
BLOCKS = "[...document.querySelectorAll('body :is(h1, h2, h3, h4, p, li, dt, dd, th, td, label, figcaption)')]"
# What Tab stops at, in the order of the document: of the buttons of one choice only the one chosen.
STOPS = """() => {
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])')];
  const reached = each => !each.disabled && each.checkVisibility() && (each.type !== 'radio' || each.checked);
  window.stops = all.filter(reached);
  window.outlines = window.stops.map(each => getComputedStyle(each).outline);
  return window.stops.length;
}"""
FOCUSED = """() => {
  const each = document.activeElement, style = getComputedStyle(each), box = each.getBoundingClientRect();
  const other = getComputedStyle(document.body).backgroundColor, place = window.stops.indexOf(each);
  return {
    place, name: each.textContent.trim() || each.id,
    skip: each.matches('.skip'),
    inMain: !!each.closest('main'),
    marked: style.outline !== window.outlines[place] && style.outlineStyle !== 'none'
      && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== other,
    shown: box.width > 0 && box.top > -1 && box.left > -1 && box.bottom < innerHeight + 1 && box.right < innerWidth + 1,
  };
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", ONE_OF_EACH_DIRECTION)
def test_tab_leads_through_everything_in_order_and_shows_where_it_is(
    browser: Browser, kinds: Kinds, language: str, scheme: str
) -> None:
    with collected() as wrong, opened(browser, viewport=PHONE, color_scheme=scheme) as page:
        for url, kind in kinds(language).items():
            page.goto(url)
            stops = []
            for _ in range(page.evaluate(STOPS)):
                page.keyboard.press("Tab")
                stops.append(page.evaluate(FOCUSED))
            if not stops[0]["skip"]:
                wrong.append(f"{url} ({kind}): the first stop is not the way to the text")
            if [stop["place"] for stop in stops] != list(range(len(stops))):
                wrong.append(f"{url} ({kind}): {[stop['name'] for stop in stops]}")
            dim = [stop["name"] for stop in stops if not (stop["marked"] and stop["shown"])]
            wrong += [f"{url} ({kind}): focus cannot be seen at {name}" for name in dim]


@pytest.mark.parametrize("language", ONE_OF_EACH_DIRECTION)
def test_what_is_read_first_stands_first(browser: Browser, kinds: Kinds, language: str) -> None:
    """On a phone, with styles and without: the order of the document is what a screen reader reads and Tab follows."""
    with collected() as wrong, opened(browser, viewport=PHONE) as page:
        for url, kind in kinds(language).items():
            page.goto(url)
            page.evaluate(STOPS)
            for how in ("with styles", "without styles"):
                found = page.evaluate(f"({IN_ORDER})({BLOCKS})")
                found += page.evaluate(f"({IN_ORDER})(window.stops.filter(each => !each.matches('.skip')))")
                wrong += [f"{url} ({kind}), {how}: {each}" for each in found]
                page.evaluate("document.querySelectorAll('style, link[rel=stylesheet]').forEach(each => each.remove())")
            assert page.locator("h1").is_visible()


def test_another_order_would_be_seen(browser: Browser, real_url: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{real_url}/en/")
        page.evaluate(
            "document.querySelector('.cards').style.cssText = 'display: flex; flex-direction: column-reverse'"
        )
        assert page.evaluate(f"({IN_ORDER})({BLOCKS})")


def test_the_skip_link_leads_to_the_text(browser: Browser, real_url: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{real_url}/en/stories/")
        page.evaluate(STOPS)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert urlsplit(page.url).fragment == "main"
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)["inMain"]


MOVING = """() => [...document.querySelectorAll('*')].flatMap(each => [each, '::before', '::after'].map(part => {
  const style = part === each ? getComputedStyle(each) : getComputedStyle(each, part);
  const still = style.animationName === 'none' && parseFloat(style.transitionDuration) === 0;
  return still && style.scrollBehavior !== 'smooth' ? null : each.outerHTML.slice(0, 80);
})).filter(Boolean)"""


def test_nothing_moves_for_those_who_asked_for_stillness(browser: Browser, kinds: Kinds) -> None:
    with collected() as wrong, opened(browser, viewport=PHONE, reduced_motion="reduce") as page:
        for url, kind in kinds("en").items():
            page.goto(url)
            wrong += [f"{url} ({kind}): {each}" for each in page.evaluate(MOVING)]
        page.evaluate("document.querySelector('h1').style.transition = 'color 1s'")
        assert page.evaluate(MOVING)


# What ordinary colours set off by a background alone. Where colours are forced, it needs an edge or system colours.
SET_OFF = """() => {
  const clear = colour => colour === 'rgba(0, 0, 0, 0)';
  return [...document.querySelectorAll('body *')].filter(each => {
    if (!each.checkVisibility() || each.matches('.skip')) return false;
    const style = getComputedStyle(each), ground = style.backgroundColor;
    let over = each.parentElement;
    while (over && clear(getComputedStyle(over).backgroundColor)) over = over.parentElement;
    return !clear(ground) && ground !== getComputedStyle(over || document.documentElement).backgroundColor;
  }).map(each => [...document.querySelectorAll('body *')].indexOf(each));
}"""
FORCED = """places => {
  const all = [...document.querySelectorAll('body *')], wrong = [];
  const paper = getComputedStyle(document.body).backgroundColor, ink = getComputedStyle(document.body).color;
  for (const place of places) {
    const style = getComputedStyle(all[place]);
    const edge = ['Top', 'Right', 'Bottom', 'Left'].some(side => parseFloat(style[`border${side}Width`]) > 0
      && style[`border${side}Style`] !== 'none' && style[`border${side}Color`] !== paper);
    if (!edge && (style.backgroundColor === paper || style.backgroundColor === 'rgba(0, 0, 0, 0)'))
      wrong.push(`no edge: ${all[place].outerHTML.slice(0, 80)}`);
  }
  for (const each of document.querySelectorAll('a[href]:not(.skip)')) {
    const style = getComputedStyle(each);
    if (style.color === ink && !style.textDecorationLine.includes('underline'))
      wrong.push(`no link: ${each.outerHTML.slice(0, 80)}`);
  }
  for (const each of document.querySelectorAll('[aria-current]')) {
    const other = [...each.closest('ul, ol, nav').querySelectorAll('a')].find(one => !one.hasAttribute('aria-current'));
    const [a, b] = [each, other || document.body].map(one => getComputedStyle(one));
    if (a.backgroundColor === b.backgroundColor) wrong.push(`not told apart: ${each.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}"""


def test_nothing_disappears_where_colours_are_forced(browser: Browser, kinds: Kinds) -> None:
    with collected() as wrong, opened(browser, viewport=PHONE) as page:
        for language in ONE_OF_EACH_DIRECTION:
            for url, kind in kinds(language).items():
                page.emulate_media(forced_colors="none")
                page.goto(url)
                set_off = page.evaluate(SET_OFF)
                page.emulate_media(forced_colors="active")
                wrong += [f"{url} ({kind}): {each}" for each in page.evaluate(FORCED, set_off)]


def test_what_disappears_would_be_seen(browser: Browser, real_url: str) -> None:
    with opened(browser) as page:
        page.goto(f"{real_url}/en/")
        page.evaluate("document.querySelector('h1').style.background = 'gold'")
        set_off = page.evaluate(SET_OFF)
        page.emulate_media(forced_colors="active")
        assert page.evaluate(FORCED, set_off) == ['no edge: <h1 style="background: gold;">Response Stories</h1>']


PRINTED = """() => {
  const said = each => getComputedStyle(each, '::after').content;
  const ground = each => getComputedStyle(each).backgroundColor;
  return {
    menus: [...document.querySelectorAll('nav, form, button, .skip, [rel~=nofollow]')]
      .filter(each => each.checkVisibility()).map(each => each.outerHTML.slice(0, 80)),
    silent: [...document.querySelectorAll('.text a')].filter(each => !each.matches('[href^="#"]'))
      .filter(each => said(each) !== `" (" attr(href) ")"` && said(each) !== `" (${each.getAttribute('href')})"`)
      .map(each => each.outerHTML.slice(0, 80)),
    address: said(document.querySelector('main')),
    canonical: document.querySelector('[rel=canonical]').href,
    links: document.querySelectorAll('.text a').length,
    dark: ground(document.body),
  };
}"""


def test_paper_has_the_addresses_of_links_and_no_menus(browser: Browser, kinds: Kinds) -> None:
    links = 0
    with collected() as wrong, opened(browser, color_scheme="dark") as page:
        page.emulate_media(media="print")
        for language in ONE_OF_EACH_DIRECTION:
            for url, kind in kinds(language).items():
                page.goto(url)
                paper = page.evaluate(PRINTED)
                links += paper["links"]
                wrong += [f"{url} ({kind}): printed: {each}" for each in paper["menus"]]
                wrong += [f"{url} ({kind}): no address: {each}" for each in paper["silent"]]
                if paper["canonical"] not in paper["address"]:
                    wrong.append(f"{url} ({kind}): the page does not print its own address: {paper['address']}")
                if paper["dark"] != "rgb(255, 255, 255)":
                    wrong.append(f"{url} ({kind}): the paper is {paper['dark']}")
    assert links


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


@pytest.mark.parametrize("language", ALL)
def test_no_language_scrolls_sideways_where_text_is_twice_as_large(
    browser: Browser, spoken_url: str, spoken_pages: dict[str, BeautifulSoup], language: str
) -> None:
    kinds = kinds_of_pages(spoken_pages, language)
    assert {"home", "stories", "shelf"} <= kinds.keys()
    with collected() as wrong, opened(browser, viewport=SMALLEST) as page:
        for kind, address in kinds.items():
            page.goto(f"{spoken_url}/{address}")
            page.evaluate(TWICE)
            wrong += [f"{address} ({kind}): {each}" for each in sticking_out(page)]


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
