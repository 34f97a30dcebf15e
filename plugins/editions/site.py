"""The site: everything that its pages are made from, and the plain views that templates show."""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from plugins.editions import addresses
from plugins.editions.addresses import Addresses
from plugins.languages import Language, canonical_tag
from plugins.pictures import Painted
from plugins.stories import Page as OwnPage
from plugins.stories import Story, Telling, Vocabulary

_HELD = 5_000  # Stories that are held at a time, some 40 MB; most pages of a large library show a few others.

Shown = TypeVar("Shown", Story, OwnPage)


class Shelf(Mapping[str, Shown], Generic[Shown]):
    """Stories or pages by key, each fetched when it is first asked for. While `only` is set, others cannot be had: what
    a page shows must have been declared, since that is what tells when it is to be made again."""

    def __init__(self, keys: Set[str], fetch: Callable[[str], Shown]) -> None:
        self._keys = keys
        self._fetch: Callable[[str], Shown] = fetch
        self._fetched: dict[str, Shown] = {}
        self.only: Set[str] | None = None

    def __getitem__(self, key: str) -> Shown:
        if self.only is not None and key not in self.only:
            raise LookupError(f'"{key}" is shown without having been declared')
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._fetched:
            if len(self._fetched) == _HELD:
                self._fetched.clear()
            self._fetched[key] = self._fetch(key)
        return self._fetched[key]

    def get(self, key: str, default: object = None) -> Shown | None:  # type: ignore[override]
        """Return a story or page, or None where none of this key is published."""
        return self[key] if key in self._keys else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are a function of. `text` gives the safe HTML of a telling of a story or page, by room, key and
    language; `picture` a picture by room, key and file; `share_cards` is, by language, a number for how the cards of
    its tellings look, if there are any."""

    names: Mapping[str, str]
    addresses: Addresses
    languages: Mapping[str, Language]
    default: str
    vocabulary: Vocabulary
    stories: Shelf[Story]
    pages: Shelf[OwnPage]
    text: Callable[[str, str, str], str] = field(repr=False)
    picture: Callable[[str, str, str], Painted] = field(repr=False)
    share_cards: Mapping[str, int]
    menu: tuple[str, ...]
    exit: str
    onion: str
    hidden: bool
    preview: bool
    cards: dict[tuple[str, str], "Card"] = field(default_factory=dict, repr=False)  # made so far; many pages show each

    def name(self, language: Language) -> str:
        """Return the site's name in this language, else its main name."""
        return self.names.get(language.code, self.names[""])


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language: BCP 47 tag (or `x-default`) and address."""

    tag: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page to come: its address, template, and all that the template shows."""

    address: str
    template: str
    language: Language
    title: str
    description: str
    alternates: tuple[Alternate, ...]
    facts: Mapping[str, object] = field(repr=False)
    listed: bool = True  # whether search engines and the sitemap are told of it


@dataclass(frozen=True, slots=True)
class Link:
    """A link as templates show it. `lang` and `dir` are set where the text is not in the page's language."""

    text: str
    href: str
    lang: str | None = None
    dir: str | None = None
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A story on a shelf. `told_in` is the name of its language where that is not the page's."""

    link: Link
    summary: str
    told_in: str | None
    countries: str
    date: str
    day: str


def foreign(site: Site, code: str, here: Language) -> tuple[str | None, str | None]:
    """Return the `lang` and `dir` that a text in language `code` needs on a page in `here`."""
    if code == here.code or code not in site.languages:
        return (None, None) if code == here.code else (canonical_tag(code), None)
    there = site.languages[code]
    return there.tag, there.direction if there.direction != here.direction else None


def telling_link(site: Site, told: Telling, here: Language, *, page: bool = False) -> Link:
    """Return a link to a telling of a story or page, marked where it is not in the language of this page."""
    address = addresses.page(told) if page else addresses.telling(told)
    return Link(told.title, site.addresses.href(address), *foreign(site, told.language, here))


def original_link(site: Site, tellings: Mapping[str, Telling], here: Language, *, page: bool = False) -> Link | None:
    """Return a link to the original of a stale translation, where the site publishes it."""
    told = tellings[here.code]
    original = tellings.get(told.translates) if told.stale and told.translates else None
    return telling_link(site, original, here, page=page) if original else None


def card(site: Site, story: Story, here: Language) -> Card:
    """Return a story as a listing of this edition shows it."""
    place = story.key, here.code
    if place not in site.cards:
        site.cards[place] = _card(site, story, here)
    return site.cards[place]


def _card(site: Site, story: Story, here: Language) -> Card:
    told = story.told(here.code)
    link = telling_link(site, told, here)
    return Card(
        link=link,
        summary=told.summary,
        told_in=site.languages[told.language].name if link.lang else None,
        countries=here.join(here.country(code) for code in story.countries),
        date=here.date(story.date),
        day=story.date.isoformat(),
    )


def language_row(site: Site, here: Language, places: Mapping[str, str]) -> tuple[Link, ...]:
    """Return links to the same page in every language it exists in; `places` maps codes to addresses."""
    return tuple(
        Link(
            other.name,
            site.addresses.href(places[code]),
            other.tag,
            other.direction,
            current=code == here.code,
        )
        for code, other in site.languages.items()
        if code in places
    )


def paging(site: Site, address: str, number: int, pages: int) -> dict[str, object]:
    """Return what a pager shows on one page of a listing that begins at an address."""
    href = site.addresses.href
    return {
        "number": number,
        "pages": pages,
        "before": href(addresses.numbered(address, number - 1)) if number > 1 else None,
        "after": href(addresses.numbered(address, number + 1)) if number < pages else None,
    }


def alternates(site: Site, places: Mapping[str, str], default: str) -> tuple[Alternate, ...]:
    """Return hreflang links to every address, itself included, and x-default."""
    each = tuple(Alternate(site.languages[code].tag, address) for code, address in places.items())
    return (*each, Alternate("x-default", default))


def tellings_places(tellings: Mapping[str, Telling], *, page: bool = False) -> dict[str, str]:
    """Return the address of each telling of one story or page, by language."""
    return {code: addresses.page(told) if page else addresses.telling(told) for code, told in tellings.items()}
