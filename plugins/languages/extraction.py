"""Extraction: the catalogues follow the texts that templates and rooms ask for."""

from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from plugins.faults import Fault, Faults
from plugins.languages.catalogue import catalogue_path, catalogue_paths, plural_forms
from plugins.languages.language import is_language, language_hint
from plugins.languages.signing import SOURCE, UNSIGNED, signed_off

_SOURCES = [("theme/**.html", "jinja2"), ("plugins/editions/**.py", "python")]
_OPTIONS = {"theme/**.html": {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "forms": (1, 2)}


def extract(root: Path) -> Catalog:
    """Return every interface text that the theme and the editions ask for, with its places, in their order."""
    template = Catalog(project="Response Stories", charset="utf-8", header_comment="# Interface texts.")
    found = extract_from_dir(root, _SOURCES, _OPTIONS, keywords=_KEYWORDS, strip_comment_tags=True)
    for filename, _, message, _, _ in sorted(found, key=lambda row: (row[0], row[1])):
        template.add(message, locations=[(filename.replace("\\", "/"), 0)])
    return template


def update_catalogues(root: Path, add: str | None) -> Iterator[str]:
    """Write `messages.pot` and bring each catalogue in step; yield a line about each.

    New texts come in untranslated (in English, as they are), unused ones go. Nothing is guessed: no text is carried
    over to a similar one.
    Raises `Faults` when `add` is no language.
    """
    translations = root / "theme" / "translations"
    if add is not None and not is_language(add):
        raise Faults(
            [
                Fault(
                    "theme/translations",
                    1,
                    1,
                    "languages/unknown",
                    f'"{add}" is no language.',
                    language_hint(add),
                )
            ]
        )
    template = extract(root)
    write_catalogue(translations / "messages.pot", template)
    yield f"messages.pot: {len(template)} texts"
    paths = catalogue_paths(translations)
    if add is not None:
        paths.setdefault(add, catalogue_path(translations, add))
    for code, path in paths.items():
        locale = Locale.parse(code, sep="-")
        new = Catalog(locale=locale, project="Response Stories", charset="utf-8", header_comment="# Interface texts.")
        old, said = Catalog(locale=locale), UNSIGNED
        if path.exists():
            with path.open("rb") as stream:
                old = read_po(stream, locale=locale)
            said = signed_off(path.read_text("utf-8"))
            new.header_comment = old.header_comment
        forms = plural_forms(locale)
        rule = plural_header(locale, forms)
        new.mime_headers = [("Plural-Forms", rule)]  # else Babel writes as many forms as its own table has
        for message in template:
            if message.id:
                before = old.get(message.id)
                empty = "" if isinstance(message.id, str) else ("",) * len(forms)
                fresh = message.id if code == SOURCE else empty
                new.add(
                    message.id,
                    before.string if before else fresh,
                    message.locations,
                    flags=before.flags if before else (),
                )
        path.parent.mkdir(parents=True, exist_ok=True)
        signed = None if code == SOURCE else said
        write_catalogue(path, new, rule, signed)
        missing = sum(1 for message in new if message.id and not any(message.string or ()))
        yield f"{path.relative_to(translations).as_posix()}: {missing} to translate"


def plural_header(locale: Locale, forms: tuple[str, ...]) -> str:
    """Return CLDR's plural rule as gettext writes it: for whole numbers, in the order of `forms`."""
    usual = Catalog(locale=locale)
    if usual.num_plurals == len(forms):
        import gettext

        index = gettext.c2py(usual.plural_expr)
        if all(index(number) == forms.index(locale.plural_form(number)) for number in range(201)):
            return f"nplurals={usual.num_plurals}; plural={usual.plural_expr};"
    return str(to_gettext(locale.plural_form))


def write_catalogue(
    path: Path, catalogue: Catalog, plural_header: str | None = None, signed: str | None = None
) -> None:
    """Write a catalogue without dates and tool versions, so that it changes only when its texts do."""
    import io

    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, omit_header=True, sort_output=False, include_lineno=False)
    head = [
        catalogue.header_comment.strip(),
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=utf-8\\n"',
    ]
    if catalogue.locale:
        head.append(f'"Language: {catalogue.locale}\\n"')
    if plural_header:
        head.append(f'"Plural-Forms: {plural_header}\\n"')
    if signed:
        head.append(f'"X-Signed-Off: {signed}\\n"')
    path.write_text("\n".join(head) + "\n\n" + stream.getvalue().decode("utf-8").strip() + "\n", "utf-8", newline="\n")
