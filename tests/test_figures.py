"""Figures: every count is that of the stories themselves, and what is not told cannot be worked out."""

import csv
import io
from itertools import product
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.editions.counting import FEW, Line, exact, guarded
from plugins.proof import Addresses, look
from tests.tiny import URL, VOCABULARY, Built, build_site, original, translation

TERMS = [*"abcdefg"]
COUNTS = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 9), min_size=1, max_size=6)
WHERE = Addresses(URL)


def possible(lines: tuple[Line, ...], total: int, stories: int) -> list[dict[str, int]]:
    """Return all counts that agree with what is shown, for somebody who knows the rule, their sum, and how many stories
    there are: more than any reader of the page knows, unless each story has one place."""
    known = {line.term: line.stories for line in lines if line.stories}
    few = [line.term for line in lines if line.few]
    others = [line.term for line in lines if not line.few and not line.stories]
    found = []
    for small in product(range(1, FEW), repeat=len(few)):
        rest = total - sum(known.values()) - sum(small)
        for large in product(range(FEW, stories + 1), repeat=len(others)):
            guess = {**known, **dict(zip(few, small, strict=True)), **dict(zip(others, large, strict=True))}
            if sum(large) == rest and max(guess.values()) <= stories and guarded(guess, stories) == lines:
                found.append(guess)
    return found


def check(counts: dict[str, int], stories: int) -> None:
    lines = guarded(counts, stories)
    hidden = [line.term for line in lines if not line.stories]
    assert all(line.stories in (0, counts[line.term]) and line.few == (counts[line.term] < FEW) for line in lines)
    guesses = possible(lines, sum(counts.values()), stories) if hidden else []
    assert not hidden or counts in guesses
    for term in hidden:
        assert len({guess[term] for guess in guesses}) > 1, f"{term} must be {counts[term]} in {counts} of {stories}"


@settings(max_examples=300)
@given(COUNTS, st.integers(0, 4))
@example({"a": 1, "b": 5}, 1)  # the other may not be below five: so this is one
@example({"a": 4, "b": 7, "c": 7}, 3)  # the smallest of the others may not be above them: so this is four
@example({"a": 4, "b": 7, "c": 8}, 3)
@example({"a": 2, "b": 2}, 0)  # none may have more than there are stories
@example({"a": 1}, 0)
def test_no_number_that_is_not_told_can_be_worked_out(counts: dict[str, int], more: int) -> None:
    check(counts, max(counts.values()) + more)


def test_no_number_of_a_small_library_can_be_worked_out() -> None:
    for size in range(1, 4):
        for counts in product(range(1, 9), repeat=size):
            check(dict(zip(TERMS, counts, strict=False)), max(*counts, 6))


@given(COUNTS)
def test_a_number_below_five_is_never_told(counts: dict[str, int]) -> None:
    assert not [line for line in guarded(counts, 20) if 0 < line.stories < FEW]


def test_where_no_number_is_small_all_are_told() -> None:
    assert guarded({"b": 5, "a": 9}, 14) == (Line("a", 9), Line("b", 5)) == exact({"b": 5, "a": 9})


