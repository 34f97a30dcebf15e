"""Mutations: a thousand ways to spoil a real story, chosen by seed; the gate stops each, and no story as it stands."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.anonymity import examine
from plugins.faults import blocking
from plugins.stories import read_content
from tests.conftest import collected
from tests.tiny import ROOT

CONTENT = ROOT / "content"
TELLINGS = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.glob("stories/*/*.md"))
SEEDS = 1000
SHARE = 40  # Mutations in one test: enough tests for two processes to share.
MARKER = re.compile(r" \((?:name changed|имя изменено|есімі өзгертілген)\)")
LANGUAGES = ("en", "ru", "kk")
SURNAMES = {"en": ["Bekova", "Nurlanuly", "Ivanova"], "ru": ["Бекова", "Иванова", "Ким"], "kk": ["Бекова", "Серікқызы"]}
NAMES = {
    "en": ["Karina", "Zhanna", "Timur", "Oksana", "Bakhyt", "Nargiza"],
    "ru": ["Карина", "Жанны", "Тимуром", "Оксане", "Наргиза", "Ботагоз"],
    "kk": ["Каринаны", "Жанна", "Тимурдың", "Оксанаға", "Ботагөз", "Жазирамен"],
}
LOOK_ALIKES = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "а": "a", "е": "e", "о": "o", "с": "c", "р": "p"}
IDENTIFIERS = [
    "+7 701 555 01 23", "8 (727) 255-01-23", "87015550123", "900101300123", "4000 0012 3456 7899", "N12345678",
    "dana@mail.example", "dana [at] mail [dot] example", "@dana_example", "https://t.me/dana_example",
    "instagram.com/dana.example", "https://maps.google.com/?q=43.2,76.9", "43.238949, 76.889709", "192.168.14.7",
    "ул. Абая, 12, кв. 5", "12 Abay Street, flat 5", "123 ABC 02",
]  # fmt: skip
NOTES = [
    "<!-- her real name is in the file -->", "[editor: check the name]", "[ред.: уточнить имя]", "TODO: check the name",
    "Her real name is Karina.", "Её настоящее имя — Карина.", "Шын есімі — Карина.", "Tel. 8 701 555 01 23",
]  # fmt: skip


def split(text: str) -> tuple[str, str]:
    """Return front matter and body of a file."""
    end = text.index("\n---\n", 4) + 5
    return text[:end], text[end:]


def somewhere(body: str, words: str, chance: random.Random) -> str:
    """Return the text with these words put between two words of a paragraph."""
    places = [found.start() for found in re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", body)]
    at = chance.choice(places)
    return f"{body[:at]} {words}{body[at:]}"


def pseudonyms(front: str) -> list[str]:
    found = re.search(r"^pseudonyms: \[(.*)\]$", front, re.MULTILINE)
    return found[1].split(", ") if found else []


def uses(body: str, name: str) -> list[re.Match[str]]:
    """Return where a name's stem, which no ending changes, stands in a text."""
    return list(re.finditer(rf"(?<!\w){name[:-1]}\w*", body))


def without_marker(text: str, language: str, chance: random.Random) -> str | None:
    markers = list(MARKER.finditer(text))
    if not markers:
        return None
    gone = chance.choice(markers)
    return text[: gone.start()] + text[gone.end() :]


def with_surname(text: str, language: str, chance: random.Random) -> str | None:
    front, body = split(text)
    places = [use for name in pseudonyms(front) for use in uses(body, name)]
    if not places:
        return None
    end = chance.choice(places).end()
    return f"{front}{body[:end]} {chance.choice(SURNAMES[language])}{body[end:]}"


def with_swapped_letters(text: str, language: str, chance: random.Random) -> str | None:
    front, body = split(text)
    places = [(name, use) for name in pseudonyms(front) for use in uses(body, name)]
    if not places:
        return None
    name, use = chance.choice(places)
    pairs = [at for at in range(1, len(name) - 2) if name[at] != name[at + 1]]
    if not pairs:
        return None
    at = use.start() + chance.choice(pairs)
    return front + body[:at] + body[at + 1] + body[at] + body[at + 2 :]


def with_other_pseudonym(text: str, language: str, chance: random.Random) -> str | None:
    front, body = split(text)
    if not pseudonyms(front):
        return None
    old = chance.choice(pseudonyms(front))
    other = {"en": "Zarema", "ru": "Зарема", "kk": "Зарема"}[language]
    return front.replace(old, other, 1) + body


