"""The corpus of the benchmark: invented stories in three languages, the same at every call with the same seed.

A story is a pure function of the seed, its number and how many stories there are, so every generator is given the
same texts and facts, whatever layout it wants them in.
"""

import datetime
import functools
import io
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from PIL import Image, ImageDraw

from bench.prose import WORDS, titles, write

LANGUAGES = ("en", "ru", "kk")
ORIGINAL = "en"
COUNTRIES = ("KZ", "KG", "UZ", "TJ", "GE", "AM", "AZ", "MD", "UA", "MK", "RO", "TR")
NEWEST = datetime.date(2025, 12, 31)  # The first story's day; every further story is a day older.
_DAYS = 18_000  # Days before the dates begin anew: readers of feeds do not expect stories from before 1976.


@dataclass(frozen=True, slots=True)
class Telling:
    """A story in one language; `picture` says what its picture shows, if it has one."""

    language: str
    title: str
    summary: str
    body: str
    picture: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story's facts, and its tellings by language. `picture` says whether it has one."""

    number: int
    key: str
    date: datetime.date
    categories: tuple[str, ...]
    country: str
    populations: tuple[str, ...]
    rights: tuple[str, ...]
    settings: tuple[str, ...]
    outcomes: tuple[str, ...]
    also_read: tuple[str, str]
    picture: bool
    tellings: Mapping[str, Telling]


@functools.cache
def vocabulary() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the terms' names by section, key and language."""
    found: dict[str, Any] = yaml.safe_load((WORDS / "vocabulary.yaml").read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Corpus:
    """How many stories, by which seed, and every how many of them one has a picture (0: none has).

    Raises ValueError for fewer stories than three, since each recommends two others, and for more than have titles.
    """

    stories: int
    seed: str = "response stories"
    pictures: int = 0

    def __post_init__(self) -> None:
        most = min(map(titles, LANGUAGES)) - 1
        if not 3 <= self.stories <= most:
            raise ValueError(f"A corpus has from 3 to {most} stories, not {self.stories}.")

    def __iter__(self) -> Iterator[Story]:
        return map(self.story, range(1, self.stories + 1))

    def story(self, number: int) -> Story:
        """Return a story, numbered from 1. One more than there are is the one that an edit adds: the newest of all."""
        hand = random.Random(f"{self.seed}:{number}")
        terms = vocabulary()
        others = [other for other in hand.sample(range(1, self.stories + 1), 3) if other != number]
        age = (number - 1) % _DAYS if number <= self.stories else -1
        return Story(
            number=number,
            key=key(number),
            date=NEWEST - datetime.timedelta(days=age),
            categories=_some(hand, terms["categories"], hand.choices((1, 2, 3), (4, 4, 2))[0]),
            country=hand.choice(COUNTRIES),
            populations=_some(hand, terms["populations"], 2),
            rights=_some(hand, terms["rights"], hand.randint(1, 2)),
            settings=_some(hand, terms["settings"], 1),
            outcomes=_some(hand, terms["outcomes"], 1),
            also_read=(key(others[0]), key(others[1])),
            picture=bool(self.pictures) and number % self.pictures == 0,
            tellings={code: self._telling(code, number) for code in LANGUAGES},
        )

    def _telling(self, language: str, number: int) -> Telling:
        text = write(language, self.seed, number)
        return Telling(language, text.title, text.summary, text.body, text.picture)


def key(number: int) -> str:
    """Return the key of the story of this number: the name of its folder and the end of its address."""
    return f"story-{number:05}"


def picture(number: int) -> bytes:
    """Return a small picture for a story, 640 by 400 pixels, as JPEG."""
    hand = random.Random(number)
    made = Image.new("RGB", (640, 400), (hand.randrange(256), hand.randrange(256), hand.randrange(256)))
    pen = ImageDraw.Draw(made)
    for _ in range(12):
        left, top = hand.randrange(560), hand.randrange(320)
        colour = (hand.randrange(256), hand.randrange(256), hand.randrange(256))
        pen.rectangle((left, top, left + hand.randrange(20, 80), top + hand.randrange(20, 80)), fill=colour)
    written = io.BytesIO()
    made.save(written, "JPEG", quality=80)
    return written.getvalue()


def _some(hand: random.Random, terms: Mapping[str, object], count: int) -> tuple[str, ...]:
    return tuple(sorted(hand.sample(list(terms), count)))
