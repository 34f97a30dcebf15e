"""Stories: what a story is: schema, reading, `Story`, `Telling`, `Record`, digests and staleness."""

from plugins.stories.assembly import across, titles_of
from plugins.stories.digest import digest
from plugins.stories.editing import drop_also_read, set_status
from plugins.stories.files import read_text
from plugins.stories.frontmatter import Matter, read_yaml
from plugins.stories.model import Body, Entry, Gone, Outside, Page, Story, Telling, Term, Uses, Vocabulary
from plugins.stories.pictures import PICTURE_KINDS
from plugins.stories.reading import ROOMS, Listing, WorkReader, list_content, read_content
from plugins.stories.record import Chosen, Named, Record, Told
from plugins.stories.source import Content, Source
from plugins.stories.titles import fold_title
from plugins.stories.translated import mark_translated
from plugins.stories.vocabulary import read_vocabulary
from plugins.stories.withdrawn import Withdrawn, published_again, read_withdrawn, record
from plugins.stories.works import Permission, Work, put_together

__all__ = [
    "PICTURE_KINDS",
    "ROOMS",
    "Body",
    "Chosen",
    "Content",
    "Entry",
    "Gone",
    "Listing",
    "Matter",
    "Named",
    "Outside",
    "Page",
    "Permission",
    "Record",
    "Source",
    "Story",
    "Telling",
    "Term",
    "Told",
    "Uses",
    "Vocabulary",
    "Withdrawn",
    "Work",
    "WorkReader",
    "across",
    "digest",
    "drop_also_read",
    "fold_title",
    "list_content",
    "mark_translated",
    "published_again",
    "put_together",
    "read_content",
    "read_text",
    "read_vocabulary",
    "read_withdrawn",
    "read_yaml",
    "record",
    "set_status",
    "titles_of",
]
