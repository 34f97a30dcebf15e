"""Crossing: to hold against each other only what changed finds the same as to hold all, if nothing was wrong before."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.faults import Fault
from plugins.proof import Addresses, Facts, cross, look, prove
from tests.test_proof import BREAKS, OUTSIDE, PAGE, copy, edit, good  # noqa: F401 - fixtures
from tests.tiny import SCRIPTS, URL, Built

WHERE = Addresses(URL)
PAGES = [f"{letter}/index.html" for letter in "abcde"]
PICTURES = ["a.png", "b.png"]
TAGS = ["en", "ru", "kk"]
IDS = ["one", "two"]


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


def flat(pairs: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(each for pair in pairs.items() for each in pair)


facts = st.tuples(
    st.sampled_from(TAGS),
    st.dictionaries(st.sampled_from([*TAGS, "x-default"]), st.sampled_from(PAGES), max_size=3).map(flat),
    some([*PAGES, *PICTURES]),
    st.dictionaries(st.sampled_from(PAGES), st.sampled_from(IDS), max_size=2).map(flat),
    some(PICTURES),
    some(IDS),
)
sites = st.dictionaries(st.sampled_from(PAGES), facts, min_size=1)


def check(site: Mapping[str, Facts], pictures: frozenset[str], changed: frozenset[str] | None) -> set[Fault]:
    return set(cross(WHERE, site, site.keys() | pictures, lambda name: b"", changed))


def mended(site: dict[str, Facts], pictures: frozenset[str]) -> dict[str, Facts]:
    """Return the site with every way left out that is wrong, and all pages bound to those that name them."""
    files = site.keys() | pictures
    groups: dict[str, dict[str, str]] = {}
    for name, (lang, _, _, anchors, _, _) in site.items():  # the pages with the same first anchor tell the same
        groups.setdefault(str(anchors[1:2]), {}).setdefault(lang or "", name)
    tellings = {name: flat(group) for group in groups.values() for name in group.values() if len(group) > 1}
    whole = {}
    for name, (lang, _, links, anchors, loads, ids) in site.items():
        pairs = zip(anchors[::2], anchors[1::2], strict=True)
        places = {file: place for file, place in pairs if file in site and place in site[file][5]}
        ways = tuple(file for file in links if file in files)
        whole[name] = (lang, tellings.get(name, ()), ways, flat(places), tuple(x for x in loads if x in files), ids)
    return whole


pictures = st.frozensets(st.sampled_from(PICTURES))


@settings(max_examples=600)
@given(sites, pictures, sites, pictures, st.frozensets(st.sampled_from(PAGES)), st.frozensets(st.sampled_from(PAGES)))
def test_what_changed_is_enough(
    first: dict[str, Facts],
    had: frozenset[str],
    edits: dict[str, Facts],
    has: frozenset[str],
    gone: frozenset[str],
    more: frozenset[str],
) -> None:
    before = mended(first, had)
    assert check(before, had, None) == set()
    after = {name: each for name, each in {**before, **edits}.items() if name not in gone}
    names = before.keys() | after.keys()
    changed = {name for name in names if before.get(name) != after.get(name)} | (had ^ has) | more
    assert check(after, has, frozenset(changed)) == check(after, has, None)


@settings(max_examples=300)
@given(sites, pictures, st.sampled_from(PAGES), st.integers(0, 5), facts)
def test_one_page_that_says_something_else_is_enough(
    first: dict[str, Facts], had: frozenset[str], name: str, at: int, other: Facts
) -> None:
    """Only one thing that a page says changes: what others rely on is the more easily forgotten."""
    before = mended(first, had)
    if name not in before:
        return
    said = before[name]
    after = {**before, name: (*said[:at], other[at], *said[at + 1 :])}
    assert check(after, had, frozenset([name])) == check(after, had, None)


def test_a_site_without_changes_is_not_checked() -> None:
    broken: Facts = ("en", (), ("nowhere.html",), (), (), ())
    assert check({"a.html": broken}, frozenset(), frozenset()) == set()


def seen(folder: Path, names: set[str]) -> tuple[dict[str, Facts], set[Fault]]:
    looked = {name: look(WHERE, name, (folder / name).read_bytes(), OUTSIDE, SCRIPTS) for name in sorted(names)}
    known = {name: each.facts for name, each in looked.items() if each.facts}
    return known, {fault for each in looked.values() for fault in each.faults}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def known(good: Built) -> dict[str, Facts]:  # noqa: F811
    """What the pages of the good site say of themselves."""
    return seen(good.output, set(files(good.output)))[0]


@pytest.mark.parametrize("what", [*BREAKS, "a page that is gone", "a new page that does not return an hreflang"])
def test_what_is_wrong_is_found_without_reading_what_stayed(
    what: str,
    good: Built,  # noqa: F811
    copy: Path,  # noqa: F811
    known: dict[str, Facts],
) -> None:
    if what in BREAKS:
        edit(copy, PAGE, *BREAKS[what][1:])
    elif what == "a page that is gone":
        (copy / PAGE).unlink()
    else:
        text = (copy / PAGE).read_text("utf-8")
        (copy / "en/new.html").write_text(text.replace('harbour/">\n<link', 'new/">\n<link'), "utf-8")
    before, after = files(good.output), files(copy)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    facts, faults = seen(copy, changed & after.keys())
    kept = {name: each for name, each in known.items() if name not in changed} | facts
    faults |= set(cross(WHERE, kept, after.keys(), after.__getitem__, changed))
    assert faults == set(prove(copy, URL, OUTSIDE, SCRIPTS))
    assert faults
