"""One fault, and the exception that carries many."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong. Sorts by place; `code` is stable, so that staff and scripts may rely on it.

    `path` is relative to the content folder (POSIX), `line` and `column` count from 1.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    remedy: str
    severity: Severity = "block"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code}: {self.message} {self.remedy}"


class Faults(Exception):
    """Raised to stop a run. Its text names every fault on a line of its own."""

    exitcode = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tidy(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type["Faults"], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)  # as one process hands it to another


def tidy(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults sorted by place, each once."""
    return tuple(sorted(set(faults)))


def blocking(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return those faults that stop a build, tidied."""
    return tidy(fault for fault in faults if fault.severity == "block")


def stop_at(faults: Iterable[Fault]) -> None:
    """Raise `Faults` with all of them, warnings included, if any of them blocks."""
    every = tidy(faults)
    if blocking(every):
        raise Faults(every)
