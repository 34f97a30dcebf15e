"""Neighbours: what the stories of a shelf have in common with other shelves, counted once for all editions."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

NEAREST = 4  # Neighbours of each kind.

# The neighbours of a shelf by kind: term, and how many of the shelf's stories stand there too.
Neighbours = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


class Held(NamedTuple):
    """What a shelf holds. `years` are those of its first and last story; `countries` is how many it has, 0 where one of
    its stories names none; `neighbours` are other shelves."""

    years: tuple[int, ...]
    countries: int
    neighbours: Neighbours


def held(shelves: Mapping[str, Mapping[str, Sequence[str]]], days: Mapping[str, int]) -> dict[tuple[str, str], Held]:
    """Return what every shelf holds, by kind and term; all stories, which have no neighbours, by two empty texts.

    `days` are the ordinals of the stories' dates by key, from new to old, as stories stand on shelves.
    A shelf is a number with one bit for each story: shared stories are counted by a single operation, so that the
    counts of ten thousand stories cost some milliseconds.
    """
    places = {key: at for at, key in enumerate(days)}
    bits = {
        kind: {term: _bits((places[key] for key in keys), len(places)) for term, keys in terms.items()}
        for kind, terms in shelves.items()
    }
    somewhere = 0
    for country in bits["countries"].values():
        somewhere |= country

    def told(kind: str, term: str, keys: Sequence[str], own: int) -> Held:
        spread = sum(1 for country in bits["countries"].values() if own & country)
        years = (_year(days[keys[-1]]), _year(days[keys[0]])) if keys else ()
        near = tuple(_nearest(bits, kind, term, own)) if kind else ()
        return Held(years, 0 if own & ~somewhere else spread, near)

    found = {("", ""): told("", "", list(places), (1 << len(places)) - 1)}
    for kind, terms in shelves.items():
        for term, keys in terms.items():
            found[kind, term] = told(kind, term, keys, bits[kind][term])
    return found


def _bits(places: Iterable[int], length: int) -> int:
    flags = bytearray(b"0" * length)
    for place in places:
        flags[~place] = ord("1")
    return int(flags, 2)


def _nearest(
    bits: Mapping[str, Mapping[str, int]], kind: str, term: str, own: int
) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    """Yield the neighbours of each kind, those that share most first, then the larger. Of its own kind a shelf has
    neighbours that share nothing with it, too: whoever looks for one country may look for the next."""
    for other, terms in bits.items():
        ranked = sorted(
            (-(own & there).bit_count(), -there.bit_count(), each)
            for each, there in terms.items()
            if (other == kind and each != term) or (other != kind and own & there)
        )
        if ranked:
            yield other, tuple((each, -shared) for shared, _, each in ranked[:NEAREST])


def _year(day: int) -> int:
    return datetime.date.fromordinal(day).year
