"""Figures: the page that says how many stories there are of each kind, and the same as a table to download."""

import csv
import io
from collections.abc import Iterator

from plugins.editions import addresses
from plugins.editions.counting import Figures, Line
from plugins.editions.shelving import term_link
from plugins.editions.site import Link, Page, Site, alternates, language_row
from plugins.languages import Language


def figures_page(site: Site, here: Language, figures: Figures) -> Page:
    """Return the page "In figures" of an edition. Every edition counts all stories, told in its language or not."""
    places = {code: addresses.figures(code) for code in site.languages}
    return Page(
        address=places[here.code],
        template="figures",
        language=here,
        title=here.gettext("In figures"),
        description=here.gettext("What the stories on this site are about, counted."),
        alternates=alternates(site, places, places[site.default]),
        facts={
            "crumbs": (Link(here.gettext("Home"), site.addresses.href(addresses.home(here.code))),),
            "count": figures.stories,
            "tables": [_table(site, here, kind, lines) for kind, lines in figures.tables if lines],
            "download": site.addresses.href(addresses.figures_table(here.code)),
            "languages_row": language_row(site, here, places),
        },
    )


def figures_table(site: Site, here: Language, figures: Figures) -> bytes:
    """Return the counts as CSV (RFC 4180), with the mark by which spreadsheet programs know UTF-8."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow(map(_cell, (here.gettext("Kind"), here.gettext("Name"), here.gettext("Stories"))))
    writer.writerow([_cell(here.gettext("All stories")), "", figures.stories])
    for kind, lines in figures.tables:
        for line, link in _ordered(site, here, kind, lines):
            writer.writerow([_cell(_title(here, kind)), _cell(link.text), _cell(_told(here, line))])
    return rows.getvalue().encode("utf-8-sig")


def _table(site: Site, here: Language, kind: str, lines: tuple[Line, ...]) -> dict[str, object]:
    """Return a table as the template shows it: its lines as links with counts, and those of which no number is told."""
    ordered = list(_ordered(site, here, kind, lines))
    return {
        "kind": kind,
        "title": _title(here, kind),
        "lines": [link for line, link in ordered if line.stories],
        "longest": max(line.stories for line in lines),
        "few": [link for line, link in ordered if line.few],
        "withheld": [link for line, link in ordered if not line.few and not line.stories],
    }


def _ordered(site: Site, here: Language, kind: str, lines: tuple[Line, ...]) -> Iterator[tuple[Line, Link]]:
    """Yield the lines, each with its name: years as they passed, others by their number, then by the alphabet."""
    if kind == "years":
        for line in lines:
            yield line, Link(here.year(int(line.term)), "", count=line.stories)
        return
    named = [(line, term_link(site, kind, line.term, here, line.stories)) for line in lines]
    yield from sorted(named, key=lambda each: (-each[0].stories, not each[0].few, here.sort_key(each[1].text)))


def _title(here: Language, kind: str) -> str:
    return {
        "countries": here.gettext("Countries"),
        "populations": here.gettext("People"),
        "rights": here.gettext("Rights"),
        "settings": here.gettext("Places"),
        "outcomes": here.gettext("Outcomes"),
        "years": here.gettext("Years of publication"),
    }[kind]


def _told(here: Language, line: Line) -> str:
    if line.stories:
        return str(line.stories)
    return here.gettext("fewer than five") if line.few else here.gettext("not shown")


def _cell(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula (OWASP ASVS 5.0, 1.2.10)."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r\n\0＝＋－＠") else text
