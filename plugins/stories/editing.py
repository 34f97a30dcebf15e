"""Editing: changes of front matter that touch one key and leave every other byte as it was."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from plugins.faults import Fault, Faults
from plugins.stories.files import read_text, replace_file
from plugins.stories.frontmatter import Matter, Value, read_yaml, split

_STATUS = re.compile(r"^(status[ \t]*:[ \t]*).*$", re.MULTILINE)


def set_status(path: Path, content: Path, status: str) -> bool:
    """Write another status into a telling; return whether it had one that differs. Raises `Faults` if it cannot."""
    head, rest, matter = _parts(path, content)
    if matter.values.get("status") == status:
        return False
    changed, found = _STATUS.subn(rf"\g<1>{status}", head, count=1)
    if not found:
        raise Faults([_cannot(path, content, f"Write `status: {status}` on a line of its own, then run this again.")])
    replace_file(path, (changed + rest).encode())
    return True


def drop_also_read(path: Path, content: Path, names_it: Callable[[str], bool]) -> bool:
    """Take the entries of `also_read` that name a story out of a telling; return whether there were any.

    `names_it` says whether an entry, a key or a title, names the story. Raises `Faults` if it cannot be done.
    """
    head, rest, matter = _parts(path, content)
    listed = matter.values.get("also_read")
    entries = listed if isinstance(listed, list) else [listed] if listed is not None else []
    kept = [entry for entry in entries if not (isinstance(entry, str) and names_it(entry.strip()))]
    if len(kept) == len(entries):
        return False
    lines = head.split("\n")
    begin = matter.place("also_read")[0] - 1
    following = [line - 1 for where, (line, _) in matter.places.items() if len(where) == 1 and line - 1 > begin]
    end = min(following, default=len(lines) - 1)
    while lines[end - 1].startswith("#"):
        end -= 1  # a remark on the next key
    lines[begin:end] = [f"also_read: [{', '.join(map(_written, kept))}]"] if kept else []
    replace_file(path, ("\n".join(lines) + rest).encode())
    return True


def _written(entry: Value) -> str:
    if isinstance(entry, dict):
        return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in entry.items()) + "}"
    return str(entry) if re.fullmatch(r"[a-z0-9-]+", str(entry)) else json.dumps(entry, ensure_ascii=False)


def _parts(path: Path, content: Path) -> tuple[str, str, Matter]:
    """Return the file up to the front matter's end, the rest, and the front matter."""
    shown = path.relative_to(content).as_posix()
    text, faults = read_text(path, content)
    found = split(text, shown)
    if faults or isinstance(found, Fault):
        raise Faults(faults or [found])  # type: ignore[list-item]
    yaml_text, body, _ = found
    matter, wrong = read_yaml(yaml_text, shown, 2)
    if wrong:
        raise Faults(wrong)
    end = len(text) - len(body)
    closing = text[:end].rstrip().rfind("\n") + 1
    return text[:closing], text[closing:], matter


def _cannot(path: Path, content: Path, remedy: str) -> Fault:
    shown = path.relative_to(content).as_posix()
    return Fault(
        shown, 1, 1, "stories/cannot-edit", "This file is written in a way that cannot be changed safely.", remedy
    )
