"""Filed: the little of a story by which stories are compared, so that an edit of a text's body changes no choice."""

import re
from sys import intern
from typing import NamedTuple, TypeAlias

from plugins.stories import Story

Facet: TypeAlias = tuple[str, str]  # kind and term
# What a shared term is worth beside those of other kinds, in halves of a category: a shared right leads a reader
# further than a shared country, which in our region most stories share.
KINDS = {"rights": 6, "populations": 5, "settings": 4, "countries": 3, "categories": 2}
_WORD = re.compile(r"\w{4,}")  # shorter words are mostly grammar
_STEM = 6  # letters: enough to join most case endings of our languages
_TELLING = 8  # words of a title and summary that are compared


class Filed(NamedTuple):
    """What one story is compared by. A tuple of plain data: it is kept from one build to the next and compared at once.

    `day` is the ordinal of its date; `facets` holds what it is filed under, each term once, of the kinds in `KINDS`;
    `told` the languages in which it is published; `partner` whether it is a partner's publication; `words` the
    telling words of its title and summary by language, as `stems` returns them.
    """

    key: str
    day: int
    facets: tuple[Facet, ...]
    told: tuple[str, ...]
    partner: bool
    words: tuple[tuple[str, tuple[str, ...]], ...]


def filed(story: Story) -> Filed:
    """Return what a story is compared by."""
    return Filed(
        key=story.key,
        day=story.date.toordinal(),
        facets=tuple((kind, term) for kind in KINDS for term in getattr(story, kind)),
        told=tuple(story.tellings),
        partner=story.partner is not None,
        words=tuple((code, stems(told.title, told.summary)) for code, told in story.tellings.items()),
    )


def stems(*texts: str) -> tuple[str, ...]:
    """Return the most telling words of a telling's title and summary, cut to stems, each once.

    Those are the longest: the more often a language uses a word, the shorter it tends to be (Zipf 1935). Which
    words they are so depends on this telling alone, never on the other texts.
    """
    words = {word for text in texts for word in _WORD.findall(text.casefold())}
    # Interned, since they are kept and compared in every build.
    found = dict.fromkeys(intern(word[:_STEM]) for word in sorted(words, key=lambda word: (-len(word), word)))
    return tuple(found)[:_TELLING]
