"""Also read: the editor's choices first, then likeness; no dead end, no orphan, no story that offers itself."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.also_read import Asked, Choices, Offer, Offers, filed, offers, resolve
from plugins.faults import Fault
from plugins.stories import Entry, Outside, Story, Telling, Uses
from tests.tiny import Library, build_site, content, original, read_library, translation

DAY = datetime.date(2026, 6, 1)
LANGUAGES = ("en", "ru", "kk")
LINE = 9  # where `original` writes the first key that a test adds
PARTNER = "{name: A partner, url: https://partner.example/text}"


def library(tmp_path: Path, files: Mapping[str, str]) -> Library:
    """Read a content folder that has no faults of its own."""
    found, faults = read_library(content(tmp_path, files), LANGUAGES, DAY)
    assert [fault for fault in faults if fault.severity == "block"] == []
    return found


def asked(story: Story) -> Asked:
    """Return the entries of a story."""
    translations = tuple(
        (code, telling.path, telling.also_read)
        for code, telling in story.tellings.items()
        if telling.also_read is not None and telling.translates
    )
    return Asked(story.key, story.also_read_path, story.also_read, translations)


def resolved(found: Library) -> tuple[dict[str, Choices], list[Fault]]:
    """Return the editor's choices in a library, and what is wrong with them."""
    return resolve(map(asked, found.stories.values()), found.stories, found.withheld, lambda: found.titles)


def computed(found: Library, limit: int = 4) -> dict[str, Offers]:
    """Return what stands under each story of a library, by language."""
    return offers(map(filed, found.stories.values()), resolved(found)[0], LANGUAGES, limit)[0]


def choices_of(tmp_path: Path, entries: str, **more: str) -> tuple[list[str | Outside], list[Fault]]:
    """Return what "harbour" offers with these entries, beside three other stories, and the faults."""
    night = original('"Night: “a bus – to the city”"', summary="A bus.")
    files = {
        "harbour/en": original(also_read=entries),
        "quay/en": original("Quay"),
        "quay/ru": translation(original("Quay"), "Причал"),
        "night-bus/en": night,
        "night-bus/kk": translation(night, "Түнгі\u00a0автобус"),
        "hidden/en": original("Hidden", status="draft"),
        **more,
    }
    found = library(tmp_path, {f"stories/{name}.md": text for name, text in files.items()})
    choices, faults = resolved(found)
    return list(choices["harbour"].own), faults


def offered(found: Library, language: str, limit: int = 4) -> dict[str, list[str]]:
    """Return the keys offered under each story."""
    return {key: [str(offer.target) for offer in row] for key, row in computed(found, limit)[language].items()}


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("quay", "quay"),
        ("Quay", "quay"),
        ("Причал", "quay"),
        ("' Причал '", "quay"),
        ("Түнгі автобус", "night-bus"),
        ("\"Night: \\\"a bus - to the city\\\"\"", "night-bus"),
        ("'Night: «a bus — to the city»'", "night-bus"),
        ("'Night: \"a\u202fbus \u2011 to  the city\"'", "night-bus"),
    ],
)  # fmt: skip
def test_a_story_is_named_by_its_key_or_its_exact_title_in_any_language(entry: str, key: str, tmp_path: Path) -> None:
    assert choices_of(tmp_path, f"[{entry}]") == ([key], [])


def test_a_title_matches_however_its_letters_are_composed(tmp_path: Path) -> None:
    decomposed = "Приче\u0301л и\u0306"
    names = {"pier/en": original('"Приче\u0301л й"')}
    assert choices_of(tmp_path, f'["{decomposed}"]', **names) == (["pier"], [])


def test_a_link_to_another_site_is_a_choice(tmp_path: Path) -> None:
    own, faults = choices_of(tmp_path, "[{title: The court's page, url: https://court.example/1}, quay]")
    assert (own, faults) == ([Outside("The court's page", "https://court.example/1"), "quay"], [])


def test_the_editors_order_is_kept(tmp_path: Path) -> None:
    assert choices_of(tmp_path, "[night-bus, quay]")[0] == ["night-bus", "quay"]


