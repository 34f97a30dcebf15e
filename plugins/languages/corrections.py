"""Corrections: what Babel's CLDR lacks or writes as no reader of the language would. Everything else is CLDR's.

Keys are codes of languages.
"""

# Patterns of dates in full (Unicode TS 35, part 4). CLDR writes "09 Март 2026" in Tajik, where the month is a noun with
# izofat, and small; "9-mart, 2026" in Uzbek, where the year comes first; "09 մարտի" in Armenian, without need of the 0.
DATES = {
    "tg": "d MMMM'и соли' y",
    "uz": "y-'yil' d-MMMM",
    "uz-latn": "y-'yil' d-MMMM",
    "hy": "d MMMM, y թ.",
}
SMALL_MONTHS = frozenset({"tg"})

# The word before the last item of a list, for languages in which CLDR has none.
AND = {"tg": "ва"}

# Own names as they stand in a row of languages. CLDR's are adjectives, in Azerbaijani that of the country.
NAMES = {"az": "Azərbaycanca", "uz": "Oʻzbekcha", "uz-latn": "Oʻzbekcha"}