def with_name(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    return front + somewhere(body, chance.choice(NAMES[language]), chance)


def with_identifier(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    return front + somewhere(body, chance.choice(IDENTIFIERS), chance)


def with_note(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    return f"{front}{body.rstrip()}\n\n{chance.choice(NOTES)}\n"


def with_invisible_character(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    at = chance.choice([found.start() for found in re.finditer(r"(?<=[^\W\d_])(?=[^\W\d_])", body)])
    return front + body[:at] + chance.choice("\u200b\u200d\u00ad\u202e\u2066\ufeff\u2060") + body[at:]


def with_look_alike(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    words = [found for found in re.finditer(r"[^\W\d_]{4,}", body) if set(found[0]) & set(LOOK_ALIKES)]
    word = chance.choice(words)
    at = word.start() + chance.choice([place for place, letter in enumerate(word[0]) if letter in LOOK_ALIKES])
    return front + body[:at] + LOOK_ALIKES[body[at]] + body[at + 1 :]


def with_name_in_front(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    key = chance.choice(["title", "summary"])
    return (
        re.sub(rf'^({key}: ".*)"$', rf'\1 {chance.choice(NAMES[language])}"', front, count=1, flags=re.MULTILINE) + body
    )


def with_named_slug(text: str, language: str, chance: random.Random) -> str:
    front, body = split(text)
    return (
        front.replace("\nreviewed:", f"\nslug: how-{chance.choice(['karina', 'oksana', 'bekova'])}-won\nreviewed:", 1)
        + body
    )


MUTATIONS: list[Callable[[str, str, random.Random], str | None]] = [
    without_marker, with_surname, with_swapped_letters, with_other_pseudonym, with_name, with_identifier, with_note,
    with_invisible_character, with_look_alike, with_name_in_front, with_named_slug,
]  # fmt: skip


def spoiled(seed: int) -> tuple[str, str, str]:
    """Return the name of a mutation, the telling it spoils, and the spoiled text."""
    chance = random.Random(seed)
    while True:
        mutate, telling = chance.choice(MUTATIONS), chance.choice(TELLINGS)
        text = (CONTENT / telling).read_text("utf-8")
        changed = mutate(text, telling.rsplit("/", 1)[1].removesuffix(".md"), chance)
        if changed is not None and changed != text:
            return mutate.__name__, telling, changed


def stopped(content: Path, folder: str) -> bool:
    """Say whether anything of a story's folder stops the build."""
    read, faults = read_content(content, LANGUAGES)
    verdict = examine(read, content / "none", LANGUAGES)
    return any(fault.path.startswith(f"{folder}/") for fault in blocking([*faults, *verdict.faults]))


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[[str, str], bool]:
    """Put one text in place of a telling of a real story, alone in a content folder; say whether it stops a build."""

    def put(telling: str, text: str) -> bool:
        folder = telling.rsplit("/", 1)[0]
        content = tmp_path / "content"
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(CONTENT / folder, content / folder)
        for name in ("vocabulary.yaml", "glossary.yaml"):
            shutil.copy(CONTENT / name, content / name)
        (content / telling).write_text(text, "utf-8")
        for path in (content / folder).glob("*.md"):  # alone, a story shares its pseudonyms with no other
            alone = re.sub(r"^accepted:\n(?:  .*\n)+", "", path.read_text("utf-8"), flags=re.MULTILINE)
            path.write_text(alone, "utf-8")
        return stopped(content, folder)

    return put


@pytest.mark.parametrize("telling", TELLINGS)
def test_a_story_as_it_stands_passes(telling: str, spoilt: Callable[[str, str], bool]) -> None:
    folder = telling.rsplit("/", 1)[0]
    text = (CONTENT / telling).read_text("utf-8")
    linked = re.findall(r"\]\(\.\./([a-z-]+)/", text)
    if linked:
        pytest.skip(f"{folder} links to other stories, which are not here")
    assert not spoilt(telling, text)


@pytest.mark.parametrize("first", range(0, SEEDS, SHARE))
def test_a_spoiled_story_stops_the_build(first: int, spoilt: Callable[[str, str], bool]) -> None:
    with collected() as wrong:
        for seed in range(first, first + SHARE):
            kind, telling, text = spoiled(seed)
            if not spoilt(telling, text):
                wrong.append(f"seed {seed}: {kind} in {telling} passes")