@pytest.mark.parametrize(
    ("entries", "column", "code", "words"),
    [
        ("[quay, nihgt-bus]", 19, "also-read/unknown", 'Did you mean "night-bus"?'),
        ("[Причалы]", 13, "also-read/unknown", 'Did you mean "Причал"?'),
        ("[something else entirely]", 13, "also-read/unknown", "a story's key or its exact title"),
        ("[harbour]", 13, "also-read/itself", "cannot offer itself"),
        ("[Harbour]", 13, "also-read/itself", "cannot offer itself"),
        ("[quay, Причал]", 19, "also-read/twice", '"quay" stands here twice'),
    ],
)
def test_a_wrong_entry_is_named_where_it_stands(
    entries: str, column: int, code: str, words: str, tmp_path: Path
) -> None:
    _, (fault,) = choices_of(tmp_path, entries)
    assert (fault.path, fault.line, fault.column) == ("stories/harbour/en.md", LINE, column)
    assert (fault.code, fault.severity) == (code, "block")
    assert words in f"{fault.message} {fault.remedy}"


def test_a_title_that_two_stories_bear_is_ambiguous(tmp_path: Path) -> None:
    _, (fault,) = choices_of(tmp_path, "[Quay]", **{"other-quay/en": original("Quay")})
    assert fault.code == "also-read/ambiguous"
    assert "other-quay and quay" in fault.message


def test_a_wrong_entry_stops_the_build_and_nothing_is_written(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original(also_read="\n- letters-hom")})
    assert site.lines == [f"stories/harbour/en.md:{LINE + 1}: also-read/unknown"]
    assert not site.output.exists()


@pytest.mark.parametrize("entry", ["hidden", "Hidden"])
def test_an_unpublished_story_is_left_out_with_a_warning(entry: str, tmp_path: Path) -> None:
    own, (fault,) = choices_of(tmp_path, f"[{entry}, quay]")
    assert own == ["quay"]
    assert (fault.code, fault.severity, fault.line) == ("also-read/unpublished", "warn", LINE)


def test_a_translation_may_choose_for_its_own_readers(tmp_path: Path) -> None:
    english = original(also_read="[quay]")
    files = {
        "harbour/en": english,
        "harbour/ru": translation(english.replace("also_read: [quay]\n", ""), also_read="[night-bus]"),
        "harbour/kk": translation(english.replace("also_read: [quay]\n", ""), "Айлақ"),
        "quay/en": original("Quay"),
        "night-bus/en": original("Night bus"),
    }
    found = library(tmp_path, {f"stories/{name}.md": text for name, text in files.items()})
    firsts = {code: offered(found, code)["harbour"][0] for code in LANGUAGES}
    assert firsts == {"en": "quay", "ru": "night-bus", "kk": "quay"}


def test_a_translation_may_choose_nothing_and_gets_computed_stories(tmp_path: Path) -> None:
    english = original(also_read="[quay]")
    files = {
        "harbour/en": english,
        "harbour/ru": translation(english.replace("also_read: [quay]\n", ""), also_read="[]"),
        "quay/en": original("Quay"),
    }
    found = library(tmp_path, {f"stories/{name}.md": text for name, text in files.items()})
    choices, _ = resolved(found)
    assert (choices["harbour"].for_language("ru"), choices["harbour"].for_language("en")) == ((), ("quay",))


def test_a_fault_in_a_translations_choice_is_named_in_the_translation(tmp_path: Path) -> None:
    english = original()
    files = {"stories/harbour/en.md": english, "stories/harbour/ru.md": translation(english, also_read="[nowhere]")}
    _, (fault,) = resolved(library(tmp_path, files))
    assert (fault.path, fault.line) == ("stories/harbour/ru.md", 7)


def test_a_reader_gets_their_own_language_else_the_original_labelled(tmp_path: Path) -> None:
    english, quay = original(also_read="[quay, night-bus]"), original("Quay")
    site = build_site(
        tmp_path,
        {
            "stories/harbour/en.md": english,
            "stories/harbour/ru.md": translation(english.replace("also_read: [quay, night-bus]\n", "")),
            "stories/quay/en.md": quay,
            "stories/quay/ru.md": translation(quay, "Причал"),
            "stories/night-bus/en.md": original("Night bus"),
        },
    )
    page = BeautifulSoup(site.read("ru/stories/harbour/index.html"), "html.parser")
    own, other = page.select(".also-read li")
    assert (own.a["href"], own.a.text, own.a.get("lang")) == ("/ru/stories/quay/", "Причал", None)
    assert (other.a["href"], other.a.text) == ("/en/stories/night-bus/", "Night bus")
    assert (other.a["lang"], other.a["hreflang"], other.span["lang"], other.span.text) == ("en", "en", "en", "English")


