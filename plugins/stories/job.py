"""A conversion under way: where its faults are, and what it has found so far."""

from dataclasses import dataclass, field

from plugins.faults import Fault


@dataclass(slots=True)
class Job:
    """The text of one file, its faults, and the links and pictures found in it."""

    path: str
    text: str
    first_line: int
    found: dict[str, dict[str, None]] = field(
        default_factory=lambda: {"stories": {}, "pages": {}, "pictures": {}, "outside": {}}
    )
    faults: list[Fault] = field(default_factory=list)

    def blame(self, part: str | int, code: str, message: str, remedy: str) -> None:
        """Add a fault at an offset, or at the first place where a part of the text stands."""
        at = part if isinstance(part, int) else max(self.text.find(part), 0)
        line = self.text.count("\n", 0, at)
        column = at - (self.text.rfind("\n", 0, at) + 1)
        self.faults.append(Fault(self.path, self.first_line + line, column + 1, f"stories/{code}", message, remedy))
