"""Every page and feed of the real site is what its readers' machines expect."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from pelican.settings import read_settings

from bench.readers.checkers import Said, html_validate, vnu
from plugins.editions import addresses
from plugins.editions.preparing import today
from tests.conftest import collected
from tests.tiny import ROOT, URL, Built, Library, read_library

ATOM = "{http://www.w3.org/2005/Atom}"
OF_ENTRIES = {"id", "title", "link", "published", "updated", "summary", "category"}  # `content` is not among them
OF_ITEMS = {
    "id", "url", "title", "summary", "content_text", "date_published", "date_modified", "language",
}  # fmt: skip
SENTENCE = re.compile(r"(?<=[.!?…])[\"”»)]?\s+")
SHORTEST = 25  # Characters; shorter sentences may stand in a summary by chance.

SCRIPTS = {
    "Latin": "[A-Za-z]", "Cyrillic": "[Ѐ-ӿ]", "Arabic": "[ء-ي]", "Armenian": "[Ա-և]", "Georgian": "[ა-ჿ]",
}  # fmt: skip
CYRILLIC = frozenset("ru kk uk ky tg mk be bg sr mn uz-Cyrl".split())
OTHER_SCRIPTS = {"ar": "Arabic", "hy": "Armenian", "ka": "Georgian"}
KAZAKH = "[әғқңөұүһӘҒҚҢӨҰҮҺ]"

Check = Callable[[Sequence[Path]], Iterable[Said]]
Pages = dict[str, BeautifulSoup]


def library_of(site: Built) -> Library:
    """Return what the built site was made from."""
    languages = read_settings(str(ROOT / "pelicanconf.py"))["LANGUAGES"]
    library, _ = read_library(site.content, languages, today(), drafts=False)
    return library


def graph(page: BeautifulSoup) -> dict[str, dict[str, Any]]:
    """Return a page's structured data by type."""
    data: dict[str, dict[str, Any]] = {}
    for script in page.find_all("script", type="application/ld+json"):
        found = json.loads(script.string)
        assert found["@context"] == "https://schema.org"
        data |= {node["@type"]: node for node in found["@graph"]}
    return data


@pytest.mark.usefixtures("checkers")
@pytest.mark.parametrize("check", [vnu, html_validate])
def test_the_checkers_of_html_find_nothing(real_site: Built, sample_site: Built, check: Check) -> None:
    files = [path for site in (real_site, sample_site) for path in sorted(site.output.rglob("*.html"))]
    with collected() as wrong:
        wrong += [f"{file.split('/output/')[-1]}:{line}: {said}" for file, line, said in check(files)]


@pytest.mark.usefixtures("checkers")
@pytest.mark.parametrize("check", [vnu, html_validate])
def test_the_checkers_of_html_would_find_an_error(real_site: Built, tmp_path: Path, check: Check) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text(real_site.read("404.html").replace("</h1>", "</h2>"), "utf-8")
    assert list(check([broken]))


def test_every_foreign_phrase_says_its_language(real_pages: Pages, sample_pages: Pages) -> None:
    """A screen reader speaks each text as the language that stands on it. WCAG 2.2, 3.1.2: language of parts."""
    with collected() as wrong:
        for address, page in [*real_pages.items(), *sample_pages.items()]:
            wrong += [f"{address}: {said}" for said in misspoken(page)]


def test_a_foreign_phrase_without_its_language_would_be_seen() -> None:
    page = BeautifulSoup(
        "<html lang=en><p>Гавань<p lang=ru>Гавань<p lang=ru>In the harbour of the city<p lang=ru>Қазақ"
        "<body lang=en><a href=/kk/ hreflang=kk>x</a><a href=/kk/ hreflang=kk lang=kk>x</a>",
        "html.parser",
    )
    assert list(misspoken(page)) == [
        'en: "Гавань" is not written in Latin',
        'ru: "In the harbour of the city" is not written in Cyrillic',
        'ru: "Қазақ" has letters that only Kazakh has',
        'en: a link to a page in kk says "x"',
    ]


def misspoken(page: BeautifulSoup) -> Iterator[str]:
    """Yield what is not in the language that stands on it, as far as letters tell. Names may keep their Latin letters,
    so that three such words or fewer are no fault."""
    for text in page.html.find_all(string=True):
        if isinstance(text, PreformattedString) or text.find_parent(["script", "style"]) or not text.strip():
            continue
        code = text.find_parent(lang=True)["lang"]
        own = "Cyrillic" if code in CYRILLIC else OTHER_SCRIPTS.get(code, "Latin")
        used = {script: len(re.findall(letters, text)) for script, letters in SCRIPTS.items()}
        short = " ".join(text.split())[:80]
        for script, letters in used.items():
            if script != own and letters and (script != "Latin" or (not used[own] and len(text.split()) > 3)):
                yield f'{code}: "{short}" is not written in {own}'
        if code == "ru" and re.search(KAZAKH, text):
            yield f'{code}: "{short}" has letters that only Kazakh has'
    for link in page.select("body a[hreflang]"):
        code = link.get("lang") or link.find_parent(lang=True)["lang"]
        if code != link["hreflang"]:
            yield f'{code}: a link to a page in {link["hreflang"]} says "{link.get_text()}"'


