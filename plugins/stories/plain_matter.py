"""Plain front matter: one `key: value` on each line, read without YAML's parser.

Nearly all front matter has only words, dates, text between double quotes and lists of words, which YAML reads in one
way. Nothing else is taken here, and the values and places are those that YAML gives.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.stories.frontmatter import Path, Place, Value

_LINE = re.compile(
    r"""
    ([a-z_]{1,40}):[ ](?:
        "([^"\\\n]*)"                  # text in which nothing is escaped
        | ([^\W_](?:[^:#\n]*[^:#\s])?)  # words, a date, a reference or a file
        | \[([\w, -]*)\]                # a list, each of whose entries is an _ENTRY
    )(?:\n|\Z)
    """,
    re.VERBOSE,
)
_ENTRY = re.compile(r"[^\W_][\w-]*(?: [^\W_][\w-]*)*")


def read_plain(source: str, first_line: int) -> "tuple[dict[str, Value], dict[Path, Place]] | None":
    """Return values and places of plain front matter; None for all that is not plain, even if it is wrong."""
    if not source or not source.replace("\n", "").isprintable():
        return None
    values: dict[str, Value] = {}
    places: dict[Path, Place] = {(): (first_line, 1)}
    at, line = 0, first_line
    while at < len(source):
        found = _LINE.match(source, at)
        if not found or found[1] in values:
            return None
        key, text, word, entries = found.groups()
        places[(key,)] = (line, 1)
        if entries is None:
            values[key] = word if text is None else text
        else:
            listed: list[Value] = []
            column = len(key) + 4  # of the first entry: after the key, a colon, a space and the bracket
            for entry in entries.split(", ") if entries else ():
                if not _ENTRY.fullmatch(entry):
                    return None
                places[(key, len(listed))] = (line, column)
                listed.append(entry)
                column += len(entry) + 2
            values[key] = listed
        at, line = found.end(), line + 1
    return values, places
