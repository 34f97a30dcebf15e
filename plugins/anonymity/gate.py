"""The gate: every telling is read by every check before anything is written."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from plugins.anonymity.addresses import named_addresses
from plugins.anonymity.hidden import hidden
from plugins.anonymity.identifiers import identifying
from plugins.anonymity.lists import Lists, read_lists, unnamed_terms
from plugins.anonymity.markers import displayed, spelled_twice, unmarked
from plugins.anonymity.mosaic import mosaic
from plugins.anonymity.names import unnamed
from plugins.anonymity.passages import LONGEST, Reader
from plugins.anonymity.people import People
from plugins.anonymity.private import in_content, read_private, redacted
from plugins.anonymity.rules import MAY_BE_ACCEPTED
from plugins.anonymity.speech import speech, speech_code, spoken
from plugins.anonymity.spelling import sound
from plugins.anonymity.translations import compared
from plugins.faults import Fault, nearest
from plugins.stories import ROOMS, Content, Source, Vocabulary

# Gives the pseudonyms of another story by its key, or None where there is no such story.
Others: TypeAlias = Callable[[str], Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: its faults, and the files that are kept back until they are brought up to date."""

    faults: tuple[Fault, ...]
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the gate says of one folder, and what it asks of it when it compares the stories of a library.

    `people` holds the sound of each pseudonym, its name and its place; `accepted` the code, severity and place of each
    warning that a telling accepts, and whether the telling is withdrawn. All are plain tuples. `clean` are the marks of
    the tellings in which nothing was found, and that link to no other story, whose people they might name.
    """

    faults: tuple[Fault, ...]
    withheld: frozenset[str]
    people: tuple[tuple[str, str, str, int, int], ...] = ()
    accepted: tuple[tuple[str, str, int, int, bool], ...] = ()
    clean: frozenset[int] = frozenset()


class Gate:
    """The gate, ready to read: with the project's lists, and the list of real names where there is one."""

    def __init__(self, content: Path, vocabulary: Vocabulary, private: Path, languages: Sequence[str]) -> None:
        """Read the lists. `languages` are those that the site publishes. Raises `Faults` when the private list is
        there and cannot be read."""
        self._content, self._languages = content, languages
        self._names = read_private(private)
        self._lists, self._listed = read_lists(content, vocabulary)
        self._vocabulary = vocabulary

    def examine(
        self,
        room: str,
        key: str,
        tellings: Sequence[Source],
        others: Others,
        *,
        broken: bool,
        clean: Set[int] = frozenset(),
    ) -> Seen:
        """Return everything in one folder that could give a person away.

        `others` gives the pseudonyms of another story, which may be named in links to it. Withdrawn tellings are not
        read: nothing publishes them. What is wrong in a draft is a warning, since nothing publishes it yet. In a
        `broken` folder, with an unreadable telling, the tellings are not compared. A telling whose mark is `clean` was
        read before, by this gate and with these lists, and need not be read again. Raises whatever a check raises: a
        gate that cannot run stops the build.
        """
        live = [source for source in tellings if source.matter.status != "withdrawn"]
        found: list[Fault] = []
        good: set[int] = set()
        for source in live:
            wrong = [] if source.mark in clean else _telling(source, others, self._lists, self._languages)
            found += wrong
            if source.mark and not wrong and not source.body.stories:
                good.add(source.mark)
        wrong, back = ([], set[str]()) if broken else compared(live)
        if self._names:
            found += in_content(_files(self._content / room / key, self._content), self._names)
        return Seen(
            (*found, *wrong),
            frozenset(back),
            tuple(_people(live)) if room == "stories" else (),
            tuple(_accepted(tellings)),
            frozenset(good),
        )

    def faults(self) -> list[Fault]:
        """Return what is wrong in the project's lists, and which words of the vocabulary may name a person."""
        return [*self._listed, *unnamed_terms(self._vocabulary, self._lists)]

    def elsewhere(self) -> list[Fault]:
        """Return where a name of the private list stands in the content folder outside of the stories and pages."""
        return in_content(_files(self._content, self._content, ROOMS), self._names) if self._names else []

    def masked(self, faults: Iterable[Fault]) -> list[Fault]:
        """Return the faults of any room without a name of the private list: whoever reads a log must not learn it."""
        return redacted(faults, self._names)


def across(seen: Mapping[tuple[str, str], Seen]) -> list[Fault]:
    """Return the faults of all folders, by room and key, and those between them, without the warnings that their
    tellings accept, and those of acceptances themselves."""
    return _accept(seen.values(), [*(fault for each in seen.values() for fault in each.faults), *_shared(seen)])


def examine(content: Content, private: Path, languages: Sequence[str]) -> Verdict:
    """Return everything in a content folder that could give a person away.

    `private` is the list of real names, which may be missing; `languages` are those that the site publishes: a text
    in one that the gate cannot read stops the build, a text in another is only warned of. Raises what `Gate` raises.
    """
    gate = Gate(content.folder, content.vocabulary, private, languages)

    def others(key: str) -> list[str] | None:
        told = content.stories.get(key)
        return None if told is None else [name for source in told for name in source.matter.pseudonyms]

    seen = {
        (room, key): gate.examine(room, key, tellings, others, broken=f"{room}/{key}" in content.broken)
        for room, works in (("stories", content.stories), ("pages", content.pages))
        for key, tellings in works.items()
    }
    faults = [*gate.faults(), *gate.elsewhere(), *across(seen)]
    return Verdict(tuple(gate.masked(faults)), frozenset().union(*(each.withheld for each in seen.values())))


