"""Stories: what a story is: schema, reading, `Story`, `Telling`, `Library`, digests and staleness."""

from plugins.stories.assembly import assemble
from plugins.stories.digest import digest
from plugins.stories.files import read_text
from plugins.stories.frontmatter import Matter, read_yaml
from plugins.stories.model import Body, Entry, Library, Outside, Page, Story, Telling, Term, Vocabulary
from plugins.stories.reading import read_content
from plugins.stories.source import Content, Source
from plugins.stories.titles import fold_title
from plugins.stories.translated import mark_translated

__all__ = [
    "Body",
    "Content",
    "Entry",
    "Library",
    "Matter",
    "Outside",
    "Page",
    "Source",
    "Story",
    "Telling",
    "Term",
    "Vocabulary",
    "assemble",
    "digest",
    "fold_title",
    "mark_translated",
    "read_content",
    "read_text",
    "read_yaml",
]
