"""From A to Z: every story stands under its letter, no page grows with the library, an edit makes few of them anew."""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup

from plugins.editions import addresses
from plugins.editions.alphabet import ELSEWHERE, Cut, cuts
from plugins.languages import index_entry
from tests.test_planning import made
from tests.tiny import URL, Built, build_site, original, translation

PER_PAGE = "plugins.editions.alphabet.PER_PAGE"


def library(titles: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], Any]:
    """Return the facts of stories with these titles by key and language; the first language is the original's."""
    return {
        ("stories", key): SimpleNamespace(
            index={code: index_entry(title, code) for code, title in told.items()},
            record=SimpleNamespace(lead=next(iter(told))),
        )
        for key, told in titles.items()
    }


def cut(titles: Mapping[str, Mapping[str, str]], code: str) -> list[Cut]:
    return cuts(list(titles), library(titles), ("kk", "ru", "en"), code)


@pytest.mark.parametrize(
    ("code", "title", "letter"),
    [
        ("ru", "«Ёлка» и суд", "Е"), ("kk", "Қайта", "Қ"), ("kk", "Іс", "І"), ("uz-latn", "O'zbek", "Oʻ"),
        ("uz-latn", "“Oʻzbek”", "Oʻ"), ("uz-latn", "Shahar", "Sh"), ("az", "istanbul", "İ"), ("az", "Ilıq", "I"),
        ("uk", "Їжак", "Ї"), ("ka", "საქართველო", "ს"), ("ar", "أمل", "ا"), ("en", "Éclair", "E"),
        ("en", "12 hours", "0"), ("en", "…", "0"), ("en", "Дом", "Д"), ("kk", "И\u0306од", "Й"),
    ],
)  # fmt: skip
def test_a_title_stands_under_the_letter_of_its_language(code: str, title: str, letter: str) -> None:
    assert index_entry(title, code)[0] == letter


def test_a_title_in_quotes_stands_where_its_word_does() -> None:
    titles = ["Дом", "«Ель»", "Жильё", "Ёлка"]
    assert sorted(titles, key=lambda title: index_entry(title, "ru")[1]) == ["Дом", "Ёлка", "«Ель»", "Жильё"]


@pytest.mark.parametrize(
    ("letter", "step"), [("B", "b"), ("Қ", "u49b"), ("Oʻ", "o-u2bb"), ("Sh", "sh"), ("0", "0"), ("İ", "i-u307")]
)
def test_the_address_of_a_letter_is_ascii(letter: str, step: str) -> None:
    assert addresses.letter_step(letter) == step


def test_letters_and_titles_stand_in_the_order_of_the_language() -> None:
    titles = {"a": "Күз", "b": "Қар", "c": "Ән", "d": "Ауыл", "e": "Қала", "f": "Іс"}
    (page,) = cut({key: {"kk": title} for key, title in titles.items()}, "kk")
    assert [(letter, "".join(keys)) for letter, keys in page.sections] == [
        ("А", "d"), ("Ә", "c"), ("К", "a"), ("Қ", "eb"), ("І", "f"),
    ]  # fmt: skip
    assert page.letters == (("А", 1), ("Ә", 1), ("К", 1), ("Қ", 2), ("І", 1))


def test_what_is_told_elsewhere_stands_last_by_language_and_title() -> None:
    titles = {"a": {"en": "Boat"}, "b": {"ru": "Яхта"}, "c": {"kk": "Көл"}, "d": {"ru": "Ель"}}
    titles["e"] = {"en": "Air", "ru": "Эфир"}  # its original is in English
    (page,) = cut(titles, "kk")
    assert page.sections == (("К", ("c",)), (ELSEWHERE, ("d", "b", "e", "a")))


def test_a_larger_edition_has_a_page_for_each_letter_and_cuts_these() -> None:
    titles = {f"{letter}{number}": {"en": f"{letter} {number}"} for letter in "ab" for number in range(1, 6)}
    with mock.patch(PER_PAGE, 3):
        pages = cut(titles, "en")
    assert [(page.letter, page.number, page.pages, len(page.keys)) for page in pages] == [
        ("", 1, 1, 0), ("A", 1, 2, 3), ("A", 2, 2, 2), ("B", 1, 2, 3), ("B", 2, 2, 2),
    ]  # fmt: skip
    assert pages[0].letters == (("A", 5), ("B", 5))
    assert {page.letters for page in pages[1:]} == {(("A", 0), ("B", 0))}  # a count changes the first page alone
    assert [page.address("en") for page in pages[:3]] == [
        "en/stories/a-z/", "en/stories/a-z/a/", "en/stories/a-z/a/page/2/",
    ]  # fmt: skip


