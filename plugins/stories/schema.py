"""The schema of front matter: which keys a telling may have, and what each may hold."""

import datetime
import re
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal, TypeAlias
from urllib.parse import urlsplit

from plugins.languages import is_country, is_language, language_hint
from plugins.stories.checks import After, Before, refusal
from plugins.stories.safety import CONTROL

SLUG_LIMIT = 80  # Characters; longer addresses break when they are pasted into messages.
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = re.compile(r"([a-z0-9-]+)@([0-9a-f]{12})")
# `page` begins the second page of a listing; the others are devices that Windows cannot make folders of.
_RESERVED = frozenset(
    ["a-z", "page", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))]
)
Status: TypeAlias = Literal["draft", "review", "published", "withdrawn"]


def slug_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a key or slug and how to mend it, or None: ASCII kebab-case, not reserved."""
    if len(text) > SLUG_LIMIT or not _SLUG.fullmatch(text):
        what = f'"{text[:SLUG_LIMIT]}" cannot be part of an address.'
        return what, f"Use up to {SLUG_LIMIT} small Latin letters and digits with single hyphens: night-bus."
    if text in _RESERVED:
        return f'"{text}" is reserved.', "Choose another word."
    return None


def plain(text: str) -> str:
    """Return a text of front matter as one line without white space around it."""
    return re.sub(r"\s*\n\s*", " ", text.strip())


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise refusal("wrong-form", "This must be text.", "Write the text after the colon, between double quotes.")
    if not value.strip():
        raise refusal("empty", "This is empty.", "Fill it in, or take the key out if it is optional.")
    if CONTROL.search(value):
        raise refusal(
            "control-character", "There is an invisible character here.", "Delete this line and type it again."
        )
    return plain(value)


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) and value.strip() else value


def _some(value: list[str]) -> list[str]:
    if not value:
        raise refusal("empty", "the list is empty.", "Name at least one.")
    return value


def _day(value: object) -> object:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise refusal("bad-date", f'"{value}" is no date.', "Write year-month-day, such as 2026-03-09.")


def _slug(value: str) -> str:
    wrong = slug_fault(value)
    if wrong:
        raise refusal("bad-slug", *wrong)
    return value


def _country(value: str) -> str:
    if not is_country(value):
        raise refusal(
            "unknown-country",
            f'"{value}" is no country code.',
            'Use the two capital letters of ISO 3166-1, such as "KZ" or "GE".',
        )
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"\\]", value):
        raise refusal("bad-url", f'"{value}" is no web address.', "Write it whole, beginning with https://.")
    return value


def _reference(value: str) -> "Reference":
    match = _REFERENCE.fullmatch(value)
    if not match:
        raise refusal(
            "bad-reference",
            f'"{value}" does not say what this translates.',
            "Write language@digest, such as en@0123456789ab; `inv translated KEY LANG` writes it for you.",
        )
    if not is_language(match[1]):
        raise refusal("unknown-language", f'"{match[1]}" is no language.', language_hint(match[1]))
    return Reference(language=match[1], digest=match[2])


def _picture(value: str) -> str:
    if re.search(r"[/\\:]|^\.", value):
        raise refusal(
            "bad-picture",
            f'"{value}" is not a file beside the text.',
            "Put the picture into the story's folder and write its file name alone.",
        )
    return value


Text: TypeAlias = Annotated[str, Before(_text)]
Day: TypeAlias = Annotated[datetime.date, Before(_day)]
Slug: TypeAlias = Annotated[Text, After(_slug)]
Url: TypeAlias = Annotated[Text, After(_url)]
Names: TypeAlias = Annotated[list[Text], Before(_one_or_many)]
Countries: TypeAlias = Annotated[list[Annotated[Text, After(_country)]], Before(_one_or_many)]


class _Strict:
    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(_Strict):
    """What a translation was made from: the original's language and its digest at that time."""

    language: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(_Strict):
    """A link to another site."""

    title: Text
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(_Strict):
    """Whose publication this is."""

    name: Text
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPerson(_Strict):
    """Somebody whose name may stand as it is, and why."""

    name: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(_Strict):
    """A warning of the gate that the editor accepts for this telling."""

    code: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingMatter(_Strict):
    """The keys that every telling may have, of a story or of a page."""

    title: Text
    summary: Text
    status: Status
    reviewed: Day
    slug: Slug | None = None
    pseudonyms: Names = field(default_factory=list)
    public_people: list[PublicPerson] = field(default_factory=list)
    picture_alt: Text | None = None
    accepted: list[Acceptance] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMatter(TellingMatter):
    """A page's own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTranslationMatter(TellingMatter):
    """A page's translation also says what it was made from."""

    translation_of: Annotated[Text, After(_reference)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationMatter(PageTranslationMatter):
    """A translation inherits every fact of its story; it may only override what is offered under it."""

    also_read: list[Text | Link] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalMatter(TellingMatter):
    """The original carries the facts of the story."""

    date: Day
    modified: Day | None = None
    categories: Annotated[Names, After(_some)]
    consent: Literal["written", "spoken", "already-public"]
    country: Countries = field(default_factory=list)
    populations: Names = field(default_factory=list)
    rights: Names = field(default_factory=list)
    settings: Names = field(default_factory=list)
    outcome: Names = field(default_factory=list)
    content_notice: Names = field(default_factory=list)
    also_read: list[Text | Link] | None = None
    partner: Partner | None = None
    picture: Annotated[Text, After(_picture)] | None = None


AnyMatter: TypeAlias = OriginalMatter | TranslationMatter | PageMatter | PageTranslationMatter
