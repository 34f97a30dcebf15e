"""Reading: the files of a content folder, and everything that is wrong with them."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
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


@dataclass(frozen=True, slots=True)
class Listing:
    """Which folders of stories and pages a content folder has, and what is wrong in it outside of them."""

    keys: Mapping[str, Sequence[str]]
    faults: tuple[Fault, ...]


def list_content(content: Path) -> Listing:
    """Return the keys of the stories and pages of a content folder, by room, sorted."""
    faults = list(_stray(content))
    keys: dict[str, list[str]] = {room: [] for room in ROOMS}
    for room in ROOMS:
        if os.path.isdir(content / room):
            keys[room], wrong = _folders(content, room)
            faults += wrong
        elif room == "stories":
            message, remedy = "There is no folder of stories.", "Make content/stories/<key>/<language>.md."
            faults.append(Fault(room, 1, 1, "stories/no-stories", message, remedy))
    return Listing(keys, tuple(faults))


class WorkReader:
    """Reads the folders of stories and pages, one after another, with one Markdown instance for all.

    `keys` holds those of all stories and pages, published or not, by room: where links may lead.
    """

    def __init__(
        self, content: Path, languages: Sequence[str], vocabulary: Vocabulary, keys: Mapping[str, Sequence[str]]
    ) -> None:
        self._content, self._languages, self._vocabulary = content, languages, vocabulary
        self._texts = Texts(content, {room: frozenset(keys[room]) for room in ROOMS})

    def read(self, room: str, key: str) -> tuple[list[Source], list[Fault]]:
        """Return the readable tellings of one folder, and every fault of its files."""
        sources, faults = _read_folder(self._content, room, key, self._texts, self._vocabulary)
        for source in sources:
            if source.language not in self._languages:
                message = f'The site has no edition in "{source.language}".'
                remedy = "The text is checked and kept back until the language joins LANGUAGES."
                faults.append(source.blame((), "language-not-published", message, remedy, warn=True))
        return sources, faults


def read_content(content: Path, languages: Sequence[str]) -> tuple[Content, list[Fault]]:
    """Return all that the content folder holds, and every fault of its files.

    Reads all files before anything judges them, so that one run names all faults. Raises nothing: callers decide
    what blocks.
    """
    listing = list_content(content)
    vocabulary, wrong = read_vocabulary(content, languages)
    faults = [*listing.faults, *wrong]
    reader = WorkReader(content, languages, vocabulary, listing.keys)
    sources: dict[str, dict[str, list[Source]]] = {room: {} for room in ROOMS}
    broken: set[str] = set()
    for room in ROOMS:
        for key in listing.keys[room]:
            sources[room][key], wrong = reader.read(room, key)
            faults += wrong
            if blocking(wrong):
                broken.add(f"{room}/{key}")
    return Content(content, vocabulary, sources["stories"], sources["pages"], frozenset(broken)), faults


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


def _folders(content: Path, room: str) -> tuple[list[str], list[Fault]]:
    """Return the keys of a room's folders, sorted. A large library has many: each is looked at once."""
    found: list[str] = []
    faults: list[Fault] = []

    def blame(name: str, code: str, message: str, remedy: str) -> None:
        faults.append(Fault(f"{room}/{name}", 1, 1, f"stories/{code}", message, remedy))

    try:
        with os.scandir(content / room) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError:
        return [], list_folder(content / room, content)[1]
    linked = os.path.islink(content / room)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if (linked or entry.is_symlink()) and leaves_content(Path(entry.path), content):
            blame(entry.name, "outside-content", "This is a link to a folder outside.", "Copy the folder here.")
        elif not entry.is_dir():
            message = "A file lies outside a story's folder."
            blame(entry.name, "stray-file", message, f"Move it into a folder of its own: {room}/<key>/<language>.md.")
        elif wrong := slug_fault(entry.name):
            blame(entry.name, "bad-key", *wrong)
        else:
            found.append(entry.name)
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
    mark = int.from_bytes(blake2b(f"{shown}\n{text}".encode(), digest_size=8).digest(), "little")
    return Source(key, code, shown, raw, matter, body_text, first_line, body, made, mark), faults


def _picture_faults(matter: object, raw: Matter, content: Path, shown: str) -> Iterable[Fault]:
    if isinstance(matter, OriginalMatter) and matter.picture:
        wrong = picture_fault(content, shown.rsplit("/", 1)[0], matter.picture)
        if wrong:
            line, column = raw.place("picture")
            yield Fault(shown, line, column, f"stories/{wrong[0]}", *wrong[1:])
