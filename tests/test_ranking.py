"""Ranking: only neighbours are compared, and after a change only those that it can touch, with the same result."""

import marshal
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.also_read import Choices, Filed, Kept, Offer, filed, offers, stems
from plugins.also_read.ranking import Edition
from tests.test_also_read import LANGUAGES, library
from tests.tiny import original

TERMS = {
    "rights": ["work", "health-care", "housing", "privacy"],
    "populations": ["plwh", "pwud", "women", "migrants", "children"],
    "settings": ["hospital", "school", "prison"],
    "countries": ["KZ", "GE", "KG"],
    "categories": ["response-stories", "news"],
}
WORDS = [f"word-{number}" for number in range(30)]
Rows = dict[str, dict[str, tuple[Offer, ...]]]


def story(random: Random, key: str, days: int) -> Filed:
    """Make a story as it is filed, of terms and words that many share."""
    told = tuple(code for code in LANGUAGES if random.random() < 0.8) or LANGUAGES[:1]
    facets = [
        (kind, term) for kind, terms in TERMS.items() for term in random.sample(terms, random.choice([0, 1, 1, 2]))
    ]
    words = tuple((code, tuple(random.sample(WORDS, random.randint(0, 4)))) for code in told)
    return Filed(key, random.randint(1, days), tuple(facets), told, random.random() < 0.1, words)


def edited(random: Random, stories: dict[str, Filed], days: int) -> dict[str, Filed]:
    """Return the stories after some edits: each takes a part of a story anew, adds a story or takes one out."""
    after = dict(stories)
    for _ in range(random.choice([0, 1, 1, 2, 5])):
        key = random.choice([*after, f"story-{random.randint(0, 150)}"])
        new = story(random, key, days)
        edit = random.choice(["day", "facets", "told", "partner", "words", "all", "out"])
        if edit == "out" and len(after) > 1:
            after.pop(key, None)
        elif edit == "told" and key in after:
            after[key] = after[key]._replace(told=new.told, words=new.words)
        elif edit in Filed._fields and key in after:
            after[key] = after[key]._replace(**{edit: getattr(new, edit)})
        else:
            after[key] = new
    return after


def chosen(random: Random, keys: Sequence[str]) -> dict[str, Choices]:
    """Let the editor name up to two other stories under some."""
    picked = {key: random.sample(keys, min(len(keys), random.choice([0, 0, 1, 2]))) for key in keys}
    return {key: Choices(tuple(other for other in others if other != key), {}) for key, others in picked.items()}


def rows(
    stories: dict[str, Filed], choices: dict[str, Choices], limit: int, kept: Kept | None = None
) -> tuple[Rows, Kept]:
    """Return the offers as plain dictionaries, and what is kept as it comes back from a file."""
    found, kept = offers(stories.values(), choices, LANGUAGES, limit, kept)
    return {code: dict(each) for code, each in found.items()}, marshal.loads(marshal.dumps(kept))


@given(st.integers(0, 2**32), st.integers(1, 90), st.integers(1, 100), st.integers(0, 5))
def test_what_was_kept_saves_time_and_decides_nothing(seed: int, count: int, days: int, limit: int) -> None:
    random = Random(seed)
    stories = {f"story-{number}": story(random, f"story-{number}", days) for number in range(count)}
    _, kept = rows(stories, chosen(random, list(stories)), limit)
    for _ in range(3):
        stories = edited(random, stories, days)
        choices = chosen(random, list(stories))
        with_kept = rows(stories, choices, limit, kept)
        assert with_kept == rows(stories, choices, limit)
        kept = with_kept[1]


def test_another_limit_or_language_takes_nothing_wrong_from_what_was_kept() -> None:
    random = Random(1)
    stories = [story(random, f"story-{number}", 30) for number in range(40)]
    _, kept = offers(stories, {}, LANGUAGES[:1], 4)
    assert offers(stories, {}, LANGUAGES, 9, kept)[1] == offers(stories, {}, LANGUAGES, 9)[1]
    assert offers(stories, {}, LANGUAGES, 4, kept)[1] == offers(stories, {}, LANGUAGES, 4)[1]


@given(st.integers(0, 2**32))
def test_offers_do_not_depend_on_the_order_of_the_stories(seed: int) -> None:
    random = Random(seed)
    stories = [story(random, f"story-{number}", 20) for number in range(50)]
    choices = chosen(random, [each.key for each in stories])
    one, kept = offers(stories, choices, LANGUAGES, 4)
    other, again = offers(random.sample(stories, len(stories)), choices, LANGUAGES, 4)
    assert {code: dict(each) for code, each in one.items()} == {code: dict(each) for code, each in other.items()}
    assert kept == again


def test_a_change_lets_only_neighbours_be_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(2)
    stories = {f"story-{number}": story(random, f"story-{number}", 2000) for number in range(2000)}
    _, kept = rows(stories, {}, 4)
    compared: list[str] = []
    ranking = Edition.ranking
    monkeypatch.setattr(Edition, "ranking", lambda self, key: compared.append(key) or ranking(self, key))
    assert rows(stories, {}, 4, kept)[1] == kept
    assert compared == []
    changed = stories["story-700"]._replace(facets=(("rights", "work"), ("populations", "pwud"), ("countries", "KG")))
    rows({**stories, "story-700": changed}, {}, 4, kept)
    assert "story-700" in compared
    assert len(compared) < len(stories) / 4  # in three editions


def test_the_most_alike_is_found_however_long_ago_it_happened() -> None:
    """Hundreds of stories between the two share the right and the country, the right and the people, or these two."""
    facets = (("rights", "work"), ("populations", "pwud"), ("countries", "KZ"))
    stories = [Filed(f"alike-{day}", day, facets, ("en",), False, ()) for day in (1, 1000)]
    for day in range(2, 1000):
        two = (*facets[: day % 3], *facets[day % 3 + 1 :], ("categories", "news"))
        stories.append(Filed(f"other-{day}", day, two, ("en",), False, ()))
    found, _ = offers(stories, {}, ["en"], 4)
    assert found["en"].rows["alike-1000"][0] == "alike-1"
    assert "alike-1000" in found["en"].rows["alike-1"]


def test_an_edit_of_a_text_changes_no_choice_but_one_of_its_summary_may(tmp_path: Path) -> None:
    files = {f"stories/story-{number}/en.md": original(f"Story {number}", summary="Else.") for number in range(4)}
    files["stories/harbour/en.md"] = original(summary="The employer read a diagnosis aloud.")
    files["stories/quay/en.md"] = original("Quay", summary="The whole dormitory.")
    files["stories/pier/en.md"] = original("Pier", summary="A diagnosis, read aloud to colleagues.")

    def first(name: str, text: str) -> str:
        files[name] = text
        found = library(tmp_path, files)
        rows, _ = offers(map(filed, found.stories.values()), {}, LANGUAGES, 4)
        return str(rows["en"]["harbour"][0].target)

    quay = original("Quay", "The employer read a diagnosis aloud.\n", summary="The whole dormitory.")
    assert first("stories/quay/en.md", quay) == "pier"
    assert first("stories/harbour/en.md", original(summary="Told to leave the dormitory.")) == "quay"


def test_the_longest_words_tell_most_and_are_cut_to_stems() -> None:
    assert stems("Baby food, refused twice") == ("refuse", "twice", "baby", "food")
    assert stems("В общежитии", "Её выселяли из общежития.") == ("общежи", "выселя")
    assert len(stems(" ".join(WORDS))) <= 8
