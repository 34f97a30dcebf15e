"""Translations: the people of a story are the same in every language, and no old name survives in one of them."""

from collections.abc import Sequence

from plugins.anonymity.spelling import alike
from plugins.faults import Fault
from plugins.stories import Source


def compared(tellings: Sequence[Source]) -> tuple[list[Fault], set[str]]:
    """Return the faults between a folder's tellings, and the files to be withheld.

    A translation that is up to date names as many people as the original; one
    that is stale and names others is withheld: the original may have been changed to protect somebody, and a name
    that was taken out must not stand in another language. Since every name in a text is declared in its front
    matter, comparing those lists compares the names.
    """
    faults: list[Fault] = []
    withheld: set[str] = set()
    original = next((source for source in tellings if source.reference is None), None)
    if original is None:
        return faults, withheld
    for source in tellings:
        if source.reference is None:
            continue
        unlike = _unlike(original, source)
        if unlike is None:
            continue
        which, same_number = unlike
        if source.reference[1] != original.digest:
            withheld.add(source.path)
            faults.append(
                _fault(
                    source,
                    which,
                    "withheld-translation",
                    f"The original has changed, and its {_WORDS[which]} are not those here: this is kept back.",
                    "Bring the translation up to date and run `inv translated KEY LANG`.",
                    warn=True,
                )
            )
        elif same_number:
            faults.append(
                _fault(
                    source,
                    which,
                    "other-people",
                    f"The {_WORDS[which]} here are not spellings of those in {_name(original)}.",
                    "Use the same names in every language, as each spells them; or accept it with a reason.",
                    warn=True,
                )
            )
        else:
            faults.append(
                _fault(
                    source,
                    which,
                    "other-people",
                    f"This text declares other {_WORDS[which]} than {_name(original)}.",
                    "Declare the same people in every language, as each spells them.",
                )
            )
    return faults, withheld


_WORDS = {"pseudonyms": "pseudonyms", "public_people": "public people"}


def _name(source: Source) -> str:
    return source.path.rsplit("/", 1)[1]


def _unlike(original: Source, source: Source) -> tuple[str, bool] | None:
    """Return which list of people differs, and whether it does so only in the names; None if they correspond."""
    for which, first, second in (
        ("pseudonyms", list(original.matter.pseudonyms), list(source.matter.pseudonyms)),
        (
            "public_people",
            [person.name for person in original.matter.public_people],
            [person.name for person in source.matter.public_people],
        ),
    ):
        if len(first) != len(second):
            return which, False
        left = list(second)
        for name in first:
            match = next((other for other in left if _same(name, other)), None)
            if match is None:
                return which, True
            left.remove(match)
    return None


def _same(name: str, other: str) -> bool:
    first, second = name.split(), other.split()
    return len(first) == len(second) and all(any(alike(one, another) for another in second) for one in first)


def _fault(source: Source, which: str, code: str, message: str, remedy: str, *, warn: bool = False) -> Fault:
    line, column = source.raw.place(which)
    return Fault(source.path, line, column, f"anonymity/{code}", message, remedy, "warn" if warn else "block")
