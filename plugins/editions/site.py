"""The site: everything that its pages are made from, and the plain views that templates show."""

from collections.abc import Mapping
from dataclasses import dataclass

from plugins.also_read import Offer
from plugins.editions import addresses
from plugins.editions.addresses import Addresses
from plugins.languages import Language, canonical_tag
from plugins.pictures import Picture
from plugins.stories import Library, Story, Telling


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are a function of. `offers` by language and story; `pictures` by story or page and file."""

    names: Mapping[str, str]
    addresses: Addresses
    languages: Mapping[str, Language]
    default: str
    library: Library
    offers: Mapping[str, Mapping[str, tuple[Offer, ...]]]
    pictures: Mapping[tuple[str, str], Picture]
    menu: tuple[str, ...]
    per_page: int
    preview: bool

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


def card(site: Site, story: Story, here: Language) -> Card:
    """Return a story as a listing of this edition shows it."""
    told = story.told(here.code)
    lang, direction = foreign(site, told.language, here)
    return Card(
        link=Link(told.title, site.addresses.href(addresses.telling(told)), lang, direction),
        summary=told.summary,
        told_in=site.languages[told.language].name if lang else None,
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
