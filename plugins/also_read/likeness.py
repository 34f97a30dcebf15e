"""Likeness: how much the stories of one edition have in common, counted through what they share.

A term that few stories are filed under says more than one that most are (inverse document frequency; Spärck Jones
1972). Only neighbours are ever compared: an index leads from each term to its stories in order of date, and of a long
list the nearest count. So the work for a story is the same in a library of any size, and a change reaches few others.
Stories are known by their place in the edition, the newest at 0.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from plugins.also_read.filed import KINDS, Facet, Filed

# Neighbours to each side that are compared: in the list of a term, and in that of three terms, which tell more.
_ONE_NEAR = 4
_THREE_NEAR = 6


def rarity(count: int, total: int) -> int:
    """Return how rare it is that `count` of `total` stories share something: 0 where more than half of them do, 1
    where more than a quarter, and so on.

    In whole numbers (of the binary logarithm), so that one more story seldom changes what others are worth.
    """
    return (total // count).bit_length() - 1


def near(holders: Sequence[int], place: int, reach: int) -> Sequence[int]:
    """Return those of an index list that stand at a place or at most `reach` entries before or behind it.

    The place itself need not stand in the list; then it may be one more behind it.
    """
    at = bisect_left(holders, place)
    return holders[max(0, at - reach) : at + reach + 1]


class Likeness:
    """What stories have in common by what they are filed under. `holders` leads from each term to its stories."""

    def __init__(self, stories: Sequence[Filed], reach: int) -> None:
        self.reach = reach
        self._stories = stories
        self.holders: dict[Facet, list[int]] = defaultdict(list)
        for place, story in enumerate(stories):
            for facet in story.facets:
                self.holders[facet].append(place)
        # A bit for each term: what two stories share is the `&` of both, and what that is worth is added up once.
        self._bits = {facet: 1 << number for number, facet in enumerate(self.holders)}
        self._masks = [sum(map(self._bits.__getitem__, story.facets)) for story in stories]
        self._alike: dict[int, list[int]] = defaultdict(list)
        for place, story in enumerate(stories):
            for circumstances in self._circumstances(story):
                self._alike[circumstances].append(place)
        self._shift = len(stories).bit_length()
        self._worth = _Worth(
            {bit: KINDS[facet[0]] * (1 + 4 * self._rarity(facet)) << self._shift for facet, bit in self._bits.items()}
        )
        self._by_terms: dict[int, list[int]] = {}

    def neighbours(self, story: Filed, place: int) -> set[int]:
        """Return the stories that are compared with one that stands, or would stand, at a place.

        They are the nearest among all stories, so that there is something to offer where nothing is shared; among
        those with a term of it; and among those with the same circumstances.
        """
        found = set(range(max(0, place - self.reach), min(len(self._masks), place + self.reach + 1)))
        for facet in story.facets:
            found.update(near(self.holders.get(facet, ()), place, _ONE_NEAR))
        for circumstances in self._circumstances(story):
            found.update(near(self._alike.get(circumstances, ()), place, _THREE_NEAR))
        return found

    def best(self, place: int, more: Mapping[int, int]) -> tuple[list[int], list[int]]:
        """Return the places and the scores of the `reach` stories most like this one; of equals the newest is first.

        `more` says what others have in common with it beside terms. Scores are whole numbers, so that no order of
        adding changes them. Where less is shared, the stories next in time follow, with a score of 0.
        """
        shift, low = self._shift, (1 << self._shift) - 1
        ranks = self._ranked(place)
        if more:
            masks, worth, mask = self._masks, self._worth, self._masks[place]
            last = ranks[-1]
            better = [
                rank
                for other, extra in more.items()
                if (rank := worth[mask & masks[other]] - other + (extra << shift)) > last
            ]
            if better:
                others = [rank for rank in ranks if -rank & low not in more]
                ranks = sorted(better + others, reverse=True)[: self.reach]
        places = [-rank & low for rank in ranks]
        return places, [rank + other >> shift for rank, other in zip(ranks, places, strict=True)]

    def shared(self, one: int, other: int) -> int:
        """Return the terms that two stories share, as a number that `named` can read."""
        return self._masks[one] & self._masks[other]

    def named(self, shared: int) -> list[Facet]:
        """Return shared terms, the most telling kind and the rarest term first."""
        kinds = list(KINDS)
        found = [facet for facet, bit in self._bits.items() if bit & shared]
        return sorted(found, key=lambda facet: (kinds.index(facet[0]), -self._rarity(facet), facet[1]))

    def _rarity(self, facet: Facet) -> int:
        return rarity(len(self.holders[facet]), len(self._stories))

    def _circumstances(self, story: Filed) -> list[int]:
        """Return every three terms of a story that are of three kinds, as their bits.

        A right, or a group of people, has more stories than can be compared; a right of one group in one country
        leads to the few that are most alike, however long ago they happened.
        """
        kinds: dict[str, list[int]] = {}
        for facet in story.facets:
            if facet[0] != "categories" and facet in self._bits:
                kinds.setdefault(facet[0], []).append(self._bits[facet])
        return [
            a | b | c for one, two, three in combinations(kinds.values(), 3) for a in one for b in two for c in three
        ]

    def _ranked(self, place: int) -> list[int]:
        """Return the best by terms alone. They are the same in every edition that tells the same stories."""
        if place not in self._by_terms:
            found = self.neighbours(self._stories[place], place)
            found.discard(place)
            # A number for each, by which they sort: its score above the lowest bits, less its place.
            masks, worth, mask = self._masks, self._worth, self._masks[place]
            ranks = [worth[mask & masks[other]] - other for other in found]
            self._by_terms[place] = sorted(ranks, reverse=True)[: self.reach]
        return self._by_terms[place]


class _Worth(dict[int, int]):
    """What sets of terms are worth, by their bits: given for single terms, added up for others when asked for."""

    def __missing__(self, shared: int) -> int:
        first = shared & -shared
        worth = self[first] + self[shared ^ first] if shared else 0
        self[shared] = worth
        return worth
