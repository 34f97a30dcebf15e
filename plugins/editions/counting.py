"""Counting: how many published stories there are of each kind, and which of these numbers readers are not told.

Only what editors filed is counted. A number is told where the site lists those very stories in one place anyway: a
country, a population, a right and an outcome have their shelves; a year has the list of all stories, which stands in
order of date, with the date on each. (It is the year of publication, which says nothing of a person.) To hide such a
number would protect nobody. Places have no shelf: who wants their small numbers must open every story and count.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plugins.stories import Record

FEW = 5  # A smaller number is not told where it is not public; a usual threshold of statistical offices.


class Line(NamedTuple):
    """One line of a table: a term and how many stories it has. The number is 0 where it is not told; `few` then says
    that it is below `FEW`, else it is withheld so that no small number can be worked out."""

    term: str
    stories: int
    few: bool = False


class Figures(NamedTuple):
    """How many stories there are, and of each kind a table, its lines by term."""

    stories: int
    tables: tuple[tuple[str, tuple[Line, ...]], ...]


def figures(shelves: Mapping[str, Mapping[str, Sequence[str]]], stories: Sequence[Record]) -> Figures:
    """Return what is counted of these stories, which stand on these shelves."""

    def shelved(kind: str) -> tuple[Line, ...]:
        return exact({term: len(keys) for term, keys in shelves[kind].items()})

    settings = Counter(term for record in stories for term in record.filed["settings"])
    years = Counter(datetime.date.fromordinal(record.day).year for record in stories)
    return Figures(
        len(stories),
        (
            ("countries", shelved("countries")),
            ("populations", shelved("populations")),
            ("rights", shelved("rights")),
            ("settings", guarded(settings, len(stories))),
            ("outcomes", shelved("outcomes")),
            ("years", exact({str(year): count for year, count in years.items()})),
        ),
    )


def exact(counts: Mapping[str, int]) -> tuple[Line, ...]:
    """Return a table with every number in it."""
    return tuple(Line(term, count) for term, count in sorted(counts.items()))


def guarded(counts: Mapping[str, int], stories: int) -> tuple[Line, ...]:
    """Return a table in which no number below `FEW` can be seen or worked out; an empty one where there is none.

    After the threshold rule with secondary suppression (Hundepool et al., Handbook on Statistical Disclosure Control,
    2nd edition, chapters 4 and 5). Stories may be counted in several lines or in none; but where each is in one, the
    lines add up to the number of stories, which everybody knows. So the sum is taken as known, and so is this rule:

    - if any number is small, the smallest of the others is withheld too, always: that it is tells nothing;
    - if even so a number withheld could have only one value, the whole table is left out.

    Whatever decides is itself known from what is shown: the names of the small lines, the sum of all that is withheld,
    and between what bounds each lies. So everything that agrees with these would have been shown in the same way.
    """
    small = [term for term, count in counts.items() if count < FEW]
    if not small:
        return exact(counts)
    others = sorted((count, term) for term, count in counts.items() if count >= FEW)
    least, most = len(small), len(small) * min(FEW - 1, stories)  # what the small numbers may add up to
    total = sum(counts[term] for term in small)
    withheld = ""
    if others:
        smallest, withheld = others[0]
        ceiling = min((count - (term < withheld) for count, term in others[1:]), default=stories)
        lowest, highest = max(least, total + smallest - ceiling), min(most, total + smallest - FEW)
        safe = lowest < highest
    else:
        safe = len(small) > 1 and least < total < most
    if not safe:
        return ()
    hidden = {term: Line(term, 0, few=True) for term in small} | {withheld: Line(withheld, 0)}
    return tuple(hidden.get(term) or Line(term, count) for term, count in sorted(counts.items()))
