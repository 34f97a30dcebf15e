"""Likeness: how much two stories have in common, counted through what they share.

Every story is a set of weighted features: the country, populations, rights, settings and categories it is
filed under, and the words of its telling in the edition's language. A feature that few stories have says
more than one that most have (inverse document frequency; Spärck Jones 1972). Only stories that share a
feature are ever compared, through an index from each feature to its stories.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from plugins.stories import Library, Story

Feature: TypeAlias = tuple[str, str]
# What a shared feature is worth beside the others of its kind: a shared right leads a reader further than
# a shared country, which in our region most stories share.
_KINDS = {"rights": 3.0, "populations": 2.5, "settings": 2.0, "countries": 1.5, "categories": 1.0}
_TEXT = 3.0  # the worth of an equal text
_WORDS = 40  # the most telling words of a text that are compared
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w{4,}")  # shorter words are mostly grammar


def facets(story: Story) -> Iterable[Feature]:
    """Return what the story is filed under, as (kind, term)."""
    for kind in _KINDS:
        for term in getattr(story, kind):
            yield kind, term


def likeness(library: Library, language: str) -> dict[str, dict[str, float]]:
    """Return for each story the score of every story that shares something with it, in this edition."""
    features = _weigh_facets(library)
    for key, words in _weigh_words(library, language).items():
        features[key].update(words)
    index: dict[Feature, list[str]] = defaultdict(list)
    for key in library.stories:
        for feature in features[key]:
            index[feature].append(key)
    scores: dict[str, dict[str, float]] = {}
    for key in library.stories:
        row: dict[str, float] = defaultdict(float)
        for feature, weight in sorted(features[key].items()):
            for other in index[feature]:
                if other != key:
                    # A product for words (their cosine); for facets both sides carry the same weight.
                    row[other] += weight * features[other][feature] if feature[0] == "word" else weight
        scores[key] = dict(row)
    return scores


def rarity(library: Library) -> dict[Feature, float]:
    """Return how telling each facet is: 1 for one story in all, near 0 for one that all stories share."""
    counts = Counter(feature for story in library.stories.values() for feature in facets(story))
    total = len(library.stories)
    return {feature: math.log((total + 1) / count) / math.log(total + 1) for feature, count in counts.items()}


def _weigh_facets(library: Library) -> dict[str, dict[Feature, float]]:
    rare = rarity(library)
    return {
        key: {feature: _KINDS[feature[0]] * rare[feature] for feature in facets(story)}
        for key, story in library.stories.items()
    }


def _weigh_words(library: Library, language: str) -> dict[str, dict[Feature, float]]:
    counts = {
        key: Counter(
            _stems(
                story.tellings[language].title,
                story.tellings[language].summary,
                story.tellings[language].body.html,
            )
        )
        for key, story in library.stories.items()
        if language in story.tellings
    }
    spread = Counter(word for words in counts.values() for word in words)
    total = len(counts)
    weighed: dict[str, dict[Feature, float]] = {}
    for key, words in counts.items():
        weights = {
            word: (1 + math.log(count)) * math.log(total / spread[word])
            for word, count in words.items()
            if 1 < spread[word] < total
        }
        best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_WORDS]
        length = math.sqrt(math.fsum(weight * weight for _, weight in best)) or 1.0
        weighed[key] = {("word", word): math.sqrt(_TEXT) * weight / length for word, weight in best}
    return weighed


def _stems(*texts: str) -> Iterable[str]:
    """Return words cut to their first six letters: enough to join most case endings of our languages."""
    for text in texts:
        for word in _WORD.findall(_TAG.sub(" ", text).casefold()):
            yield word[:6]


def shared(one: Story, other: Story, rare: Mapping[Feature, float]) -> list[Feature]:
    """Return the facets two stories share, the most telling kind and the rarest term first."""
    common = set(facets(one)) & set(facets(other))
    kinds = list(_KINDS)
    return sorted(common, key=lambda feature: (kinds.index(feature[0]), -rare[feature], feature[1]))
