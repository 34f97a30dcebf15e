"""Withdrawn: which stories were taken back, known by digests alone, so that none of them is published again."""

import datetime
import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.faults import Fault, stop_at
from plugins.stories.files import read_text, replace_file
from plugins.stories.frontmatter import Matter, read_yaml
from plugins.stories.record import Record
from plugins.stories.titles import fold_title

FILE = "withdrawn.yaml"
_SALT = 16  # Bytes.
_DIGITS = 32  # Hexadecimal digits of a digest: 128 bits.
_LEAST = 2  # Digests of a story: its key and its slug, of which a title may be shared with another.
_DIGEST = re.compile(rf"[0-9a-f]{{{_DIGITS}}}")
_SALTED = re.compile(rf"[0-9a-f]{{{2 * _SALT}}}")
_HEAD = """\
# Stories that were taken back, by digests of their keys, slugs and titles: what they were called stands here no more,
# and nothing that bears one of these names can be published again. Written by `inv withdraw`.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story taken back: the day, and the languages in which it stood on the site."""

    day: datetime.date
    published: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The list of stories taken back, by the digest of every name that each bore."""

    salt: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def digest(self, kind: str, name: str) -> str:
        """Return the salted SHA-256 of a `key`, `slug` or `title`, cut to 128 bits."""
        return hashlib.sha256(f"{self.salt}\n{kind}\n{name}".encode()).hexdigest()[:_DIGITS]

    def of(self, key: str) -> Entry | None:
        """Return what the list says of the story of this key, or None if it was not taken back."""
        return self.lists("key", key)

    def lists(self, kind: str, name: str) -> Entry | None:
        """Return what the list says of a story that bore this name, if there is one."""
        return self.entries.get(self.digest(kind, name)) if self.entries else None


def read_withdrawn(content: Path) -> tuple[Withdrawn, list[Fault]]:
    """Return the list of a content folder and what is wrong with it. There need be none."""
    if not os.path.lexists(content / FILE):
        return Withdrawn(), []
    text, faults = read_text(content / FILE, content)
    if faults:
        return Withdrawn(), faults
    matter, faults = read_yaml(text, FILE)
    salt, stories = matter.values.get("salt"), matter.values.get("stories")
    if (
        faults
        or set(matter.values) != {"salt", "stories"}
        or not (isinstance(salt, str) and _SALTED.fullmatch(salt))
        or not (isinstance(stories, list) and stories)
    ):
        return Withdrawn(), [*faults, _bad(matter, ())]
    entries: dict[str, Entry] = {}
    for index, listed in enumerate(stories):
        try:
            entry, digests = _entry(listed)
        except (KeyError, TypeError, ValueError):
            faults.append(_bad(matter, ("stories", index)))
            continue
        entries |= dict.fromkeys(digests, entry)
    return Withdrawn(salt, entries), faults


def _entry(listed: object) -> tuple[Entry, list[str]]:
    if not isinstance(listed, dict) or set(listed) - {"date", "reason", "published", "digests"}:
        raise TypeError
    digests, published = listed["digests"], listed["published"]
    if not isinstance(digests, list) or not isinstance(published, list):
        raise TypeError
    if len(digests) < _LEAST or not all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in digests):
        raise ValueError
    return Entry(datetime.date.fromisoformat(str(listed["date"])), tuple(map(str, published))), digests


def _bad(matter: Matter, where: tuple[str | int, ...]) -> Fault:
    line, column = matter.place(*where)
    message = "The list of withdrawn stories is damaged: what it refuses to publish again is not known."
    return Fault(FILE, line, column, "stories/bad-withdrawn", message, "Take it back from your version history.")


def record(
    content: Path,
    key: str,
    names: Mapping[str, Iterable[str]],
    published: Iterable[str],
    day: datetime.date,
    reason: str,
) -> bool:
    """Write a story's digests into the list; return whether there was something to write.

    `names` are its slugs and titles by `slug` and `title`; `published` the languages in which it stood on the site;
    `reason` is kept as it is, for staff. The file is replaced as a whole. Raises `Faults` when the list is damaged.
    """
    known, faults = read_withdrawn(content)
    stop_at(faults)
    salted = known if known.salt else Withdrawn(secrets.token_hex(_SALT))
    digests = [salted.digest("key", key), salted.digest("slug", key)]
    digests += [salted.digest("slug", slug) for slug in sorted(names["slug"])]
    digests += [salted.digest("title", fold_title(title)) for title in sorted(names["title"])]
    if all(digest in known.entries for digest in digests):
        return False
    path = content / FILE
    text = path.read_text("utf-8") if known.salt else f"{_HEAD}salt: {salted.salt}\nstories:\n"
    because = f"    reason: {json.dumps(reason, ensure_ascii=False)}\n" if reason else ""
    entry = (
        f"  - date: {day.isoformat()}\n{because}    published: [{', '.join(sorted(published))}]\n"
        f"    digests: [{', '.join(dict.fromkeys(digests))}]\n"
    )
    replace_file(path, f"{text.rstrip()}\n{entry}".encode())
    return True


def published_again(records: Iterable[Record], withdrawn: Withdrawn) -> Iterator[Fault]:
    """Yield a fault for every text that bears the name of a withdrawn story without being withdrawn."""
    if not withdrawn.entries:
        return
    for record in records:
        for named in record.named if record.room == "stories" else ():
            if named.withdrawn:
                continue
            names = (
                ("key", record.key, (1, 1)),
                ("slug", named.slug, named.slug_at),
                ("title", named.title, named.title_at),
            )
            for kind, name, at in names:
                if withdrawn.lists(kind, name):
                    yield named.blame(
                        at,
                        "withdrawn-again",
                        f"A story with this {kind} was taken back.",
                        f"A new story needs another {kind}. If this one was to go: `inv withdraw {record.key}`.",
                    )
                    break
