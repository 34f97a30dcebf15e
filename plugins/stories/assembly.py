"""Assembly: the tellings of one folder become one story or page, as far as each may be published."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from plugins.faults import Fault
from plugins.stories.model import Entry, Gone, Library, Outside, Page, Story, Telling
from plugins.stories.schema import Link, OriginalMatter, TranslationMatter
from plugins.stories.source import Content, Source
from plugins.stories.titles import fold_title
from plugins.stories.withdrawn import Withdrawn, published_again, read_withdrawn

RESERVED_PAGES = frozenset(
    ["stories", "categories", "countries", "populations", "rights", "outcomes", "search", "feeds", "pictures"]
)


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
    withdrawn counts as published. Folders with an unreadable telling are not judged: that would mislead.
    """
    may = _Permission(tuple(languages), withheld, drafts)
    stories, faults = _stories(content, may, today)
    pages, wrong = _pages(content, may)
    titles: dict[str, set[str]] = defaultdict(set)
    for key, tellings in content.stories.items():
        for source in tellings:
            titles[fold_title(source.matter.title)].add(key)
    taken_back, wrong_list = read_withdrawn(content.folder)
    faults += [*wrong_list, *published_again(content, taken_back)]
    ordered = sorted(stories, key=lambda story: (-story.date.toordinal(), story.key))
    library = Library(
        stories={story.key: story for story in ordered},
        pages={page.key: page for page in sorted(pages, key=lambda page: page.key)},
        vocabulary=content.vocabulary,
        titles={title: frozenset(keys) for title, keys in titles.items()},
        withheld=frozenset(content.stories) - {story.key for story in stories},
        gone=tuple(_gone(content, taken_back, languages)),
    )
    return library, [*faults, *wrong]


def _gone(content: Content, withdrawn: Withdrawn, languages: Sequence[str]) -> Iterator[Gone]:
    """Yield the tellings in the site's languages that `inv withdraw` has taken back and whose files are still there."""
    for key, tellings in sorted(content.stories.items()):
        entry = withdrawn.of(key)
        original, _ = _original(tellings)
        if entry is None or original is None or not isinstance(original.matter, OriginalMatter):
            continue
        for source in sorted(tellings, key=lambda source: source.language):
            stood = source.language in languages and source.language in entry.published
            if stood and source.matter.status == "withdrawn":
                yield Gone(source.language, source.slug, _each(original.matter.categories), entry.day)


@dataclass(frozen=True, slots=True)
class _Permission:
    """Which tellings may be published."""

    languages: tuple[str, ...]
    withheld: Set[str]
    drafts: bool

    def covers(self, source: Source) -> bool:
        status = source.matter.status
        good = status == "published" or (self.drafts and status != "withdrawn")
        return good and (self.drafts or source.path not in self.withheld)

    def shown(self, original: Source, tellings: Sequence[Source]) -> dict[str, Telling]:
        """Return the tellings that may be published, by language: none unless the original may be."""
        if not self.covers(original):
            return {}
        by_language = {source.language: source for source in tellings if self.covers(source)}
        return {code: _telling(by_language[code], original) for code in self.languages if code in by_language}

    def lead(self, original: str, shown: Mapping[str, Telling]) -> str:
        return original if original in shown else next(code for code in self.languages if code in shown)


def _stories(content: Content, may: _Permission, today: datetime.date) -> tuple[list[Story], list[Fault]]:
    stories: list[Story] = []
    faults = _taken_slugs(content.stories)
    for key, tellings in content.stories.items():
        if f"stories/{key}" in content.broken:
            continue
        original, wrong = _original(tellings)
        faults += wrong
        if original is None or not isinstance(original.matter, OriginalMatter):
            continue
        faults += _pictures_without_words(original, tellings)
        shown = may.shown(original, tellings)
        if shown and (may.drafts or original.matter.date <= today):
            stories.append(_story(key, original, original.matter, shown, may.lead(original.language, shown)))
    return stories, faults


def _pages(content: Content, may: _Permission) -> tuple[list[Page], list[Fault]]:
    pages: list[Page] = []
    faults = _taken_slugs(content.pages)
    for key, tellings in content.pages.items():
        if f"pages/{key}" in content.broken:
            continue
        original, wrong = _original(tellings)
        faults += wrong
        for source in tellings:
            if source.slug in RESERVED_PAGES:
                faults.append(
                    source.blame(
                        ("slug",),
                        "reserved-slug",
                        f'"{source.slug}" is an address of the site.',
                        "Choose another slug or name for the folder.",
                    )
                )
        if original and (shown := may.shown(original, tellings)):
            pages.append(Page(key, shown, may.lead(original.language, shown)))
    return pages, faults


