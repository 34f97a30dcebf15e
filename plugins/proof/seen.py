"""Seen: what one file shows by itself: what is wrong with it, and what the other files must be held against."""

from typing import NamedTuple

from plugins.faults import Fault
from plugins.proof.reading import Use

MEND = "This is a mistake of the theme or the tool, not of a text; the site was not published. Report it."

# What must be known of a page, feed or sitemap to judge the site. Strings in tuples, so that it can be kept (marshal):
# - the page's language, or None;
# - alternates: tag and file, tag and file, ...;
# - links: the other files that it leads to;
# - anchors: file and place, file and place, ..., in other files;
# - loads: the files that it loads;
# - ids: the places that it has.
# Files are named by their paths in the site. Nothing stands twice, nothing of the page itself is said.
Facts = tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Seen(NamedTuple):
    """What one file shows. `facts` is None for a file that leads nowhere, such as a picture, or cannot be read."""

    faults: tuple[Fault, ...]
    facts: Facts | None


def fault(path: str, line: int, column: int, code: str, message: str, remedy: str = MEND) -> Fault:
    """Return a fault of a file of the site."""
    return Fault(f"output/{path}", line, column, f"proof/{code}", message, remedy)


def no_place(file: str, anchor: str, path: str, use: Use) -> Fault:
    """Return the fault of a link to a place that the file it leads to does not have."""
    message, remedy = f'There is no place "#{anchor}" in {file}.', "Correct the part after # in the text's link."
    return fault(path, use.line, use.column, "broken-anchor", message, remedy)
