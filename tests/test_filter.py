"""The filter: readers find stories by words and by what they are filed under, by hand, by keyboard and by ear.

What they look for leaves the device in no request; without scripts or cards the list stands as if there were no filter.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from bench.readers.checkers import axe
from bench.readers.chromium import PHONE, opened
from tests.conftest import Served
from tests.test_browser import SCHEMES, SMALLEST, STICKING_OUT, TWICE
from tests.test_crawl import Watch
from tests.tiny import VOCABULARY, Built, build_site, original, translation

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ru", "kk")
SAID = re.compile(r"\w[^…]*$")  # a count, or that nothing fits; not that it is being looked for


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Some sixty stories: enough for a second page, and for more than are shown at once. Tests only read it."""
    clinic = original("Clinic", date="2026-05-01", country="KZ", rights="[work]", outcome="[restored]")
    files: dict[str, str | bytes] = {
        "stories/clinic/en.md": clinic,
        "stories/clinic/ru.md": translation(clinic, "Ёлка в клинике", summary="Что было."),
        "stories/court/en.md": original("Court", date="2026-04-01", country="[KZ, GE]", rights="[health-care]"),
        "stories/harbour/en.md": original(date="2026-03-01", summary="The women's café.", settings="[hospital]"),
        "vocabulary.yaml": VOCABULARY + "  delay: {ru: задержка}\n",
    }
    files |= {f"stories/night-{number}/en.md": original(f"Night {number}", date="2025-01-01") for number in range(60)}
    site = build_site(tmp_path_factory.mktemp("filter"), files)
    assert site.codes == []
    return site


@pytest.fixture(scope="module")
def url(library: Built, served: Served) -> str:
    return served(library.output)


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{url}/en/stories/")
        yield page


def titles(page: Page) -> list[str]:
    """Return the titles that are found, those told elsewhere too."""
    return page.locator(".filter-found:not([hidden]) .card-title").all_inner_texts()


def look_for(page: Page, words: str) -> list[str]:
    """Type words, wait until what is found is said, and return it."""
    page.locator("#filter-words").fill(words)
    expect(page).to_have_url(re.compile(f"#words={re.escape(quote_plus(words))}(&|$)"))
    expect(page.get_by_role("status")).to_have_text(SAID)
    return titles(page)


def narrow(page: Page, kind: str, term: str) -> None:
    if not page.locator(".filter-more").evaluate("each => each.open"):
        page.locator(".filter-more summary").click()
    page.locator(f"#filter-{kind}").select_option(term)


def fragment(page: Page) -> str:
    return unquote(urlsplit(page.url).fragment)


def test_nothing_is_asked_for_before_somebody_looks_for_something(browser: Browser, url: str) -> None:
    with opened(browser) as first:
        watch = Watch(first.context, url)
        page = watch.page()
        page.goto(f"{url}/en/stories/")
        page.locator("#filter-words").focus()
        page.wait_for_timeout(100)
        assert [each.url for each in watch.requests if "cards" in each.url] == []
        look_for(page, "court")
        assert [urlsplit(each.url).path for each in watch.requests if "cards" in each.url] == ["/en/cards/newest.json"]
        assert watch.complaints == []
        assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


def test_what_is_looked_for_is_in_no_request(browser: Browser, url: str) -> None:
    with opened(browser) as first:
        watch = Watch(first.context, url)
        page = watch.page()
        page.goto(f"{url}/en/stories/#words=court&rights=health-care")
        expect(page.locator(".filter-found .card-title")).to_have_text("Court")
        look_for(page, "clinic")
        sent = json.dumps([(each.url, each.headers, each.post_data) for each in watch.requests])
        assert "clinic" not in sent
        assert "court" not in sent


def test_words_find_what_has_them_all_at_the_beginning_of_its_words(page: Page) -> None:
    assert look_for(page, "clin") == ["Clinic"]
    assert look_for(page, "what  HAPPENED court") == ["Court"]
    assert look_for(page, "linic") == []
    assert page.get_by_role("status").inner_text() == "No story fits."
    assert look_for(page, "kazakhstan") == ["Clinic", "Court"]  # what it is filed under is found by its name


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("womens", 1), ("women’s", 1), ("WOMEN'S", 1), ("cafe\u0301", 1), ("café", 1), ("women's café.", 1),
        ("harbour court", 0),
    ],
)  # fmt: skip
def test_words_are_the_same_however_they_are_written(page: Page, words: str, found: int) -> None:
    assert len(look_for(page, words)) == found


