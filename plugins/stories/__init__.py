"""Stories: what a story is: schema, reading, `Story`, `Telling`, `Library`, digests and staleness."""

from plugins.stories.digest import digest
from plugins.stories.model import Body, Entry, Library, Outside, Page, Story, Telling, Term, Vocabulary
from plugins.stories.reading import read_library
from plugins.stories.titles import fold_title
from plugins.stories.translated import mark_translated

__all__ = [
    "Body",
    "Entry",
    "Library",
    "Outside",
    "Page",
    "Story",
    "Telling",
    "Term",
    "Vocabulary",
    "digest",
    "fold_title",
    "mark_translated",
    "read_library",
]
