"""The private list: real names that must stand nowhere, in no form and no alphabet. They are never shown."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from plugins.anonymity.spelling import sound
from plugins.faults import Fault, Faults

MASK = "•••"
_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f'’ʼʻ])+")
_MARKS = re.compile(r"[*_`~\\]+|<[^>]*>")  # of Markdown and HTML, which may stand inside a word
_SHORT = 4  # Letters of a name's sound up to which only its own short endings are looked for.
# Endings of names in all our languages, as they sound; looser than any one grammar, since a miss is worse here.
_ENDINGS = re.compile(
    r"(?:a|e|i|o|u|ai|ei|oi|ou|eu|am|em|om|um|im|ami|emi|ah|eh|ih|in|ina|ini|inoi|ino|ov|ova|ovi|evi|iv|s|es|is|lui|ul|"
    r"(?:lar|ler|dar|der|tar|ter)?(?:im|in|i|si|imiz|miz|m|ng)?(?:ning|nin|ing|ding|ting|din|tin|nun|dun|ni|di|ti|nu|ga|ge|ka|ke|na|ne|go|da|de|ta|te|"
    r"do|dan|den|tan|ten|nan|nen|don|men|ben|pen|menen|bilan|la|le|ila|ile)?(?:gi|ki|ri)?|ro|ho|hoi|ash|at|"
    r"n|ni|nin|its|ov|um|uts|s|sa|is|it|ad|ma|m|stan|istan|tvis|istvis|gan|isgan|ze|shi|k|ts)?"
)


@dataclass(frozen=True, slots=True)
class PrivateNames:
    """Real names by the first letters of their sound. Its text says nothing of what it holds."""

    _stems: frozenset[str] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        return bool(self._stems)

    def match(self, word: str) -> bool:
        """Say whether a word is one of the names in any form or alphabet."""
        heard = sound(word)
        for size in range(2, len(heard) + 1):
            if heard[:size] in self._stems:
                rest = heard[size:]
                if _ENDINGS.fullmatch(rest) and (size > _SHORT or len(rest) <= _SHORT):
                    return True
        return False

    def found(self, text: str) -> Iterable[re.Match[str]]:
        """Yield every word of a text that is one of the names."""
        known: dict[str, bool] = {}
        for word in _WORD.finditer(text):
            if word[0] not in known:
                known[word[0]] = self.match(word[0])
            if known[word[0]]:
                yield word

    def masked(self, text: str) -> str:
        """Return a text with every one of the names masked."""
        at, pieces = 0, []
        for word in self.found(text):
            pieces += [text[at : word.start()], MASK]
            at = word.end()
        return "".join(pieces) + text[at:]


def read_private(path: Path) -> PrivateNames:
    """Return the names of the list, one or more words a line; none if there is no file.

    Raises `Faults` when the list is there and cannot be read: without it the check would be a guess.
    """
    if not path.exists() and not path.is_symlink():
        return PrivateNames()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Faults(
            [
                Fault(
                    path.name,
                    1,
                    1,
                    "anonymity/private-unreadable",
                    "The private list of real names cannot be read.",
                    "Save it as UTF-8 text, one name a line, and check that you may open it.",
                )
            ]
        ) from None
    stems: set[str] = set()
    for line in unicodedata.normalize("NFC", text).splitlines():
        if line.lstrip().startswith("#"):
            continue
        for word in _WORD.findall(line):
            heard = sound(word)
            if len(heard) > 1:
                stems.add(heard)
                # A name ends in a vowel in one case only: Alla, Allu; keep what all its forms begin with.
                if len(heard) > 3 and heard[-1] in "aeiou":
                    stems.add(heard[:-1])
    return PrivateNames(frozenset(stems))


def in_content(files: Iterable[tuple[str, str]], names: PrivateNames) -> list[Fault]:
    """Return a fault for every line of these files, given as path and text, in which one of the names stands."""
    faults = []
    for path, text in files:
        for line, content in enumerate(text.split("\n"), 1):
            if any(True for spelled in _spellings(content) for _ in names.found(spelled)):
                faults.append(_fault(path, line))
        if any(True for _ in names.found(path)):
            faults.append(_fault(path, 1))
    return faults


def _spellings(text: str) -> Iterable[str]:
    """Yield a text as it is written, and as a browser, a server or a reader of its Markdown would have it."""
    read = unicodedata.normalize("NFKC", unescape(unquote(text)))
    return dict.fromkeys([text, read, _MARKS.sub("", read)])


def in_output(folder: Path, names: PrivateNames) -> list[Fault]:
    """Return a fault for every file of a finished site in whose text or name one of the names stands."""
    faults = []
    for path in sorted(folder.rglob("*")):
        shown = path.relative_to(folder).as_posix()
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "ignore") if path.suffix in _TEXTS else ""
        if "\\u" in text:
            text += re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
        faults += [
            replace(fault, path=f"output/{fault.path}", line=1) for fault in in_content([(shown, text)], names)[:1]
        ]
    return faults


_TEXTS = frozenset([".html", ".xml", ".json", ".txt", ".csv", ".css", ".js", ".svg", ".conf", ""])


def redacted(faults: Iterable[Fault], names: PrivateNames) -> list[Fault]:
    """Return the faults with the names masked: whoever reads a log must not learn them there."""
    if not names:
        return list(faults)

    def told(text: str) -> str:
        masked = names.masked(text)
        hidden = any(True for spelled in _spellings(masked) for _ in names.found(spelled))
        return MASK if hidden else masked

    return [
        replace(fault, path=told(fault.path), message=told(fault.message), remedy=told(fault.remedy))
        for fault in faults
    ]


def _fault(path: str, line: int) -> Fault:
    return Fault(
        path,
        line,
        1,
        "anonymity/real-name-listed",
        "A name of the private list stands here, in some form or alphabet.",
        "Take it out. If it has been committed, git keeps it: tell the maintainers.",
    )