def test_where_some_are_small_the_smallest_of_the_others_is_withheld_too() -> None:
    told = guarded({"a": 2, "b": 9, "c": 7, "d": 1}, 19)
    assert told == (Line("a", 0, few=True), Line("b", 9), Line("c", 0), Line("d", 0, few=True))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Nine stories of two years, in three places, one of which has a name that a spreadsheet would compute."""
    vocabulary = VOCABULARY.replace(
        "  hospital:", '  office: {en: "=1+1, \\"office\\"", ru: Офис}\n  police: {en: Police}\n  hospital:'
    )
    files: dict[str, str | bytes] = {"vocabulary.yaml": vocabulary}
    for number in range(9):
        places = "[hospital, police]" if number < 7 else "[police]" if number < 8 else "[office]"
        date = "2025-12-31" if number == 8 else "2026-01-01"
        keys = {"settings": places, "date": date, "country": "[KZ, GE]" if number == 8 else "KZ"}
        files[f"stories/night-{number}/en.md"] = original(f"Night {number}", rights="[work]", **keys)
    files["stories/night-0/ru.md"] = translation(str(files["stories/night-0/en.md"]))
    built = build_site(tmp_path_factory.mktemp("figures"), files)
    assert built.codes == []
    return built


def table(site: Built, language: str) -> list[list[str]]:
    data = (site.output / language / "figures.csv").read_bytes()
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def shown(site: Built, language: str) -> dict[str, dict[str, tuple[str, str, str]]]:
    """Return what the page shows: by kind and name the number, the length of the bar, and where the name leads."""
    page = BeautifulSoup(site.read(f"{language}/figures/index.html"), "html.parser")
    found: dict[str, dict[str, tuple[str, str, str]]] = {}
    for section in page.select(".bars"):
        rows = found.setdefault(section.h2["id"].removeprefix("bars-"), {})
        for row in section.select("tr"):
            assert isinstance(row.th, Tag)
            where = row.a["href"] if row.a else ""
            rows[row.th.text.strip()] = (row.td.text, f"{row.meter['value']} of {row.meter['max']}", where)
        for name in section.select("li"):
            rows[name.text.strip()] = ("", "", name.a["href"] if name.a else "")
    return found


def test_the_page_tells_every_number_that_has_a_shelf_and_leads_there(site: Built) -> None:
    found = shown(site, "en")
    assert found["countries"] == {
        "Kazakhstan": ("9", "9 of 9", "/en/countries/kz/"), "Georgia": ("1", "1 of 9", "/en/countries/ge/"),
    }  # fmt: skip
    assert found["rights"] == {"Right to work": ("9", "9 of 9", "/en/rights/work/")}
    assert found["years"] == {"2025": ("1", "1 of 8", ""), "2026": ("8", "8 of 8", "")}
    assert "populations" not in found


def test_neither_page_nor_table_tells_a_number_that_is_withheld(site: Built) -> None:
    places = {'=1+1, "office"': ("", "", ""), "Hospital": ("", "", ""), "Police": ("8", "8 of 8", "")}
    assert shown(site, "en")["settings"] == places
    assert [row for row in table(site, "en") if row[0] == "Places"] == [
        ["Places", "Police", "8"],
        ["Places", '\'=1+1, "office"', "fewer than five"],
        ["Places", "Hospital", "not shown"],
    ]


def test_all_editions_count_the_same_stories_in_their_own_words(site: Built) -> None:
    counts = [[row[2] for row in table(site, code) if row[2].isdecimal()] for code in ("en", "ru", "kk")]
    assert counts[0] == counts[1] == counts[2]
    assert table(site, "ru")[:3] == [
        ["Признак", "Название", "Истории"],
        ["Все истории", "", "9"],
        ["Страны", "Казахстан", "9"],
    ]
    assert "told in this language or not: 9." in site.read("en/figures/index.html")


def test_the_table_is_written_as_spreadsheet_programs_read_it(site: Built) -> None:
    data = (site.output / "kk" / "figures.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(table(site, "kk"))


def test_home_and_every_foot_lead_to_the_figures_and_these_to_the_table(site: Built) -> None:
    assert '<a href="/ru/figures/">' in BeautifulSoup(site.read("ru/index.html"), "html.parser").main.decode()
    assert '<a href="/ru/figures/">' in site.read("ru/stories/night-0/index.html")
    assert 'href="/ru/figures.csv"' in site.read("ru/figures/index.html")


def test_a_library_without_stories_has_nothing_to_count(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"stories/harbour/en.md": original(status="draft")})
    assert shown(built, "en") == {}
    assert table(built, "en") == [["Kind", "Name", "Stories"], ["All stories", "", "0"]]


def look_at(data: bytes) -> list[str]:
    return [f"{fault.line}: {fault.code}" for fault in look(WHERE, "en/figures.csv", data, frozenset()).faults]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"\xef\xbb\xbfa,b\r\nc,1\r\n", []),
        (b"a,b\r\nc,1\r\n", ["1: proof/table"]),
        (b"\xef\xbb\xbfa,b\r\nc\r\n", ["2: proof/table"]),
        (b"\xef\xbb\xbfa,b\r\n=1+1,1\r\n", ["2: proof/table"]),
        (b'\xef\xbb\xbfa,b\r\n"@sum",1\r\n', ["2: proof/table"]),
        (b"\xef\xbb\xbfa,b\r\n\xff,1\r\n", ["1: proof/not-well-formed"]),
        (b'\xef\xbb\xbfa,b\r\n"c,1\r\n', ["1: proof/not-well-formed"]),
    ],
)
def test_the_proof_knows_a_table_that_may_be_opened(data: bytes, wrong: list[str]) -> None:
    assert look_at(data) == wrong
