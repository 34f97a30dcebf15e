"""Numbers: runs of digits by which one person can be found, in figures or in words, and number plates.

The length of a run decides, in any spacing; the words around it only name what was found, and tell sums, dates and
the numbers of laws from the rest.
"""

import functools
import re
from collections.abc import Iterator

from plugins.anonymity.dates import FIGURES
from plugins.anonymity.speech import UPPER, Find, alternatives

_LONG = 7  # Digits from which a number may be dialled or looked up.
_SPOKEN = 6  # Numerals in a row, words among them, that are one number said aloud.
_BEFORE = 40  # Characters before a number in which the word for its kind stands.
_URL = re.compile(r"https?://\S+|www\.\S+")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}\s?[-–—/]\s?(?:19|20)?\d{2}(?!\d)")
_TIMES = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}\s?[-–—]\s?\d{1,2}[:.]\d{2}(?!\d)|(?<!\d)\d{1,2}:\d{2}(?!\d)")
_NO_NUMBERS = tuple(map(re.compile, (_URL.pattern, FIGURES, _YEARS.pattern, _TIMES.pattern)))
_RUN = re.compile(r"\+?\(?\d(?:[\s().\-–—/_*•·\u2010-\u2015]{0,3}\d)+")
_GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d{1,2})?")
# Number plates of Kazakhstan, Russia, Kyrgyzstan, Uzbekistan, Tajikistan, Ukraine, Armenia, Georgia, Azerbaijan,
# Moldova, Romania, North Macedonia and Turkey.
_PLATE = re.compile(
    rf"(?<![\w-])(?:\d{{3}}[ -]?[{UPPER}]{{2,3}}[ -]?\d{{2}}"
    rf"|[{UPPER}]{{1,2}}[ -]?\d{{3}}[ -]?[{UPPER}]{{2,3}}(?:[ -]?\d{{2,3}})?"
    rf"|[{UPPER}]{{2}}[ -]?\d{{4}}[ -]?[{UPPER}]{{2}}"
    rf"|\d{{2}}[ -]?(?:KG[ -]?)?[{UPPER}]{{1,3}}[ -]?\d{{3,4}}(?:[ -]?[{UPPER}]{{2,3}})?"
    rf"|\d{{2}}[ -]\d{{3}}[ -]?[{UPPER}]{{3}}|\d{{4}}[ -]?[{UPPER}]{{2}}[ -]?\d{{2}}"
    rf"|[{UPPER}]{{2}}-\d{{3,4}}-[{UPPER}]{{2}})(?![\w-])"
)
_NEAR_A_CAR = re.compile(
    rf"(?<![\w-])(?:[{UPPER}]{{1,3}}[ -]?\d{{2,4}}[ -]?[{UPPER}]{{0,3}}|\d{{2,4}}[ -]?[{UPPER}]{{1,3}}"
    rf"|\d{{3}}[ -]?[a-zа-я]{{2,3}}[ /-]?\d{{2}})(?![\w-])"
)
_SERIAL = re.compile(
    rf"(?<![\w/-])\d{{2}}[{UPPER}]{{2}}\d{{5}}(?![\w/-])|(?<![\w/-])[{UPPER}]{{1,3}}[ ]?(?:№|No\.?|Nr\.?"
    rf"|N)?[ ]?\d{{6,9}}(?![\w/-])"
)
# Words between the parts of a number that is said aloud.
_CONNECTORS = (
    "and|then|next|finally|after that|и|потом|затем|далее|дальше|а|а потом|а далі|далі|потім|після|apoi|și|după"
    "|după aceea|მერე|და"
    "|ბოლოს|შემდეგ|ჯერ|кейін|содан|сосын|соңында|анан|кийин|keyin|soʻng|va|кейин|сўнг|ва|баъд|пас|sonra|ardınca"
    "|ve|və|հետո|և|ապա"
    "|потоа|па"
)
_SENTENCE_END = re.compile(rf"[.!?]\s+(?=[{UPPER}])")
_SCALE = re.compile(
    r"thousand|million|billion|тысяч|миллион|миллиард|тисяч|мільйон|мың|миң|\bming|минг|ҳазор|\bmin\b|milyon"
    r"|\bbin\b|հազար|միլիոն"
    r"|ათას|მილიონ|\bmii\b|\bmie\b|milion|илјад|милион",
    re.IGNORECASE,
)


class _Words:
    """Patterns of a language's words around numbers, with English and Russian ones. One text asks for few of them."""

    def __init__(self, code: str) -> None:
        self.code = code

    def _near(self, key: str) -> str:
        return rf"(?<!\w)(?:{alternatives(self.code, key)})(?!\w)"

    @functools.cached_property
    def act(self) -> re.Pattern[str]:
        return re.compile(self._near("act"), re.IGNORECASE)

    @functools.cached_property
    def money(self) -> re.Pattern[str]:
        return re.compile(rf"[$€₸₽₴₾֏₼₺£¥]|{self._near('money')}", re.IGNORECASE)

    @functools.cached_property
    def phone(self) -> re.Pattern[str]:
        return re.compile(self._near("phone"), re.IGNORECASE)

    @functools.cached_property
    def person(self) -> re.Pattern[str]:
        return re.compile(self._near("number_of_person"), re.IGNORECASE)

    @functools.cached_property
    def passport(self) -> re.Pattern[str]:
        return re.compile(self._near("passport"), re.IGNORECASE)

    @functools.cached_property
    def vehicle(self) -> re.Pattern[str]:
        return re.compile(self._near("vehicle"), re.IGNORECASE)

    @property
    def _unit(self) -> str:
        return rf"(?:(?<!\d)\d{{1,20}}(?!\d)|{self._near('numeral')})"

    @functools.cached_property
    def numeral(self) -> re.Pattern[str]:
        return re.compile(self._unit, re.IGNORECASE)

    @functools.cached_property
    def spoken(self) -> re.Pattern[str]:
        between = rf"[\s,;.–—-]+(?:(?:{_CONNECTORS})\s+){{0,2}}"
        return re.compile(rf"{self._unit}(?:{between}{self._unit}){{2,30}}", re.IGNORECASE)