def test_stories_and_only_stories_are_articles(real_pages: Pages, real_site: Built) -> None:
    tellings = {
        addresses.telling(told) for story in library_of(real_site).stories.values() for told in story.tellings.values()
    }
    assert {address for address, page in real_pages.items() if "Article" in graph(page)} == tellings


def test_an_article_is_in_the_language_of_its_page(real_pages: Pages) -> None:
    with collected() as wrong:
        for address, page in real_pages.items():
            data = graph(page)
            if "Article" not in data:
                continue
            article = data["Article"]
            found = {
                "inLanguage": (article["inLanguage"], page.html["lang"]),
                "url": (article["url"], f"{URL}/{address}"),
                "headline": (article["headline"], page.h1.get_text()),
                "description": (article["description"], page.find("meta", attrs={"name": "description"})["content"]),
            }
            wrong += [f"{address}: {key}: {a} is not {b}" for key, (a, b) in found.items() if a != b]


def test_translations_and_only_translations_name_the_work_they_translate(real_pages: Pages, real_site: Built) -> None:
    with collected() as wrong:
        for story in library_of(real_site).stories.values():
            for told in story.tellings.values():
                article = graph(real_pages[addresses.telling(told)])["Article"]
                named = article.get("translationOfWork", {}).get("@id")
                expected = told.translates and f"{URL}/{addresses.telling(story.tellings[told.translates])}"
                if named != expected:
                    wrong.append(f"{told.path}: translationOfWork is {named}, not {expected}")
                if ("workTranslation" in article) != (not told.translates and len(story.tellings) > 1):
                    wrong.append(f"{told.path}: workTranslation belongs to originals that are translated")


def test_the_trail_ends_at_the_page(real_pages: Pages) -> None:
    for address, page in real_pages.items():
        data = graph(page)
        if "Article" in data:
            steps = data["BreadcrumbList"]["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert (steps[-1]["name"], steps[-1]["item"]) == (page.h1.get_text(), f"{URL}/{address}")


def test_alternates_lead_back(real_pages: Pages) -> None:
    """Search engines ignore hreflang links that are not returned (Google: Localized versions of your pages)."""
    linked = {
        f"{URL}/{address}": {link["hreflang"]: link["href"] for link in page.find_all("link", hreflang=True)}
        for address, page in real_pages.items()
    }
    with collected() as wrong:
        for own, alternates in linked.items():
            if alternates and own not in alternates.values():
                wrong.append(f"{own} does not name itself")
            for tag, href in alternates.items():
                others = linked.get(href, {})
                if tag == "x-default" and own not in [*others.values(), href]:
                    wrong.append(f"{own}: its default {href} does not lead back")
                elif tag != "x-default" and others != alternates:
                    wrong.append(f"{own}: {href} names other alternates")


def test_ids_and_labels_meet(real_pages: Pages) -> None:
    with collected() as wrong:
        for address, page in real_pages.items():
            ids = {tag["id"] for tag in page.find_all(id=True)}
            named = {
                name
                for tag in page.find_all(attrs={"aria-labelledby": True})
                for name in tag["aria-labelledby"].split()
            }
            wrong += [f"{address}: no #{name}" for name in sorted(named - ids)]


def test_feeds_hold_summaries_and_no_more(real_site: Built) -> None:
    feeds = sorted(real_site.output.glob("*/feeds/**/*.*"))
    assert {feed.suffix for feed in feeds} == {".xml", ".json"}
    for feed in feeds:
        if feed.suffix == ".xml":
            root = ElementTree.fromstring(feed.read_bytes())
            entries = root.findall(f"{ATOM}entry")
            assert entries
            for entry in entries:
                assert {child.tag.removeprefix(ATOM) for child in entry} <= OF_ENTRIES
                assert entry.find(f"{ATOM}summary").get("type") == "text"
        else:
            items = json.loads(feed.read_text("utf-8"))["items"]
            assert items
            for item in items:
                assert set(item) <= OF_ITEMS
                assert item["content_text"] == item["summary"]


def test_no_sentence_of_a_story_stands_in_a_feed(real_site: Built, real_pages: Pages) -> None:
    """What a feed carries outlives a correction or a withdrawal: readers' machines keep it."""
    texts = {
        path.relative_to(real_site.output).as_posix(): _squeezed(
            "".join(ElementTree.fromstring(path.read_bytes()).itertext())
            if path.suffix == ".xml"
            else json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False).replace('\\"', '"')
        )
        for path in real_site.output.glob("*/feeds/**/*.*")
    }
    looked = 0
    with collected() as wrong:
        for address, page in real_pages.items():
            if "Article" not in graph(page):
                continue
            own = _squeezed(page.find("meta", attrs={"name": "description"})["content"])
            for block in page.select(".text p, .text li, .text h2, .text h3, .text td"):
                for sentence in SENTENCE.split(block.get_text()):
                    squeezed = _squeezed(sentence)
                    if len(sentence) >= SHORTEST and squeezed not in own:
                        looked += 1
                        wrong += [f"{feed}: {sentence} ({address})" for feed, text in texts.items() if squeezed in text]
    assert looked > len(texts)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
