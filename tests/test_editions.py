"""Editions: every language has its home, stories, shelves and feeds; every address is the promised one and leads on."""

import io
import json
import re
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image, PngImagePlugin

from plugins.editions.pictured import SIZES
from plugins.proof import prove
from tests.tiny import (
    EXIT,
    SCRIPTS,
    URL,
    VOCABULARY,
    Built,
    build,
    build_site,
    content,
    original,
    snapshot,
    translation,
)

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

HARBOUR = original(
    text="Read [about the quay](../quay/#how-it-went) and [the judgment](https://court.example/1).\n",
    categories="[response-stories, news]",
    country="[KZ, GE]",
    populations="[plwh]",
    rights="[work]",
    settings="[hospital]",
    outcome="restored",
    content_notice="[threats]",
    modified="2026-04-01",
)
QUAY = original("Quay", "The secret of the quay.\n\n## How it went\n\nWell.\n", categories="[news]", date="2026-03-10")
DORMITORY = original("Общежитие", "Текст.\n", summary="О комнате.", date="2026-03-11", slug="obshchezhitie")
ABOUT = "---\ntitle: {0}\nsummary: Who.\nstatus: published\nreviewed: 2026-03-01\n{1}---\n[See](../../stories/quay/)\n"
FILES = {
    "stories/harbour/en.md": HARBOUR,
    "stories/harbour/ru.md": translation(HARBOUR, text="[Причал](../quay/), [мы](../../pages/about/).\n", slug="gavan"),
    "stories/quay/en.md": QUAY,
    "stories/dormitory/ru.md": DORMITORY,
    "pages/about/en.md": ABOUT.format("About", ""),
    "pages/about/ru.md": ABOUT.format("О нас", "translation_of: en@000000000000\nslug: o-nas\n"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two stories in English, two in Russian, none in Kazakh. Tests only read it."""
    built = build_site(tmp_path_factory.mktemp("editions"), FILES)
    assert built.codes == []
    return built


def page(site: Built, address: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(f"{address}index.html"), "html.parser")


def cards(found: BeautifulSoup) -> list[str]:
    return [link["href"] for link in found.select(".card-title a")]


def addresses(site: Built) -> set[str]:
    """Return every file of a site as an address, the list of its own files left out."""
    names = {path.relative_to(site.output).as_posix() for path in site.output.rglob("*") if path.is_file()}
    return {name.removesuffix("index.html") for name in names if not name.startswith(".")}


UNTOLD = ("harbour", "obshchezhitie", "quay")  # not told in Kazakh


def test_every_address_is_the_promised_one_and_there_is_no_other(site: Built) -> None:
    shelves = """categories/news/ categories/response-stories/ countries/ge/ countries/kz/ outcomes/restored/
        populations/plwh/ rights/work/""".split()
    listings = ["", "stories/", "stories/a-z/", "figures/", "figures.csv", *shelves]
    every = addresses(site)
    cards = {address for address in every if re.fullmatch(r"cards/[0-9a-f]{16}\.png", address)}
    assert len(cards) == 4
    assert every - cards == {
        "", "404.html", "_headers", "icon.png", "robots.txt", "sitemap.xml",
        *(f"{code}/{listing}" for code in ("en", "ru", "kk") for listing in listings),
        "en/stories/harbour/", "en/stories/quay/", "ru/stories/gavan/", "ru/stories/obshchezhitie/",
        "en/about/", "ru/o-nas/", "kk/about/",
        "en/stories/obshchezhitie/", "ru/stories/quay/", *(f"kk/stories/{slug}/" for slug in UNTOLD),
        *(f"{code}/cards/newest.json" for code in ("en", "ru", "kk")),
        *(f"{code}/feeds/{name}" for code in ("en", "ru") for name in ("all.atom.xml", "all.json")),
        *(f"{code}/feeds/categories/{name}.atom.xml" for code in ("en", "ru") for name in ("news", "response-stories")),
    }  # fmt: skip


def test_the_root_offers_every_edition_and_sends_nobody_on(site: Built) -> None:
    root = page(site, "")
    assert [(link["href"], link["hreflang"]) for link in root.select(".editions a")] == [
        ("/en/", "en"), ("/ru/", "ru"), ("/kk/", "kk"),
    ]  # fmt: skip
    assert root.find("meta", attrs={"http-equiv": "refresh"}) is None
    assert root.find("link", hreflang="x-default")["href"] == f"{URL}/"
    assert [item["lang"] for item in root.select(".editions li")] == ["en", "ru", "kk"]


def test_a_missing_address_is_answered_in_every_language_and_not_listed(site: Built) -> None:
    lost = BeautifulSoup(site.read("404.html"), "html.parser")
    assert [item["lang"] for item in lost.select(".editions li")] == ["en", "ru", "kk"]
    assert lost.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "404" not in site.read("sitemap.xml")


def test_where_a_story_is_not_told_a_reader_is_led_to_the_languages_that_tell_it(site: Built) -> None:
    there = page(site, "kk/stories/harbour/")
    links = there.select(".editions a")
    assert [(link["href"], link["hreflang"], link.text) for link in links] == [
        ("/en/stories/harbour/", "en", "English"), ("/ru/stories/gavan/", "ru", "Русский"),
    ]  # fmt: skip
    assert [item["lang"] for item in there.select(".editions li")] == ["en", "ru"]
    assert there.html["lang"] == "kk"
    assert there.find("meta", attrs={"http-equiv": "refresh"}) is None
    assert there.find("link", rel="alternate", hreflang=True) is None
    assert there.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert [link["href"] for link in page(site, "kk/about/").select(".editions a")] == ["/en/about/", "/ru/o-nas/"]


def test_what_was_told_and_taken_back_is_not_said_to_be_untranslated(tmp_path: Path) -> None:
    told = original()
    files = {"stories/harbour/en.md": told, "stories/harbour/ru.md": translation(told, status="withdrawn")}
    built = build_site(tmp_path, files)
    assert built.codes == []
    assert built.has("kk/stories/harbour/index.html")
    assert not built.has("ru/stories/harbour/index.html")


def test_the_address_of_another_story_is_left_to_it(tmp_path: Path) -> None:
    other = original("Quay", slug="pier")
    files = {
        "stories/harbour/en.md": original(),
        "stories/quay/en.md": other,
        "stories/quay/ru.md": translation(other, slug="harbour"),
    }
    built = build_site(tmp_path, files)
    assert built.codes == []
    assert page(built, "ru/stories/harbour/").h1.text == "Гавань"


def test_an_edition_begins_with_its_newest_stories_and_counts_its_shelves(site: Built) -> None:
    home = page(site, "en/")
    assert cards(home) == ["/en/stories/quay/", "/en/stories/harbour/", "/ru/stories/obshchezhitie/"]
    counts = {item.a["href"]: item.select_one(".shelves-count").text for item in home.select(".shelves li")}
    assert counts["/en/categories/news/"] == "2"
    assert counts["/en/categories/response-stories/"] == "2"
    assert counts["/en/countries/ge/"] == "1"
    assert "Read all 3 stories" in home.select_one(".more").text


def test_shelves_stand_in_the_languages_order(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"stories/harbour/en.md": original(country="[KZ, AZ, GE, UZ]")})
    links = page(built, "kk/").select('.shelves a[href^="/kk/countries/"]')
    assert [link.text for link in links] == ["Әзірбайжан", "Грузия", "Қазақстан", "Өзбекстан"]


def test_a_story_stands_on_each_shelf_it_is_filed_under(site: Built) -> None:
    for shelf in ("categories/news", "categories/response-stories", "countries/kz", "countries/ge", "rights/work"):
        assert "/en/stories/harbour/" in cards(page(site, f"en/{shelf}/"))
    assert cards(page(site, "en/rights/work/")) == ["/en/stories/harbour/"]


def test_a_term_that_no_story_uses_has_no_shelf(site: Built) -> None:
    assert not site.has("en/rights/health-care/")
    assert "health-care" not in site.read("en/index.html")


def test_a_fact_without_a_shelf_is_shown_without_a_link(site: Built) -> None:
    (place,) = [fact for fact in page(site, "en/stories/harbour/").select(".details dd") if fact.text == "Hospital"]
    assert place.a is None
    assert not site.has("en/settings/")


def test_stories_told_elsewhere_stand_apart_and_labelled(site: Built) -> None:
    shelf = page(site, "en/categories/response-stories/")
    assert cards(shelf) == ["/en/stories/harbour/", "/ru/stories/obshchezhitie/"]
    (other,) = shelf.select('section[aria-labelledby="elsewhere"] .card')
    assert (other.a["lang"], other.a["hreflang"], other.a.text) == ("ru", "ru", "Общежитие")
    assert other.select_one(".card-language").text == "Русский"
    assert other.select_one(".card-summary span")["lang"] == "ru"
    assert shelf.select_one(".counts").text.strip() == "2 stories, published in 2026; in this language: 1."


def test_a_shelf_says_what_it_holds(site: Built, tmp_path: Path) -> None:
    older = original("Station", date="2024-12-31", country="UZ", rights="[work]")
    built = build_site(tmp_path, {**FILES, "stories/station/en.md": older})

    def said(address: str, kept: Built = built) -> str:
        return str(page(kept, address).select_one(".counts").text.strip())

    assert said("en/rights/work/") == "2 stories from 3 countries, published in 2024 – 2026; in this language: 2."
    assert said("ru/rights/work/") == "2 истории из 3 стран за 2024–2026 годы; на этом языке: 1."
    assert said("kk/rights/work/") == "2024–2026 жылдары жарияланған 2 оқиға, 3 ел; осы тілде: 0."
    assert said("en/countries/uz/") == "1 story, published in 2024; in this language: 1."
    # One story names no country: how many there are is not known.
    assert said("en/stories/", site) == "3 stories, published in 2026; in this language: 2."


def test_a_shelf_leads_to_its_neighbours(site: Built) -> None:
    shelf = page(site, "en/categories/news/")
    found = {
        item.a["href"]: item.select_one(".shelves-count") and item.select_one(".shelves-count").text
        for item in shelf.select('nav[aria-labelledby="neighbours"] li')
    }
    assert found == {
        "/en/rights/work/": "1", "/en/populations/plwh/": "1", "/en/countries/ge/": "1", "/en/countries/kz/": "1",
        "/en/outcomes/restored/": "1", "/en/categories/response-stories/": "1",
    }  # fmt: skip
    assert page(site, "en/stories/").select('nav[aria-labelledby="neighbours"]') == []


def test_an_edition_without_stories_of_its_own_still_has_its_shelves(site: Built) -> None:
    shelf = page(site, "kk/categories/news/")
    assert [link.parent.parent.select_one(".card-language").text for link in shelf.select(".card-title a")] == [
        "English", "English",
    ]  # fmt: skip
    assert not site.has("kk/feeds/all.atom.xml")
    assert "feeds" not in site.read("kk/index.html")


def test_a_listing_is_cut_into_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    files = {f"stories/story-{n}/en.md": original(f"Story {n}", date=f"2026-01-0{n}") for n in range(1, 6)}
    built = build_site(tmp_path, files, EDITIONS_PER_PAGE=2)
    assert built.codes == []
    listed = ["en/stories/", "en/stories/page/2/", "en/stories/page/3/"]
    shown = [cards(page(built, address)) for address in listed]
    assert shown == [
        ["/en/stories/story-5/", "/en/stories/story-4/"],
        ["/en/stories/story-3/", "/en/stories/story-2/"],
        ["/en/stories/story-1/"],
    ]
    second = page(built, listed[1])
    assert (second.find("a", rel="prev")["href"], second.find("a", rel="next")["href"]) == (
        "/en/stories/", "/en/stories/page/3/",
    )  # fmt: skip
    assert second.title.text.startswith("All stories, page 2")
    assert page(built, listed[0]).find("a", rel="prev") is page(built, listed[2]).find("a", rel="next") is None
    assert not built.has("en/stories/page/1/")
    assert not built.has("en/stories/page/4/")
    assert built.has("en/categories/response-stories/page/3/index.html")


def test_a_slug_belongs_to_one_language(site: Built) -> None:
    english, russian = page(site, "en/stories/harbour/"), page(site, "ru/stories/gavan/")
    expected = {"en": f"{URL}/en/stories/harbour/", "ru": f"{URL}/ru/stories/gavan/"}
    expected["x-default"] = expected["en"]
    for found in (english, russian):
        assert {link["hreflang"]: link["href"] for link in found.find_all("link", hreflang=True)} == expected
        assert [link["href"] for link in found.select(".languages a")] == ["/en/stories/harbour/", "/ru/stories/gavan/"]
    assert russian.select_one('.languages a[aria-current="true"]')["lang"] == "ru"
    assert not site.has("ru/stories/harbour/")


def test_the_default_of_a_story_is_its_original(site: Built) -> None:
    only = page(site, "ru/stories/obshchezhitie/")
    links = {link["hreflang"]: link["href"] for link in only.find_all("link", hreflang=True)}
    assert set(links.values()) == {f"{URL}/ru/stories/obshchezhitie/"}
    assert set(links) == {"ru", "x-default"}
    assert only.select(".languages") == []


def test_a_link_leads_to_the_readers_language_else_to_the_original_labelled(site: Built) -> None:
    english, russian = (
        page(site, address).select_one(".text") for address in ("en/stories/harbour/", "ru/stories/gavan/")
    )
    assert english.a["href"] == "/en/stories/quay/#how-it-went"
    quay, about = russian.select("a")
    assert (quay["href"], quay["hreflang"]) == ("/en/stories/quay/", "en")
    assert "Причал (английский)" in russian.text
    assert (about["href"], about.get("hreflang")) == ("/ru/o-nas/", None)


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("../quay/", "/en/stories/quay/"),
        ("../quay", "/en/stories/quay/"),
        ("../quay/en.md", "/en/stories/quay/"),
        ("../quay/#how-it-went", "/en/stories/quay/#how-it-went"),
        ("{filename}/stories/quay/en.md#how-it-went", "/en/stories/quay/#how-it-went"),
        ("{filename}../quay/en.md", "/en/stories/quay/"),
        ("../../pages/about/", "/en/about/"),
        ("#here", "#here"),
        ("mailto:us@stories.example", "mailto:us@stories.example"),
        ("tel:+77000000000", "tel:+77000000000"),
        ("https://court.example/?a=1&b=2", "https://court.example/?a=1&b=2"),
    ],
)
def test_a_link_may_be_written_in_many_ways(link: str, href: str, tmp_path: Path) -> None:
    text = f"## Here\n\n[words]({link})\n"
    allowed = "- {value: us@stories.example, why: ours}\n- {value: +7 700 000 00 00, why: a hotline}\n"
    built = build_site(tmp_path, {**FILES, "allowed.yaml": allowed, "stories/pier/en.md": original("Pier", text)})
    assert built.codes == []
    assert page(built, "en/stories/pier/").select_one(".text a")["href"] == href


def test_a_link_to_a_heading_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    built = build_site(tmp_path, {**FILES, "stories/pier/en.md": original("Pier", "[x](../quay/#lost)\n")})
    assert built.codes == ["proof/broken-anchor"]
    assert not built.output.exists()


@pytest.mark.parametrize("words", ["Main", "Also read", "Newest", "Shelves", "Elsewhere", "Главное"])
def test_a_heading_may_have_any_words(words: str, tmp_path: Path) -> None:
    """Its id must not be one that the page has already."""
    text = f"## {words}\n\nA.\n\n## {words}\n\nB.\n"
    about = ABOUT.format("About", "").replace("[See]", f"{text}\n[See]")
    built = build_site(tmp_path, {**FILES, "stories/pier/en.md": original("Pier", text), "pages/about/en.md": about})
    assert built.codes == []


def test_links_outside_say_so_and_only_declared_ones_are_published(site: Built) -> None:
    link = page(site, "en/stories/harbour/").find("a", href="https://court.example/1")
    assert link["rel"] == ["external", "noreferrer"]
    outside = {
        link["href"]
        for path in site.output.rglob("*.html")
        for link in BeautifulSoup(path.read_text("utf-8"), "html.parser").find_all("a", href=True)
        if not link["href"].startswith(("/", "#"))
    }
    assert outside == {"https://court.example/1", EXIT}


def test_a_content_notice_stands_before_the_text(site: Built) -> None:
    article = page(site, "ru/stories/gavan/").article
    assert "угрозы" in article.select_one(".notice").text
    assert article.decode().index('class="notice"') < article.decode().index('class="text"')


def test_a_partners_publication_bears_the_disclaimer_in_the_readers_language(tmp_path: Path) -> None:
    english = original(partner="{name: The partner, url: https://partner.example/text}")
    built = build_site(tmp_path, {"stories/harbour/en.md": english, "stories/harbour/ru.md": translation(english)})
    for code, words in (("en", "Partner"), ("ru", "партнёр")):
        disclaimer = page(built, f"{code}/stories/harbour/").select_one(".disclaimer")
        assert words in disclaimer.strong.text
        assert disclaimer.a["href"] == "https://partner.example/text"
        (data, _) = structured(built, f"{code}/stories/harbour/")
        assert (data["author"]["name"], "license" in data) == ("The partner", False)


def structured(site: Built, address: str) -> list[dict[str, object]]:
    return json.loads(page(site, address).find("script", type="application/ld+json").string)["@graph"]


def test_structured_data_tell_what_a_telling_is(site: Built) -> None:
    english, russian = (structured(site, address)[0] for address in ("en/stories/harbour/", "ru/stories/gavan/"))
    assert (english["@type"], english["headline"], english["inLanguage"]) == ("Article", "Harbour", "en")
    assert (english["datePublished"], english["dateModified"]) == ("2026-03-09", "2026-04-01")
    assert [work["@id"] for work in english["workTranslation"]] == [f"{URL}/ru/stories/gavan/"]
    assert russian["translationOfWork"]["@id"] == english["@id"] == f"{URL}/en/stories/harbour/"
    assert "author" in english
    assert english["author"]["@type"] == "Organization"


def test_no_title_breaks_out_of_its_place(tmp_path: Path) -> None:
    title = '</script></title><b>A & "B"</b> ]]>'
    harbour = original(f"'{title}'", summary=f"'{title}'")
    built = build_site(tmp_path, {"stories/harbour/en.md": harbour, "stories/quay/en.md": QUAY})
    assert built.codes == []
    found = page(built, "en/stories/harbour/")
    assert (found.h1.text, found.find("b")) == (title, None)
    assert structured(built, "en/stories/harbour/")[0]["headline"] == title
    assert not set("<>&") & set(found.find("script", type="application/ld+json").string)
    feed = ElementTree.fromstring(built.read("en/feeds/all.atom.xml"))
    assert title in [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_feeds_hold_summaries_and_no_text(site: Built) -> None:
    for name in ("en/feeds/all.atom.xml", "en/feeds/all.json", "en/feeds/categories/news.atom.xml"):
        text = site.read(name)
        assert "What happened in Quay." in text
        assert "secret of the quay" not in text
        assert f"{URL}/en/stories/quay/" in text
        assert "Общежитие" not in text
    feed = ElementTree.fromstring(site.read("ru/feeds/categories/response-stories.atom.xml"))
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Общежитие", "Гавань"]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"


def test_a_feed_holds_the_twenty_newest(tmp_path: Path) -> None:
    files = {f"stories/story-{n}/en.md": original(f"Story {n}", date=f"2026-01-{n:02}") for n in range(1, 24)}
    built = build_site(tmp_path, files)
    items = json.loads(built.read("en/feeds/all.json"))["items"]
    assert [item["title"] for item in items] == [f"Story {n}" for n in range(23, 3, -1)]


def test_the_sitemap_holds_every_page_and_its_alternates_lead_back(site: Built) -> None:
    urls = {
        url.findtext(f"{SITEMAP}loc"): {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        for url in ElementTree.fromstring(site.read("sitemap.xml"))
    }
    pages = {address for address in addresses(site) if address.endswith("/") or not address}
    pages = {address for address in pages if page(site, address).find("meta", attrs={"name": "robots"}) is None}
    assert set(urls) == {f"{URL}/{address}" for address in pages}
    for own, alternates in urls.items():
        assert own in alternates.values()
        for href in alternates.values():
            assert own in urls[href].values()
    assert f"Sitemap: {URL}/sitemap.xml" in site.read("robots.txt")


def test_the_sitemap_says_when_a_story_was_changed(site: Built) -> None:
    for url in ElementTree.fromstring(site.read("sitemap.xml")):
        if url.findtext(f"{SITEMAP}loc") == f"{URL}/en/stories/harbour/":
            assert url.findtext(f"{SITEMAP}lastmod") == "2026-04-01"


@pytest.mark.parametrize("given", ["https://host.example/sub", "https://host.example/sub/"])
def test_a_site_may_stand_below_a_path(given: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES, SITEURL=given)
    assert built.codes == []
    assert prove(built.output, "https://host.example/sub", {"https://court.example/1", EXIT}, SCRIPTS) == []
    for path in built.output.rglob("*.html"):
        found = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        inside = [link["href"] for link in found.find_all("a") if not link["href"].startswith(("#", "https://"))]
        assert all(href.startswith("/sub/") for href in inside)
        heads = [link["href"] for link in found.find_all("link")]
        assert all(urljoin("https://host.example/", href).startswith("https://host.example/sub/") for href in heads)
    assert "https://host.example/sub/en/stories/quay/" in built.read("en/feeds/all.json")
    trail = structured(built, "en/stories/quay/")[1]["itemListElement"]
    assert trail[0]["item"] == "https://host.example/sub/en/"


@pytest.mark.parametrize(
    "given", ["", "stories.example", "//stories.example", "ftp://stories.example", "https://a.example/?x"]
)
def test_a_site_without_a_whole_address_is_not_built(given: str, tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES, SITEURL=given)
    assert built.codes == ["editions/bad-siteurl"]
    assert not built.output.exists()


def test_a_term_named_only_in_another_language_is_marked(tmp_path: Path) -> None:
    words = VOCABULARY.replace("news: {en: News, ru: Новости, kk: Жаңалықтар}", "news: {uz-latn: Yangiliklar}")
    built = build_site(tmp_path, {"vocabulary.yaml": words, "stories/quay/en.md": QUAY})
    link = page(built, "en/").find("a", href="/en/categories/news/")
    assert (link["lang"], link.text) == ("uz-Latn", "Yangiliklar")


PLANTED = [b"PLANTED", b"Exif", b"http://ns.adobe.com", b"tEXt", b"iTXt", b"eXIf", b"ICC", b"Night shift"]


def photograph(size: tuple[int, int] = (80, 50)) -> bytes:
    """Return a JPEG that says where, when and by whom it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = "PLANTED description", "PLANTED artist", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 15.0, 0.0), 3: "E", 4: (76.0, 57.0, 0.0)})
    exif.get_ifd(0x8769)[0x9286] = b"PLANTED user comment"
    stream = io.BytesIO()
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>PLANTED</x>"
    gradient = Image.linear_gradient("L").resize(size).convert("RGB")
    gradient.save(stream, "JPEG", exif=exif, comment=b"PLANTED comment", xmp=xmp, icc_profile=b"PLANTED profile")
    return stream.getvalue() + b"PLANTED tail"


