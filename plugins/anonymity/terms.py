"""Terms: what names no person though it has a capital: countries, cities, months, organisations, holidays."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel import Locale

from plugins.anonymity.folding import fold

_WORD = re.compile(r"[^\W\d_][\w'’ʼʻ]*")


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of one language, folded: `single` are the words that are terms or part of one, `whole` those that are
    terms alone, and `phrases` the longer terms that each word is part of."""

    single: frozenset[str]
    whole: frozenset[str]
    phrases: dict[str, frozenset[tuple[str, ...]]]


def terms_of(code: str, script: str, listed: Iterable[str], names: frozenset[str], surname: re.Pattern[str]) -> Terms:
    """Return terms that are listed in a language with these names, and with surnames of this kind."""
    plain: list[str] = []  # most terms are of letters and spaces only: they are folded together
    others: list[str] = []
    for term in listed:
        (plain if term.replace(" ", "").isalpha() else others).append(term)
    every = [tuple(term.split()) for term in fold(code, script, "\n".join(plain)).split("\n") if term]
    every += [tuple(fold(code, script, word) for word in _WORD.findall(term)) for term in others]
    whole = {words[0] for words in every[: len(plain)] if len(words) == 1}
    whole.update(fold(code, script, term) for term in others if _WORD.fullmatch(term))
    single: set[str] = set()
    longer: dict[str, set[tuple[str, ...]]] = {}
    for folded in every:
        if len(folded) == 1:
            single.add(folded[0])
            continue
        for word in folded:
            longer.setdefault(word, set()).add(folded)
            # Part of a long name; a person's name counts only inside it, and so does what looks like a surname.
            if word not in names and not surname.fullmatch(word):
                single.add(word)
    phrases = {word: frozenset(every) for word, every in longer.items()}
    return Terms(frozenset(single), frozenset(whole), phrases)


def known_to_all(code: str) -> Iterator[str]:
    """Yield the names that CLDR has in a language: countries, languages, scripts, months, days, currencies, cities."""
    locale = Locale.parse(code, sep="-")
    for table in (locale.territories, locale.languages, locale.scripts, locale.currencies):
        yield from map(str, table.values())
    for calendar in (locale.months, locale.days):
        for widths in calendar.values():
            yield from map(str, widths["wide"].values())
    for zone, names in locale.time_zones.items():
        if zone.startswith(("Asia/", "Europe/")) and "city" in names:
            yield str(names["city"])
