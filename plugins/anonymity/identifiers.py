"""Identifiers: everything in a telling by which one person can be found.

The kinds follow HIPAA's list of 18 identifiers (45 CFR 164.514(b)(2)), with those of our region.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from plugins.anonymity.contacts import contacts, linked_contacts
from plugins.anonymity.dates import births
from plugins.anonymity.numbers import numbers
from plugins.anonymity.passages import Address, Passage, Reader
from plugins.anonymity.places import linked_places, places
from plugins.anonymity.remarks import remarks
from plugins.anonymity.speech import Find, Speech

# What has to be in a passage for anything to be found; what else there may be is found only beside these.
_ASKED = frozenset(["sign", "note", "real", "numerals", "ordinal", "born", "dot"])
_SHOWN = 60  # Characters of a find that a fault shows.
_LEAVE_OUT = "Leave it out. A hotline or an address of your own organisation goes into allowed.yaml, with a reason."
_WHAT = {
    "phone": ("a telephone number", _LEAVE_OUT),
    "number": ("a number that may belong to one person", _LEAVE_OUT),
    "card-number": ("the number of a bank card", _LEAVE_OUT),
    "personal-number": ("a personal number", _LEAVE_OUT),
    "document-number": ("the number of a document", _LEAVE_OUT),
    "email": ("an e-mail address", _LEAVE_OUT),
    "handle": ("the name of an account", _LEAVE_OUT),
    "social-link": ("a link to an account or chat", _LEAVE_OUT),
    "contact": ("a way to reach somebody", _LEAVE_OUT),
    "map-link": ("a place on a map", _LEAVE_OUT),
    "coordinates": ("coordinates of a place", _LEAVE_OUT),
    "ip-address": ("the network address of a device", _LEAVE_OUT),
    "device": ("the number of a device", _LEAVE_OUT),
    "plate": ("a number plate", "Leave it out."),
    "street-address": ("a street address", "Leave it out, or name the city alone."),
    "birth-date": ("a date of birth", "Leave it out, or say roughly how old the person was."),
    "numbered-institution": ("an institution with its number", "Leave the number out: a school, a city polyclinic."),
    "real-name": (
        "a remark on a real name",
        "Take the whole remark out. If the name has been in the file, git keeps it: tell the maintainers.",
    ),
    "editors-note": ("a note that is not for readers", "Take it out and keep your notes elsewhere."),
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stand although it looks like an identifier: the project's hotlines and own addresses, made plain."""

    values: frozenset[str] = frozenset()

    def covers(self, text: str) -> bool:
        """Say whether a found identifier is allowed, whatever its spacing."""
        plain = plain_value(text)
        return plain in self.values or any(value in plain for value in self.values if "." in value or "@" in value)


def plain_value(text: str) -> str:
    """Return an identifier as it is compared: the digits of a number, else small letters without a scheme."""
    text = text.strip()
    if re.fullmatch(r"(?:tel:)?[+\d\s\u00a0().\-–—/]+", text):
        return re.sub(r"\D", "", text)
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", text.lower()).rstrip("/.,;")


def identifying(reader: Reader, speech: Speech, allowed: Allowed) -> None:
    """Blame everything in a telling by which somebody could be found."""
    blamed: set[tuple[str, str]] = set()
    for passage in reader.passages:
        opens = reader.glance(passage, speech).opens
        if opens.isdisjoint(_ASKED):
            continue
        taken: list[Find] = []
        for find in _finds(passage.text, speech.code, opens):
            if not any(other.start < find.end and find.start < other.end for other in taken):
                taken.append(find)
                shown = (find.kind, plain_value(passage.text[find.start : find.end]))
                if shown not in blamed:
                    blamed.add(shown)
                    _blame(reader, passage, passage.text, find, allowed)
    for address in reader.addresses:
        found = next(chain(linked_contacts(address.value), linked_places(address.value)), None)
        if found and (found.kind, plain_value(address.value[found.start : found.end])) not in blamed:
            _blame(reader, address, address.value, found, allowed)


def _finds(text: str, code: str, opens: frozenset[str]) -> Iterator[Find]:
    """Yield what is found in a text; of two finds in one place the first counts.

    `opens` are the kinds of patterns that can match at all.
    """
    if "note" in opens or "real" in opens:
        yield from remarks(text, code, opens)
    if "sign" in opens or "ordinal" in opens:
        yield from places(text, code, opens)
    if "sign" in opens or "dot" in opens:
        yield from contacts(text, code, opens)
    if "born" in opens and "numeral" in opens:
        yield from births(text, code)
    if "figure" in opens or "numerals" in opens:
        yield from numbers(text, code, opens)


def _blame(reader: Reader, where: Passage | Address, text: str, find: Find, allowed: Allowed) -> None:
    part = text[find.start : find.end].strip(" ,.;")
    if allowed.covers(part) or (isinstance(where, Address) and allowed.covers(where.value)):
        return
    what, remedy = _WHAT[find.kind]
    shown = part if len(part) <= _SHOWN else f"{part[:_SHOWN]}…"
    reader.blame(where, part, find.kind, f'"{shown}" looks like {what}.', remedy, near=find.start)
