"""Planning: a page shows what its plan declares and nothing else, and an edit makes just the pages that show it."""

from pathlib import Path
from unittest import mock

import pytest

from plugins.editions import building
from plugins.editions.site import Shelf
from tests.editing import CONF, settled
from tests.tiny import URL, Built, build_site, original, snapshot, translation, write

KEYS = ["harbour", "lighthouse", "station", "bakery", "library", "workshop", "garden", "bridge"]


@pytest.fixture
def site(tmp_path: Path) -> Built:
    """Eight stories, one of them in Russian too, one page, and a link from the second to the first."""
    files: dict[str, str | bytes] = {f"stories/{key}/en.md": original(key.title()) for key in KEYS}
    files["stories/harbour/ru.md"] = translation(str(files["stories/harbour/en.md"]))
    files["stories/lighthouse/en.md"] = original("Lighthouse", "See [the harbour](../harbour/).\n")
    files["pages/about/en.md"] = original("About", date="", categories="", consent="")
    return build_site(tmp_path, files, ALSO_READ_LIMIT=0)


def made(site: Built, files: dict[str, str]) -> tuple[set[str], building.Done]:
    """Change some files and build as the command does; return which files are others then, and what was done."""
    places = {
        "PATH": str(site.content),
        "OUTPUT_PATH": str(site.output),
        "CACHE_PATH": str(site.content.parent / "cache"),
    }
    override = {**places, "SITEURL": URL, "ALSO_READ_LIMIT": 0}
    settled()
    building.build(CONF, override)  # type: ignore[arg-type]
    before = snapshot(site.output)
    write(site.content, files)  # type: ignore[arg-type]
    settled()
    done = building.build(CONF, override)  # type: ignore[arg-type]
    after = snapshot(site.output)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}, done


def test_a_shelf_gives_nothing_that_was_not_declared() -> None:
    shelf: Shelf[str] = Shelf({"harbour", "station"}, str.title)  # type: ignore[type-var]
    assert shelf["harbour"] == "Harbour"
    shelf.only = frozenset(["station"])
    assert shelf["station"] == "Station"
    with pytest.raises(LookupError, match="without having been declared"):
        shelf["harbour"]
    with pytest.raises(LookupError, match="without having been declared"):
        shelf.get("harbour")


@pytest.mark.parametrize("part", ["shows", "pages"])
def test_a_page_that_shows_what_its_plan_does_not_declare_is_not_made(part: str, site: Built) -> None:
    from plugins.editions.pressing import Press
    from tests.tiny import build

    real = Press.make
    with (
        mock.patch.object(Press, "make", lambda press, plan: real(press, plan._replace(**{part: ()}))),
        pytest.raises(LookupError, match="without having been declared"),
    ):
        build(site.content, site.output.with_name("second"), CACHE_PATH=str(site.content.parent / "other"))


def test_nothing_changed_makes_nothing(site: Built) -> None:
    changed, done = made(site, {})
    assert (changed, done.read, done.written) == (set(), 0, 0)


def test_a_body_makes_its_own_page_and_no_other(site: Built) -> None:
    changed, done = made(site, {"stories/station/en.md": original("Station", "Another text.\n")})
    assert changed == {"en/stories/station/index.html"}
    assert (done.read, done.written) == (1, 1)


def test_the_body_of_a_page_makes_that_page_and_no_other(site: Built) -> None:
    text = original("About", "Another text.\n", date="", categories="", consent="")
    changed, done = made(site, {"pages/about/en.md": text})
    assert changed == {"en/about/index.html"}
    assert (done.read, done.written) == (1, 1)


def test_the_body_of_a_translated_original_makes_the_pages_of_its_translations_too(site: Built) -> None:
    changed, _ = made(site, {"stories/harbour/en.md": original(text="Another text.\n")})
    assert changed == {"en/stories/harbour/index.html", "ru/stories/harbour/index.html"}


def test_a_title_makes_the_pages_that_show_it_and_no_other(site: Built) -> None:
    showing = {path for path in site.output.rglob("*") if path.is_file() and b">Station<" in path.read_bytes()}
    changed, done = made(site, {"stories/station/en.md": original("Stop")})
    assert {f"{code}/stories/index.html" for code in ("en", "ru", "kk")} <= changed
    assert {name for name in changed if name.endswith((".html", ".xml"))} == {
        path.relative_to(site.output).as_posix() for path in showing
    }
    there = {name for name in changed if (site.output / name).exists()} - {".made-by-response-stories.json"}
    assert done.written == len(there)  # what is gone is the card with the former title
    assert len(changed) == len(there) + 2


def test_the_title_of_a_story_makes_the_pages_that_link_to_it(site: Built) -> None:
    changed, _ = made(site, {"stories/harbour/en.md": original("Harbour", slug="old-harbour")})
    assert {"en/stories/lighthouse/index.html", "en/stories/old-harbour/index.html", "sitemap.xml"} <= changed
    assert "en/stories/station/index.html" not in changed


def every(*names: str) -> set[str]:
    return {f"{code}/{name}" for code in ("en", "ru", "kk") for name in names}


def test_another_right_makes_the_figures_and_the_first_pages_of_the_shelves_that_share_it(site: Built) -> None:
    made(site, {"stories/bakery/en.md": original("Bakery", rights="[work]", country="KZ")})
    changed, _ = made(site, {"stories/station/en.md": original("Station", rights="[work]")})
    shelves = every("categories/response-stories/index.html", "rights/work/index.html")
    others = every("index.html", "figures/index.html", "figures.csv")
    assert {name for name in changed if "/stories/" not in name and "/cards/" not in name} == shelves | others


def test_a_place_that_is_not_told_makes_its_own_page_and_what_finds_it(site: Built) -> None:
    changed, _ = made(site, {"stories/station/en.md": original("Station", settings="[hospital]")})
    cards = {name for name in changed if "/cards/" in name}
    assert len(cards) == 3
    assert changed - cards == {"en/stories/station/index.html", *every("stories/index.html")}
