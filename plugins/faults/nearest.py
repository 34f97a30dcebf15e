"""The word that was probably meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean "..."?` with the closest known word, or an empty string when none is close.

    Closeness is difflib's ratio; 0.6, its default, catches a slip or two in a word.
    """
    folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f'Did you mean "{folded[found[0]]}"?' if found else ""
