"""Stopwatch: how long each step of a build takes the processor, told by the public functions that do it."""

import functools
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import GeneratorType
from typing import Any

from plugins import also_read, anonymity, ledger, pictures, proof, stories
from plugins.editions import knowing, offering, planning, pressing, study, writer
from plugins.ledger import twin

# In the order of a build. A method is named by its class and its name.
STEPS: Mapping[str, Sequence[Any]] = {
    "look round": (ledger.survey, ledger.digest_of),
    "read": ((stories.WorkReader, "read"),),
    "gate": ((anonymity.Gate, "examine"),),
    "put together": (stories.put_together, also_read.filed, (pictures.Album, "picture"), (study.Desk, "study")),
    "compare": (stories.across, stories.titles_of, also_read.resolve, anonymity.across),
    "offer": (offering.rows,),
    "plan": (planning.plans, planning.shelves),
    "make": ((pressing.Press, "make"),),
    "write": ((writer.SiteWriter, "write_bytes"),),
    "prove": (proof.look,),
    "cross": (proof.cross,),
    "link": ((twin.Twin, "grow"), (twin.Twin, "become"), (twin.Twin, "follow")),
    "keep": (
        *((study.Facts, "dump"), (study.Study, "shown_as_bytes"), (knowing.Memory, "learn")),
        *((ledger.Store, "put"), (ledger.Store, "drop"), (ledger.Account, "settle")),
    ),
}


class Stopwatch:
    """Seconds of the processor by step: what others do on the machine counts little. What a step calls of another
    counts for that other alone, so that the steps add up. `before` and `after` hold what is to be called when a step
    begins or ends."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys(STEPS, 0.0)
        self.before: dict[str, Callable[[], None]] = {}
        self.after: dict[str, Callable[[], None]] = {}
        self._inside: list[float] = []  # for each function that is running, the seconds of those that it called

    @contextmanager
    def running(self) -> Iterator[None]:
        """Time the steps of whatever is built meanwhile, in this process."""
        undo: list[tuple[Any, str, Any]] = []
        for step, parts in STEPS.items():
            for part in parts:
                owners = [part] if isinstance(part, tuple) else list(_named(part))
                for owner, name in owners:
                    undo.append((owner, name, getattr(owner, name)))
                    setattr(owner, name, self._timed(step, getattr(owner, name)))
        try:
            yield
        finally:
            for owner, name, former in undo:
                setattr(owner, name, former)

    def _timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*args: Any, **named: Any) -> Any:
            if step in self.before:
                self.before[step]()
            began = time.process_time()
            self._inside.append(0)
            try:
                made = function(*args, **named)
                return list(made) if isinstance(made, GeneratorType) else made
            finally:
                took = time.process_time() - began
                self.seconds[step] += took - self._inside.pop()
                if self._inside:
                    self._inside[-1] += took
                if step in self.after:
                    self.after[step]()

        return timed


def _named(function: Callable[..., Any]) -> Iterator[tuple[Any, str]]:
    """Yield every module of the project that knows a function, and its name there."""
    for module in [module for name, module in sys.modules.items() if name.startswith("plugins.")]:
        yield from ((module, name) for name, value in vars(module).items() if value is function)
