"""The site: everything that its pages are made from, and the plain views that templates show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plugins.also_read import Offer
from plugins.editions import addresses
from plugins.editions.addresses import Addresses
from plugins.faults import Fault
from plugins.languages import Language, canonical_tag
from plugins.pictures import Picture
from plugins.stories import Library, Story, Telling


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are a function of. `shelves` by kind and term; `offers` by language and story; `pictures` by
    story or page and file; `concerns`, in a preview, what the gate says of each file."""

    names: Mapping[str, str]
    addresses: Addresses
    languages: Mapping[str, Language]
    default: str
    library: Library
    shelves: Mapping[str, Mapping[str, Sequence[Story]]]
    offers: Mapping[str, Mapping[str, tuple[Offer, ...]]]
    pictures: Mapping[tuple[str, str], Picture]
    menu: tuple[str, ...]
    per_page: int
    preview: bool
    concerns: Mapping[str, tuple[Fault, ...]]

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
    facts: Mapping[str, object]
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


def own_first(stories: Iterable[Story], here: Language) -> list[Story]:
    """Return the stories told in this language before the others, each in their order."""
    return sorted(stories, key=lambda story: here.code not in story.tellings)


def card(site: Site, story: Story, here: Language) -> Card:
    """Return a story as a listing of this edition shows it."""
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


def alternates(site: Site, places: Mapping[str, str], default: str) -> tuple[Alternate, ...]:
    """Return hreflang links to every address, itself included, and x-default."""
    each = tuple(Alternate(site.languages[code].tag, address) for code, address in places.items())
    return (*each, Alternate("x-default", default))


def tellings_places(tellings: Mapping[str, Telling], *, page: bool = False) -> dict[str, str]:
    """Return the address of each telling of one story or page, by language."""
    return {code: addresses.page(told) if page else addresses.telling(told) for code, told in tellings.items()}