FOLDED = [
    ("ru", "Ёлка", "елка", True), ("ru", "Елка", "ёлка", True), ("ru", "Иод", "Йод", False),
    ("ru", "Йод", "И\u0306од", True), ("ru", "Замок", "за\u0301мок", True),
    ("kk", "Қар", "кар", False), ("kk", "Қар", "қАР", True), ("kk", "Өлке", "олке", False), ("kk", "Іс", "іс", True),
    ("uz-latn", "O'zbek", "oʻzbek", True), ("uz-latn", "Oʻzbek", "o’zbek", True), ("uz-latn", "Maʼno", "mano", True),
    ("az", "İstanbul", "istanbul", True), ("az", "Ilıq", "ılıq", True), ("az", "Ilıq", "iliq", False),
    ("ro", "Ştefan", "ștefan", True), ("uk", "П’ять", "п'ять", True), ("ar", "أَمَل", "امل", True),
    ("ky", "Үй", "уй", False), ("hy", "Երեւան", "երեւան", True), ("ka", "საქმე", "საქმე", True),
]  # fmt: skip


@pytest.mark.parametrize(("code", "title", "words", "found"), FOLDED)
def test_letters_are_the_same_or_not_as_the_language_has_it(
    page: Page, code: str, title: str, words: str, found: bool
) -> None:
    """The page is told to be in another language, and its cards to be one of these stories."""
    story = {"href": "/x/", "title": title, "summary": "", "day": "2026-01-01", "date": "", "place": 0, "filed": []}
    cards = {"places": [""], "languages": {}, "stories": [story]}
    text = page.content().replace('<html lang="en"', f'<html lang="{code}"')
    page.route("http://site.example/**", lambda route: route.fulfill(json=cards))
    page.route("http://site.example/en/stories/", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto("http://site.example/en/stories/")
    assert look_for(page, words) == ([title] if found else [])


def test_choices_narrow_down_what_the_words_find(page: Page) -> None:
    narrow(page, "countries", "KZ")
    expect(page.get_by_role("status")).to_have_text("2 stories")
    assert titles(page) == ["Clinic", "Court"]
    narrow(page, "rights", "work")
    expect(page.get_by_role("status")).to_have_text("1 story")
    assert titles(page) == ["Clinic"]
    assert look_for(page, "court") == []
    narrow(page, "rights", "")
    expect(page.get_by_role("status")).to_have_text("1 story")
    assert titles(page) == ["Court"]


@pytest.mark.parametrize(
    ("kind", "term", "title"), [("outcomes", "restored", "Clinic"), ("settings", "hospital", "Harbour")]
)
def test_each_kind_of_fact_can_be_chosen(page: Page, kind: str, term: str, title: str) -> None:
    narrow(page, kind, term)
    expect(page.get_by_role("status")).to_have_text("1 story")
    assert titles(page) == [title]


def test_while_something_is_looked_for_the_list_is_out_of_the_way(page: Page) -> None:
    heading = page.get_by_role("heading", name="2026")
    expect(heading).to_be_visible()
    look_for(page, "court")
    expect(heading).to_be_hidden()
    expect(page.locator(".pager")).to_be_hidden()
    page.locator("#filter-words").fill("")
    expect(heading).to_be_visible()
    expect(page.locator(".filter-found")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text("")


def test_a_card_that_is_found_is_that_of_the_list(
    browser: Browser, real_url: str, real_pages: dict[str, BeautifulSoup]
) -> None:
    """Made by two hands, the template and the script, they must not drift apart."""
    with opened(browser) as page:
        for code in LANGUAGES:
            for number in ("", "page/2/"):
                for card in real_pages[f"{code}/stories/{number}"].select("main .cards .card"):
                    page.goto(f"{real_url}/{code}/stories/#words=")
                    look_for(page, card.select_one(".card-title").text)
                    name = card.a["href"]
                    drawn = page.locator(f'.filter-found .card:has(a[href="{name}"])').evaluate(
                        "each => each.outerHTML"
                    )
                    assert flat(drawn) == flat(str(card))


def flat(html: str) -> list[tuple[str, object, str]]:
    """Return the elements of a card without their order of attributes, level of heading and space between them."""
    return [
        (
            each.name.replace("h2", "h3"),
            dict(sorted(each.attrs.items())),
            " ".join(each.get_text(" ", strip=True).split()),
        )
        for each in BeautifulSoup(html, "html.parser").find_all(True)
    ]


def test_stories_told_elsewhere_stand_apart_and_are_labelled(browser: Browser, url: str) -> None:
    with opened(browser) as page:
        page.goto(f"{url}/ru/stories/#countries=KZ")
        expect(page.get_by_role("status")).to_have_text("1 история, ещё 1 на другом языке")
        link = page.locator(".filter-found section .card-title a")
        assert (link.inner_text(), link.get_attribute("lang"), link.get_attribute("hreflang")) == ("Court", "en", "en")
        assert page.locator(".filter-found section .card-language").inner_text() == "English"
        expect(page.get_by_role("heading", name="На других языках")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "said"),
    [("night", "60 историй"), ("night 1", "11 историй"), ("night 2", "11"), ("night 59", "1 история")],
)
def test_the_count_is_in_the_plural_of_the_language(browser: Browser, url: str, words: str, said: str) -> None:
    with opened(browser) as page:
        page.goto(f"{url}/ru/stories/")
        look_for(page, words)
        assert page.get_by_role("status").inner_text().startswith(said)


def test_more_are_shown_when_asked_for_and_the_first_of_them_is_reached(page: Page) -> None:
    assert len(look_for(page, "night")) == 48
    assert page.get_by_role("status").inner_text() == "60 stories"
    page.get_by_role("button", name="Show more").press("Enter")
    expect(page.locator(".filter-found .card")).to_have_count(60)
    assert page.evaluate("[...document.querySelectorAll('.filter-found a')].indexOf(document.activeElement)") == 48
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_by_keyboard_alone(page: Page) -> None:
    page.locator("h1").click()
    page.locator(".languages a").last.focus()
    page.keyboard.press("Tab")
    page.keyboard.type("what", delay=20)
    expect(page.get_by_role("status")).to_have_text("62 stories")
    assert page.evaluate("document.activeElement.id") == "filter-words"  # focus stays where somebody types
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the choices
    page.keyboard.press("Tab")
    page.keyboard.type("Geo")
    expect(page.get_by_role("status")).to_have_text("1 story")
    for _ in ("rights", "settings", "outcomes", "the button"):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Clear"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Court"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/stories/court/")


@pytest.mark.parametrize("how", ["Escape", "Clear"])
def test_all_is_emptied_at_once_and_focus_returns_to_the_words(page: Page, how: str) -> None:
    narrow(page, "rights", "work")
    look_for(page, "clinic")
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Clear").click()
    expect(page.locator(".filter-found")).to_be_hidden()
    assert page.locator("#filter-words").input_value() + page.locator("#filter-rights").input_value() == ""
    assert page.evaluate("document.activeElement.id") == "filter-words"
    assert "#" not in page.url
    expect(page.get_by_role("button", name="Clear")).to_be_hidden()


def test_escape_where_nothing_is_looked_for_does_nothing(page: Page) -> None:
    page.locator("#filter-words").press("Escape")
    assert "#" not in page.url


def test_the_state_returns_on_reload_and_on_the_way_back(page: Page) -> None:
    narrow(page, "countries", "KZ")
    look_for(page, "court")
    assert fragment(page) == "words=court&countries=KZ"
    page.reload()
    expect(page.locator(".filter-found .card-title")).to_have_text("Court")
    assert page.locator("#filter-words").input_value() == "court"
    assert page.locator("#filter-countries").input_value() == "KZ"
    page.locator(".filter-found a").click()
    page.wait_for_url("**/en/stories/court/")
    page.go_back()
    expect(page.locator(".filter-found .card-title")).to_have_text("Court")
    assert page.locator("#filter-words").input_value() == "court"


def test_typing_leaves_no_trail_of_addresses(page: Page) -> None:
    before = page.evaluate("history.length")
    look_for(page, "clinic")
    look_for(page, "court")
    narrow(page, "countries", "KZ")
    assert page.evaluate("history.length") == before


def test_a_link_may_lead_to_what_is_found(page: Page) -> None:
    page.evaluate("location.hash = '#outcomes=restored&words=clinic'")
    expect(page.locator(".filter-found .card-title")).to_have_text("Clinic")


def test_the_skip_link_takes_nothing_away(page: Page) -> None:
    look_for(page, "court")
    page.evaluate("location.hash = '#main'")
    page.wait_for_timeout(50)
    assert titles(page) == ["Court"]


@pytest.mark.parametrize(
    "written", ["#words=%3Cb%3E%26%22", "#rights=nothing", "#=&&==", "#countries=KZ&countries=GE", "#%"]
)
def test_an_address_that_nobody_wrote_harms_nothing(browser: Browser, url: str, written: str) -> None:
    with opened(browser) as first:
        watch = Watch(first.context, url)
        page = watch.page()
        page.goto(f"{url}/en/stories/{written}")
        expect(page.locator("#filter-words")).to_be_visible()
        page.wait_for_timeout(100)
        assert page.locator("main b").count() == 0
        assert watch.complaints == []


def test_what_stands_in_a_card_never_becomes_markup(page: Page) -> None:
    title = "Court <img src=x onerror=alert(1)> <b>bold</b>"
    story = {"href": "/en/", "title": title, "summary": title, "day": "2026", "date": title, "place": 0, "filed": []}
    cards = {"places": [title], "languages": {}, "stories": [story]}
    page.route("**/cards/*", lambda route: route.fulfill(json=cards))
    assert look_for(page, "court") == [title]
    assert page.locator(".filter-found :is(b, img)").count() == 0


@pytest.mark.parametrize("failing", ["404", "cut off", "not JSON"])
def test_without_cards_the_list_stands_and_words_may_be_tried_again(page: Page, failing: str) -> None:
    def fail(route: object) -> None:
        answers = {"404": {"status": 404, "body": "no"}, "not JSON": {"body": "<!doctype html>"}}
        route.fulfill(**answers[failing]) if failing in answers else route.abort()  # type: ignore[attr-defined]

    page.route("**/cards/*", fail)
    page.locator("#filter-words").fill("court")
    expect(page.get_by_role("status")).to_contain_text("cannot be searched")
    expect(page.get_by_role("heading", name="2026")).to_be_visible()
    expect(page.locator(".filter-found")).to_be_hidden()
    page.unroute("**/cards/*")
    assert look_for(page, "clinic") == ["Clinic"]


def test_without_scripts_there_is_no_filter_and_the_list_stands(browser: Browser, url: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{url}/en/stories/#words=court")
        expect(page.get_by_role("searchbox")).to_have_count(0)
        expect(page.locator(".filter")).to_be_hidden()
        expect(page.locator(".filter-found")).to_be_hidden()
        expect(page.get_by_role("heading", name="2026")).to_be_visible()


def test_only_the_first_page_of_all_stories_bears_the_filter_and_may_ask_for_anything(library: Built) -> None:
    for path in library.output.rglob("*.html"):
        first = path.parent.name == "stories"
        text = path.read_text("utf-8")
        assert ("connect-src &#39;self&#39;" in text or "connect-src 'self'" in text) == first
        assert ('class="filter"' in text) == first
        assert text.count("sha256-") == (3 if first else 2)  # the styles, the way out, and here the filter


def test_the_filter_works_below_a_path(browser: Browser, served: Served, tmp_path: Path) -> None:
    url = served(tmp_path)
    files: dict[str, str | bytes] = {"stories/harbour/en.md": original(), "stories/court/en.md": original("Court")}
    site = build_site(tmp_path / "made", files, SITEURL=f"{url}/below/it")
    assert site.codes == []
    (tmp_path / "below").mkdir()
    site.output.rename(tmp_path / "below" / "it")
    for name in ("_headers", "404.html"):  # the host's own, which the server looks for at the top
        shutil.copy(tmp_path / "below" / "it" / name, tmp_path)
    with opened(browser) as page:
        page.goto(f"{url}/below/it/en/stories/")
        assert look_for(page, "court") == ["Court"]
        page.locator(".filter-found a").click()
        expect(page.locator("h1")).to_have_text("Court")


def test_what_is_found_is_said_by_a_part_of_the_page_that_was_there_before(page: Page) -> None:
    """A screen reader speaks of what changes in a live region, and not of one that appears (ARIA 1.2, 5.2.8.3)."""
    expect(page.get_by_role("status")).to_have_count(1)
    look_for(page, "court")
    expect(page.get_by_role("status")).to_have_text("1 story")


def test_a_screen_reader_is_told_what_each_field_is(page: Page) -> None:
    narrow(page, "countries", "GE")
    expect(page.get_by_role("status")).to_have_text("1 story")
    told = page.locator("main").aria_snapshot()
    for line in (
        'search "Find stories"', 'searchbox "Find stories by words"', 'combobox "Countries"', 'combobox "Rights"',
        'combobox "Places"', 'combobox "Outcomes"', 'status: 1 story', 'button "Clear"', 'heading "Court" [level=2]',
    ):  # fmt: skip
        assert line in told, told


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_axe_finds_nothing_while_something_is_found(browser: Browser, real_url: str, code: str, scheme: str) -> None:
    with opened(browser, viewport=PHONE, color_scheme=scheme) as page:
        page.goto(f"{real_url}/{code}/stories/#countries=KZ")
        expect(page.locator(".filter-found .card").first).to_be_visible()
        assert axe(page) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_that_is_found_scrolls_sideways(browser: Browser, real_url: str, code: str) -> None:
    with opened(browser, viewport=SMALLEST) as page:
        page.goto(f"{real_url}/{code}/stories/#countries=KZ")
        expect(page.locator(".filter-found .card").first).to_be_visible()
        page.evaluate(TWICE)
        assert page.evaluate(STICKING_OUT) == []


def test_the_page_does_not_move_when_the_filter_appears(browser: Browser, url: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{url}/en/stories/")
        moved = """() => new Promise(done => {
          const watch = new PerformanceObserver(list => done(list.getEntries().length));
          watch.observe({type: 'layout-shift', buffered: true});
          setTimeout(() => done(0), 300);
        })"""
        assert page.evaluate(moved) == 0
