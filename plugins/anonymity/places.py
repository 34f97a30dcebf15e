"""Places: where somebody can be found: addresses, maps, coordinates, and institutions with their number."""

import functools
import re
from collections.abc import Iterator

from plugins.anonymity.beginnings import matches
from plugins.anonymity.speech import UPPER, Find, alternatives, finds, read_as, speech

_MAP = re.compile(
    r"(?<![\w-])(?:https?://)?(?:maps\.(?:google|app\.goo|apple|yandex|me)[\w./-]*|(?:www\.)?google\.[a-z.]+/maps"
    r"|goo\.gl/maps|yandex\.[a-z.]+/(?:maps|navi)|(?:www\.)?2gis\.[a-z.]+|go\.2gis\.com|(?:www\.)?openstreetmap\.org"
    r"|osm\.org|what3words\.com|w3w\.co|plus\.codes|waze\.com)(?:[/?#]\S*)?|///\w+\.\w+\.\w+",
    re.IGNORECASE,
)
_COORDINATES = re.compile(
    r"(?<![\d.])[-+]?\d{1,2}[.,]\d{3,}\s*°?\s*(?:[NSСЮсю]\.?\s?(?:ш\.)?)?\s*[,;/ ]+\s*[-+]?\d{1,3}[.,]\d{3,}(?!\d)"
    r"|\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d+)?\s?[′'’](?:\s?\d{1,2}(?:[.,]\d+)?\s?[″\"”]|\s?[NSEWСЮВЗ])?"
    r"|(?<![\d.])\d{1,2}[.,]\d{3,}\s?°\s?[NSEWСЮВЗ]"
)
_PLUS_CODE = re.compile(r"(?<![\w+])[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}(?!\w)")  # Open Location Code
_MARK = re.compile(r"(?:№|#|no\b|nr\b|номер|number|нөмір|номір|raqam|nömrə|numara|\d)", re.IGNORECASE)
_BEFORE = 20  # Characters before a number in which the act would stand whose number it is.
# Codes of prisons and colonies: Russia's, and those of Kazakhstan and its neighbours.
_PENAL = re.compile(
    r"(?<![\w-])(?:ИК|СИЗО|ЛИУ|УК|КП|ИВС|ЛА|АК|АП|ЕС|ЕЦ|ОВ|ЖД|РУ|УГ|УЯ|ЗК|ГМ|КА|ИЧ|LA|AK|IK|UK|SIZO|JD|UYA)[ -]?\d{1,3}"
    r"(?:/\d{1,3})?(?![\w/])"
)


@functools.cache
def _act(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(code, 'act')})(?!\w)", re.IGNORECASE)


@functools.cache
def _streets(code: str) -> tuple[re.Pattern[str], ...]:
    street, house, flat, number = (alternatives(code, key) for key in ("street", "house", "flat", "number"))
    capital = rf"[{UPPER}][\w'’ʼʻ.-]{{0,30}}"
    named = rf"(?:{capital}|\d{{1,2}}-?\w{{0,3}})(?:[ ]{capital}){{0,2}}"
    at = r"\d{1,4}(?:[/-]\d{1,3})?[a-zа-яё]?(?!\w)"
    marks = '[«“"»”]?'
    return (
        re.compile(
            rf"(?<!\w)(?i:{street})\.?[ ]+{marks}{named}{marks}[ ,]+"
            rf"(?:(?i:{house})[.:]?[ ]*(?i:{number})?[.:]?[ ]*)?{at}"
        ),
        re.compile(
            rf"(?<!\w){marks}{named}{marks}[ ]+(?i:{street})\.?[ ,]+(?:(?i:{house}|{number})[.:]?[ ]*){{0,2}}{at}"
        ),
        re.compile(rf"(?<![\w.,])\d{{1,4}}[a-z]?[ ,]+{named}[ ]+(?i:{street})(?!\w)"),
        re.compile(rf"(?<!\w)(?i:{street})\.?[ ]+\d{{1,3}}[ ,]+(?i:{house})\.?[ ]*\d{{1,4}}"),
        re.compile(
            rf"(?i:(?<!\w)(?:{house})\.?[ ]*(?:{number})?[ ]*\d{{1,4}}[a-zа-я]?[ ,;]+(?:{flat}"
            rf"|{house})\.?[ ]*(?:{number})?[ ]*\d{{1,4}})"
        ),
        re.compile(  # a street that is not called one, with a house and a flat
            rf"(?<!\w){marks}{named}{marks},?[ ]{at}[ ,;]+(?i:{flat})\.?[ ]*(?i:{number})?[ ]*\d{{1,4}}"
        ),
        re.compile(rf"(?i:(?<!\w)\d{{1,4}}[- ]?\w{{0,4}}[ ](?:{house})\w*[ ,]+\d{{1,4}}[- ]?\w{{0,4}}[ ](?:{flat}))"),
        re.compile(rf"(?<![\w.])\d{{1,4}},[ ](?:\S{{1,12}},[ ])?\d{{1,4}}[ -](?i:{flat})(?!\w)"),
    )


