"""Source: one telling as it stands in its file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.faults import Fault
from plugins.stories.frontmatter import Matter
from plugins.stories.model import Body, Vocabulary
from plugins.stories.schema import AnyMatter, PageTranslationMatter


@dataclass(frozen=True, slots=True)
class Source:
    """One telling as it stands in its file: typed front matter, safe text, and where each key stands.

    `text` is the Markdown below the front matter, which begins on line `first_line` of the file. `mark` is a number
    that is another for any other file; 0 where it does not come from one.
    """

    key: str
    language: str
    path: str
    raw: Matter
    matter: AnyMatter
    text: str
    first_line: int
    body: Body
    digest: str
    mark: int = 0

    def blame(self, where: tuple[str | int, ...], code: str, message: str, remedy: str, *, warn: bool = False) -> Fault:
        """Return a fault at the place of a key, or of the nearest thing around it."""
        line, column = self.raw.place(*where) if where else (1, 1)
        return Fault(self.path, line, column, f"stories/{code}", message, remedy, "warn" if warn else "block")

    @property
    def reference(self) -> tuple[str, str] | None:
        """The original's language and digest, where this is a translation."""
        if isinstance(self.matter, PageTranslationMatter):
            return self.matter.translation_of.language, self.matter.translation_of.digest  # type: ignore[attr-defined]
        return None

    @property
    def slug(self) -> str:
        return self.matter.slug or self.key


@dataclass(frozen=True, slots=True)
class Content:
    """All that a content folder holds, published or not, as it stands in its files.

    `stories` and `pages` hold the readable tellings of each folder by its key. `broken` names the folders, such as
    `stories/night-bus`, with a telling that could not be read: to judge them as a whole would mislead.
    """

    folder: Path
    vocabulary: Vocabulary
    stories: Mapping[str, Sequence[Source]]
    pages: Mapping[str, Sequence[Source]]
    broken: frozenset[str]

    def sources(self) -> Iterator[Source]:
        """Yield every telling, those of stories before those of pages."""
        for works in (self.stories, self.pages):
            for tellings in works.values():
                yield from tellings
