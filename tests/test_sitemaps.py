"""Sitemaps: search engines are told of every page, in files that are never too large and seldom made anew."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from plugins.editions import sitemaps
from plugins.editions.sitemaps import Entry, _parts
from tests.editing import settled
from tests.tiny import URL, Built, build, build_site, original, snapshot, translation, write

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
KEYS = ["harbour", "lighthouse", "station", "bakery", "library", "workshop", "garden", "bridge", "market", "tower"]
MOST = 6


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    """Ten stories, one of them in Russian too, where a file holds no more than six addresses."""
    monkeypatch.setattr(sitemaps, "_MOST", MOST)
    files: dict[str, str | bytes] = {f"stories/{key}/en.md": original(key.title()) for key in KEYS}
    files["stories/harbour/ru.md"] = translation(str(files["stories/harbour/en.md"]))
    built = build_site(tmp_path, files, ALSO_READ_LIMIT=0)
    assert built.codes == []
    return built


def listed(site: Built, name: str) -> list[str]:
    return [str(found.text).removeprefix(f"{URL}/") for found in ElementTree.fromstring(site.read(name)).iter(LOC)]


def parts(site: Built) -> set[str]:
    return {path.name for path in site.output.glob("sitemap-*.xml")}


def test_a_large_sitemap_is_cut_into_parts_of_each_edition(site: Built) -> None:
    index = listed(site, "sitemap.xml")
    assert ElementTree.fromstring(site.read("sitemap.xml")).tag.endswith("}sitemapindex")
    assert set(index) == parts(site)
    assert len(index) == len(set(index)) > len(("en", "ru", "kk"))
    found = [address for part in index for address in listed(site, part)]
    pages = {
        path.relative_to(site.output).as_posix().removesuffix("index.html")
        for path in site.output.rglob("*.html")
        if b'content="noindex"' not in path.read_bytes()
    }
    assert len(found) == len(set(found))
    assert set(found) == pages
    for part in index:
        assert len(listed(site, part)) <= MOST
        assert {address.split("/")[0] for address in listed(site, part)} <= {"", part.split("-")[1]}


def test_an_edit_makes_one_part_of_each_edition_that_tells_the_story(site: Built) -> None:
    before, names = snapshot(site.output), parts(site)
    settled()
    write(site.content, {"stories/station/en.md": original("Station", modified="2026-04-01")})
    build(site.content, ALSO_READ_LIMIT=0)
    (changed,) = {name for name in names if before[name] != snapshot(site.output)[name]}
    assert f"{URL}/en/stories/station/" in site.read(changed)


def test_a_story_more_leaves_the_others_in_their_parts(site: Built) -> None:
    before = {address: part for part in parts(site) for address in listed(site, part)}
    write(site.content, {"stories/pier/en.md": original("Pier")})
    build(site.content, ALSO_READ_LIMIT=0)
    after = {address: part for part in parts(site) for address in listed(site, part)}
    assert after.items() >= before.items()
    assert after.keys() - before.keys() == {"en/stories/pier/"}


def test_a_small_sitemap_is_one_file(site: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    small = build(site.content, site.output.with_name("small"), CACHE_PATH=str(site.output.with_name("other")))
    assert parts(small) == set()
    assert set(listed(small, "sitemap.xml")) == {address for part in parts(site) for address in listed(site, part)}


def test_no_part_is_larger_than_search_engines_take(
    site: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Addresses are never so long that the limit in bytes is met before the limit in their number is."""
    monkeypatch.undo()
    assert sitemaps._MOST <= 50_000
    monkeypatch.setattr(sitemaps, "_LARGEST", 20_000)
    cut = build(site.content, tmp_path / "cut", CACHE_PATH=str(tmp_path / "other"))
    assert max((cut.output / name).stat().st_size for name in parts(cut)) <= 20_000


def test_parts_are_doubled_until_none_holds_too_much() -> None:
    entries = [Entry("stories", str(number), 0, number * 8, number) for number in range(20)]
    found = _parts(entries, 4)
    assert sorted(entry for part in found for entry in part) == sorted(entries)
    assert len(found) == 64
    assert max(map(len, found)) <= 4