@functools.cache
def _numbered(code: str) -> tuple[re.Pattern[str], ...]:
    institution, number = alternatives(code, "institution"), alternatives(code, "number")
    place = rf"(?:{institution})(?!\w)"
    words = r"(?:[^\W\d_][\w-]*[ ]){0,2}"
    ordinal = "|".join(
        speech(each).identifier["ordinal"] for each in read_as(code) if "ordinal" in speech(each).identifier
    )
    return tuple(
        re.compile(source, re.IGNORECASE)
        for source in (
            rf"(?<!\w){place}[^.;:!?()\d]{{0,25}}?(?<!\w)(?:{number})[ ]?\d{{1,4}}(?:/\d+)?(?![\d%])",
            rf"(?<!\w)(?:{number})[ ]?\d{{1,4}}(?:/\d+)?[ -]?(?:\w{{1,3}}[ ])?{words}{place}",
            rf"(?<![\w.,])\d{{1,3}}(?:[-–][^\W\d_]{{1,4}}|st|nd|rd|th)[ ]{words}{place}",
            rf"(?<![\w.,])\d{{1,3}}[-–]{place}",
            rf"(?<!\w)(?:{institution})[ ](?:\d{{1,3}}(?:/\d+)?)(?=[.,;:)»”\"]|$)",
            rf"(?<!\w)(?:{ordinal})[ ]{words}{place}",
        )
    )


def places(text: str, code: str, opens: frozenset[str]) -> Iterator[Find]:
    """Yield every place in a text that leads to one door."""
    if "/" in text or ".com" in text or ".org" in text:
        yield from finds("map-link", _MAP, text)
    if "+" in text:
        yield from finds("coordinates", _PLUS_CODE, text)
    found_by: list[tuple[str, tuple[re.Pattern[str], ...]]] = []
    if "figure" in opens:
        yield from finds("coordinates", _COORDINATES, text)
        if not opens.isdisjoint(("street", "house", "flat")):
            found_by.append(("street-address", _streets(code)))
        found_by.append(("numbered-institution", (_PENAL,)))
    if "institution" in opens and ("figure" in opens or "ordinal" in opens):
        found_by.append(("numbered-institution", _numbered(code)))
    for kind, patterns in found_by:
        for pattern in patterns:
            for found in matches(pattern, text):
                if not _of_an_act(text, found, kind, code):
                    yield Find(kind, found.start(), found.end())


def _of_an_act(text: str, found: re.Match[str], kind: str, code: str) -> bool:
    """Say whether a number is that of a law: a hospital that refers to order No. 1142, order No. 15 of a hospital."""
    if _act(code).search(found[0]):
        return True
    before = list(_act(code).finditer(text, max(0, found.start() - _BEFORE), found.start()))
    directly = bool(before) and not text[before[-1].end() : found.start()].strip()
    return kind == "numbered-institution" and directly and bool(_MARK.match(found[0]))


def linked_places(address: str) -> Iterator[Find]:
    """Yield what of a link's address is a place on a map."""
    if "." in address or "°" in address or "," in address:  # one of which both have
        yield from finds("map-link", _MAP, address)
        yield from finds("coordinates", _COORDINATES, address)
