"""Stories: what a story is: schema, reading, `Story`, `Telling`, `Library`, digests and staleness."""

from plugins.stories.assembly import assemble
from plugins.stories.digest import digest
from plugins.stories.editing import drop_also_read, set_status
from plugins.stories.files import read_text
from plugins.stories.frontmatter import Matter, read_yaml
from plugins.stories.model import Body, Entry, Gone, Library, Outside, Page, Story, Telling, Term, Vocabulary
from plugins.stories.pictures import PICTURE_KINDS
from plugins.stories.reading import read_content
from plugins.stories.source import Content, Source
from plugins.stories.titles import fold_title
from plugins.stories.translated import mark_translated
from plugins.stories.withdrawn import Withdrawn, published_again, read_withdrawn, record

__all__ = [
    "PICTURE_KINDS",
    "Body",
    "Content",
    "Entry",
    "Gone",
    "Library",
    "Matter",
    "Outside",
    "Page",
    "Source",
    "Story",
    "Telling",
    "Term",
    "Vocabulary",
    "Withdrawn",
    "assemble",
    "digest",
    "drop_also_read",
    "fold_title",
    "mark_translated",
    "published_again",
    "read_content",
    "read_text",
    "read_withdrawn",
    "read_yaml",
    "record",
    "set_status",
]
