"""How many leaks the gate finds, and how many harmless texts it stops: recall and false alarms on a corpus.

The corpus in `tests/leaks` was written before the rules, by writers who did not know them; every person, number and
address in it is invented. A third of it, chosen by the digest of each case's name, was set aside: the rules were
written and mended without looking at it. The cases in `practice` came later, were
written as blindly, and were looked at.
"""

import hashlib
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plugins.anonymity import examine
from plugins.faults import Fault, blocking
from plugins.stories import read_content

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "leaks"
PRACTICE = CORPUS / "practice"
VOCABULARY = "categories:\n  response-stories: {en: Response stories}\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One telling: with one leak, or harmless."""

    name: str
    language: str
    leak: bool
    kind: str
    telling: str
    slug: str | None

    @property
    def aside(self) -> bool:
        """Whether this case was set aside before the rules were written: a third of all."""
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % 3 == 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and what the reading and the gate said of it."""

    case: Case
    faults: tuple[Fault, ...]

    @property
    def right(self) -> bool:
        return bool(self.faults) == self.case.leak


def cases(corpus: Path = CORPUS) -> Iterator[Case]:
    """Yield every case of a corpus: a YAML list for each language."""
    for path in sorted(corpus.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            yield _case(path.stem, entry)


def _case(language: str, entry: dict[str, Any]) -> Case:
    matter = {
        "title": entry["title"], "summary": entry["summary"], "status": "published", "date": "2026-03-09",
        "categories": ["response-stories"], "consent": "written", "reviewed": "2026-03-08",
        "pseudonyms": entry["pseudonyms"], "public_people": entry["public_people"], **(entry.get("extra") or {}),
    }  # fmt: skip
    if "picture_alt" in matter:
        matter["picture"] = "picture.png"
    front = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False, width=10_000)
    telling = f"---\n{front}---\n\n{entry['text']}"
    return Case(entry["case"], language, entry["leak"], entry["kind"], telling, matter.get("slug"))


def judge(chosen: Iterable[Case]) -> tuple[list[Judged], float]:
    """Return what is said of each case, and the gate's seconds a telling once it has loaded."""
    wanted = list(chosen)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        (content / "vocabulary.yaml").write_text(VOCABULARY, "utf-8")
        for case in wanted:
            place = content / "stories" / case.name
            place.mkdir(parents=True)
            (place / f"{case.language}.md").write_text(case.telling, "utf-8")
            (place / "picture.png").write_bytes(b"")
        languages = sorted({case.language for case in wanted})
        read, faults = read_content(content, languages)
        examine(read, content / "none", languages)
        started = time.perf_counter()
        verdict = examine(read, content / "none", languages)
        seconds = (time.perf_counter() - started) / max(1, len(wanted))
    found: dict[str, list[Fault]] = {}
    for fault in blocking([*faults, *verdict.faults]):
        found.setdefault(fault.path.split("/")[1] if "/" in fault.path else "", []).append(fault)
    return [Judged(case, tuple(found.get(case.name, ()))) for case in wanted], seconds


def report(judged: Iterable[Judged], seconds: float) -> str:
    """Return recall, false alarms and the gate's speed, by language and for all."""
    rows: dict[str, list[int]] = {}
    for each in judged:
        for name in (each.case.language, "all"):
            row = rows.setdefault(name, [0, 0, 0, 0])
            row[0 if each.case.leak else 2] += 1
            row[1 if each.case.leak else 3] += bool(each.faults)
    lines = [f"{'language':10} {'leaks':>6} {'found':>6} {'recall':>7} {'harmless':>9} {'stopped':>8} {'false':>7}"]
    for name, (leaks, hits, harmless, alarms) in sorted(rows.items(), key=lambda row: (row[0] == "all", row[0])):
        recall, false = hits / leaks if leaks else 1, alarms / harmless if harmless else 0
        lines.append(f"{name:10} {leaks:6} {hits:6} {recall:7.3f} {harmless:9} {alarms:8} {false:7.1%}")
    return "\n".join([*lines, f"{seconds * 1000:.2f} ms a telling, once loaded."])


def measured() -> Iterator[str]:
    """Yield a report on each part of the corpus."""
    every = list(cases(CORPUS))
    parts = {
        "Set aside before the rules were written": [case for case in every if case.aside],
        "The rest": [case for case in every if not case.aside],
        "Practice": list(cases(PRACTICE)),
    }
    for name, part in parts.items():
        yield f"{name}: {len(part)} cases\n{report(*judge(part))}\n"
