"""Ranking: for each story of an edition those most like it, computed anew only where something can have changed."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import Any, TypeAlias, TypeVar

from plugins.also_read.filed import Facet, Filed
from plugins.also_read.likeness import Likeness, rarity
from plugins.also_read.words import Words, words_in

_Shared = TypeVar("_Shared")
Ranking: TypeAlias = tuple[tuple[str, ...], tuple[int, ...]]  # the most alike first: their keys, and their scores
Ranks: TypeAlias = Mapping[str, Ranking]  # by the story's key
# What is kept for the next build, as plain data: how far was looked, each story as it was filed, each edition's ranks.
Kept: TypeAlias = tuple[int, Mapping[str, tuple[Any, ...]], Mapping[str, Ranks]]
Change: TypeAlias = tuple[Filed | None, Filed | None]  # a story as it was and as it is; None where there was, is none


class Edition:
    """Stories told in one language, from new to old, and how they are found to be alike."""

    def __init__(self, language: str, stories: Sequence[Filed], likeness: Likeness) -> None:
        self.language = language
        self.stories = stories
        # Interned, so that what is kept holds each key once, however many builds it came through.
        self._keys = [intern(story.key) for story in stories]
        self.places = {key: place for place, key in enumerate(self._keys)}
        self.likeness = likeness
        self._words = Words(stories, language)

    @classmethod
    def of_all(cls, stories: Iterable[Filed], language: str, reach: int) -> "Edition":
        """Return an edition of all stories, also of those that the language does not tell."""
        ordered = sorted(stories, key=_order)
        return cls(language, ordered, Likeness(ordered, reach))

    def ranking(self, key: str) -> Ranking:
        """Return the stories most like this one."""
        place = self.places[key]
        others, scores = self.likeness.best(place, self._words.shared(place))
        return tuple([self._keys[other] for other in others]), tuple(scores)

    def ranks(self, kept: Ranks, changes: Iterable[Change]) -> dict[str, Ranking]:
        """Return the ranking of every story; those that the changes do not touch are taken from `kept`."""
        touched = self._touched(changes)
        return {key: self.ranking(key) if place in touched else kept[key] for key, place in self.places.items()}

    def _touched(self, changes: Iterable[Change]) -> set[int]:
        """Return the places of the stories whose ranking can have changed.

        A ranking is a function of the stories that stand near in one of the lists of the indexes, and of how rare
        terms and words are. So a changed story touches those that it stands or stood near to; and where a term or
        word became rarer or more common by a class, all that have it.
        """
        versions = [
            (story, step)
            for was, now in changes
            if self._seen(was) != self._seen(now)
            for story, step in ((was, 1), (now, -1))
            if story and self.language in story.told
        ]
        touched: set[int] = set()
        terms: Counter[Facet] = Counter()
        words: Counter[str] = Counter()
        for story, step in versions:
            place = bisect_left(self.stories, _order(story), key=_order)
            touched |= self.likeness.neighbours(story, place) | self._words.neighbours(story, place)
            terms.update(dict.fromkeys(story.facets, step))
            words.update(dict.fromkeys(words_in(story, self.language), step))
        total = len(self.stories)
        before = total + sum(step for _, step in versions)
        return touched.union(
            *_changed_class(self.likeness.holders, terms, total, before),
            *_changed_class(self._words.holders, words, total, before),
        )

    def _seen(self, story: Filed | None) -> tuple[Any, ...] | None:
        """Return all that rankings in this edition see of a story."""
        if story is None or self.language not in story.told:
            return None
        return story.day, story.facets, words_in(story, self.language)


def editions(stories: Iterable[Filed], languages: Iterable[str], reach: int) -> dict[str, Edition]:
    """Return an edition for each language. Editions that tell the same stories share their likeness by terms."""
    ordered = sorted(stories, key=_order)
    found: dict[str, Edition] = {}
    alike: dict[tuple[str, ...], Likeness] = {}
    for language in languages:
        told = [story for story in ordered if language in story.told]
        keys = tuple([story.key for story in told])
        if keys not in alike:
            alike[keys] = Likeness(told, reach)
        found[language] = Edition(language, told, alike[keys])
    return found


def rank(editions: Mapping[str, Edition], stories: Iterable[Filed], reach: int, kept: Kept | None) -> Kept:
    """Return the rankings in all editions, to be kept for the next time; from `kept` those that cannot have changed.

    The result is the same with and without it: what was kept saves time and decides nothing.
    """
    now = {story.key: story for story in stories}
    before, ranks = (kept[1], kept[2]) if kept and kept[0] == reach else ({}, {})
    changes: list[Change] = [
        (Filed._make(before[key]) if key in before else None, story)
        for key, story in now.items()
        if before.get(key) != story
    ]
    changes += [(Filed._make(before[key]), None) for key in before if key not in now]
    return (
        reach,
        {key: tuple(story) for key, story in now.items()},
        {
            language: edition.ranks(ranks[language], changes)
            if language in ranks
            else {key: edition.ranking(key) for key in edition.places}
            for language, edition in editions.items()
        },
    )


def _changed_class(
    holders: Mapping[_Shared, list[int]], more: Mapping[_Shared, int], total: int, before: int
) -> Iterator[list[int]]:
    """Yield the holders of each term or word that is of another rarity than when there were `before` stories, of which
    so many `more` had it."""
    for shared in holders if total != before else more:
        count = len(holders.get(shared, ()))
        was = count + more.get(shared, 0)
        if count and was and rarity(count, total) != rarity(was, before):
            yield holders[shared]


def _order(story: Filed) -> tuple[int, str]:
    return -story.day, story.key
