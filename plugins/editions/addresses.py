"""Addresses: where everything of the site is found. The only place that spells them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from plugins.faults import Fault, Faults
from plugins.stories import Telling

# Shelves by the part of the address that names them, and the field of a story that puts it on them.
SHELVES = {
    "rights": "rights",
    "populations": "populations",
    "countries": "countries",
    "outcomes": "outcomes",
    "categories": "categories",
}
# A host and plain folders (RFC 3986): the rules for servers hold them, where other signs mean something else.
_SITE = re.compile(r"https?://(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9a-f:]+\])(?::[0-9]+)?(?:/[A-Za-z0-9._~-]+)*/?")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Turns an address, such as `en/stories/`, into what a page or a feed writes.

    `url` is the site's own, without a closing slash; a path in it becomes the beginning of every link.
    """

    url: str

    @classmethod
    def of(cls, url: str) -> "Addresses":
        """Check a site's URL. Raises `Faults` when it is not absolute: canonical links must be."""
        if not _SITE.fullmatch(url):
            raise Faults(
                [
                    Fault(
                        "pelicanconf.py",
                        1,
                        1,
                        "editions/bad-siteurl",
                        f'"{url}" is no address of a site.',
                        'Write it whole: SITEURL = "https://stories.example", or --siteurl.',
                    )
                ]
            )
        return cls(url.rstrip("/"))

    def href(self, address: str) -> str:
        """Return the address for a link on a page of the site."""
        return f"{urlsplit(self.url).path}/{address}"

    def absolute(self, address: str) -> str:
        """Return the address for the world outside."""
        return f"{self.url}/{address}"


def home(language: str) -> str:
    """Return the home of an edition."""
    return f"{language}/"


def stories(language: str, number: int = 1) -> str:
    """Return a page of the listing of all stories."""
    return numbered(f"{language}/stories/", number)


def alphabet(language: str, letter: str = "") -> str:
    """Return where the stories from A to Z begin, or those under one letter do."""
    return f"{language}/stories/a-z/{letter_step(letter)}/" if letter else f"{language}/stories/a-z/"


def letter_step(letter: str) -> str:
    """Return how an address writes a letter: as it is if it is one of ASCII's, else by its number in Unicode."""
    return re.sub("[^a-z0-9]", lambda sign: f"-u{ord(sign[0]):x}", letter.lower()).strip("-")


def telling(told: Telling) -> str:
    """Return where a story is told in one language."""
    return telling_at(told.language, told.slug)


def telling_at(language: str, slug: str) -> str:
    """Return where a telling stands, or stood, by its language and slug."""
    return f"{language}/stories/{slug}/"


def page(told: Telling) -> str:
    """Return where one of the site's own pages stands in one language."""
    return page_at(told.language, told.slug)


def work_at(room: str, language: str, slug: str) -> str:
    """Return the address of a slug in a room: that of stories, or that of the site's own pages."""
    return telling_at(language, slug) if room == "stories" else page_at(language, slug)


def page_at(language: str, slug: str) -> str:
    """Return where one of the site's own pages stands by its language and slug."""
    return f"{language}/{slug}/"


def shelf(language: str, kind: str, term: str, number: int = 1) -> str:
    """Return a page of a shelf."""
    return numbered(f"{language}/{kind}/{term.lower()}/", number)


def numbered(address: str, number: int) -> str:
    """Return the given page of a listing; the first bears no number."""
    return address if number == 1 else f"{address}page/{number}/"


def figures(language: str) -> str:
    """Return the page that says how many stories there are of each kind."""
    return f"{language}/figures/"


def figures_table(language: str) -> str:
    """Return the same as a table to download."""
    return f"{language}/figures.csv"


def feed(language: str, category: str | None = None) -> str:
    """Return the Atom feed of an edition, or of one category in it."""
    return f"{language}/feeds/{f'categories/{category}' if category else 'all'}.atom.xml"


def cards(language: str, name: str) -> str:
    """Return where a file of an edition's cards stands."""
    return f"{language}/cards/{name}.json"


def json_feed(language: str) -> str:
    """Return the JSON feed of an edition."""
    return f"{language}/feeds/all.json"


def picture(name: str) -> str:
    """Return where a cleaned picture stands."""
    return f"pictures/{name}"


def share_card(ground: int, title: int) -> str:
    """Return where the card of a telling stands, which is seen where a link to it is shared. The numbers, of 64 bits,
    stand for how it looks and for its title."""
    return f"cards/{ground ^ title:016x}.png"


FONT = "fonts/DejaVuSans-Bold.ttf"  # In the theme: the font of cards.
# Folders in which the name of each file is another when its bytes are, so that a file never changes.
LASTING = ("pictures/", "cards/")
ICON = "icon.png"  # One neutral picture, asked for by browsers; without it they fetch the whole 404 page.


def file_of(address: str) -> str:
    """Return the file of an output folder that a server answers this address with."""
    return f"{address}index.html" if not address or address.endswith("/") else address