def test_outside_links_say_so_and_tell_nobody_where_the_reader_came_from(tmp_path: Path) -> None:
    link = "{title: The court's page, url: https://court.example/1}"
    site = build_site(tmp_path, {"stories/harbour/en.md": original(also_read=f"[{link}]")})
    page = BeautifulSoup(site.read("en/stories/harbour/index.html"), "html.parser")
    (entry,) = page.select(".also-read li")
    assert (entry.a["href"], entry.a["rel"]) == ("https://court.example/1", ["external", "noreferrer"])
    assert entry.select_one(".also-read-reason").text == "on another site"


def test_up_to_four_stories_are_filled_in_each_with_its_reason(tmp_path: Path) -> None:
    files = {"stories/harbour/en.md": original(rights="[work]", country="KZ")}
    for number in range(6):
        files[f"stories/story-{number}/en.md"] = original(f"Story {number}", rights="[work]", country="KZ")
    site = build_site(tmp_path, files)
    page = BeautifulSoup(site.read("en/stories/harbour/index.html"), "html.parser")
    reasons = [entry.select_one(".also-read-reason").text for entry in page.select(".also-read li")]
    assert reasons == ["also about right to work in Kazakhstan"] * 4


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"rights": "[work]"}, {"rights": "[work]"}, "also about right to work"),
        ({"country": "KZ"}, {"country": "[GE, KZ]"}, "also from Kazakhstan"),
        ({"country": "KZ"}, {"country": "GE"}, "also about response stories"),
        ({}, {"categories": "[news]"}, "another story on this site"),
    ],
)
def test_a_reason_names_what_is_shared(one: dict[str, str], other: dict[str, str], reason: str, tmp_path: Path) -> None:
    site = build_site(
        tmp_path,
        {"stories/harbour/en.md": original(**one), "stories/quay/en.md": original("Quay", **other)},
    )
    page = BeautifulSoup(site.read("en/stories/harbour/index.html"), "html.parser")
    assert page.select_one(".also-read-reason").text == reason


def test_the_editors_choice_stands_first_and_bears_no_reason(tmp_path: Path) -> None:
    alike = {"rights": "[work]", "populations": "[plwh]"}
    files = {
        "harbour/en": original(also_read="[strange]", **alike),
        "alike/en": original("Alike", **alike),
        "strange/en": original("Strange", categories="[news]"),
    }
    found = library(tmp_path, {f"stories/{name}.md": text for name, text in files.items()})
    first, second = computed(found)["en"]["harbour"]
    assert first == Offer("strange", None)
    assert (second.target, second.reason is None) == ("alike", False)


def test_more_choices_than_four_are_all_kept(tmp_path: Path) -> None:
    keys = [f"story-{number}" for number in range(6)]
    files = {f"stories/{key}/en.md": original(key) for key in keys}
    found = library(tmp_path, {**files, "stories/harbour/en.md": original(also_read=f"[{', '.join(keys)}]")})
    assert offered(found, "en")["harbour"] == keys


def test_the_most_alike_story_comes_first(tmp_path: Path) -> None:
    files = {
        "harbour/en": original(rights="[work]", populations="[plwh]", country="KZ"),
        "close/en": original("Close", rights="[work]", populations="[plwh]", country="KZ"),
        "near/en": original("Near", rights="[work]", country="KZ"),
        "far/en": original("Far", country="KZ"),
        "apart/en": original("Apart", categories="[news]"),
    }
    found = library(tmp_path, {f"stories/{name}.md": text for name, text in files.items()})
    assert offered(found, "en")["harbour"] == ["close", "near", "far", "apart"]


def test_stories_in_the_readers_language_come_before_others(tmp_path: Path) -> None:
    alike, apart = original("Alike", rights="[work]"), original("Apart", categories="[news]")
    english = original(rights="[work]")
    files = {
        "harbour/en": english,
        "harbour/ru": translation(english),
        "alike/en": alike,
        "apart/en": apart,
        "apart/ru": translation(apart, "Отдельно"),
    }
    found = library(tmp_path, {f"stories/{name}.md": text for name, text in files.items()})
    assert offered(found, "ru")["harbour"] == ["apart", "alike"]
    assert offered(found, "en")["harbour"] == ["alike", "apart"]


