"""Progress: what takes long says how far it is, on a terminal; elsewhere nothing is said."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE = 2.0  # Seconds; what takes less is done before a reader has read that it began.


def watched(results: Iterable[Result], total: int, what: str) -> Iterator[Result]:
    """Yield the results, and show on a terminal how many of `total` there are so far, once it has taken long."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import Progress

    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True, disable=False) as progress:
        task = progress.add_task(what, total=total, visible=False)
        for result in results:
            progress.update(task, advance=1, visible=time.monotonic() - began > PATIENCE)
            yield result
