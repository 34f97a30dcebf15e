"""Aside: one question that another process answers meanwhile."""

import os
import pickle
from collections.abc import Callable
from typing import Generic, TypeVar

from plugins.ledger.crew import cores

Answer = TypeVar("Answer")


class Aside(Generic[Answer]):
    """A question that is being answered in another process, where there is a core for it; else when its answer is
    asked for."""

    def __init__(self, question: Callable[[], Answer]) -> None:
        self._question, self._pipe = question, -1
        if cores() < 2:
            return
        self._pipe, theirs = os.pipe()
        self._process = os.fork()
        if not self._process:
            try:
                os.write(theirs, pickle.dumps(question()))  # an answer must fit into a pipe
            finally:
                os._exit(0)
        os.close(theirs)

    def answer(self) -> Answer:
        """Return the answer; ask here if the other process has died without one."""
        if self._pipe < 0:
            return self._question()
        with os.fdopen(self._pipe, "rb") as stream:
            given = stream.read()
        self._pipe = -1
        os.waitpid(self._process, 0)
        answer: Answer = pickle.loads(given) if given else self._question()  # noqa: S301 - from our own process
        return answer
