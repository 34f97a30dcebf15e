"""Memory: what was found out about a word or a piece of text, kept for the next time it is met."""

from collections.abc import Callable
from typing import TypeVar

_MOST = 200_000  # Entries kept: more than all our texts hold, and few enough for any machine.
_LONGEST = 60  # Characters of what is kept; what is longer is hardly met twice.
Answer = TypeVar("Answer")


class Memory(dict[str, Answer]):
    """Answers by what was asked. `Memory(ask).__getitem__` is `ask` that asks once.

    `functools.lru_cache` does the same at four times the price, and these are asked once for each word of a text.
    """

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, asked: str) -> Answer:
        answer = self._ask(asked)
        if len(asked) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[asked] = answer
        return answer
