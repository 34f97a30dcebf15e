"""Editing: changes of front matter that touch one value and leave every other byte as it was."""

import re
from collections.abc import Callable
from pathlib import Path

from plugins.faults import Fault, Faults
from plugins.stories.files import read_text, replace_file
from plugins.stories.frontmatter import Matter, read_yaml, split

_STATUS = re.compile(r"^(status[ \t]*:[ \t]*[\"']?)(?:draft|review|published|withdrawn)(?![\w-])", re.MULTILINE)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


def set_status(path: Path, content: Path, status: str) -> bool:
    """Write another status into a telling; return whether it had one that differs. Raises `Faults` if it cannot."""
    text, end, matter = _parts(path, content)
    if matter.values.get("status") == status:
        return False
    found = _STATUS.search(text, 0, end)
    if found is None:
        raise Faults([_cannot(path, content, f"Write `status: {status}` on a line of its own, then run this again.")])
    replace_file(path, (text[: found.end(1)] + status + text[found.end() :]).encode())
    return True


def drop_also_read(path: Path, content: Path, names_it: Callable[[str], bool]) -> bool:
    """Take the entries of `also_read` that name a story out of a telling; return whether there were any.

    `names_it` says whether an entry, a key or a title, names the story. Raises `Faults` if it cannot be done.
    """
    text, end, matter = _parts(path, content)
    listed = matter.values.get("also_read")
    entries = listed if isinstance(listed, list) else [listed]
    gone = [at for at, entry in enumerate(entries) if isinstance(entry, str) and names_it(entry.strip())]
    if not gone:
        return False
    lines = text.splitlines(keepends=True)
    first = matter.place("also_read")[0] - 1
    following = [line - 1 for where, (line, _) in matter.places.items() if len(where) == 1 and line - 1 > first]
    last = min(following, default=text.count("\n", 0, end))
    if len(gone) == len(entries):
        while last > first + 1 and _is_remark(lines[last - 1]):
            last -= 1  # it belongs to the next key
        del lines[first:last]
    else:
        places = [matter.places["also_read", at] for at in range(len(entries))]
        for at in reversed(gone):
            line, column = places[at]
            if lines[line - 1][: column - 1].strip() == "-":
                _drop_line(lines, line - 1, places[at + 1][0] - 1 if at + 1 < len(places) else last)
            else:
                _drop_from_row(lines, places, at)
    replace_file(path, "".join(lines).encode())
    return True


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _drop_line(lines: list[str], begin: int, end: int) -> None:
    """Take out an entry that has lines of its own; remarks after it stay."""
    while end > begin + 1 and _is_remark(lines[end - 1]):
        end -= 1
    del lines[begin:end]


def _drop_from_row(lines: list[str], places: list[tuple[int, int]], at: int) -> None:
    """Take an entry out of a list in brackets, with the comma that parts it from its neighbour."""
    number, begin = places[at][0] - 1, places[at][1] - 1
    line = lines[number]
    quoted = _QUOTED.match(line, begin)
    end = quoted.end() if quoted else begin + len(re.split(r"[,\]\n\r]| #", line[begin:], maxsplit=1)[0].rstrip())
    comma = re.compile(r"[ \t]*,[ \t]*").match(line, end)
    if comma:
        end = comma.end()
    elif before := re.search(r"[ \t]*,[ \t]*$", line[:begin]):
        begin = before.start()
    elif at:  # the comma stands on a line before
        for earlier in range(number - 1, -1, -1):
            if "," in lines[earlier]:
                lines[earlier] = re.sub(r",([^,]*)$", r"\1", lines[earlier])
                break
    lines[number] = line[:begin] + line[end:]
    if not lines[number].strip():
        del lines[number]


def read_parts(path: Path, content: Path) -> tuple[Matter, str, str]:
    """Return the front matter of a file, its text as a whole, and the text below the front matter.

    Raises `Faults` when it cannot be read.
    """
    shown = path.relative_to(content).as_posix()
    text, faults = read_text(path, content)
    if faults:
        raise Faults(faults)
    parts = split(text, shown)
    if isinstance(parts, Fault):
        raise Faults([parts])
    matter, faults = read_yaml(parts[0], shown, 2)
    if faults:
        raise Faults(faults)
    return matter, text, parts[1]


def _parts(path: Path, content: Path) -> tuple[str, int, Matter]:
    """Return the file with its own line ends, where its front matter ends, and the front matter."""
    matter, text, body = read_parts(path, content)
    raw = path.read_bytes().decode("utf-8")
    head = text[: len(text) - len(body)].count("\n") - 1  # lines before the closing one
    return raw, sum(map(len, raw.splitlines(keepends=True)[:head])), matter


def _cannot(path: Path, content: Path, remedy: str) -> Fault:
    shown = path.relative_to(content).as_posix()
    message = "This file is written in a way that cannot be changed safely."
    return Fault(shown, 1, 1, "stories/cannot-edit", message, remedy)
