"""Depending: what beside the texts decides how they are read and how pages look, told by digests."""

import platform
from collections.abc import Mapping, Sequence, Set

from plugins.editions.addresses import FONT
from plugins.editions.building import TOOL, installed
from plugins.editions.knowing import Memory
from plugins.editions.settings import Settings
from plugins.editions.study import Facts
from plugins.languages import Language
from plugins.ledger import digest_of, number
from plugins.pictures import Cards
from plugins.stories import Vocabulary


def code_digest() -> bytes:
    """Return a digest of the tool: its own code, this Python, and the versions of what is installed beside it."""
    beside = [path.parent.name for path in installed()]
    return digest_of(TOOL) + repr((platform.python_version(), beside)).encode()


def memory_of(settings: Settings, vocabulary: Vocabulary, code: bytes) -> Memory:
    """Return what is remembered of this content folder, for a preview apart. Raises `Faults` if it cannot be kept."""
    # What is known of a folder depends on the code that read it, and on these lists; of the vocabulary on its keys.
    words = [(section, sorted(terms)) for section, terms in vocabulary.items()]
    spoken = sorted({name for terms in vocabulary.values() for term in terms.values() for name in term.names})
    lists = digest_of(settings.content / "glossary.yaml", settings.content / "allowed.yaml", settings.private)
    key = repr((code, lists, words, spoken, settings.languages, settings.preview)).encode()
    folder = settings.cache / "ledger" / f"{number(f'{settings.content.resolve()} {settings.preview}'):016x}"
    return Memory(folder, key)


def common(
    settings: Settings,
    code: bytes,
    facts: Mapping[tuple[str, str], Facts],
    pages: Sequence[str],
    told: Mapping[str, Set[str]],
) -> dict[str, int]:
    """Return a number for each language for what all its pages show, and for what decides how they look."""
    shared = repr(
        (
            code,
            digest_of(settings.theme, *settings.templates, settings.content / "vocabulary.yaml", settings.private),
            (settings.languages, settings.default, settings.name, sorted(settings.names.items()), settings.url),
            (settings.menu, settings.exit, settings.onion, settings.hidden),
            (settings.per_page, settings.share_cards, settings.preview, settings.jinja),
            [bool(keys) for keys in told.values()],
        )
    )
    return {
        language: number(repr((shared, language, [facts["pages", key].faces[language] for key in pages])))
        for language in told
    }


def share_card_grounds(settings: Settings, languages: Mapping[str, Language]) -> dict[str, int]:
    """Return a number for each language for how the cards of its tellings look; nothing where there are none."""
    mark = Cards(settings.theme / FONT).mark if settings.share_cards else ""
    names = {code: settings.names.get(code, settings.name) for code in languages}
    return {code: number(repr((mark, names[code], here.direction))) for code, here in languages.items() if mark}
