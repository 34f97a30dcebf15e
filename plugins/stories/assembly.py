"""Assembly: stories and pages become one library, and what is wrong between them is found."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from plugins.faults import Fault
from plugins.stories.model import Gone, Library, Page, Story, Vocabulary
from plugins.stories.record import Named, Record
from plugins.stories.source import Content
from plugins.stories.withdrawn import Withdrawn, published_again, read_withdrawn
from plugins.stories.works import Permission, put_together


def across(
    records: Sequence[Record], withdrawn: Withdrawn, languages: Sequence[str]
) -> tuple[tuple[Gone, ...], list[Fault]]:
    """Return what was taken back, and what is wrong between the folders of a library.

    Gone are the tellings in the site's languages that `inv withdraw` has taken back and whose files are still there.
    """
    faults = [*_taken_slugs(records), *published_again(records, withdrawn)]
    return tuple(_gone(records, withdrawn, languages)) if withdrawn.entries else (), faults


def assemble(
    content: Content,
    languages: Sequence[str],
    today: datetime.date,
    *,
    withheld: Set[str] = frozenset(),
    drafts: bool = False,
) -> tuple[Library, list[Fault]]:
    """Return what may be published on `today` in these languages, and what is wrong between the texts.

    `withheld` names files that other checks keep back. With `drafts`, for a preview, everything that is not
    withdrawn counts as published.
    """
    may = Permission(tuple(languages), drafts)
    works = [
        put_together(room, key, tellings, may, withheld, broken=f"{room}/{key}" in content.broken)
        for room, folders in (("stories", content.stories), ("pages", content.pages))
        for key, tellings in folders.items()
    ]
    taken_back, faults = read_withdrawn(content.folder)
    gone, wrong = across([work.record for work in works], taken_back, languages)
    faults += [*wrong, *(fault for work in works for fault in work.faults)]
    stories = [work.shown for work in works if isinstance(work.shown, Story) and (drafts or work.record.due(today))]
    pages = [work.shown for work in works if isinstance(work.shown, Page)]
    return library_of(stories, pages, content.vocabulary, [work.record for work in works], gone), faults


def library_of(
    stories: Iterable[Story],
    pages: Iterable[Page],
    vocabulary: Vocabulary,
    records: Sequence[Record],
    gone: tuple[Gone, ...],
) -> Library:
    """Return the library of these stories and pages, in their order."""
    ordered = sorted(stories, key=lambda story: (-story.date.toordinal(), story.key))
    shown = {story.key: story for story in ordered}
    return Library(
        stories=shown,
        pages={page.key: page for page in sorted(pages, key=lambda page: page.key)},
        vocabulary=vocabulary,
        titles=titles_of(records),
        withheld=frozenset(record.key for record in records if record.room == "stories") - shown.keys(),
        gone=gone,
    )


def titles_of(records: Iterable[Record]) -> dict[str, frozenset[str]]:
    """Return by folded title the keys of all stories, published or not, that bear it in some language."""
    titles: dict[str, set[str]] = defaultdict(set)
    for record in records:
        if record.room == "stories":
            for named in record.named:
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