def _telling(source: Source, others: Others, lists: Lists, languages: Sequence[str]) -> list[Fault]:
    """Return what is wrong in one telling."""
    code = speech_code(source.language)
    reader = Reader.of(source)
    if code is None:
        known = ", ".join(sorted(spoken()))
        reader.blame(
            1,
            "",
            "unknown-language",
            f'The gate cannot read "{source.language}", so it cannot tell whether this text is safe.',
            f"It reads {known}. Keep the text elsewhere until its language has been added (CONTRIBUTING.md says how).",
            severity="block" if source.language in languages else "warn",
        )
    else:
        matter = source.matter
        _shorten(reader)
        people = People.declared(speech(code), matter.pseudonyms, [person.name for person in matter.public_people])
        linked = {key for passage in reader.passages for _, _, key in passage.links}
        theirs = {key: People.declared(speech(code), names, ()) for key in linked if (names := others(key)) is not None}
        glossary = lists.glossary(code)
        hidden(reader)
        unnamed(reader, people, glossary, theirs)
        named_addresses(reader, people, glossary)
        unmarked(reader, people)
        displayed(reader, people)
        spelled_twice(reader)
        identifying(reader, people.speech, lists.allowed)
        mosaic(reader, people)
    if source.matter.status == "draft":
        return [replace(fault, severity="warn") for fault in reader.faults]
    return reader.faults


def _shorten(reader: Reader) -> None:
    """Blame passages that are too long to be read with care, and leave them out: each check may take its time."""
    for passage in reader.passages:
        if len(passage.text) > LONGEST:
            reader.blame(
                passage,
                passage.text[:30],
                "too-long",
                f"This paragraph has {len(passage.text):,} characters; up to {LONGEST:,} are checked.",
                "Put empty lines between its parts. Has something been pasted here that is no text?",
            )
    reader.passages = [passage for passage in reader.passages if len(passage.text) <= LONGEST]


def _people(tellings: Iterable[Source]) -> Iterator[tuple[str, str, str, int, int]]:
    for source in tellings:
        for index, name in enumerate(source.matter.pseudonyms):
            yield sound(name), name, source.path, *source.raw.place("pseudonyms", index)


def _accepted(tellings: Iterable[Source]) -> Iterator[tuple[str, str, int, int, bool]]:
    for source in tellings:
        for index, acceptance in enumerate(source.matter.accepted):
            at = source.raw.place("accepted", index)
            yield acceptance.code, source.path, *at, source.matter.status == "withdrawn"


def _shared(seen: Mapping[tuple[str, str], Seen]) -> Iterator[Fault]:
    """Yield a warning for every pseudonym that stands for people of two stories."""
    owners: dict[str, dict[str, list[tuple[str, str, int, int]]]] = {}
    for (_, key), each in seen.items():
        for heard, *use in each.people:
            owners.setdefault(heard, {}).setdefault(key, []).append(tuple(use))  # type: ignore[arg-type]
    for stories in owners.values():
        if len(stories) > 1:
            for key, uses in stories.items():
                other = next(each for each in stories if each != key)
                for name, path, line, column in uses:
                    yield Fault(
                        path,
                        line,
                        column,
                        "anonymity/shared-pseudonym",
                        f'"{name}" is also somebody in "{other}".',
                        "Readers may take them for one person: choose another name, or accept it with a reason.",
                        "warn",
                    )


def _accept(seen: Iterable[Seen], found: Sequence[Fault]) -> list[Fault]:
    """Return the faults without the warnings that their tellings accept, and those of acceptances themselves."""
    warned = {(fault.path, fault.code) for fault in found if fault.severity == "warn"}
    accepted: set[tuple[str, str]] = set()
    faults: list[Fault] = []
    for code, path, line, column, withdrawn in (entry for each in seen for entry in each.accepted):
        if code not in MAY_BE_ACCEPTED:
            remedy = nearest(code, MAY_BE_ACCEPTED) or f"Those that can: {', '.join(sorted(MAY_BE_ACCEPTED))}."
            message = f'"{code}" is no warning that can be accepted.'
            faults.append(Fault(path, line, column, "anonymity/not-acceptable", message, remedy))
        elif (path, code) in warned:
            accepted.add((path, code))
        elif not withdrawn:
            message = f'There is no "{code}" here any more.'
            remedy = "Take this entry out of `accepted`, so that it does not hide a later one."
            faults.append(Fault(path, line, column, "anonymity/unused-acceptance", message, remedy))
    faults += [fault for fault in found if fault.severity == "block" or (fault.path, fault.code) not in accepted]
    return faults


def _files(folder: Path, content: Path, without: Container[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file below a folder; of other files than texts, the path alone. `without` names
    folders whose folders are left out."""
    for base, folders, names in os.walk(folder):
        if Path(base).parent == folder and Path(base).name in without:
            folders[:] = [name for name in folders if name.startswith(".")]
        for name in names:
            path = Path(base, name)
            if path.is_file():
                text = path.suffix in (".md", ".yaml", ".txt")
                yield path.relative_to(content).as_posix(), path.read_bytes().decode("utf-8", "replace") if text else ""
