"""Rules: why each check is there, and what it rests on. `inv check --explain CODE` prints them."""

from dataclasses import dataclass

_ICO = "ICO, Anonymisation guidance: singling out, and the motivated intruder test"
_HIPAA = "HIPAA Privacy Rule, 45 CFR 164.514(b)(2): 18 identifiers"
_UTR36 = "Unicode Technical Reports 36 (security considerations) and 39 (security mechanisms)"
_UKDS = "UK Data Service, guidance on anonymising qualitative data"
_WITNESS = "WITNESS, guidance on the safety and consent of people who are filmed"


@dataclass(frozen=True, slots=True)
class Rule:
    """Why a check is there, and its source. A warning may be accepted in a text's front matter; a block may not."""

    why: str
    source: str
    warns: bool = False


RULES = {
    "unmarked-name": Rule(
        "No list of names is complete, so the gate asks the other way round: every capitalised word must be an "
        "ordinary "
        "word of its language, a term of CLDR, of the tool's lists or of glossary.yaml, or a name that the text "
        "declares. "
        "Words at the beginning of a sentence are not exempt: names stand there, too. `inv leaks` measures it.",
        _HIPAA + " (A: names)",
    ),
    "name-or-word": Rule(
        "Many names are also words: Hope, Надежда, Арман. At the beginning of a sentence nothing but the context tells "
        "them apart. Where it does not, an editor must.",
        _HIPAA + " (A: names)",
        warns=True,
    ),
    "surname": Rule(
        "A surname, patronymic or initial beside a changed first name undoes the change.", _HIPAA + " (A: names)"
    ),
    "name-in-address": Rule(
        "Addresses and file names stay in browser histories, logs and search engines when the page itself is gone.",
        _ICO,
    ),
    "no-marker": Rule(
        "A reader who is not told that a name is changed may take it for the real one, and look for a person of that "
        "name. Each changed name is marked where the text first uses it.",
        _WITNESS,
    ),
    "unused-pseudonym": Rule(
        "A declared name that the text does not use is often a slip, or hides that another name stands in its place.",
        "our own practice",
        warns=True,
    ),
    "pseudonym-in-title": Rule(
        "Titles and summaries are shown in histories, previews, cards and feeds, without the marker.", _ICO, warns=True
    ),
    "diagnosis-in-title": Rule(
        "Titles and summaries are shown in histories, tabs, previews and feeds: who looks at a reader's phone reads "
        "there what the reader may have.",
        "our own practice",
        warns=True,
    ),
    "other-people": Rule(
        "A translation that names other people than its original has kept an old name, or lost a person.",
        "our own practice",
        warns=True,
    ),
    "withheld-translation": Rule(
        "The original may have been changed to protect somebody. A name that was taken out there must not stand on in "
        "another language, so the translation waits.",
        _ICO,
        warns=True,
    ),
    "shared-pseudonym": Rule("Two people under one name may be taken for one, and details add up.", _UKDS, warns=True),
    "pseudonym-spelled-twice": Rule(
        "Two spellings of one name in a text are two people to a reader, or one of them is the real one.",
        _UKDS,
        warns=True,
    ),
    "phone": Rule("A number that can be dialled leads to one person.", _HIPAA + " (D: telephone numbers)"),
    "number": Rule(
        "Seven digits or more are a telephone, account, case or record number unless they are a sum, a date or "
        "the number "
        "of a law.",
        _HIPAA + " (D to M, R)",
    ),
    "card-number": Rule("A bank card's number leads to its holder.", _HIPAA + " (J: account numbers); ISO/IEC 7812-1"),
    "personal-number": Rule(
        "A national or file number is made to find one person.", _HIPAA + " (G, H: social security, record numbers)"
    ),
    "document-number": Rule(
        "The number of a passport or card belongs to one person.", _HIPAA + " (K: licence numbers)"
    ),
    "email": Rule("An e-mail address leads to one person.", _HIPAA + " (F: e-mail addresses)"),
    "handle": Rule("The name of an account leads to its owner.", _HIPAA + " (N, R)"),
    "social-link": Rule(
        "Links to profiles and chats lead to their owners and members.", _HIPAA + " (N: web addresses)"
    ),
    "contact": Rule("A link that dials or writes leads to one person.", _HIPAA + " (D, F)"),
    "map-link": Rule("A place on a map is an address.", _HIPAA + " (B: geographic subdivisions)"),
    "coordinates": Rule("Coordinates are an address.", _HIPAA + " (B: geographic subdivisions)"),
    "ip-address": Rule("A network address leads to a line and its subscriber.", _HIPAA + " (O: IP addresses)"),
    "device": Rule("A device's number leads to its owner.", _HIPAA + " (M: device identifiers)"),
    "street-address": Rule("An address leads to a home.", _HIPAA + " (B: geographic subdivisions)"),
    "plate": Rule("A number plate leads to a car's owner.", _HIPAA + " (L: vehicle identifiers)"),
    "birth-date": Rule(
        "A date of birth with a place and a sex singles out most people.",
        _HIPAA + " (C: dates); Sweeney 2000, Simple Demographics Often Identify People Uniquely",
    ),
    "numbered-institution": Rule(
        "A school or colony with its number is one building with a few hundred people.", _HIPAA + " (B)"
    ),
    "real-name": Rule("A remark on somebody's real name publishes it.", _HIPAA + " (A: names)"),
    "editors-note": Rule("Notes between editors hold what was to be kept from readers.", _UKDS),
    "invisible-character": Rule(
        "Characters that are not drawn can hide words from readers and from this gate, and mark who copied a text.",
        _UTR36,
    ),
    "mixed-scripts": Rule(
        "A letter of another alphabet looks the same and is not: it hides a name from a search and from this gate.",
        _UTR36,
    ),
    "hidden-element": Rule("What is hidden by styles is in the page for everybody who looks.", "our own practice"),
    "real-name-listed": Rule(
        "The organisation listed this name as one that must stand nowhere.", "private/real-names.txt"
    ),
    "private-unreadable": Rule("A list that cannot be read would be a check that is not made.", "our own practice"),
    "exact-age": Rule(
        "An exact age narrows a group down; a decade serves the story as well.", _HIPAA + " (C: ages)", warns=True
    ),
    "exact-date": Rule("A date can be looked up in registers, logs and news.", _HIPAA + " (C: dates)", warns=True),
    "unique": Rule("Who is the only one of a kind in a place is named by it.", _ICO, warns=True),
    "mosaic": Rule(
        "Details that name nobody alone (work, family, illness, place, legal status, age, date) single a person out "
        "together. From four kinds on an editor should look.",
        _ICO + "; " + _UKDS,
        warns=True,
    ),
    "too-long": Rule("A paragraph that is longer than any reader would read is not checked.", "our own practice"),
    "unknown-language": Rule(
        "A language that the gate cannot read is not checked, so it is not published.", "our own practice"
    ),
    "name-in-glossary": Rule("A name in the glossary would pass in every text.", "our own practice"),
    "wrong-form": Rule(
        "A list that cannot be read as it is meant would be a check that is not made.", "our own practice"
    ),
    "not-acceptable": Rule("What blocks cannot be accepted; what is no warning need not be.", "our own practice"),
    "unused-acceptance": Rule(
        "An acceptance that is left standing would hide the next thing of its kind.", "our own practice"
    ),
}
MAY_BE_ACCEPTED = frozenset(f"anonymity/{code}" for code, rule in RULES.items() if rule.warns)


def explain(code: str) -> str:
    """Return the reasoning of a rule and its source. Raises KeyError when there is no such rule."""
    name = code.removeprefix("anonymity/")
    rule = RULES[name]
    kind = (
        "A warning; a text may accept it with a reason." if rule.warns else "It stops the build and cannot be accepted."
    )
    return f"anonymity/{name}\n{rule.why}\n{kind}\nSource: {rule.source}.\n"
