"""Validation: front matter held to the schema, and what pydantic found said in plain words."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from plugins.faults import Fault, nearest
from plugins.stories.frontmatter import Matter
from plugins.stories.schema import AnyMatter, OriginalMatter, PageMatter, PageTranslationMatter, TranslationMatter

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails


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
    adapter = _adapter(model)  # type: ignore[arg-type]  # mypy takes the hash of a dataclass for that of its type
    from pydantic_core import ValidationError  # loaded with the first telling, as `checks.py` explains

    try:
        return adapter.validate_python(matter.values), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
        return None, [_fault(detail, matter, path, model) for detail in details if not _other_form(detail)]


@cache
def _adapter(model: type[AnyMatter]) -> "TypeAdapter[AnyMatter]":
    from pydantic import TypeAdapter

    return TypeAdapter(model)


def _other_form(detail: "ErrorDetails") -> bool:
    """Say whether this only says that an entry with keys of its own is no text: it need not be."""
    return detail["loc"][-1] == _TEXT and isinstance(detail["input"], dict)


def _fault(detail: "ErrorDetails", matter: Matter, path: str, model: type[AnyMatter]) -> Fault:
    # pydantic names the members of a union in the path; the file knows only keys and indexes.
    where = tuple(step for step in detail["loc"] if not (isinstance(step, str) and step in _UNION_STEPS))
    key = str(where[-1]) if where else ""
    line, column = matter.place(*where)
    code, message, remedy = _words(detail, key, where, model)
    return Fault(path, line, column, f"stories/{code}", message, remedy)


_TEXT = "function-before[_text(), str]"  # pydantic's name of `Text` where something else may stand, too
_UNION_STEPS = frozenset(["Link", _TEXT])


def _words(
    detail: "ErrorDetails", key: str, where: tuple[int | str, ...], model: type[AnyMatter]
) -> tuple[str, str, str]:
    kind, given = detail["type"], detail.get("input")
    context: Mapping[str, Any] = detail.get("ctx") or {}
    if kind == "ours":
        name = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
        return context["code"], f"{name}: {context['what']}", context["remedy"]
    if kind == "missing":
        inside = f' of "{where[-2]}"' if len(where) > 1 else ""
        return "missing-key", f'The key "{key}"{inside} is missing.', f"Add a line `{key}: ...`."
    if kind == "unexpected_keyword_argument":
        only_original = set(_known(OriginalMatter)) - set(_known(TranslationMatter))
        if len(where) == 1 and key in only_original and model is TranslationMatter:
            return (
                "inherited-key",
                f'"{key}" belongs to the original; a translation inherits it.',
                "Remove this line, and change the original if it is wrong there.",
            )
        if len(where) == 1 and model in (PageMatter, PageTranslationMatter) and key in only_original:
            return "unknown-key", f'"{key}" is a key of stories, not of pages.', "Remove this line."
        hint = nearest(key, _known(model)) if len(where) == 1 else ""
        return "unknown-key", f'There is no key "{key}".', hint or "Remove this line or correct its name."
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        choices = expected.split(", ")
        name = "unknown-status" if key == "status" else "unknown-value"
        hint = nearest(str(given), choices)
        return name, f'{key}: "{given}" is not allowed.', f"{hint} Use one of: {expected}.".strip()
    form = "a list such as [one, two]" if kind in ("list_type",) else "keys of its own, such as {name: ..., url: ...}"
    named = next((str(step) for step in reversed(where) if isinstance(step, str)), "")
    return "wrong-form", f"{named}: this has the wrong form.", f"Write {form}."


def _known(model: type[AnyMatter]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(model))
