"""The gate: every telling is read by every check before anything is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.anonymity.addresses import named_addresses
from plugins.anonymity.hidden import hidden
from plugins.anonymity.identifiers import identifying
from plugins.anonymity.lists import Lists, read_lists, unnamed_terms
from plugins.anonymity.markers import displayed, spelled_twice, unmarked
from plugins.anonymity.mosaic import mosaic
from plugins.anonymity.names import unnamed
from plugins.anonymity.passages import LONGEST, Reader
from plugins.anonymity.people import People
from plugins.anonymity.private import PrivateNames, in_content, read_private, redacted
from plugins.anonymity.rules import MAY_BE_ACCEPTED
from plugins.anonymity.speech import speech, speech_code, spoken
from plugins.anonymity.spelling import sound
from plugins.anonymity.translations import compared
from plugins.faults import Fault, nearest
from plugins.stories import Content, Source


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: its faults, and the files that are kept back until they are brought up to date."""

    faults: tuple[Fault, ...]
    withheld: frozenset[str]
    private: PrivateNames

    def masked(self, faults: Iterable[Fault]) -> list[Fault]:
        """Return the faults of any room without a name of the private list: whoever reads a log must not learn it."""
        return redacted(faults, self.private)


def examine(content: Content, private: Path, languages: Sequence[str]) -> Verdict:
    """Return everything in a content folder that could give a person away.

    `private` is the list of real names, which may be missing; `languages` are those that the site publishes: a text
    in one that the gate cannot read stops the build, a text in another is only warned of. Withdrawn tellings are
    not read: nothing publishes them. What is wrong in a draft is a warning, since nothing publishes it yet. Raises
    `Faults` when the private list is there and cannot be read, and whatever a check raises: a gate that cannot run
    stops the build.
    """
    names = read_private(private)
    lists, listed = read_lists(content.folder, content.vocabulary)
    found: list[Fault] = []
    withheld: set[str] = set()
    for room, works in (("stories", content.stories), ("pages", content.pages)):
        for key, tellings in works.items():
            live = [source for source in tellings if source.matter.status != "withdrawn"]
            for source in live:
                found += _telling(source, content, lists, languages)
            if f"{room}/{key}" not in content.broken:
                wrong, back = compared(live)
                found += wrong
                withheld |= back
    found += _shared(content)
    faults = [*listed, *unnamed_terms(content.vocabulary, lists), *_accept(content, found)]
    if names:
        faults += in_content(_files(content.folder), names)
    return Verdict(tuple(redacted(faults, names)), frozenset(withheld), names)


def _telling(source: Source, content: Content, lists: Lists, languages: Sequence[str]) -> list[Fault]:
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
        linked = {key for passage in reader.passages for _, _, key in passage.links if key in content.stories}
        others = {
            key: People.declared(
                speech(code), [name for told in content.stories[key] for name in told.matter.pseudonyms], ()
            )
            for key in linked
        }
        glossary = lists.glossary(code)
        hidden(reader)
        unnamed(reader, people, glossary, others)
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


def _shared(content: Content) -> Iterator[Fault]:
    """Yield a warning for every pseudonym that stands for people of two stories."""
    owners: dict[str, dict[str, list[tuple[Source, int]]]] = defaultdict(lambda: defaultdict(list))
    for key, tellings in content.stories.items():
        for source in tellings:
            if source.matter.status != "withdrawn":
                for index, name in enumerate(source.matter.pseudonyms):
                    owners[sound(name)][key].append((source, index))
    for stories in owners.values():
        if len(stories) > 1:
            for key, uses in stories.items():
                other = next(each for each in stories if each != key)
                for source, index in uses:
                    yield Fault(
                        source.path,
                        *source.raw.place("pseudonyms", index),
                        "anonymity/shared-pseudonym",
                        f'"{source.matter.pseudonyms[index]}" is also somebody in "{other}".',
                        "Readers may take them for one person: choose another name, or accept it with a reason.",
                        "warn",
                    )


def _accept(content: Content, found: Sequence[Fault]) -> list[Fault]:
    """Return the faults without the warnings that their tellings accept, and those of acceptances themselves."""
    warned: dict[str, set[str]] = defaultdict(set)
    for fault in found:
        if fault.severity == "warn":
            warned[fault.path].add(fault.code)
    accepted: set[tuple[str, str]] = set()
    faults: list[Fault] = []
    for source in content.sources():
        for index, acceptance in enumerate(source.matter.accepted):
            line, column = source.raw.place("accepted", index)
            if acceptance.code not in MAY_BE_ACCEPTED:
                faults.append(
                    Fault(
                        source.path,
                        line,
                        column,
                        "anonymity/not-acceptable",
                        f'"{acceptance.code}" is no warning that can be accepted.',
                        nearest(acceptance.code, MAY_BE_ACCEPTED)
                        or f"Those that can: {', '.join(sorted(MAY_BE_ACCEPTED))}.",
                    )
                )
            elif acceptance.code in warned[source.path]:
                accepted.add((source.path, acceptance.code))
            elif source.matter.status != "withdrawn":
                faults.append(
                    Fault(
                        source.path,
                        line,
                        column,
                        "anonymity/unused-acceptance",
                        f'There is no "{acceptance.code}" here any more.',
                        "Take this entry out of `accepted`, so that it does not hide a later one.",
                    )
                )
    faults += [fault for fault in found if fault.severity == "block" or (fault.path, fault.code) not in accepted]
    return faults


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of the content folder; of other files than texts, the path alone."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            is_text = path.suffix in (".md", ".yaml", ".txt")
            yield path.relative_to(folder).as_posix(), path.read_bytes().decode("utf-8", "replace") if is_text else ""
