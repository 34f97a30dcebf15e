"""Front matter: the YAML between two `---` lines, with the place of every key and value.

Scalars stay text, as staff wrote them: YAML 1.1 would read `NO` (Norway) as false and `2026-13-02` as an
error without a place. The schema gives each value its type.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from plugins.faults import Fault
from plugins.stories.plain_matter import read_plain

MATTER_LIMIT = 64 * 1024  # Characters of front matter; the longest of our stories has about 1,000.
_OPENING = re.compile(r"---[ \t]*(\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(\n|\Z)", re.MULTILINE)

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Place: TypeAlias = tuple[int, int]
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """Front matter as plain data. `places` maps a path of keys and indexes to line and column from 1."""

    values: dict[str, Value] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """Return where this value stands, or the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def split(text: str, path: str) -> tuple[str, str, int] | Fault:
    """Return the front matter, the body, and the body's first line number; or what is wrong."""
    opening = _OPENING.match(text)
    if not opening:
        return Fault(
            path,
            1,
            1,
            "stories/no-front-matter",
            "The file does not begin with front matter.",
            "Begin with a line `---`, then the keys such as `title: ...`, then another line `---`.",
        )
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        return Fault(
            path,
            1,
            1,
            "stories/unclosed-front-matter",
            "The front matter has no closing line.",
            "Put a line with only `---` between the last key and the text.",
        )
    line = text.count("\n", 0, closing.end()) + 1
    return text[opening.end() : closing.start()], text[closing.end() :], line


def read_yaml(source: str, path: str, first_line: int = 1) -> tuple[Matter, list[Fault]]:
    """Return a YAML mapping as text, lists and mappings, and the faults of its form.

    `first_line` is the line of the file on which `source` begins. A source whose form is broken gives an
    empty mapping and one fault; duplicate keys are all reported.
    """
    if len(source) > MATTER_LIMIT:
        fault = Fault(
            path,
            first_line,
            1,
            "stories/long-front-matter",
            f"This has {len(source):,} characters of keys.",
            f"Keep it under {MATTER_LIMIT:,}; the text goes below the closing `---`.",
        )
        return Matter(), [fault]
    plain = read_plain(source, first_line)
    if plain:
        return Matter(*plain), []
    from plugins.stories.yaml_matter import parse  # loads YAML, which plain front matter does without

    return parse(source, path, first_line)
