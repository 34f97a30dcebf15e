"""Alphabet: all stories of an edition from A to Z, by its language's own alphabet.

A small edition has them on one page. In a larger one, that page leads to the letters, and each letter is cut into
pages: none grows with the library, and another title makes few of them anew.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from plugins.editions import addresses
from plugins.editions.site import Link, Page, Site, alternates, card, language_row, paging
from plugins.editions.study import Facts
from plugins.languages import Language, sort_key

PER_PAGE = 100  # Stories on one page: some 12 KB compressed.
ELSEWHERE = "other"  # Stands for a letter: the stories that are told in other languages only.


class Section(NamedTuple):
    """The stories under one letter, by their keys, in order."""

    letter: str
    keys: tuple[str, ...]


class Cut(NamedTuple):
    """One page of an edition's stories from A to Z: what `sections` it shows, of which letter and which page of that
    ("" and 1 for the first page of all), and the letters that it leads to, the first page of all with their counts."""

    letter: str
    number: int
    pages: int
    letters: tuple[tuple[str, int], ...]
    sections: tuple[Section, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The stories it shows."""
        return tuple(key for section in self.sections for key in section.keys)

    def address(self, language: str) -> str:
        """Return where it stands in an edition."""
        return addresses.numbered(addresses.alphabet(language, self.letter), self.number)


def cuts(
    stories: Sequence[str], facts: Mapping[tuple[str, str], Facts], languages: Sequence[str], code: str
) -> list[Cut]:
    """Return the pages of the stories from A to Z in an edition, its first page first."""
    sections = _sections(stories, facts, languages, code)
    counts = tuple((section.letter, len(section.keys)) for section in sections)
    if len(stories) <= PER_PAGE:
        return [Cut("", 1, 1, counts, tuple(sections))]
    letters = tuple((letter, 0) for letter, _ in counts)
    return [Cut("", 1, 1, counts, ()), *(cut for section in sections for cut in _cut(section, letters))]


def _cut(section: Section, letters: tuple[tuple[str, int], ...]) -> Iterator[Cut]:
    pages = ceil(len(section.keys) / PER_PAGE)
    for number in range(1, pages + 1):
        keys = section.keys[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield Cut(section.letter, number, pages, letters, (Section(section.letter, keys),))


def _sections(
    stories: Sequence[str], facts: Mapping[tuple[str, str], Facts], languages: Sequence[str], code: str
) -> list[Section]:
    """Return the letters in their order. Last come the stories told elsewhere, in the order of the site's languages."""
    own: dict[str, list[tuple[bytes, str]]] = defaultdict(list)
    elsewhere: list[tuple[int, bytes, str]] = []
    places = {language: place for place, language in enumerate(languages)}
    for key in stories:
        each = facts["stories", key]
        if code in each.index:
            letter, place = each.index[code]
            own[letter].append((place, key))
        else:
            lead = each.record.lead
            elsewhere.append((places[lead], each.index[lead][1], key))
    order = sorted(own, key=lambda letter: sort_key(letter, code))
    found = [Section(letter, tuple(key for _, key in sorted(own[letter]))) for letter in order]
    if elsewhere:
        found.append(Section(ELSEWHERE, tuple(key for _, _, key in sorted(elsewhere))))
    return found


def alphabet_page(site: Site, here: Language, cut: Cut) -> Page:
    """Return one page of an edition's stories from A to Z."""
    all_stories = here.gettext("All stories, A to Z")
    title = f"{all_stories}: {_name(here, cut.letter)}" if cut.letter else all_stories
    if cut.number > 1:
        title = here.gettext("%(title)s, page %(number)s", title=title, number=here.number(cut.number))
    places = {code: addresses.alphabet(code) for code in site.languages}
    return Page(
        address=cut.address(here.code),
        template="alphabet",
        language=here,
        title=title,
        description=title,
        alternates=() if cut.letter else alternates(site, places, places[site.default]),
        facts={
            "heading": title,
            "orders": order_links(site, here, alphabetical=True),
            "letters": [_letter_link(site, here, cut, letter, count) for letter, count in cut.letters],
            "sections": [
                (
                    addresses.letter_step(letter),
                    _name(here, letter),
                    [card(site, site.stories[key], here) for key in keys],
                )
                for letter, keys in cut.sections
            ],
            **paging(site, addresses.alphabet(here.code, cut.letter), cut.number, cut.pages),
            "languages_row": language_row(site, here, places),
        },
    )


def order_links(site: Site, here: Language, *, alphabetical: bool) -> tuple[Link, Link]:
    """Return links to the two orders in which an edition lists all its stories, one of them current."""
    by_date = site.addresses.href(addresses.stories(here.code))
    by_letter = site.addresses.href(addresses.alphabet(here.code))
    return (
        Link(here.gettext("By date"), by_date, current=not alphabetical),
        Link(here.gettext("A to Z"), by_letter, current=alphabetical),
    )


def _letter_link(site: Site, here: Language, cut: Cut, letter: str, count: int) -> Link:
    """Return a link to a letter: to its place on this page, or to its own page."""
    if any(section.letter == letter for section in cut.sections) and not cut.letter:
        href = f"#letter-{addresses.letter_step(letter)}"
    else:
        href = site.addresses.href(addresses.alphabet(here.code, letter))
    shown = count if not cut.sections else None
    return Link(_name(here, letter), href, count=shown, current=letter == cut.letter)


def _name(here: Language, letter: str) -> str:
    """Return what a letter is called."""
    if letter == ELSEWHERE:
        return here.gettext("Told in other languages")
    return "0–9" if letter == "0" else letter
