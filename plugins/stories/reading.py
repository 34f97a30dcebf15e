"""Reading: the files of a content folder, and everything that is wrong with them."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.faults import Fault, blocking
from plugins.languages import is_language, language_hint
from plugins.stories.body import Texts
from plugins.stories.digest import digest
from plugins.stories.files import leaves_content, list_folder, read_text
from plugins.stories.frontmatter import Matter, read_yaml, split
from plugins.stories.model import Vocabulary
from plugins.stories.pictures import PICTURE_KINDS, picture_fault
from plugins.stories.schema import OriginalMatter, slug_fault
from plugins.stories.source import Content, Source
from plugins.stories.validation import validate
from plugins.stories.vocabulary import FILE, read_vocabulary, unknown_terms

ROOMS = ("stories", "pages")
# What may lie in the content folder beside the stories; other rooms read some of it.
_EXPECTED = frozenset([*ROOMS, FILE, "glossary.yaml", "allowed.yaml", "withdrawn.yaml"])


def read_content(content: Path, languages: Sequence[str]) -> tuple[Content, list[Fault]]:
    """Return all that the content folder holds, and every fault of its files.

    Reads all files before anything judges them, so that one run names all faults. Raises nothing: callers decide
    what blocks.
    """
    faults = list(_stray(content))
    vocabulary, wrong = read_vocabulary(content, languages)
    faults += wrong
    folders, wrong = _folders(content)
    faults += wrong
    texts = Texts(content, {room: frozenset(keys) for room, keys in folders.items()})
    sources: dict[str, dict[str, list[Source]]] = {room: {} for room in ROOMS}
    broken: set[str] = set()
    for room in ROOMS:
        for key in folders[room]:
            sources[room][key], wrong = _read_folder(content, room, key, texts, vocabulary)
            faults += wrong
            if blocking(wrong):
                broken.add(f"{room}/{key}")
    found = Content(content, vocabulary, sources["stories"], sources["pages"], frozenset(broken))
    for source in found.sources():
        if source.language not in languages:
            faults.append(
                source.blame(
                    (),
                    "language-not-published",
                    f'The site has no edition in "{source.language}".',
                    "The text is checked and kept back until the language joins LANGUAGES.",
                    warn=True,
                )
            )
    return found, faults


def _stray(content: Path) -> Iterable[Fault]:
    paths, faults = list_folder(content, content)
    yield from faults
    for path in paths:
        named = path.name.startswith((".", "README", "LICENSE"))
        if path.name not in _EXPECTED and not named:
            yield Fault(
                path.name,
                1,
                1,
                "stories/stray-file",
                "Nothing reads this file.",
                "Stories belong in stories/<key>/<language>.md; move it or delete it.",
            )


def _folders(content: Path) -> tuple[dict[str, list[str]], list[Fault]]:
    found: dict[str, list[str]] = {room: [] for room in ROOMS}
    faults: list[Fault] = []
    for room in ROOMS:
        if not os.path.isdir(content / room):
            if room == "stories":
                faults.append(
                    Fault(
                        room,
                        1,
                        1,
                        "stories/no-stories",
                        "There is no folder of stories.",
                        "Make content/stories/<key>/<language>.md.",
                    )
                )
            continue
        paths, wrong_folder = list_folder(content / room, content)
        faults += wrong_folder
        for path in paths:
            if path.name.startswith("."):
                continue
            shown = f"{room}/{path.name}"
            wrong = slug_fault(path.name)
            if leaves_content(path, content):
                faults.append(
                    Fault(
                        shown,
                        1,
                        1,
                        "stories/outside-content",
                        "This is a link to a folder outside.",
                        "Copy the folder here.",
                    )
                )
            elif not os.path.isdir(path):
                faults.append(
                    Fault(
                        shown,
                        1,
                        1,
                        "stories/stray-file",
                        "A file lies outside a story's folder.",
                        f"Move it into a folder of its own: {room}/<key>/<language>.md.",
                    )
                )
            elif wrong:
                faults.append(Fault(shown, 1, 1, "stories/bad-key", *wrong))
            else:
                found[room].append(path.name)
    return found, faults


def _read_folder(
    content: Path, room: str, key: str, texts: Texts, vocabulary: Vocabulary
) -> tuple[list[Source], list[Fault]]:
    folder = content / room / key
    sources: list[Source] = []
    paths, faults = list_folder(folder, content)
    if faults:
        return [], faults
    paths = [path for path in paths if not path.name.startswith(".")]
    files = [path for path in paths if path.suffix.lower() == ".md"]
    for path in paths:
        if path not in files and (path.suffix.lower() not in PICTURE_KINDS or os.path.isdir(path)):
            shown = path.relative_to(content).as_posix()
            stray = "Nothing reads this; it is not published."
            remedy = "Delete it, or keep it elsewhere: a copy of this folder may reach others."
            faults.append(Fault(shown, 1, 1, "stories/stray-file", stray, remedy, "warn"))
    if not files:
        faults.append(
            Fault(
                f"{room}/{key}",
                1,
                1,
                "stories/no-telling",
                "There is no text in this folder.",
                "Add a file such as en.md, or delete the folder.",
            )
        )
    for path in files:
        source, wrong = read_source(path, content, texts, vocabulary)
        faults += wrong
        if source:
            sources.append(source)
    return sources, faults


def read_source(path: Path, content: Path, texts: Texts, vocabulary: Vocabulary) -> tuple[Source | None, list[Fault]]:
    """Return one telling as it stands in its file, or None with its faults."""
    shown = path.relative_to(content).as_posix()
    room, key, name = shown.split("/")
    code = name.removesuffix(".md")
    if not is_language(code) or not name.endswith(".md"):
        hint = (
            f'Rename it to "{name.lower()}".' if is_language(name.lower().removesuffix(".md")) else language_hint(code)
        )
        return None, [Fault(shown, 1, 1, "stories/unknown-language", f'"{code}" names no language.', hint)]
    text, faults = read_text(path, content)
    if faults:
        return None, faults
    parts = split(text, shown)
    if isinstance(parts, Fault):
        return None, [parts]
    yaml_text, body_text, first_line = parts
    raw, faults = read_yaml(yaml_text, shown, 2)
    if faults and not raw.values:
        return None, faults
    matter, wrong = validate(raw, shown, page=room == "pages")
    faults += wrong
    faults += unknown_terms(raw, shown, vocabulary)
    body, wrong = texts.convert(body_text, shown, first_line)
    faults += wrong
    if not body_text.strip():
        faults.append(
            Fault(
                shown,
                first_line,
                1,
                "stories/no-text",
                "There is no text below the front matter.",
                "Write the story below the closing `---`.",
            )
        )
    if matter is None:
        return None, faults
    faults += _picture_faults(matter, raw, content, shown)
    if matter.status == "withdrawn":  # its pictures are taken away with it
        faults = [fault for fault in faults if fault.code != "stories/missing-picture"]
    made = digest(matter.title, matter.summary, body_text)
    return Source(key, code, shown, raw, matter, body_text, first_line, body, made), faults


def _picture_faults(matter: object, raw: Matter, content: Path, shown: str) -> Iterable[Fault]:
    if isinstance(matter, OriginalMatter) and matter.picture:
        wrong = picture_fault(content, shown.rsplit("/", 1)[0], matter.picture)
        if wrong:
            line, column = raw.place("picture")
            yield Fault(shown, line, column, f"stories/{wrong[0]}", *wrong[1:])
