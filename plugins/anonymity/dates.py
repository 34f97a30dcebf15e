"""Dates: how a day is written in figures, and in each language in words; and which of them is a date of birth."""

import functools
import re
from collections.abc import Iterator
from itertools import islice

from babel import Locale

from plugins.anonymity.beginnings import matches
from plugins.anonymity.speech import Find, alternatives, read_as

FIGURES = (
    r"(?<![\d.])(?:\d{1,2}[./-](?:\d{1,2}|[IVX]{1,4})[./-](?:19|20)\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}\.\d{1,2}\.\d{2})(?!\d)"
)
_YEAR = r"(?:19|20)\d{2}"
_LONG_AGO = re.compile(  # somebody's birth, not last year's news
    r"(?<!\d)\d{1,2}[./-](?:\d{1,2}|[IVX]{1,4})[./-](?:19\d{2}|200\d|201[0-2])(?!\d)"
)
# How our languages begin a year in words: nineteen hundred and, two thousand and.
_YEAR_WORDS = (
    "nineteen|two thousand|twenty|тысяч[аи] девятьсот|две тысячи|тисяч[аі] дев['’]ятсот|дві тисячі|мың тоғыз жүз"
    "|екі мың"
    "|миң тогуз жүз|эки миң|ming toʻqqiz yuz|ikki ming|минг тўққиз юз|икки минг|ҳазору нӯҳсад|ду ҳазор|min doqquz yüz"
    "|iki min|bin dokuz yüz|iki bin|հազար ինը հարյուր|երկու հազար|ათას ცხრაას|ორი ათას|ორიათას|o mie nouă sute|două mii"
    "|илјада деветстотини|две илјади"
)

_MOST = 30  # Words of birth in one passage that are looked at; a family chronicle has no more.
_NEAR, _FAR = 60, 90  # Characters between a word of birth and its date: any date; one of long ago.


@functools.cache
def months(code: str) -> str:
    """Return CLDR's names of the months in a language, and in English and Russian, as alternatives of a pattern."""
    months: set[str] = set()
    for each in read_as(code):
        for widths in Locale.parse(each, sep="-").months.values():
            for width in ("wide", "abbreviated"):
                months.update(name.rstrip(".") for name in map(str, widths[width].values()))
    long = (re.escape(name) for name in months if len(name) > 2 and not name[0].isdigit())
    return "|".join(sorted(long, key=len, reverse=True))


def _day(code: str) -> str:
    return rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|-?[^\W\d_]{{1,3}})?[ ](?:of[ ]|de[ ])?(?:{months(code)})[^\W\d_]{{0,4}}"


def _dates(code: str) -> str:
    """Return a pattern of a day with its month and year, in figures or in words."""
    month, word = months(code), r"[^\W\d_]+"
    return (
        rf"{FIGURES}|{_day(code)}[ ,]{{1,2}}(?:[^\W\d_]{{2,6}}[ ])?{_YEAR}"
        rf"|(?:{month})[^\W\d_]{{0,3}}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]{_YEAR}"
        rf"|{_YEAR}[- ]?[^\W\d_]{{0,6}}[ ,]+(?:[^\W\d_]{{3,5}}[ ])?\d{{1,2}}[- ]?[^\W\d_]{{0,3}}[ ]"
        rf"(?:{month})[^\W\d_]{{0,4}}"
        rf"|{_YEAR}[- ]?[^\W\d_]{{0,6}}[ ,]+(?:{month})[^\W\d_]{{0,4}}[ ]\d{{1,2}}"
        rf"|{word}[ ](?:of[ ])?(?:{month})[^\W\d_]{{0,4}}[ ,]+(?:{word}[ ])?(?:{_YEAR_WORDS})"
        rf"|[^\W\d_]{{5,}}[ ](?:of[ ])?(?:{month})[^\W\d_]{{0,4}},?[ ]{_YEAR}"  # the day in words: третьего мая 1991
        rf"|(?:{_YEAR_WORDS})(?:[ ]{word}){{1,4}}[ ](?:{month})"
    )


@functools.cache
def any_date(code: str) -> re.Pattern[str]:
    """Return a pattern of a day in a language, with its year or without: a day alone tells as much."""
    alone = rf"{_day(code)}(?!\w)|(?<!\w)(?:{months(code)})[ ]\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    return re.compile(f"{_dates(code)}|{alone}", re.IGNORECASE)


@functools.cache
def _born(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(code, 'born')})(?!\w)", re.IGNORECASE)


@functools.cache
def _dated(code: str) -> re.Pattern[str]:
    return re.compile(_dates(code), re.IGNORECASE)


def births(text: str, code: str) -> Iterator[Find]:
    """Yield every date of birth in a text: a date near a word of birth."""
    for born in islice(matches(_born(code), text), _MOST):
        before = list(_dated(code).finditer(text, max(0, born.start() - _NEAR), born.start()))
        after = _dated(code).search(text, born.end(), born.end() + _NEAR) or _LONG_AGO.search(
            text, born.end(), born.end() + _FAR
        )
        between = text[before[-1].end() : born.start()] if before else ""
        if before and len(between) <= _NEAR // 2 and ". " not in between:
            yield Find("birth-date", before[-1].start(), born.end())
        elif after:
            yield Find("birth-date", born.start(), after.end())
