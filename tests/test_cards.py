"""Cards: they say what listings and shelves say, of published stories alone; an edit makes one file of them anew."""

import json
import random
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from plugins.editions import cards
from plugins.editions.cards import shards
from plugins.proof import Traces, search
from tests.test_planning import made
from tests.tiny import Built, build_site, original, translation

FACTS = {
    "country": "[KZ, GE]", "populations": "[plwh]", "rights": "[work, health-care]", "settings": "[hospital]",
    "outcome": "[restored]",
}  # fmt: skip
HARBOUR = original(date="2026-03-10", **FACTS)
FILES: dict[str, str | bytes] = {
    "stories/harbour/en.md": HARBOUR,
    "stories/harbour/ru.md": translation(HARBOUR, slug="gavan"),
    "stories/quay/en.md": original("Quay"),
}
KEYS = [f"story-{number}" for number in range(2000)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two stories, one of them in Russian too. Tests only read it."""
    built = build_site(tmp_path_factory.mktemp("cards"), FILES)
    assert built.codes == []
    return built


def read(site: Built, code: str) -> Any:
    return json.loads(site.read(f"{code}/cards/newest.json"))


def test_every_story_is_in_one_file_in_its_order() -> None:
    found = shards(KEYS)
    assert [key for shard in found for key in shard.keys] == KEYS
    assert len({shard.name for shard in found}) == len(found) > 8
    assert max(len(shard.keys) for shard in found) <= cards.MOST
    assert shards([]) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_story_more_or_less_changes_few_files(seed: int) -> None:
    chance = random.Random(seed)
    former, left = shards(KEYS), list(KEYS)
    left.remove(chance.choice(left))
    for now in (left, [*KEYS[: (at := chance.randrange(2000))], "one-more", *KEYS[at:]]):
        changed = set(shards(now)) - set(former)
        assert 0 < len(changed) <= 3  # one, or two where a cut comes or goes; three behind a file that is full


def test_the_newest_story_changes_the_newest_file_alone() -> None:
    former, now = shards(KEYS), shards(["one-more", *KEYS])
    assert len(set(now) - set(former)) == 1
    assert now[1:] == former[1:]


def test_a_card_says_what_listings_and_shelves_say(site: Built) -> None:
    found = read(site, "en")
    assert found["places"] == ["Georgia and Kazakhstan", ""] or found["places"] == ["Kazakhstan and Georgia", ""]
    assert found["languages"] == {}
    assert found["stories"][0] == {
        "href": "/en/stories/harbour/", "title": "Harbour", "summary": "What happened in Harbour.",
        "day": "2026-03-10", "date": "March 10, 2026", "place": 0,
        "filed": [
            "countries/KZ", "countries/GE", "populations/plwh", "rights/work", "rights/health-care",
            "settings/hospital", "outcomes/restored",
        ],
    }  # fmt: skip
    assert [story["title"] for story in found["stories"]] == ["Harbour", "Quay"]


def test_a_story_told_elsewhere_is_labelled(site: Built) -> None:
    found = read(site, "ru")
    assert found["languages"] == {"en": {"name": "English", "dir": None}}
    assert [(story["href"], story.get("language")) for story in found["stories"]] == [
        ("/ru/stories/gavan/", None), ("/en/stories/quay/", "en"),
    ]  # fmt: skip


def test_a_card_below_a_path_leads_below_it(tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES, SITEURL="https://stories.example/below")
    assert read(built, "en")["stories"][0]["href"] == "/below/en/stories/harbour/"


def test_an_edit_makes_its_own_file_anew(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"stories/{word}/en.md": original(word.title()) for word in ("answer", "boat", "chair", "door", "court")
    }
    with mock.patch.object(cards, "MOST", 2):
        built = build_site(tmp_path, files, ALSO_READ_LIMIT=0)
        assert len(list((built.output / "en/cards").iterdir())) > 2
        changed, _ = made(built, {"stories/boat/en.md": original("Boat", outcome="[restored]")})
    assert len([name for name in changed if name.startswith("en/cards/")]) == 1
    (name,) = [name for name in changed if name.startswith("en/cards/")]
    assert "outcomes/restored" in built.read(name)


def test_a_text_makes_no_card(tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES, ALSO_READ_LIMIT=0)
    changed, _ = made(built, {"stories/quay/en.md": original("Quay", "Another text.\n")})
    assert changed == {"en/stories/quay/index.html"}


def test_a_withdrawn_story_that_is_left_in_a_file_of_cards_is_found(tmp_path: Path) -> None:
    none: frozenset[Any] = frozenset()
    traces = Traces(frozenset(["Harbour"]), none, none, none, frozenset(["gavan"]), none, none, none)
    card = {"stories": [{"href": "/ru/stories/gavan/", "title": "Harbour"}]}
    (tmp_path / "newest.json").write_text(json.dumps(card).replace("Harbour", "\\u0048arbour"))
    assert search(tmp_path, traces).found == (
        ("newest.json", "the story's slug"),
        ("newest.json", "the story's title"),
    )
