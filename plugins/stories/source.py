"""Source: one telling as it stands in its file."""

from dataclasses import dataclass

from plugins.faults import Fault
from plugins.stories.frontmatter import Matter
from plugins.stories.model import Body
from plugins.stories.schema import AnyMatter, PageTranslationMatter


@dataclass(frozen=True, slots=True)
class Source:
    """One telling as it stands in its file: typed front matter, safe text, and where each key stands."""

    key: str
    language: str
    path: str
    raw: Matter
    matter: AnyMatter
    body: Body
    digest: str

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
