"""Addresses: keys, slugs, file names and links that hold a person's name."""

import re

from plugins.anonymity.context import Glossary
from plugins.anonymity.passages import Address, Reader
from plugins.anonymity.people import People
from plugins.anonymity.speech import heard_names, speech
from plugins.anonymity.spelling import sound
from plugins.anonymity.words import Kind, kinds

_WORD = re.compile(r"[^\W\d_]{3,}")
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://[^/]*", re.IGNORECASE)
_NAMELIKE = re.compile(  # how surnames and composed given names of the region end in Latin letters
    r"[a-z]{3,}(?:khan|bek|bay|bai|boy|gul|zhan|jan|dzhon|jon|nur|nisa|niso|ov|ova|ev|eva|yeva|enko|yan|ian|shvili|dze"
    r"|uly|kyzy|qyzy|zade|oglu|ogly|ski|skiy|sky|skaya|ska|vich|vna|escu|uk|iuk)"
)


def named_addresses(reader: Reader, people: People, glossary: Glossary) -> None:
    """Blame a key, slug, file name or link address that holds a person's name."""
    declared = {sound(name) for name in people.pseudonyms}
    public = {sound(name) for name in people.public}
    for address in reader.addresses:
        for part in _WORD.findall(_HOST.sub("", address.value)):
            heard = sound(part)
            if heard in declared or (_may_name(part, glossary) and heard not in public | _titled(reader, people)):
                _blame(reader, address, part)


def _may_name(part: str, glossary: Glossary) -> bool:
    english = speech("en")
    folded = english.fold(part)
    if folded in english.words and folded not in english.names:
        return False
    kind = kinds("en", folded)
    if kind & (Kind.COMMON | Kind.TERM) or folded in glossary.single:
        return False
    return Kind.NAME in kind or bool(_NAMELIKE.fullmatch(folded)) or sound(part) in heard_names()


def _titled(reader: Reader, people: People) -> set[str]:
    """Return how the words of the title sound. An address that follows the title is as safe as the title, whose
    every word is judged."""
    return {
        sound(word.folded)
        for passage in reader.passages
        if passage.kind == "title"
        for word in reader.words(passage, people.speech)
    }


def _blame(reader: Reader, address: Address, part: str) -> None:
    reader.blame(
        address,
        part,
        "name-in-address",
        f'"{part}" in the address or file name "{address.value[:80]}" may be a person\'s name.',
        "Choose words that name nobody: addresses stay in browser histories.",
    )
