"""The schema of front matter: which keys a telling may have, and what each may hold."""

import datetime
import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from plugins.faults import Fault, nearest
from plugins.languages import is_country, is_language, language_hint
from plugins.stories.frontmatter import Matter

SLUG_LIMIT = 80  # Characters; longer addresses break when they are pasted into messages.
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = re.compile(r"([a-z0-9-]+)@([0-9a-f]{12})")
# `page` begins the second page of a listing; the others are devices that Windows cannot make folders of.
_RESERVED = frozenset(["page", "con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))])
Status: TypeAlias = Literal["draft", "review", "published", "withdrawn"]


def slug_fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a key or slug and how to mend it, or None: ASCII kebab-case, not reserved."""
    if len(text) > SLUG_LIMIT or not _SLUG.fullmatch(text):
        what = f'"{text[:SLUG_LIMIT]}" cannot be part of an address.'
        return what, f"Use up to {SLUG_LIMIT} small Latin letters and digits with single hyphens: night-bus."
    if text in _RESERVED:
        return f'"{text}" is reserved.', "Choose another word."
    return None


def _refuse(code: str, what: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("ours", "{what}", {"what": what, "code": code, "remedy": remedy})


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise _refuse("wrong-form", "This must be text.", "Write the text after the colon, between double quotes.")
    if not value.strip():
        raise _refuse("empty", "This is empty.", "Fill it in, or take the key out if it is optional.")
    return re.sub(r"\s*\n\s*", " ", value.strip())


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) and value.strip() else value


def _day(value: object) -> object:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise _refuse("bad-date", f'"{value}" is no date.', "Write year-month-day, such as 2026-03-09.")


def _slug(value: str) -> str:
    wrong = slug_fault(value)
    if wrong:
        raise _refuse("bad-slug", *wrong)
    return value


def _country(value: str) -> str:
    if not is_country(value):
        raise _refuse(
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
        raise _refuse("bad-url", f'"{value}" is no web address.', "Write it whole, beginning with https://.")
    return value


def _reference(value: str) -> "Reference":
    match = _REFERENCE.fullmatch(value)
    if not match:
        raise _refuse(
            "bad-reference",
            f'"{value}" does not say what this translates.',
            "Write language@digest, such as en@0123456789ab; `inv translated KEY LANG` writes it for you.",
        )
    if not is_language(match[1]):
        raise _refuse("unknown-language", f'"{match[1]}" is no language.', language_hint(match[1]))
    return Reference(language=match[1], digest=match[2])


def _picture(value: str) -> str:
    if re.search(r"[/\\:]|^\.", value):
        raise _refuse(
            "bad-picture",
            f'"{value}" is not a file beside the text.',
            "Put the picture into the story's folder and write its file name alone.",
        )
    return value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Day: TypeAlias = Annotated[datetime.date, BeforeValidator(_day)]
Slug: TypeAlias = Annotated[Text, AfterValidator(_slug)]
Url: TypeAlias = Annotated[Text, AfterValidator(_url)]
Names: TypeAlias = Annotated[list[Text], BeforeValidator(_one_or_many)]
Countries: TypeAlias = Annotated[list[Annotated[Text, AfterValidator(_country)]], BeforeValidator(_one_or_many)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(_Strict):
    """What a translation was made from: the original's language and its digest at that time."""

    language: str
    digest: str


class Link(_Strict):
    """A link to another site."""

    title: Text
    url: Url


class Partner(_Strict):
    """Whose publication this is."""

    name: Text
    url: Url


class PublicPerson(_Strict):
    name: Text
    why: Text


class Acceptance(_Strict):
    """A warning of the gate that the editor accepts for this telling."""

    code: Text
    why: Text


class TellingMatter(_Strict):
    """The keys that every telling may have, of a story or of a page."""

    title: Text
    summary: Text
    status: Status
    reviewed: Day
    slug: Slug | None = None
    pseudonyms: Names = Field(default_factory=list)
    public_people: list[PublicPerson] = Field(default_factory=list)
    picture_alt: Text | None = None
    accepted: list[Acceptance] = Field(default_factory=list)


class PageMatter(TellingMatter):
    """A page's own text."""


class PageTranslationMatter(TellingMatter):
    translation_of: Annotated[Text, AfterValidator(_reference)]


class TranslationMatter(PageTranslationMatter):
    """A translation inherits every fact of its story; it may only override what is offered under it."""

    also_read: list[Text | Link] | None = None


class OriginalMatter(TellingMatter):
    """The original carries the facts of the story."""

    date: Day
    modified: Day | None = None
    categories: Annotated[list[Text], BeforeValidator(_one_or_many), Field(min_length=1)]
    consent: Literal["written", "spoken", "already-public"]
    country: Countries = Field(default_factory=list)
    populations: Names = Field(default_factory=list)
    rights: Names = Field(default_factory=list)
    settings: Names = Field(default_factory=list)
    outcome: Names = Field(default_factory=list)
    content_notice: Names = Field(default_factory=list)
    also_read: list[Text | Link] | None = None
    partner: Partner | None = None
    picture: Annotated[Text, AfterValidator(_picture)] | None = None


AnyMatter: TypeAlias = OriginalMatter | TranslationMatter | PageMatter | PageTranslationMatter
_ONLY_ORIGINAL = frozenset(OriginalMatter.model_fields) - frozenset(TranslationMatter.model_fields)


def validate(matter: Matter, path: str, *, page: bool) -> tuple[AnyMatter | None, list[Fault]]:
    """Return the typed front matter, or None with every fault at its line and column.

    A telling with `translation_of` is a translation; any other is an original.
    """
    translation = "translation_of" in matter.values
    model: type[AnyMatter]
    if page:
        model = PageTranslationMatter if translation else PageMatter
    else:
        model = TranslationMatter if translation else OriginalMatter
    try:
        return model.model_validate(matter.values), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        return None, [_fault(detail, matter, path, model) for detail in details]


def _fault(detail: ErrorDetails, matter: Matter, path: str, model: type[AnyMatter]) -> Fault:
    # pydantic names the members of a union in the path; the file knows only keys and indexes.
    where = tuple(step for step in detail["loc"] if not (isinstance(step, str) and step in _UNION_STEPS))
    key = str(where[-1]) if where else ""
    line, column = matter.place(*where)
    code, message, remedy = _words(detail, key, where, model)
    return Fault(path, line, column, f"stories/{code}", message, remedy)


_UNION_STEPS = frozenset(["Link", "function-before[_text(), str]"])


def _words(
    detail: ErrorDetails, key: str, where: tuple[int | str, ...], model: type[AnyMatter]
) -> tuple[str, str, str]:
    kind, given = detail["type"], detail.get("input")
    context: Mapping[str, Any] = detail.get("ctx") or {}
    if kind == "ours":
        name = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
        return context["code"], f"{name}: {context['what']}", context["remedy"]
    if kind == "missing":
        inside = f' of "{where[-2]}"' if len(where) > 1 else ""
        return "missing-key", f'The key "{key}"{inside} is missing.', f"Add a line `{key}: ...`."
    if kind == "extra_forbidden":
        if len(where) == 1 and key in _ONLY_ORIGINAL and model is TranslationMatter:
            return (
                "inherited-key",
                f'"{key}" belongs to the original; a translation inherits it.',
                "Remove this line, and change the original if it is wrong there.",
            )
        if len(where) == 1 and model in (PageMatter, PageTranslationMatter) and key in _ONLY_ORIGINAL:
            return "unknown-key", f'"{key}" is a key of stories, not of pages.', "Remove this line."
        hint = nearest(key, _known(model)) if len(where) == 1 else ""
        return "unknown-key", f'There is no key "{key}".', hint or "Remove this line or correct its name."
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        choices = expected.split(", ")
        name = "unknown-status" if key == "status" else "unknown-value"
        hint = nearest(str(given), choices)
        return name, f'{key}: "{given}" is not allowed.', f"{hint} Use one of: {expected}.".strip()
    if kind == "too_short":
        return "empty", f"{key}: the list is empty.", "Name at least one."
    form = "a list such as [one, two]" if kind in ("list_type",) else "keys of its own, such as {name: ..., url: ...}"
    named = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
    return "wrong-form", f"{named}: this has the wrong form.", f"Write {form}."


@cache
def _known(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(model.model_fields)
