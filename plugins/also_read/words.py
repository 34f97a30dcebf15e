"""Words: which stories of one edition share telling words of title and summary, and what those are worth."""

from collections import defaultdict
from collections.abc import Sequence

from plugins.also_read.filed import Filed
from plugins.also_read.likeness import near, rarity

_NEAR = 3  # neighbours to each side; fewer than for terms, since one word in common may be chance


class Words:
    """The words of the stories told in one language. `holders` leads from each word to its stories' places."""

    def __init__(self, stories: Sequence[Filed], language: str) -> None:
        self._language = language
        self._words = [words_in(story, language) for story in stories]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for word in words:
                self.holders[word].append(place)
        # A word that only one story has leads nowhere, and one that most have says nothing. Any other is worth half
        # a category as rare as it is: words are a modest part of likeness.
        self._worth = {
            word: 4 * rare
            for word, places in self.holders.items()
            if len(places) > 1 and (rare := rarity(len(places), len(stories)))
        }

    def neighbours(self, story: Filed, place: int) -> set[int]:
        """Return the stories whose words are compared with those of one that stands, or would stand, at a place."""
        words = words_in(story, self._language)
        return {other for word in words for other in near(self.holders.get(word, ()), place, _NEAR)}

    def shared(self, place: int) -> dict[int, int]:
        """Return what the words that a story shares with its neighbours are worth, by the neighbour's place."""
        found: dict[int, int] = {}
        for word in self._words[place]:
            worth = self._worth.get(word)
            if worth:
                for other in near(self.holders[word], place, _NEAR):
                    found[other] = found.get(other, 0) + worth
        found.pop(place, None)
        return found


def words_in(story: Filed, language: str) -> tuple[str, ...]:
    """Return the telling words of a story in one language."""
    for code, words in story.words:
        if code == language:
            return words
    return ()
