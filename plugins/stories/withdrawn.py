"""Withdrawn: which stories were taken back, known by digests alone, so that none of them is published again."""

import datetime
import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.faults import Fault
from plugins.stories.files import read_text, replace_file
from plugins.stories.frontmatter import Matter, read_yaml
from plugins.stories.source import Content
from plugins.stories.titles import fold_title

FILE = "withdrawn.yaml"
_SALT = 16  # Bytes.
_DIGITS = 32  # Hexadecimal digits of a digest: 128 bits.
_HEAD = """\
# Stories that were taken back, by digests of their keys, slugs and titles: what they were called stands here no more,
# and nothing that bears one of these names can be published again. Written by `inv withdraw`.
"""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The list of stories taken back: the day of each, by the digest of every name that it bore."""

    salt: str = ""
    days: Mapping[str, datetime.date] = field(default_factory=dict)

    def digest(self, kind: str, name: str) -> str:
        """Return the salted SHA-256 of a `key`, `slug` or `title`, cut to 128 bits."""
        return hashlib.sha256(f"{self.salt}\n{kind}\n{name}".encode()).hexdigest()[:_DIGITS]

    def day(self, key: str) -> datetime.date | None:
        """Return when the story of this key was taken back, or None if it was not."""
        return self.days.get(self.digest("key", key))

    def lists(self, kind: str, name: str) -> bool:
        """Say whether a withdrawn story bore this name."""
        return self.digest(kind, name) in self.days


def read_withdrawn(content: Path) -> tuple[Withdrawn, list[Fault]]:
    """Return the list of a content folder and what is wrong with it. There need be none."""
    if not os.path.lexists(content / FILE):
        return Withdrawn(), []
    text, faults = read_text(content / FILE, content)
    if faults:
        return Withdrawn(), faults
    matter, faults = read_yaml(text, FILE)
    salt, stories = matter.values.get("salt"), matter.values.get("stories", [])
    days: dict[str, datetime.date] = {}
    if not isinstance(salt, str) or not isinstance(stories, list) or set(matter.values) - {"salt", "stories"}:
        return Withdrawn(), [*faults, _bad(matter, ())]
    for index, entry in enumerate(stories):
        try:
            if not isinstance(entry, dict) or not isinstance(entry["digests"], list):
                raise TypeError
            day = datetime.date.fromisoformat(str(entry["date"]))
            days |= {str(digest): day for digest in entry["digests"]}
        except (KeyError, TypeError, ValueError):
            faults.append(_bad(matter, ("stories", index)))
    return Withdrawn(salt, days), faults


def _bad(matter: Matter, where: tuple[str | int, ...]) -> Fault:
    line, column = matter.place(*where)
    message = "The list of withdrawn stories cannot be understood."
    return Fault(FILE, line, column, "stories/bad-withdrawn", message, "Take it back from your version history.")


def record(
    content: Path, key: str, slugs: Iterable[str], titles: Iterable[str], day: datetime.date, reason: str
) -> bool:
    """Write a story's digests into the list; return whether there was something to write.

    `reason` is kept as it is, for staff. The file is replaced as a whole.
    """
    known, _ = read_withdrawn(content)
    salted = known if known.salt else Withdrawn(secrets.token_hex(_SALT))
    digests = [salted.digest("key", key)]
    digests += [salted.digest("slug", slug) for slug in sorted({key, *slugs})]
    digests += [salted.digest("title", fold_title(title)) for title in sorted(set(titles))]
    if all(digest in known.days for digest in digests):
        return False
    path = content / FILE
    text = path.read_text("utf-8") if known.salt else f"{_HEAD}salt: {salted.salt}\nstories:\n"
    because = f"    reason: {json.dumps(reason, ensure_ascii=False)}\n" if reason else ""
    entry = f"  - date: {day.isoformat()}\n{because}    digests: [{', '.join(dict.fromkeys(digests))}]\n"
    replace_file(path, f"{text.rstrip()}\n{entry}".encode())
    return True


def published_again(content: Content, withdrawn: Withdrawn) -> Iterator[Fault]:
    """Yield a fault for every text that bears the name of a withdrawn story without being withdrawn."""
    for key, tellings in content.stories.items():
        for source in tellings:
            if source.matter.status == "withdrawn" or not withdrawn.days:
                continue
            names = (
                ("key", key, ()),
                ("slug", source.slug, ("slug",)),
                ("title", fold_title(source.matter.title), ("title",)),
            )
            for kind, name, where in names:
                if withdrawn.lists(kind, name):
                    yield source.blame(
                        where,
                        "withdrawn-again",
                        f"A story with this {kind} was taken back.",
                        f"Finish with `inv withdraw {key}`; a new story of another person needs another {kind}.",
                    )
                    break
