"""Crossing: the files of the finished site held against each other, by their facts alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from plugins.faults import Fault
from plugins.proof.addresses import Addresses
from plugins.proof.reading import Use
from plugins.proof.seen import Facts, fault, no_place
from plugins.proof.writing import read_written


def cross(
    where: Addresses,
    facts: Mapping[str, Facts],
    files: Set[str],
    read: Callable[[str], bytes],
    changed: Set[str] | None = None,
) -> list[Fault]:
    """Return what is wrong between the files: every link, anchor and load resolves, every hreflang is returned by a
    page in that language, every address in a feed or the sitemap leads to a file.

    `facts` are those of every file that has any, `files` the names of all, and `read` gives a file's bytes: it is asked
    only where something is wrong, to say where. With `changed`, the names of the files that are new, differ or are
    gone, only that is looked at which these can have broken: all faults are found if there was none before.
    """
    faults: list[Fault] = []
    for name in facts if changed is None else _touched(facts, files, changed):
        wrong = tuple(_wrong(name, facts, files))
        if wrong:
            faults += _placed(where, name, wrong, read(name))
    return faults


def _touched(facts: Mapping[str, Facts], files: Set[str], changed: Set[str]) -> Iterator[str]:
    """Yield the files that changed, and those that a change elsewhere can have broken: a page that is gone breaks every
    way to it, one that changed the ways to its places and the languages named with it."""
    gone = changed - files
    for name, (_, alternates, links, anchors, loads, _) in facts.items():
        reached = not (changed.isdisjoint(alternates) and changed.isdisjoint(anchors))
        if name in changed or reached or (gone and not (gone.isdisjoint(links) and gone.isdisjoint(loads))):
            yield name


class _Way(NamedTuple):
    """One way out of a page: of what kind, to which file, to which place in it or with which tag."""

    kind: str
    file: str
    part: str = ""


def _wrong(name: str, facts: Mapping[str, Facts], files: Set[str]) -> Iterator[tuple[_Way, str]]:
    """Yield every way out of a file that is wrong, and what is wrong with it where there is more than one thing."""
    _, alternates, links, anchors, loads, _ = facts[name]
    yield from ((_Way("load", file), "") for file in loads if file not in files)
    yield from ((_Way("link", file), "") for file in links if file not in files)
    for file, anchor in _pairs(anchors):
        if file in files and (file not in facts or anchor not in facts[file][5]):
            yield _Way("anchor", file, anchor), ""
    for tag, file in _pairs(alternates):
        way = _Way("alternate", file, tag)
        lang, returned, *_ = facts.get(file, (None, ()))
        if file not in facts or not file.endswith(".html"):
            yield way, f"leads to no page: {file}"
        elif name not in returned[1::2]:
            yield way, f"is not returned by {file}"
        elif tag not in ("x-default", lang):
            yield way, f"leads to a page in {lang}"


def _placed(where: Addresses, name: str, wrong: Sequence[tuple[_Way, str]], data: bytes) -> Iterator[Fault]:
    """Yield the faults at their places, as the file is written; a way that is not found in it has no place."""
    uses = _uses(where, name, data)
    for way, said in wrong:
        for use in uses.get(way, [Use(where.of(way.file), 1, 1)]):
            if way.kind == "anchor":
                yield no_place(way.file, way.part, name, use)
            elif way.kind == "alternate":
                yield fault(name, use.line, use.column, "hreflang", f'hreflang "{way.part}" {said}.')
            elif way.kind == "load":
                yield fault(name, use.line, use.column, "broken", f'"{use.address}" is loaded but not there.')
            elif not name.endswith(".html"):
                yield fault(name, use.line, use.column, "broken", f'The address "{use.address}" leads nowhere.')
            else:
                yield fault(name, use.line, use.column, "broken", f'The link "{use.address}" leads nowhere.')


def _uses(where: Addresses, name: str, data: bytes) -> dict[_Way, list[Use]]:
    """Return where each way out of a page stands in it. Other files tell no places."""
    uses: dict[_Way, list[Use]] = {}
    if not name.endswith(".html"):
        return uses
    page = read_written(data.decode("utf-8", "replace"))
    for use in page.loads:
        uses.setdefault(_Way("load", where.target(name, use.address)[0] or ""), []).append(use)
    for use in page.links:
        file, anchor = where.target(name, use.address)
        for way in {_Way("link", file or ""), _Way("anchor", file or "", anchor)}:
            uses.setdefault(way, []).append(use)
    for tag, use in page.alternates.items():
        uses.setdefault(_Way("alternate", where.target(name, use.address)[0] or "", tag), []).append(use)
    return uses


def _pairs(flat: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(flat[::2], flat[1::2], strict=True)
