"""Assembly: stories and pages become one library, and what is wrong between them is found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from plugins.faults import Fault
from plugins.stories.model import Gone
from plugins.stories.record import Named, Record
from plugins.stories.withdrawn import Withdrawn, published_again


def across(
    records: Sequence[Record], withdrawn: Withdrawn, languages: Sequence[str]
) -> tuple[tuple[Gone, ...], list[Fault]]:
    """Return what was taken back, and what is wrong between the folders of a library.

    Gone are the tellings in the site's languages that `inv withdraw` has taken back and whose files are still there.
    """
    faults = [*_taken_slugs(records), *published_again(records, withdrawn)]
    return tuple(_gone(records, withdrawn, languages)) if withdrawn.entries else (), faults


def titles_of(records: Iterable[Record]) -> dict[str, frozenset[str]]:
    """Return by folded title the keys of all stories that bear it in some language, but of none withdrawn."""
    titles: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if record.room == "stories":
            for named in record.named:
                if not named.withdrawn:
                    titles[named.title].add(record.key)
    return {title: frozenset(keys) for title, keys in titles.items()}


def _gone(records: Iterable[Record], withdrawn: Withdrawn, languages: Sequence[str]) -> Iterator[Gone]:
    for record in records:
        entry = withdrawn.of(record.key) if record.room == "stories" and record.filed else None
        for named in sorted(record.named, key=lambda named: named.language) if entry else ():
            stood = named.language in languages and entry is not None and named.language in entry.published
            if stood and named.withdrawn and entry is not None:
                yield Gone(named.language, named.slug, record.filed["categories"], entry.day)


def _taken_slugs(records: Sequence[Record]) -> list[Fault]:
    places = [(record.room, named.language, named.slug) for record in records for named in record.named]
    if len(set(places)) == len(places):
        return []
    owners: dict[tuple[str, str, str], list[Named]] = {}
    for record in records:
        for named in record.named:
            owners.setdefault((record.room, named.language, named.slug), []).append(named)
    return [
        named.blame(
            named.slug_at,
            "taken-slug",
            f'The slug "{named.slug}" is also that of {other.path}.',
            "Give one of them another slug.",
        )
        for same in owners.values()
        if len(same) > 1
        for named, other in zip(same, [*same[1:], same[0]], strict=True)
    ]