@functools.cache
def _words(code: str) -> _Words:
    return _Words(code)


def numbers(text: str, code: str, opens: frozenset[str]) -> Iterator[Find]:
    """Yield every number in a text that may lead to one person."""
    words = _words(code)
    if "figure" in opens:
        yield from _in_figures(text, words)
    if "numerals" in opens:
        for found in words.spoken.finditer(text):
            if _is_spoken(found[0], text[max(0, found.start() - 60) : found.start()], words):
                yield Find("number", found.start(), found.end())


def _in_figures(text: str, words: _Words) -> Iterator[Find]:
    for kind, pattern in (("plate", _PLATE), ("plate", _NEAR_A_CAR), ("document-number", _SERIAL)):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            around = text[max(0, found.start() - _BEFORE) : found.end() + 20]
            ends_in_letters = found[0][-1:].isalpha()
            sum_after = ends_in_letters and words.money.search(
                text[found.end() - 3 : found.end() + 12]
            )  # 36 400 US dollars
            near_a_car = pattern is not _NEAR_A_CAR or words.vehicle.search(before)
            if near_a_car and not sum_after and (words.passport.search(around) or not words.act.search(before)):
                yield Find(kind, found.start(), found.end())
    blanked = text
    for other in _NO_NUMBERS:
        blanked = other.sub(lambda found: "\u2042" * len(found[0]), blanked)
    for found in _RUN.finditer(blanked):
        before, after = text[max(0, found.start() - _BEFORE) : found.start()], text[found.end() : found.end() + 30]
        run = _run_kind(found[0], before, after, words)
        if run:
            yield Find(run, found.start(), found.end())


def _is_spoken(part: str, before: str, words: _Words) -> bool:
    """Say whether a row of numerals is one number said aloud: with words among them, or dictated to be dialled."""
    units = words.numeral.findall(part)
    if _SCALE.search(part):
        return False
    rows = part.lower().split(", ")
    if len(rows) > 1 and len(set(rows)) == 1:
        return False  # ninety-five, ninety-five, ninety-five: the targets of UNAIDS
    said = any(not unit[0].isdigit() for unit in units)
    if said and len(units) >= _SPOKEN:
        return True
    years = all(len(unit) == 4 and unit[:2] in ("19", "20") for unit in units)
    short = all(len(unit) == 3 and unit[0] == "1" for unit in units)  # 101, 102, 103: fire, police, ambulance
    length = sum(len(unit) if unit[0].isdigit() else 1 for unit in units)
    dialled = not short and length >= _LONG and any(len(unit) > 2 or unit[0] == "0" for unit in units)
    return dialled and not years and bool(words.phone.search(before)) and not words.act.search(before)


def _run_kind(part: str, before: str, after: str, words: _Words) -> str | None:
    """Return what a run of digits is, or None if it is a count, a sum, a date or the number of an act."""
    digits = re.sub(r"\D", "", part)
    passport = bool(words.passport.search(before) or words.passport.search(after[:20]))
    personal = passport or bool(words.person.search(before))
    if len(digits) < (_LONG - 1 if personal else _LONG):
        return None
    if not personal and not part.startswith("+"):
        if _is_sum(part, before, after, words) or _stand_apart(part, digits):
            return None
        acts = list(words.act.finditer(before))
        between = before[acts[-1].end() :] if acts else ""
        if acts and not words.phone.search(between) and not _SENTENCE_END.search(between):
            return None
    if len(digits) == 16 or (13 <= len(digits) <= 19 and _luhn(digits)):
        return "card-number"
    if passport:
        return "document-number"
    if personal or len(digits) in (12, 14):
        return "personal-number"
    if part.startswith("+") or len(digits) in (10, 11) or words.phone.search(before):
        return "phone"
    return "number"


def _is_sum(part: str, before: str, after: str, words: _Words) -> bool:
    grouped = _GROUPED.fullmatch(part.strip())
    dialled = words.phone.search(before[-25:])
    if not dialled and (words.money.match(after.lstrip()) or words.money.search(before[-12:])):
        return bool(grouped) or (part.isdigit() and len(part) <= 9)
    return bool(grouped and not dialled and part.rstrip().endswith("00") and not part.startswith("0"))


def _stand_apart(part: str, digits: str) -> bool:
    """Say whether a run is small numbers side by side: `2019, 2020`, `12 3/4`, `16–18 / 20–22`."""
    pieces = re.split(r"\s*[–—/]\s*|\.\s+|\s{2,}", part)
    small = all(len(re.sub(r"\D", "", piece)) <= 4 for piece in pieces)
    return len(pieces) > 1 and small and len(digits) <= 8 and not re.search(r"[()+_*-]", part)


def _luhn(digits: str) -> bool:
    """Say whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