def _taken_slugs(sources: Mapping[str, Sequence[Source]]) -> list[Fault]:
    owners: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for tellings in sources.values():
        for source in tellings:
            owners[source.language, source.slug].append(source)
    return [
        source.blame(
            ("slug",),
            "taken-slug",
            f'The slug "{source.slug}" is also that of {other.path}.',
            "Give one of them another slug.",
        )
        for same in owners.values()
        if len(same) > 1
        for source, other in zip(same, [*same[1:], same[0]], strict=True)
    ]


def _original(tellings: Sequence[Source]) -> tuple[Source | None, list[Fault]]:
    """Find the one original among a folder's tellings, and check that each translation names it."""
    if not tellings:
        return None, []
    originals = [source for source in tellings if source.reference is None]
    if not originals:
        return None, [
            source.blame(
                ("translation_of",),
                "no-original",
                "No text here is the original.",
                "Take `translation_of` out of the text that was written first.",
            )
            for source in tellings[:1]
        ]
    if len(originals) > 1:
        names = " and ".join(source.path.rsplit("/", 1)[1] for source in originals)
        return None, [
            source.blame(
                (),
                "two-originals",
                f"{names} both claim to be the original.",
                "Give each translation its `translation_of` line, such as `translation_of: en@000000000000`.",
            )
            for source in originals
        ]
    faults = []
    present = {source.language for source in tellings}
    for source in tellings:
        named = source.reference[0] if source.reference else originals[0].language
        if named not in present:
            faults.append(
                source.blame(
                    ("translation_of",),
                    "no-such-original",
                    f'There is no "{named}.md" here.',
                    f'The original is "{originals[0].language}".',
                )
            )
        elif named != originals[0].language:
            faults.append(
                source.blame(
                    ("translation_of",),
                    "not-the-original",
                    f'"{named}.md" is itself a translation.',
                    f'Translate from the original, "{originals[0].language}".',
                )
            )
    return originals[0], faults


def _pictures_without_words(original: Source, tellings: Sequence[Source]) -> list[Fault]:
    has_picture = isinstance(original.matter, OriginalMatter) and original.matter.picture
    faults = []
    for source in tellings:
        if has_picture and not source.matter.picture_alt:
            faults.append(
                source.blame(
                    (),
                    "no-alternative",
                    "The story's picture has no text alternative here.",
                    "Add `picture_alt: ...`, which says what it shows.",
                )
            )
        elif source.matter.picture_alt and not has_picture:
            faults.append(
                source.blame(
                    ("picture_alt",),
                    "no-picture",
                    "There is a text alternative but no picture.",
                    "Add `picture: ...` to the original, or remove this line.",
                )
            )
    return faults


def _telling(source: Source, original: Source) -> Telling:
    matter = source.matter
    own = getattr(matter, "also_read", None)
    entries = None
    if isinstance(matter, OriginalMatter | TranslationMatter) and own is not None:
        entries = tuple(
            Entry(
                Outside(item.title, item.url) if isinstance(item, Link) else item,
                *source.raw.place("also_read", index),
            )
            for index, item in enumerate(own)
        )
    return Telling(
        key=source.key,
        language=source.language,
        path=source.path,
        title=matter.title,
        summary=matter.summary,
        status=matter.status,
        slug=source.slug,
        reviewed=matter.reviewed,
        body=source.body,
        digest=source.digest,
        translates=source.reference[0] if source.reference else None,
        stale=source.reference is not None and source.reference[1] != original.digest,
        pseudonyms=tuple(matter.pseudonyms),
        also_read=entries,
        picture_alt=matter.picture_alt,
    )


def _story(key: str, original: Source, matter: OriginalMatter, shown: Mapping[str, Telling], lead: str) -> Story:
    # A translation offers what its original offers, unless it says otherwise.
    original_entries = _telling(original, original).also_read
    return Story(
        key=key,
        tellings=shown,
        lead=lead,
        date=matter.date,
        modified=matter.modified,
        categories=_each(matter.categories),
        countries=_each(matter.country),
        populations=_each(matter.populations),
        rights=_each(matter.rights),
        settings=_each(matter.settings),
        outcomes=_each(matter.outcome),
        notices=_each(matter.content_notice),
        also_read=original_entries or (),
        also_read_path=original.path,
        partner=Outside(matter.partner.name, matter.partner.url) if matter.partner else None,
        picture=matter.picture,
    )


def _each(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))
