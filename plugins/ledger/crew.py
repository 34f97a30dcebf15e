"""Crew: as many processes as there are cores share the work, where there is enough of it."""

import gc
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

_BATCH = 64  # Results handed over at a time.


def cores() -> int:
    """Return how many processes this one may use at a time."""
    # Forked processes begin with all that this one has read. Only Linux does that soundly; elsewhere one does it all.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


@contextmanager
def uncollected() -> Iterator[None]:
    """Spare what lives for a moment the search for garbage, which goes through all that it holds, again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def spread(work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item], least: int) -> Iterator[Result]:
    """Yield what `work` makes of the items, in any order; with `least` items a process or more, in several processes.

    Results are handed over pickled. Raises what `work` raises, and RuntimeError when a process dies.
    """
    jobs = min(cores(), len(items) // max(1, least))
    if jobs < 2:
        yield from work(items)
        return
    import multiprocessing  # here, since most builds do without
    from multiprocessing.connection import Connection, wait

    fork = multiprocessing.get_context("fork")
    running: dict[Connection, ForkProcess] = {}
    try:
        for job in range(jobs):
            ours, theirs = fork.Pipe(duplex=False)
            process = fork.Process(target=_do, args=(work, items[job::jobs], theirs), daemon=True)
            process.start()
            theirs.close()
            running[ours] = process
        while running:
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                try:
                    kind, found = pickle.loads(ready.recv_bytes())  # noqa: S301 - written by our own process
                except EOFError:
                    raise RuntimeError("A part of the build was ended from outside; is there enough memory?") from None
                if kind == "raised":
                    raise found
                if kind == "done":
                    running.pop(ready).join()
                    ready.close()
                else:
                    yield from found
    finally:
        for connection, process in running.items():
            process.terminate()
            process.join()
            connection.close()


def _do(work: Callable[[Sequence[Item]], Iterable[Result]], items: Sequence[Item], pipe: "Connection") -> None:
    gc.disable()  # it lives for a moment, and what it makes is handed over or written
    parent = os.getppid()
    batch: list[Result] = []

    def send(kind: str, value: object) -> None:
        pipe.send_bytes(pickle.dumps((kind, value), protocol=pickle.HIGHEST_PROTOCOL))

    try:
        for result in work(items):
            if os.getppid() != parent:
                os._exit(1)  # whoever asked for this has died
            batch.append(result)
            if len(batch) == _BATCH:
                send("found", batch)
                batch = []
        send("found", batch)
        send("done", None)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent raises it
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:  # noqa: BLE001 - some cannot be handed over, each for a reason of its own
            error = RuntimeError("".join(traceback.format_exception(error)))
        send("raised", error)
    finally:
        pipe.close()
        os._exit(0)
