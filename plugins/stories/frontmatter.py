"""Front matter: the YAML between two `---` lines, with the place of every key and value.

Scalars stay text, as staff wrote them: YAML 1.1 would read `NO` (Norway) as false and `2026-13-02` as an
error without a place. The schema gives each value its type. What is more than plain is built from libyaml's events,
not by its composer, which crashes the interpreter on 30,000 brackets and lets aliases multiply.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml import CSafeLoader

from plugins.faults import Fault
from plugins.stories.plain_matter import read_plain

MATTER_LIMIT = 64 * 1024  # Characters of front matter; the longest of our stories has about 1,000.
_DEPTH = 8  # Levels inside each other; the schema needs three.
_LINE_ENDS = "\x85\u2028\u2029"  # YAML 1.1 would begin a new line at them
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
    even = source
    for end in _LINE_ENDS:
        even = even.replace(end, " ")
    builder = _Builder(path, first_line)
    try:
        for event in yaml.parse(even, CSafeLoader):
            builder.take(event)
    except _BadForm as error:
        return Matter(), [error.fault]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        tabbed = "\t" in "".join(source.split("\n")[line : line + 1])
        remedy = (
            "Use spaces instead of tabs."
            if tabbed
            else (
                "Look at this line and the one before: is a quote, a bracket or the space after a colon missing? "
                "Put text that holds a colon or a quote between double quotes."
            )
        )
        problem = f"This is no valid YAML: {error.problem}."
        return Matter(), [Fault(path, line + first_line, column + 1, "stories/bad-yaml", problem, remedy)]
    except yaml.YAMLError as error:
        line = source.encode()[: getattr(error, "position", 0)].count(b"\n")  # libyaml counts bytes
        return Matter(), [
            Fault(
                path,
                line + first_line,
                1,
                "stories/bad-yaml",
                "There is an invisible character that YAML does not allow.",
                "Delete this line and type it again.",
            )
        ]
    return builder.matter, builder.faults


class _BadForm(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


@dataclass(slots=True)
class _Level:
    """A list or mapping that is still open; a mapping has a key while it waits for the value."""

    at: Path
    value: list[Value] | dict[str, Value]
    key: str | None = None


class _Builder:
    """Puts YAML events together, with a stack of what is open."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.matter = Matter()
        self.faults: list[Fault] = []
        self._open: list[_Level] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):  # first, as most are
            self._refuse_marks(event)
            self._take_scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_marks(event)
            self._enter(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_marks(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.matter.places:
            raise self._bad(event, "bad-yaml", "A second set of keys begins here.", "Keep all keys in one.")

    def _refuse_marks(self, event: yaml.NodeEvent) -> None:
        if event.anchor or getattr(event, "tag", None) is not None:
            raise self._bad(
                event,
                "yaml-alias",
                "YAML's &anchors, *aliases and !tags are not used here.",
                "Write the value out, or put text that begins with &, * or ! between quotes.",
            )

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        if not self._open:
            raise self._keyless(event)
        level, text = self._open[-1], str(event.value)
        if isinstance(level.value, list):
            self.matter.places[(*level.at, len(level.value))] = self._place(event)
            level.value.append(text)
        elif level.key is not None:
            level.value.setdefault(level.key, text)  # a duplicate key keeps its first value and is reported
            level.key = None
        else:
            if text in level.value:
                self.faults.append(
                    self._bad(event, "duplicate-key", f'The key "{text}" stands twice.', "Keep one of them.").fault
                )
            else:
                self.matter.places[(*level.at, text)] = self._place(event)
            level.key = text

    def _enter(self, event: yaml.CollectionStartEvent) -> None:
        level = self._open[-1] if self._open else None
        if level and isinstance(level.value, dict) and level.key is None:
            raise self._bad(event, "bad-yaml", "A key must be a word.", "Write `key: value`.")
        if len(self._open) >= _DEPTH:
            raise self._bad(
                event,
                "bad-yaml",
                "There are too many levels inside each other.",
                "Write a list as `[one, two]` or one entry on each line.",
            )
        value: list[Value] | dict[str, Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        at: Path = ()
        if level is None:
            if isinstance(value, list):
                raise self._keyless(event)
            value = self.matter.values
            self.matter.places[at] = self._place(event)
        elif isinstance(level.value, list):
            at = (*level.at, len(level.value))
            level.value.append(value)
            self.matter.places[at] = self._place(event)
        else:
            assert level.key is not None
            at = (*level.at, level.key)  # its place is the key's
            level.value.setdefault(level.key, value)
            level.key = None
        self._open.append(_Level(at, value))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # libyaml marks every event
        return mark.line + self.first_line, mark.column + 1

    def _bad(self, event: yaml.Event, code: str, message: str, remedy: str) -> _BadForm:
        return _BadForm(Fault(self.path, *self._place(event), f"stories/{code}", message, remedy))

    def _keyless(self, event: yaml.Event) -> _BadForm:
        remedy = "Write one key on each line, such as `title: ...`."
        return self._bad(event, "bad-yaml", "There are no keys here.", remedy)