TITLES = ["Anchor", "Apple", "Board", "Boat", "Bridge", "Candle", "Coat", "Door"]


@pytest.fixture
def large(tmp_path: Path) -> Built:
    """Eight stories, more than the two that stand on a page here; one is told in Russian too."""
    files: dict[str, str | bytes] = {f"stories/{title.lower()}/en.md": original(title) for title in TITLES}
    files["stories/door/ru.md"] = translation(original("Door"), "Дверь")
    with mock.patch(PER_PAGE, 2):
        site = build_site(tmp_path, files, ALSO_READ_LIMIT=0)
    assert site.codes == []
    return site


def page(site: Built, address: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(f"{address}index.html"), "html.parser")


def entries(found: BeautifulSoup) -> list[str]:
    return [link.text for link in found.select(".alphabet-entries a")]


def test_the_pages_of_a_letter_lead_on_and_those_of_all_letters_hold_each_story_once(large: Built) -> None:
    first = page(large, "en/stories/a-z/")
    assert [link["href"] for link in first.select(".alphabet a")] == [f"/en/stories/a-z/{letter}/" for letter in "abcd"]
    assert [count.text for count in first.select(".alphabet-count")] == ["2", "3", "2", "1"]
    assert entries(first) == []
    one, two = page(large, "en/stories/a-z/b/"), page(large, "en/stories/a-z/b/page/2/")
    assert (entries(one), entries(two)) == (["Board", "Boat"], ["Bridge"])
    assert one.select_one('.pager [rel="next"]')["href"] == "/en/stories/a-z/b/page/2/"
    assert one.select_one(".alphabet [aria-current]").text == "B"
    pages = [large.output / "en/stories/a-z" / name for name in ("a", "b", "b/page/2", "c", "d")]
    assert sorted(path.parent for path in (large.output / "en/stories/a-z").rglob("index.html"))[1:] == pages


def test_the_sitemap_holds_every_page_of_the_alphabet(large: Built) -> None:
    written = large.read("sitemap.xml")
    pages = [path.parent.relative_to(large.output).as_posix() for path in large.output.glob("*/stories/a-z/**/*.html")]
    assert len(pages) > len(TITLES)
    assert [name for name in pages if f"<loc>{URL}/{name}/</loc>" not in written] == []


def test_a_story_told_elsewhere_is_labelled(large: Built) -> None:
    found = page(large, "ru/stories/a-z/other/")
    link = found.select_one(".alphabet-entries a")
    assert (link.text, link["lang"], link["hreflang"]) == ("Anchor", "en", "en")
    assert found.select_one(".alphabet-language").text == "English"
    assert entries(page(large, "ru/stories/a-z/u434/")) == ["Дверь"]


def test_another_title_makes_only_the_letters_that_it_leaves_and_comes_to(large: Built) -> None:
    with mock.patch(PER_PAGE, 2):
        changed, _ = made(large, {"stories/board/en.md": original("Chair")})
    assert {name for name in changed if name.startswith("en/stories/a-z/")} == {
        f"en/stories/a-z/{name}index.html" for name in ("", "b/", "b/page/2/", "c/", "c/page/2/")
    }


def test_a_text_makes_no_letter(large: Built) -> None:
    with mock.patch(PER_PAGE, 2):
        changed, _ = made(large, {"stories/board/en.md": original("Board", "Another text.\n")})
    assert changed == {"en/stories/board/index.html"}


def test_both_orders_lead_to_each_other_and_home_leads_to_both(large: Built) -> None:
    orders = ["/en/stories/", "/en/stories/a-z/"]
    for address in ("en/stories/", "en/stories/a-z/", "en/stories/a-z/b/"):
        assert [link["href"] for link in page(large, address).select(".orders a")] == orders
    assert [link["href"] for link in page(large, "en/").select(".more a")] == [*orders, "/en/figures/"]


def test_stories_by_date_stand_under_their_years(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"stories/{title.lower()}/en.md": original(title, date=f"{2024 + at // 2}-01-0{at + 1}")
        for at, title in enumerate(TITLES[:4])
    }
    found = page(build_site(tmp_path, files), "en/stories/")
    assert [heading.text for heading in found.select("main h2[id^=year]")] == ["2025", "2024"]
    assert [link.text for link in found.select(".card-title a")] == ["Boat", "Board", "Apple", "Anchor"]


def test_no_story_can_take_the_address_of_the_alphabet(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original(slug="a-z")})
    assert site.codes == ["stories/bad-slug"]
