"""A conversion under way: where its faults are, and what it has found so far."""

import re
from dataclasses import dataclass, field

from plugins.faults import Fault

_WORDS = 20  # Enough to know a part of a text by.


@dataclass(slots=True)
class Job:
    """The text of one file, its faults, and the links and pictures found in it."""

    path: str
    text: str
    first_line: int
    found: dict[str, dict[str, None]] = field(
        default_factory=lambda: {"stories": {}, "pages": {}, "pictures": {}, "outside": {}}
    )
    anchors: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, part: str | int, code: str, message: str, remedy: str) -> None:
        """Add a fault at an offset, or at the first place where a part of the text stands."""
        at = part if isinstance(part, int) else self._find(part)
        line = self.text.count("\n", 0, at)
        column = at - (self.text.rfind("\n", 0, at) + 1)
        self.faults.append(Fault(self.path, self.first_line + line, column + 1, f"stories/{code}", message, remedy))

    def _find(self, part: str) -> int:
        at = self.text.find(part)
        if at < 0:  # Markdown turns tabs into spaces and takes lists out of their indent: look past white space
            found = re.search(r"\s+".join(map(re.escape, part.split()[:_WORDS])), self.text)
            at = found.start() if found else 0
        return at