def drawing(kind: str = "PNG") -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "PLANTED author")
    texts.add_itxt("Comment", "PLANTED note")
    exif = Image.Exif()
    exif[0x010E] = "PLANTED description"
    stream = io.BytesIO()
    more = {"pnginfo": texts} if kind == "PNG" else {"xmp": b"PLANTED"}
    Image.new("RGBA", (20, 10), (0, 90, 90, 128)).save(stream, kind, exif=exif, icc_profile=b"PLANTED profile", **more)
    return stream.getvalue() + b"PLANTED tail"


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A story with a photograph on top, and a drawing and a WebP in its text, all full of metadata."""
    text = "![A plan](planted-plan.png)\n\n![A map](map.webp)\n\n[The photograph](Night-shift.jpg)\n"
    built = build_site(
        tmp_path_factory.mktemp("pictured"),
        {
            "stories/harbour/en.md": original(text=text, picture="Night-shift.jpg", picture_alt="A corridor"),
            "stories/harbour/Night-shift.jpg": photograph(),
            "stories/harbour/planted-plan.png": drawing(),
            "stories/harbour/map.webp": drawing("WEBP"),
        },
    )
    assert built.codes == []
    return built


def test_nothing_of_a_pictures_metadata_or_name_is_published(pictured: Built) -> None:
    assert all(mark in photograph() + drawing() for mark in (b"PLANTED", b"Exif", b"tEXt", b"iTXt", b"eXIf"))
    for path in pictured.output.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert [
                mark for mark in PLANTED if mark in data and (mark == b"PLANTED" or path.parent.name == "pictures")
            ] == []
            assert b"night-shift" not in data.lower()
            assert b"planted-plan" not in data


def test_pictures_bear_neutral_names_and_show_what_they_showed(pictured: Built) -> None:
    found = page(pictured, "en/stories/harbour/")
    lead, plan, chart = found.select("main img")
    assert (lead["alt"], plan["alt"], chart["alt"]) == ("A corridor", "A plan", "A map")
    names = sorted(path.name for path in (pictured.output / "pictures").iterdir())
    shown = [image["src"] for image in (lead, plan, chart)] + [each["srcset"][:-4] for each in found.select("source")]
    assert sorted(address.rsplit("/", 1)[1] for address in shown) == names
    assert all(len(name.split(".")[0]) == 16 and int(name.split(".")[0], 16) for name in names)
    assert found.find("a", string="The photograph")["href"] == lead["src"]
    for image in (lead, plan, chart):
        with Image.open(pictured.output / image["src"].lstrip("/")) as opened:
            assert opened.size == (int(image["width"]), int(image["height"]))
            assert opened.format == ("JPEG" if image is lead else "PNG")  # others can show what is transparent
            assert not opened.getexif()
            assert not {"comment", "icc_profile", "exif", "xmp", "Author", "photoshop"} & set(opened.info)
    assert (lead["width"], lead["height"]) == ("50", "80")  # turned upright, as its metadata asked
    with Image.open(pictured.output / plan["src"].lstrip("/")) as opened:
        assert opened.mode == "RGBA"
        assert opened.getpixel((3, 3)) == (0, 90, 90, 128)


def test_search_engines_are_told_of_the_cleaned_picture(pictured: Built) -> None:
    shown = page(pictured, "en/stories/harbour/").select_one("main img")["src"]
    assert structured(pictured, "en/stories/harbour/")[0]["image"] == f"{URL}{shown}"


def test_a_picture_is_offered_in_every_width_and_leaves_its_place_free(tmp_path: Path) -> None:
    text = '![A "quay" & sea](quay.png "Seen from *here*")\n\n[Large](quay.png)\n'
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((1500, 1000)).save(stream, "PNG")
    files: dict[str, str | bytes] = {
        "stories/harbour/en.md": original(text=text, picture="quay.png", picture_alt='A "quay"'),
        "stories/harbour/quay.png": stream.getvalue(),
    }
    built = build_site(tmp_path, files)
    assert built.codes == []
    html = built.read("en/stories/harbour/index.html")
    small, middle, large = (f"/pictures/{name}" for name in by_width(built, ".jpg"))
    srcset = f"{small} 400w, {middle} 800w, {large} 1200w"
    modern = ", ".join(f"/pictures/{name} {width}w" for name, width in by_width(built, ".avif").items())
    first = (
        f'<picture><source type="image/avif" srcset="{modern}" sizes="{SIZES}"><img src="{small}" srcset="{srcset}"'
        f' sizes="{SIZES}" alt="A &#34;quay&#34;" width="1200" height="800" decoding="async"></picture>'
    )
    assert f"<figure>{first}</figure>" in html
    words = 'alt="A &#34;quay&#34; &amp; sea" title="Seen from *here*" width="1200" height="800" loading="lazy"'
    assert first.replace('alt="A &#34;quay&#34;" width="1200" height="800"', words) in html
    assert f'<a href="{large}">Large</a>' in html
    assert structured(built, "en/stories/harbour/")[0]["image"] == f"{URL}{large}"


def by_width(built: Built, ending: str) -> dict[str, int]:
    """Return the published pictures of one kind, from narrow to wide, each with its width."""
    found = {path.name: Image.open(path).width for path in (built.output / "pictures").glob(f"*{ending}")}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def test_the_same_picture_in_two_stories_is_one_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for name in ("amber", "birch"):
        files |= {
            f"stories/{name}/en.md": original(name, f"![A]({name}.jpg)\n"),
            f"stories/{name}/{name}.jpg": photograph(),
        }
    built = build_site(tmp_path, files)
    assert built.codes == []
    assert len(list((built.output / "pictures").glob("*.jpg"))) == 1


def test_what_is_no_picture_stops_the_build(tmp_path: Path) -> None:
    files = {"stories/harbour/en.md": original(text="![A](p.jpg)\n"), "stories/harbour/p.jpg": b"<svg onload='x()'/>"}
    built = build_site(tmp_path, files)
    assert built.lines == ["stories/harbour/p.jpg:1: pictures/unusable"]
    assert not built.output.exists()


def test_no_page_loads_anything_but_its_own_pictures(site: Built, pictured: Built) -> None:
    for built in (site, pictured):
        for path in built.output.rglob("*.html"):
            found = BeautifulSoup(path.read_text("utf-8"), "html.parser")
            assert all(image["src"].startswith("/pictures/") for image in found.find_all("img"))
            scripts = [script for script in found.find_all("script") if script.get("type") != "application/ld+json"]
            assert {(str(script.attrs), SCRIPTS.wrong(script.string)) for script in scripts} == {("{}", ())}
            assert found.find_all(["iframe", "object", "embed", "form", "base"]) == []
            assert (
                "default-src 'none'" in found.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
            )


def test_no_page_names_an_author(site: Built) -> None:
    assert all("author" not in address for address in addresses(site))
    assert all('name="author"' not in path.read_text("utf-8") for path in site.output.rglob("*.html"))


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    folder = content(tmp_path, FILES)
    first = snapshot(build(folder).output)
    assert snapshot(build(folder).output) == first
