"""Proof: the finished site holds together and betrays nobody."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from pelican.plugins import signals

from plugins.faults import Fault, stop_at
from plugins.proof.addresses import Addresses
from plugins.proof.checks import prove
from plugins.proof.crossing import cross
from plugins.proof.looking import look
from plugins.proof.remains import Search, Traces, mark_of, nfc, rows_of, search, uses_of, words_of
from plugins.proof.scripts import Scripts
from plugins.proof.seen import Facts, Seen

__all__ = [
    "Addresses",
    "Facts",
    "Scripts",
    "Search",
    "Seen",
    "Traces",
    "cross",
    "look",
    "mark_of",
    "nfc",
    "prove",
    "register",
    "rows_of",
    "search",
    "uses_of",
    "words_of",
]


class _Account(Protocol):
    """What is known of the files of the last site, and of those of the next (`plugins.ledger.Account`)."""

    next: dict[str, int]
    looks: dict[str, object]

    def kept(self) -> list[str]: ...
    def gone(self) -> set[str]: ...
    def seen(self) -> Iterable[tuple[str, Any]]: ...
    def seen_of(self, name: str) -> Any: ...


class _Built(Protocol):
    """What a finished run tells of itself: `ResponseStories` of the editions."""

    output_path: str
    settings: dict[str, str]
    finished: tuple[_Account, tuple[Fault, ...]]


class _Few(Mapping[str, Any]):
    """The facts of few files, and of any other that is asked for."""

    def __init__(self, few: Mapping[str, Any], other: Callable[[str], Any]) -> None:
        self._few, self._other = few, other

    def __getitem__(self, name: str) -> Any:
        found = self._few[name] if name in self._few else self._other(name)
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._few)

    def __len__(self) -> int:
        return len(self._few)


def _steady(former: Any, now: Any) -> bool:
    """Say whether a file that was made again still has all places, and says the same of its language and of others."""
    return bool(former) == bool(now) and (not now or (former[:2] == now[:2] and set(former[5]) <= set(now[5])))


def _finished(pelican: _Built) -> None:
    account, faults = pelican.finished
    folder, target = Path(pelican.output_path), Path(pelican.settings["OUTPUT_PATH"])
    facts: Mapping[str, Any] = {name: seen for name, seen in account.looks.items() if seen}
    kept, gone = set(account.kept()), account.gone()
    changed = account.looks.keys() | gone
    # What is kept can only be broken by what is gone, or by a file that no longer is what others say of it.
    if kept and not gone and all(_steady(account.seen_of(name), seen) for name, seen in account.looks.items()):
        facts = _Few(facts, account.seen_of)
    elif kept and changed:
        facts = {**dict(account.seen()), **account.looks}
        facts = {name: seen for name, seen in facts.items() if seen and name in account.next}

    def read(name: str) -> bytes:
        return (folder if name in account.looks else target).joinpath(name).read_bytes()

    where = Addresses(pelican.settings["SITEURL"])
    stop_at([*faults, *cross(where, facts, account.next.keys(), read, changed if kept else None)])


def register() -> None:
    """Connect the proof to Pelican: it runs when everything is written, and may still stop the run."""
    signals.finalized.connect(_finished)
