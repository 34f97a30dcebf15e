"""One language as CLDR describes it, through Babel."""

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.numbers import format_decimal

from plugins.languages.catalogue import Catalogue
from plugins.languages.corrections import AND, DATES, NAMES, SMALL_MONTHS
from plugins.languages.isolating import isolated
from plugins.languages.sorting import sort_key

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?")  # BCP 47: language, script, region
# CLDR names these two-letter codes, but ISO 3166-1 assigns them to no country.
_NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())


@dataclass(frozen=True, slots=True)
class Language:
    """A language the site speaks. `code` is the lower-case BCP 47 tag that files and addresses use."""

    code: str
    catalogue: Catalogue
    locale: Locale = field(repr=False)

    @property
    def tag(self) -> str:
        """The BCP 47 tag in canonical case, as pages emit it: `uz-Latn` (RFC 5646, 2.1.1)."""
        return canonical_tag(self.code)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)

    @property
    def open_graph(self) -> str:
        """The locale as Open Graph writes it: `kk_KZ`, with CLDR's likely region."""
        likely = Locale.parse(get_global("likely_subtags").get(str(self.locale).split("_")[0], str(self.locale)))
        return f"{self.locale.language}_{self.locale.territory or likely.territory}"

    @property
    def name(self) -> str:
        """The language's own name, capitalised as it stands alone in a list: `Қазақ тілі`."""
        own = NAMES.get(self.code) or self.locale.languages.get(self.locale.language)
        own = own or self.locale.get_display_name() or self.code
        return own[:1].title() + own[1:]  # title(), as upper() would give Georgian letters no font shows

    def name_of(self, code: str) -> str:
        """Return the name of another language in this one, for use inside a sentence."""
        other = Locale.parse(code, sep="-")
        return self.locale.languages.get(other.language) or self.locale.languages.get(code) or code

    def country(self, code: str) -> str:
        """Return CLDR's name of an ISO 3166-1 country."""
        return str(self.locale.territories[code])

    def date(self, day: datetime.date) -> str:
        """Return the date as this language writes it in full."""
        text = format_date(day, DATES.get(self.code, "long"), locale=self.locale)
        return text.lower() if self.code in SMALL_MONTHS else text

    def year(self, year: int) -> str:
        """Return the year as this language writes it by itself."""
        return format_skeleton("y", datetime.date(year, 1, 1), locale=self.locale)

    def years(self, first: int, last: int) -> str:
        """Return two years as this language writes the time from the one to the other: `2024–2026`."""
        return format_interval(datetime.date(first, 1, 1), datetime.date(last, 1, 1), "y", locale=self.locale)

    def number(self, value: int) -> str:
        """Return the number with this language's digits and separators."""
        return format_decimal(value, locale=self.locale)

    def join(self, items: Iterable[str]) -> str:
        """Return the items as a list in a sentence: `a, b and c`."""
        listed = [str(isolated(item, self.direction)) for item in items]
        if self.code in AND and len(listed) > 1:
            return f"{', '.join(listed[:-1])} {AND[self.code]} {listed[-1]}"
        return format_list(listed, locale=self.locale)

    def plural(self, count: int) -> str:
        """Return CLDR's plural category of the number: zero, one, two, few, many or other."""
        return self.locale.plural_form(count)

    def sort_key(self, text: str) -> bytes:
        """Return a key that sorts by this language's alphabet."""
        return sort_key(text, self.code)

    def gettext(self, message: str, **values: object) -> str:
        """Return the interface text in this language, `%(name)s` filled in."""
        text = self.catalogue.one(message)
        return text % self._isolated(values) if values else text

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the interface text for `count` things; the number itself is `%(count)s`."""
        text = self.catalogue.many(one, many, self.plural(count))
        return text % {"count": self.number(count), **self._isolated(values)}

    def _isolated(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: isolated(value, self.direction) for name, value in values.items()}

    def forms(self, one: str, many: str) -> dict[str, str]:
        """Return the interface text for any number of things by CLDR's plural category, the last also as `other`.

        The number itself is left open, as `{count}`.
        """
        every = {form: self.catalogue.many(one, many, form) % {"count": "{count}"} for form in self.catalogue.forms}
        return {"other": list(every.values())[-1], **every}

    def within(self, term: str) -> str:
        """Return a term as it stands inside a sentence: `access to health care`, but `LGBTQIA+ people`."""
        if term[1:2].isupper():
            return term
        dotted = {"I": "ı", "İ": "i"} if self.locale.language in ("az", "tr") else {}
        return dotted.get(term[:1], term[:1].lower()) + term[1:]


def canonical_tag(code: str) -> str:
    """Return a lower-case BCP 47 tag in canonical case: script in title case, region in upper case."""
    first, *rest = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in rest)])


@functools.cache
def is_language(code: str) -> bool:
    """Say whether a lower-case BCP 47 tag names a language that CLDR knows."""
    if not _TAG.fullmatch(code):
        return False
    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def language_hint(code: str) -> str:
    """Return advice on a tag that names no language: `kz` is a country, its language is `kk`."""
    spoken = get_official_languages(code.upper(), de_facto=True)
    if spoken:
        likely = " or ".join(f'"{tag.replace("_", "-").lower()}"' for tag in spoken)
        return f'"{code}" is a country; use the code of the language, perhaps {likely}.'
    return 'Use a lower-case BCP 47 code such as "en", "ru", "kk" or "uz-latn".'


@functools.cache
def is_country(code: str) -> bool:
    """Say whether this is an upper-case ISO 3166-1 alpha-2 code."""
    known = Locale("en").territories
    return len(code) == 2 and code.isalpha() and code in known and code not in _NO_COUNTRY
