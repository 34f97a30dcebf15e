"""Works: the tellings of one folder become one story or page, as far as each may be published."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from plugins.faults import Fault
from plugins.stories.model import Entry, Outside, Page, Story, Telling, Uses
from plugins.stories.record import Chosen, Named, Record, Told
from plugins.stories.schema import Link, OriginalMatter, TranslationMatter
from plugins.stories.source import Source
from plugins.stories.titles import fold_title

# The fields of a story that hold what it is filed under, by their names in front matter.
_FILED = {
    "categories": "categories",
    "countries": "country",
    "populations": "populations",
    "rights": "rights",
    "settings": "settings",
    "outcomes": "outcome",
}
RESERVED_PAGES = frozenset(
    "stories categories countries populations rights outcomes figures search feeds pictures".split()
)


@dataclass(frozen=True, slots=True)
class Permission:
    """Which tellings may be published: those in the site's languages that are; with `drafts`, for a preview,
    everything that is not withdrawn."""

    languages: tuple[str, ...]
    drafts: bool

    def covers(self, source: Source, withheld: Set[str]) -> bool:
        """Say whether readers may have a telling; `withheld` names files that other checks keep back."""
        status = source.matter.status
        good = status == "published" or (self.drafts and status != "withdrawn")
        return good and (self.drafts or source.path not in withheld)

    def shown(self, original: Source, tellings: Sequence[Source], withheld: Set[str]) -> dict[str, Telling]:
        """Return the tellings that may be published, by language: none unless the original may be."""
        if not self.covers(original, withheld):
            return {}
        by_language = {source.language: source for source in tellings if self.covers(source, withheld)}
        return {code: _telling(by_language[code], original) for code in self.languages if code in by_language}

    def lead(self, original: str, shown: Mapping[str, Telling]) -> str:
        """Return the language that readers get where their own is missing."""
        return original if original in shown else next(code for code in self.languages if code in shown)


@dataclass(frozen=True, slots=True)
class Work:
    """A folder put together: the story or page as readers may have it from its date on, its texts by language, what
    the library asks of it, and what is wrong in it. `shown` is None where nothing of it may be published."""

    shown: Story | Page | None
    texts: Mapping[str, str]
    record: Record
    faults: tuple[Fault, ...]


def put_together(
    room: str, key: str, tellings: Sequence[Source], may: Permission, withheld: Set[str], *, broken: bool
) -> Work:
    """Return one folder as one story or page. A `broken` one, with an unreadable telling, is not judged: that would
    mislead."""
    original, faults = (None, []) if broken else _original(tellings)
    shown: Story | Page | None = None
    if room == "pages":
        faults += _reserved(tellings) if not broken else []
        if original and (told := may.shown(original, tellings, withheld)):
            shown = Page(key, told, may.lead(original.language, told))
    elif original and isinstance(original.matter, OriginalMatter):
        faults += _pictures_without_words(original, tellings)
        if told := may.shown(original, tellings, withheld):
            shown = _story(key, original, original.matter, told, may.lead(original.language, told))
    texts = {source.language: source.body.html for source in tellings if shown and source.language in shown.tellings}
    return Work(shown, texts, _record(room, key, shown, original, tellings), tuple(faults))


def _record(
    room: str, key: str, shown: Story | Page | None, original: Source | None, tellings: Sequence[Source]
) -> Record:
    matter = original.matter if original else None
    facts = matter if isinstance(matter, OriginalMatter) else None
    story = shown if isinstance(shown, Story) else None
    told = [
        Told(each.language, each.slug, each.uses.stories, each.uses.pages, each.uses.outside, each.uses.pictures)
        for each in (shown.tellings.values() if shown else ())
    ]
    return Record(
        room=room,
        key=key,
        day=facts.date.toordinal() if facts else 0,
        updated=story.updated.isoformat() if story else "",
        lead=shown.lead if shown else "",
        told=tuple(told),
        filed={kind: _each(getattr(facts, name)) for kind, name in _FILED.items()} if facts else {},
        partner=story.partner.url if story and story.partner else "",
        picture=(story.picture or "") if story else "",
        chosen=tuple(_chosen(story)) if story else (),
        named=tuple(
            Named(
                source.language,
                source.path,
                source.slug,
                "" if source.matter.status == "withdrawn" else fold_title(source.matter.title),
                source.matter.status == "withdrawn",
                source.raw.place("slug"),
                source.raw.place("title"),
            )
            for source in tellings
        ),
    )


def _chosen(story: Story) -> Iterator[Chosen]:
    """Yield what the editor chose for the story, then what single translations choose instead."""

    def plain(entries: Sequence[Entry]) -> tuple[tuple[str | tuple[str, str], int, int], ...]:
        return tuple(
            (each.value if isinstance(each.value, str) else (each.value.title, each.value.url), each.line, each.column)
            for each in entries
        )

    yield Chosen("", story.also_read_path, plain(story.also_read))
    for code, telling in story.tellings.items():
        if telling.also_read is not None and telling.translates:
            yield Chosen(code, telling.path, plain(telling.also_read))


def _reserved(tellings: Sequence[Source]) -> list[Fault]:
    return [
        source.blame(
            ("slug",),
            "reserved-slug",
            f'"{source.slug}" is an address of the site.',
            "Choose another slug or name for the folder.",
        )
        for source in tellings
        if source.slug in RESERVED_PAGES
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
        uses=Uses(source.body.stories, source.body.pages, source.body.pictures, source.body.outside),
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
