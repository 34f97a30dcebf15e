"""YAML of any form, put together from libyaml's events, each of which has its place.

Not by libyaml's composer, which crashes the interpreter on 30,000 brackets and lets aliases multiply.
"""

from dataclasses import dataclass

import yaml
from yaml import CSafeLoader

from plugins.faults import Fault
from plugins.stories.frontmatter import Matter, Path, Place, Value

_DEPTH = 8  # Levels inside each other; the schema needs three.
_LINE_ENDS = "\x85\u2028\u2029"  # YAML 1.1 would begin a new line at them


def parse(source: str, path: str, first_line: int) -> tuple[Matter, list[Fault]]:
    """Return a YAML mapping and the faults of its form, as `read_yaml` does."""
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