def test_a_partners_publication_gets_no_computed_offers(tmp_path: Path) -> None:
    files = {f"stories/story-{number}/en.md": original(f"Story {number}") for number in range(4)}
    files["stories/harbour/en.md"] = original(partner=PARTNER)
    files["stories/quay/en.md"] = original("Quay", partner=PARTNER, also_read="[story-2]")
    rows = offered(library(tmp_path, files), "en")
    assert (rows["harbour"], rows["quay"]) == ([], ["story-2"])


def test_one_story_alone_offers_nothing(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original()})
    assert "also-read" not in BeautifulSoup(site.read("en/stories/harbour/index.html"), "html.parser").main.decode()


def test_offers_do_not_depend_on_the_order_in_which_files_were_made(tmp_path: Path) -> None:
    texts = {
        f"stories/story-{number}/en.md": original(
            f"Story {number}", "The court and the hospital.\n", rights=["[work]", "[health-care]", ""][number % 3]
        )
        for number in range(9)
    }
    one = library(tmp_path / "one", texts)
    other = library(tmp_path / "other", dict(reversed(texts.items())))
    assert [offered(one, code) for code in LANGUAGES] == [offered(other, code) for code in LANGUAGES]


KEYS = ["amber", "birch", "cedar", "delta", "ember", "frost", "grove"]
TERMS = {
    "categories": ["response-stories", "news"],
    "countries": ["KZ", "GE", "KG"],
    "populations": ["plwh", "pwud"],
    "rights": ["work", "health-care"],
    "settings": ["hospital"],
}
WORDS = "harbour hospital refused doctor court appeal letter dismissed employer neighbour".split()


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Draw a library of one to seven stories: any languages, any shelves, any choices, partners among them."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    stories = {}
    for place, key in enumerate(keys):
        codes = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True))
        facts = {kind: tuple(draw(st.lists(st.sampled_from(terms), unique=True))) for kind, terms in TERMS.items()}
        facts["categories"] = facts["categories"] or ("news",)
        others = [other for other in keys if other != key]
        chosen = draw(st.lists(st.sampled_from(others), unique=True, max_size=6)) if others else []
        stories[key] = Story(
            key=key,
            tellings={code: telling(key, code, codes[0], draw(st.lists(st.sampled_from(WORDS)))) for code in codes},
            lead=codes[0],
            date=DAY - datetime.timedelta(days=place),
            modified=None,
            outcomes=(),
            notices=(),
            also_read=tuple(Entry(other, LINE, 1) for other in chosen),
            also_read_path=f"stories/{key}/{codes[0]}.md",
            partner=Outside("A partner", "https://partner.example") if draw(st.booleans()) else None,
            picture=None,
            **facts,
        )
    return Library(stories, {}, {}, frozenset())


def telling(key: str, code: str, lead: str, words: list[str]) -> Telling:
    return Telling(
        key=key,
        language=code,
        path=f"stories/{key}/{code}.md",
        title=key.title(),
        summary=f"{' '.join(words)}.",
        status="published",
        slug=key,
        reviewed=DAY,
        uses=Uses(),
        digest="0" * 12,
        translates=None if code == lead else lead,
        stale=False,
        pseudonyms=(),
        also_read=None,
        picture_alt=None,
    )


def told_in(found: Library, code: str) -> set[str]:
    return {key for key, story in found.stories.items() if code in story.tellings}


@given(libraries(), st.integers(0, 5))
def test_no_edition_with_two_stories_has_an_orphan(found: Library, limit: int) -> None:
    for code in LANGUAGES:
        rows, told = offered(found, code, limit), told_in(found, code)
        if len(told) > 1:
            assert told <= {target for key in told for target in rows[key]}


@given(libraries(), st.integers(0, 5))
def test_a_story_never_suggests_itself_or_another_twice(found: Library, limit: int) -> None:
    for code in LANGUAGES:
        for key, row in offered(found, code, limit).items():
            assert key not in row
            assert len(set(row)) == len(row)


@given(libraries(), st.integers(0, 5))
def test_the_editors_choices_always_come_first(found: Library, limit: int) -> None:
    for code in LANGUAGES:
        for key, row in offered(found, code, limit).items():
            chosen = [entry.value for entry in found.stories[key].also_read]
            assert row[: len(chosen)] == chosen


@given(libraries(), st.integers(1, 5))
def test_every_story_offers_something_where_there_is_something(found: Library, limit: int) -> None:
    for code in LANGUAGES:
        for key, row in offered(found, code, limit).items():
            if not found.stories[key].partner:
                assert len(row) >= min(limit, len(found.stories) - 1)
