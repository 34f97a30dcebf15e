"""Withdrawal: a story that is taken back is gone from the whole site, is proven to be gone, and does not come back."""

import ctypes
import datetime
import errno
import gzip
import hashlib
import html
import io
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from plugins.faults import Fault, Faults
from plugins.ledger import output as ledger_output
from plugins.ledger import replacing, swapping
from plugins.ledger.swapping import swap
from plugins.pictures import Painting, name_of, paint
from plugins.proof import Search, Traces, rows_of, search, words_of
from plugins.proof.media import hidden_in
from plugins.proof.remains import fingerprint
from plugins.publishing import carry_out, plan, proven
from plugins.stories import drop_also_read, fold_title, read_content, read_withdrawn, record, set_status
from plugins.stories.withdrawn import FILE, Entry
from tests.tiny import ROOT, URL, Built, build, build_site, content, original, snapshot, translation, write

BIN = Path(sys.executable).parent
LANGUAGES = ("en", "ru", "kk")
DAY = datetime.date(2026, 5, 4)
ATOM, TOMBSTONE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
RULES = ("_redirects", ".htaccess")
kills = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL to stop a command with")


def picture(seed: int, kind: str = "JPEG", size: tuple[int, int] = (270, 240), **options: object) -> bytes:
    """Return an invented picture: the same seed shows the same, in any kind and size."""
    small = Image.frombytes("RGB", (9, 8), random.Random(seed).randbytes(9 * 8 * 3))
    stream = io.BytesIO()
    small.resize((270, 240), Image.Resampling.BICUBIC).resize(size).save(stream, kind, **options)
    return stream.getvalue()


# The story that is taken back. Every part of it bears a word of its own that begins with its language's stem; every
# address begins with "vexquill".
KEY = "vexquill-key"
NAMES = {"en": "Dilvana", "ru": "Дилвана", "kk": "Дилвана"}
STEMS = {"en": "quozzle", "ru": "квоззл", "kk": "құозз"}
PARTS = dict(zip(("title", "summary", "body", "heading", "item", "link", "alt", "lead"), "абвгдежз", strict=True))
MARKED = {"en": "name changed", "ru": "имя изменено", "kk": "есімі өзгертілген"}
TEXT = "{name} ({marked}) {body}.\n\n## {heading}\n\n- {item}\n- [{link}](../quay/)\n\n![{alt}](one.jpg)\n"
WORDS = {
    code: {part: f"{stem}{part if code == 'en' else letter}" for part, letter in PARTS.items()}
    for code, stem in STEMS.items()
}
TOKENS = [word for words in WORDS.values() for word in words.values()] + [name.lower() for name in NAMES.values()]
SLUGS = [f"vexquill-{code}" for code in LANGUAGES]


def telling(code: str, of: str = "") -> str:
    """Return the story in one language: the original, or a translation of it."""
    words = WORDS[code]
    text = TEXT.format(name=NAMES[code], marked=MARKED[code], **words)
    keys = {"slug": f"vexquill-{code}", "pseudonyms": f"[{NAMES[code]}]", "picture_alt": words["lead"]}
    keys["summary"] = f"{words['summary']}."
    if of:
        return translation(of, words["title"], text, **keys)
    return original(words["title"], text, picture="two.png", categories="[response-stories, news]", **keys)


def others(**also_read: str) -> dict[str, str | bytes]:
    """Return the stories that stay, one of which links to the story in its text."""
    quay = original("Quay", categories="[news]", also_read=also_read.get("quay", ""))
    return {
        "stories/quay/en.md": quay,
        "stories/quay/ru.md": translation(quay, "Причал", also_read=also_read.get("quay_ru", "")),
        "stories/quay/kk.md": translation(quay, "Кітап"),
        "stories/bus/en.md": original("Bus", also_read=also_read.get("bus", "")),
        "stories/ferry/en.md": original("Ferry", "It is told [elsewhere](../vexquill-key/).\n\n![Water](it.jpg)\n"),
        "stories/ferry/it.jpg": picture(3),
    }


ENGLISH = telling("en")
STORY: dict[str, str | bytes] = {
    f"stories/{KEY}/en.md": ENGLISH,
    f"stories/{KEY}/ru.md": telling("ru", ENGLISH),
    f"stories/{KEY}/kk.md": telling("kk", ENGLISH),
    f"stories/{KEY}/one.jpg": picture(1),
    f"stories/{KEY}/two.png": picture(2, "PNG"),
}
OFFERING = {
    "quay": f"[bus, {KEY}]",
    "quay_ru": f'["{WORDS["kk"]["title"]}", bus]',
    "bus": f"\n  - {WORDS['en']['title']}\n  - quay",
}


def command(site: Path, *arguments: str) -> list[str]:
    """Return the line that takes a story of a site's folder back."""
    places = [part for name in ("content", "output", "cache") for part in (f"--{name}", str(site / name))]
    return [str(BIN / "inv"), "withdraw", *arguments, *places]


def inv(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `inv withdraw` as a person does."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command(site, *arguments), cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def take_back(folder: Path, key: str = KEY, **settings: object) -> tuple[Built, Search]:
    """Do what `inv withdraw` does, inside this process."""
    planned = plan(read_content(folder, LANGUAGES)[0], key)
    carry_out(planned, DAY, "")
    site = build(folder, **settings)
    assert site.codes == []
    return site, proven(planned, site.output)


def holding(folder: Path, words: Iterable[str], but: Callable[[str], str] = str) -> dict[str, set[str]]:
    """Return by word the files that bear it in their names or their bytes, however written and whatever its case."""
    found: dict[str, set[str]] = {}
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        name = path.relative_to(folder).as_posix()
        raw = but(path.read_bytes().decode("utf-8", "replace"))
        raw += re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), raw)
        text = f"{name}\n{raw}\n{html.unescape(unquote(raw))}".lower()
        for word in words:
            if word in text:
                found.setdefault(word, set()).add(name)
    return found


def shows(output: Path) -> set[int]:
    """Return which of our pictures, by their seeds, a site shows."""
    marks = {seed: fingerprint(Image.open(io.BytesIO(picture(seed)))) for seed in (1, 2, 3)}
    shown = [fingerprint(Image.open(path)) for path in (output / "pictures").glob("*")]
    return {seed for seed, mark in marks.items() if any((mark ^ other).bit_count() < 6 for other in shown)}


def texts_of(folder: Path) -> dict[str, str]:
    """Return a snapshot of a content folder, but for the list with its random salt and what begins with a dot."""
    return {name: made for name, made in snapshot(folder).items() if name != FILE and "/." not in f"/{name}"}


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the story. Tests only read it."""
    folder = tmp_path_factory.mktemp("former")
    assert build_site(folder, {**others(**OFFERING), **STORY}).codes == []
    return folder


@dataclass(frozen=True)
class Done:
    """A site whose story has been taken back, and what the command said."""

    folder: Path
    said: subprocess.CompletedProcess[str]
    seconds: float


@pytest.fixture(scope="module")
def done(former: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The same site after `inv withdraw`. Tests only read it."""
    folder = tmp_path_factory.mktemp("done") / "site"
    shutil.copytree(former, folder)
    started = time.perf_counter()
    said = inv(folder, KEY, "--reason", "asked for in spring")
    return Done(folder, said, time.perf_counter() - started)


@pytest.fixture
def site(former: Path, tmp_path: Path) -> Path:
    """A copy of the site with the story, to be changed."""
    shutil.copytree(former, tmp_path / "site")
    return tmp_path / "site"


# --- what the command does


def test_every_planted_word_stands_in_the_site_before(former: Path) -> None:
    found = holding(former / "output", [*TOKENS, *SLUGS])
    assert sorted(found) == sorted({*TOKENS, *SLUGS})
    assert shows(former / "output") == {1, 2, 3}


def test_no_planted_word_stands_in_the_site_after(done: Done) -> None:
    assert done.said.returncode == 0, done.said.stderr
    assert holding(done.folder / "output", [*STEMS.values(), *(name.lower() for name in NAMES.values())]) == {}


def test_its_addresses_stand_in_rules_and_tombstones_alone(done: Done) -> None:
    def no_tombstone(text: str) -> str:
        return re.sub(r'<at:deleted-entry [^>]*ref="[^"]*"[^>]*>', "", text)

    assert holding(done.folder / "output", ["vexquill"], no_tombstone) == {"vexquill": set(RULES)}
    assert holding(done.folder / "output", [KEY, KEY.replace("-", "\\-")]) == {}


def test_its_pictures_are_gone_from_content_and_output(done: Done) -> None:
    assert [path.name for path in (done.folder / f"content/stories/{KEY}").iterdir() if path.suffix != ".md"] == []
    assert shows(done.folder / "output") == {3}
    assert (done.folder / "content/stories/ferry/it.jpg").read_bytes() == picture(3)


def test_the_rest_of_the_site_is_as_if_the_story_had_never_been(done: Done, tmp_path: Path) -> None:
    files = others(quay="[bus]", quay_ru="[bus]", bus="\n  - quay")
    ferry = str(files["stories/ferry/en.md"]).replace("[elsewhere](../vexquill-key/)", "elsewhere")
    never = snapshot(build_site(tmp_path, {**files, "stories/ferry/en.md": ferry}).output)
    after = snapshot(done.folder / "output")
    differ = {name for name in {*never, *after} if never.get(name) != after.get(name)}
    # A feed without a story is not made, unless it has a tombstone to tell.
    feeds = {name for name in after if name.endswith(".atom.xml")}
    assert differ == {*RULES, *feeds, ".made-by-response-stories.json"}


def test_the_pages_of_the_other_stories_stand(done: Done) -> None:
    titles = {"en/stories/quay": "Quay", "ru/stories/quay": "Причал", "kk/stories/quay": "Кітап"}
    for address, title in {**titles, "en/stories/bus": "Bus", "en/stories/ferry": "Ferry"}.items():
        page = BeautifulSoup((done.folder / "output" / address / "index.html").read_bytes(), "html.parser")
        assert page.h1.text.strip() == title


def test_of_the_texts_only_the_status_changes_and_of_other_files_nothing(former: Path, done: Done) -> None:
    before, after = former / "content", done.folder / "content"
    for code in LANGUAGES:
        text = (before / f"stories/{KEY}/{code}.md").read_text("utf-8")
        expected = text.replace("status: published", "status: withdrawn")
        assert (after / f"stories/{KEY}/{code}.md").read_text("utf-8") == expected
    changed = {name for name, made in snapshot(after).items() if snapshot(before).get(name) != made}
    assert changed == {FILE, "stories/quay/en.md", "stories/quay/ru.md", "stories/bus/en.md"} | {
        f"stories/{KEY}/{code}.md" for code in LANGUAGES
    }


def test_the_command_says_what_it_did_and_what_it_cannot_undo(done: Done) -> None:
    said = done.said.stdout
    assert "Nothing of the story remains in the site." in said
    files = [path for path in (done.folder / "output").rglob("*") if path.is_file()]
    assert f"Searched {len(files)} files, {sum(path.stat().st_size for path in files):,} bytes" in said
    for what in ("git", "Search engines", "Web archives", "CDN", "partners"):
        assert what in said
    assert [path.name for path in done.folder.iterdir() if path.name.startswith(".")] in ([], [".output.lock"])


def test_what_the_cache_keeps_of_another_output_goes(site: Path) -> None:
    shutil.rmtree(site / "cache")
    build(site / "content", site / "output", CACHE_PATH=str(site / "cache"))
    build(site / "content", site / "staging", CACHE_PATH=str(site / "cache"))
    before = holding(site / "cache", [TOKENS[0]])[TOKENS[0]]
    assert len({name.split("/twin/")[0] for name in before if "/twin/" in name}) == 2
    assert inv(site, KEY).returncode == 0
    assert holding(site / "cache", TOKENS) == {}


def test_a_dry_run_shows_everything_and_changes_nothing(site: Path) -> None:
    before = snapshot(site)
    said = inv(site, KEY, "--dry-run")
    assert said.returncode == 0, said.stderr
    assert snapshot(site) == before
    for code in LANGUAGES:
        assert f"stories/{KEY}/{code}.md: status published becomes withdrawn" in said.stdout
        assert f"/{code}/stories/vexquill-{code}/: answers 410" in said.stdout
    for path in ("quay/en.md: taken", "quay/ru.md: taken", "bus/en.md: taken", "ferry/en.md: links to it"):
        assert f"stories/{path}" in said.stdout
    for name in ("one.jpg", "two.png"):
        assert f"stories/{KEY}/{name}: deleted" in said.stdout
    assert "withdrawn.yaml" in said.stdout
    assert "Nothing was changed" in said.stdout


def test_done_twice_it_gives_the_same_bytes(done: Done, tmp_path: Path) -> None:
    shutil.copytree(done.folder, tmp_path / "site")
    again = inv(tmp_path / "site", KEY, "--reason", "asked for in summer")
    assert again.returncode == 0, again.stderr
    assert "is withdrawn already" in again.stdout
    assert snapshot(tmp_path / "site" / "content") == snapshot(done.folder / "content")
    assert snapshot(tmp_path / "site" / "output") == snapshot(done.folder / "output")


# --- what the command changes in other texts

EDITED = original("Bus").replace("consent:", "ALSO\nconsent:")
TITLE, TITEL = WORDS["en"]["title"], WORDS["ru"]["title"]
ENTRIES = {
    "first": (f"also_read: [{KEY}, quay]", "also_read: [quay]"),
    "between": (f"also_read: [quay, {KEY}, ferry]", "also_read: [quay, ferry]"),
    "last": (f"also_read: [quay, {KEY}]", "also_read: [quay]"),
    "by title": (f"also_read: [{TITLE}, quay]", "also_read: [quay]"),
    "by a quoted title in another language": (f'also_read: [quay, "{TITEL}"]', "also_read: [quay]"),
    "by key and by title": (f"also_read: [{KEY}, quay, {TITLE}]", "also_read: [quay]"),
    "before a remark": (f"also_read: [quay, {KEY}]  # in spring", "also_read: [quay]  # in spring"),
    "after a quoted key": (f'also_read: ["quay", {KEY}]', 'also_read: ["quay"]'),
    "after a title with a comma": (f"also_read: ['Bus, late', {KEY}]", "also_read: ['Bus, late']"),
    "with wide spaces": (f"also_read:  [ quay,  {KEY},  ferry ]", "also_read:  [ quay,  ferry ]"),
    "after a link": (
        f"also_read: [{{title: A map, url: https://map.example/}}, {KEY}]",
        "also_read: [{title: A map, url: https://map.example/}]",
    ),
    "over several lines": (
        f"also_read: [\n  quay,  # by water\n  {KEY},\n  ferry,\n]",
        "also_read: [\n  quay,  # by water\n  ferry,\n]",
    ),
    "in a block": (f"also_read:\n  - quay\n  - {KEY}\n  - ferry", "also_read:\n  - quay\n  - ferry"),
    "in a block by title": (f"also_read:\n  - {TITLE}\n  - ferry", "also_read:\n  - ferry"),
    "in a block without an indent": (f"also_read:\n- quay\n- {KEY}", "also_read:\n- quay"),
    "in a block with remarks": (
        f"also_read:\n  # by water\n  - quay\n  - {KEY}\n  - 'Ferry'  # by title\n  # no more",
        "also_read:\n  # by water\n  - quay\n  - 'Ferry'  # by title\n  # no more",
    ),
    "in a block with a link": (
        f"also_read:\n  - title: A map\n    url: https://map.example/\n  - {KEY}",
        "also_read:\n  - title: A map\n    url: https://map.example/",
    ),
    "before a remark on the next key": (f"also_read: [quay, {KEY}]\n# kept", "also_read: [quay]\n# kept"),
    "before an empty line": (f"also_read: [quay, {KEY}]\n", "also_read: [quay]\n"),
}  # fmt: skip


@pytest.mark.parametrize("form", ENTRIES)
def test_an_offer_loses_its_entry_and_no_other_byte(form: str, tmp_path: Path) -> None:
    before, after = ENTRIES[form]
    folder = content(tmp_path, {**STORY, **others(), "stories/bus/en.md": EDITED.replace("ALSO", before)})
    carry_out(plan(read_content(folder, LANGUAGES)[0], KEY), DAY, "")
    assert (folder / "stories/bus/en.md").read_text("utf-8") == EDITED.replace("ALSO", after)


@pytest.mark.parametrize("block", [f"also_read: [{KEY}]", f"also_read:\n  - {TITLE}"])
def test_a_list_that_offers_nothing_else_goes_as_a_whole(block: str, tmp_path: Path) -> None:
    folder = content(tmp_path, {**STORY, **others(), "stories/bus/en.md": EDITED.replace("ALSO", block)})
    carry_out(plan(read_content(folder, LANGUAGES)[0], KEY), DAY, "")
    assert (folder / "stories/bus/en.md").read_text("utf-8") == EDITED.replace("ALSO\n", "")


def test_an_entry_that_only_resembles_the_story_stays(tmp_path: Path) -> None:
    text = original("Bus", also_read=f'["{TITLE} again", {KEY}-two, quay]')
    folder = content(tmp_path, {**others(), "stories/bus/en.md": text})
    assert not drop_also_read(folder / "stories/bus/en.md", folder, lambda entry: entry in (KEY, TITLE))
    assert (folder / "stories/bus/en.md").read_text("utf-8") == text


PLAIN = original("Bus", "status: published\n")
STATUS = {
    "plain": PLAIN,
    "with wide spaces": PLAIN.replace("status: ", "status  :   ", 1),
    "with a remark": PLAIN.replace("published", "published  # since spring", 1),
    "with Windows line ends": PLAIN.replace("\n", "\r\n"),
    "with mixed line ends": PLAIN.replace("\n", "\r\n", 3),
    "without a last line end": PLAIN.rstrip("\n"),
}


@pytest.mark.parametrize("form", STATUS)
def test_another_status_changes_one_word_and_no_other_byte(form: str, tmp_path: Path) -> None:
    folder = content(tmp_path, {"stories/bus/en.md": STATUS[form]})
    assert set_status(folder / "stories/bus/en.md", folder, "withdrawn")
    written = (folder / "stories/bus/en.md").read_bytes()
    assert written == STATUS[form].replace("published", "withdrawn", 1).encode()
    assert not set_status(folder / "stories/bus/en.md", folder, "withdrawn")
    assert (folder / "stories/bus/en.md").read_bytes() == written


@pytest.mark.parametrize("written", ['"status": published', 'status: "published"', "status:\n  published"])
def test_a_status_written_otherwise_is_changed_or_refused_but_never_spoilt(written: str, tmp_path: Path) -> None:
    text = PLAIN.replace("status: published", written, 1)
    folder = content(tmp_path, {"stories/bus/en.md": text})
    try:
        set_status(folder / "stories/bus/en.md", folder, "withdrawn")
    except Faults:
        assert (folder / "stories/bus/en.md").read_text("utf-8") == text
    else:
        assert read_content(folder, LANGUAGES)[0].stories["bus"][0].matter.status == "withdrawn"


# --- interruptions


@kills
def test_killed_at_any_moment_it_leaves_a_whole_site_and_can_be_finished(
    former: Path, done: Done, tmp_path: Path
) -> None:
    old, new = snapshot(former / "output"), snapshot(done.folder / "output")
    chance = random.Random(11)
    killed = 0
    for number in range(20):
        here = tmp_path / str(number)
        shutil.copytree(former, here)
        running = subprocess.Popen(
            command(here, KEY), cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, stdout=subprocess.DEVNULL
        )
        time.sleep(max(0.05, min(2.5, chance.uniform(0.05, 1.1) * done.seconds)))
        running.kill()
        killed += running.wait(30) == -signal.SIGKILL
        assert snapshot(here / "output") in (old, new)
        finished = inv(here, KEY, "--reason", "asked for in spring")
        assert finished.returncode == 0, finished.stderr
        assert snapshot(here / "output") == new
        assert texts_of(here / "content") == texts_of(done.folder / "content")
        assert not list(here.glob(".output.[bf]*"))
        shutil.rmtree(here)
    assert killed > 4  # on a busy machine some runs end before they are killed


def test_stopped_before_any_change_of_a_file_it_shows_itself_and_can_be_finished(
    former: Path, done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace
    for step in range(7):  # the list, three lists of offers, three tellings
        folder = tmp_path / str(step) / "content"
        shutil.copytree(former / "content", folder)
        left = [step]

        def stop(source: str, target: Path, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            replace(source, target)

        planned = plan(read_content(folder, LANGUAGES)[0], KEY)
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", stop)
            with pytest.raises(KeyboardInterrupt):
                carry_out(planned, DAY, "")
        assert ("stories/withdrawn-again" in build(folder).codes) == (step > 0)
        assert take_back(folder)[1].found == ()
        assert texts_of(folder) == texts_of(done.folder / "content")


# --- a story that was taken back does not come back

AGAIN: dict[str, dict[str, str | bytes]] = {
    "key": {f"stories/{KEY}/en.md": original("Other")},
    "slug": {"stories/other/en.md": original("Other", slug="vexquill-en")},
    "slug of another language": {"stories/other/en.md": original("Other", slug="vexquill-kk")},
    "slug as a key": {"stories/vexquill-ru/en.md": original("Other")},
    "title": {"stories/other/en.md": original(TITLE)},
    "title of another language": {"stories/other/en.md": original(TITEL)},
}


@pytest.mark.parametrize("deleted", [False, True], ids=["with its folder", "without its folder"])
@pytest.mark.parametrize("what", AGAIN)
def test_no_story_with_one_of_its_names_is_published_again(
    what: str, deleted: bool, done: Done, tmp_path: Path
) -> None:
    shutil.copytree(done.folder / "content", tmp_path / "content")
    write(tmp_path / "content", {"glossary.yaml": f"all: [{TITEL}]\n"})
    if deleted:
        shutil.rmtree(tmp_path / "content/stories" / KEY)
        ferry = tmp_path / "content/stories/ferry/en.md"
        ferry.write_text(ferry.read_text("utf-8").replace("../vexquill-key/", "../quay/"), "utf-8")
        assert build(tmp_path / "content").codes == []
    write(tmp_path / "content", AGAIN[what])
    (path,) = AGAIN[what]
    again = [line for line in build(tmp_path / "content").lines if line.endswith(" stories/withdrawn-again")]
    assert [line.split(":")[0] for line in again] == [path]


@pytest.mark.parametrize("status", ["published", "review"])
def test_a_telling_given_another_status_by_hand_is_a_fault(status: str, done: Done, tmp_path: Path) -> None:
    shutil.copytree(done.folder / "content", tmp_path / "content")
    set_status(tmp_path / f"content/stories/{KEY}/ru.md", tmp_path / "content", status)
    assert "stories/withdrawn-again" in build(tmp_path / "content").codes


def test_the_list_holds_no_word_of_the_story(done: Done) -> None:
    written = (done.folder / "content" / FILE).read_text("utf-8")
    names = [KEY, *SLUGS, *(WORDS[code]["title"] for code in LANGUAGES)]
    plain = [hashlib.sha256(name.encode()).hexdigest()[:12] for name in [*names, *map(fold_title, names)]]
    assert [word for word in [*TOKENS, "vexquill", *STEMS.values(), *plain] if word in written.lower()] == []
    assert 'reason: "asked for in spring"' in written


def test_two_lists_never_have_the_same_salt(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        record(tmp_path / name, KEY, {"slug": SLUGS, "title": [TITLE]}, ["en"], DAY, "")
    assert set(re.findall("[0-9a-f]{32}", (tmp_path / "one" / FILE).read_text())).isdisjoint(
        re.findall("[0-9a-f]{32}", (tmp_path / "two" / FILE).read_text())
    )


def test_the_list_keeps_every_former_story(tmp_path: Path) -> None:
    for key, reason in (("one", 'a "quoted"\nreason: #'), ("two", "")):
        names = {"slug": [f"{key}-slug"], "title": [f"{key} title"]}
        assert record(tmp_path, key, names, ["en"], DAY, reason)
        assert not record(tmp_path, key, names, ["en"], DAY, reason)
    known, faults = read_withdrawn(tmp_path)
    assert faults == []
    assert [known.of(key) for key in ("one", "two", "three")] == [Entry(DAY, ("en",)), Entry(DAY, ("en",)), None]
    assert known.lists("slug", "one-slug")
    assert known.lists("title", "two title")


SALTED = "# Remark\nsalt: 0123456789abcdef0123456789abcdef\n"
LISTED = f"{SALTED}stories:\n  - date: 2026-05-04\n    published: [en]\n    digests: [%s]\n"
SOUND = LISTED % "0123456789abcdef0123456789abcdef, 00112233445566778899aabbccddeeff"
DAMAGES = {
    "empty": "",
    "cut after the remark": SOUND[: SOUND.index("salt")],
    "cut after the salt": SOUND[: SOUND.index("stories")],
    "cut before the first story": SOUND[: SOUND.index("  - date")],
    "cut before the digests": SOUND[: SOUND.index("    digests")],
    "cut within the digests": SOUND[:-5],
    "without a salt": SOUND.replace("salt: 0123456789abcdef0123456789abcdef\n", ""),
    "with an empty salt": SOUND.replace("salt: 0123456789abcdef0123456789abcdef", "salt:"),
    "with no digest": LISTED % "",
    "with half a digest": LISTED % "0123456789abcdef, 00112233445566778899aabbccddeeff",
    "with a bad day": SOUND.replace("2026-05-04", "soon"),
    "with another key": f"{SOUND}names: [Dana]\n",
    "with a mark of git": f"<<<<<<< HEAD\n{SOUND}",
    "as a list": "- a\n- b\n",
    "as a folder": None,
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_list_stops_the_build(damage: str, tmp_path: Path) -> None:
    folder = content(tmp_path, {"stories/quay/en.md": original("Quay"), FILE: SOUND})
    good = build(folder)
    assert good.codes == []
    before = snapshot(good.output)
    (folder / FILE).unlink()
    written = DAMAGES[damage]
    write(folder, {f"{FILE}/a.txt": "a"} if written is None else {FILE: written})
    site = build(folder)
    assert {line.split(":")[0] for line in site.lines} == {FILE}
    assert snapshot(site.output) == before


@pytest.mark.parametrize("damage", ["cut within the digests", "without a salt", "with a mark of git", "as a list"])
def test_a_damaged_list_is_never_written_over(damage: str, site: Path) -> None:
    write(site / "content", {FILE: DAMAGES[damage] or ""})
    before = snapshot(site)
    said = inv(site, KEY)
    assert said.returncode == 1
    assert FILE in said.stderr
    assert snapshot(site) == before


# --- what goes wrong


@pytest.mark.parametrize(("key", "hint"), [("vexquil-key", KEY), ("nothing-like-it", "folder"), ("../quay", "")])
def test_an_unknown_key_changes_nothing_and_says_what_may_be_meant(key: str, hint: str, site: Path) -> None:
    before = snapshot(site)
    said = inv(site, key)
    assert said.returncode == 1
    assert "publishing/unknown-story" in said.stderr
    assert hint in said.stderr
    assert snapshot(site) == before


def test_a_key_whose_folder_is_deleted_is_said_to_be_done_with(done: Done, tmp_path: Path) -> None:
    shutil.copytree(done.folder, tmp_path / "site")
    shutil.rmtree(tmp_path / "site/content/stories" / KEY)
    said = inv(tmp_path / "site", KEY)
    assert said.returncode == 1
    assert "has been withdrawn" in said.stderr


def test_a_story_with_a_text_that_cannot_be_read_is_not_begun(site: Path) -> None:
    write(site / "content", {f"stories/{KEY}/kk.md": "---\ntitle: [\n---\n"})
    before = snapshot(site)
    said = inv(site, KEY)
    assert (said.returncode, "publishing/unreadable" in said.stderr) == (1, True)
    assert snapshot(site) == before


@pytest.mark.parametrize("broken", ["---\ntitle: [\n---\n", original("Quay", status="finished")])
def test_a_fault_in_another_text_says_that_the_site_still_shows_the_story(broken: str, site: Path, done: Done) -> None:
    path = site / "content/stories/quay/en.md"
    text = path.read_text("utf-8")
    path.write_text(broken, "utf-8")
    before = snapshot(site / "output")
    said = inv(site, KEY)
    assert said.returncode == 1
    assert "STILL SHOWS IT" in said.stderr
    assert "stories/quay/en.md" in said.stderr
    assert snapshot(site / "output") == before
    assert (site / f"content/stories/{KEY}/one.jpg").exists()
    path.write_text(text, "utf-8")
    assert inv(site, KEY).returncode == 0
    assert snapshot(site / "output") == snapshot(done.folder / "output")
    assert texts_of(site / "content") == texts_of(done.folder / "content")


def test_what_remains_in_the_site_is_named_and_nothing_is_called_gone(site: Path) -> None:
    planned = plan(read_content(site / "content", LANGUAGES)[0], KEY)
    found = proven(planned, site / "output").found
    assert {name for name, _ in found} >= {f"{code}/stories/vexquill-{code}/index.html" for code in LANGUAGES}
    assert (site / f"content/stories/{KEY}/one.jpg").exists()


# --- what others say as well is no trace


def test_a_picture_that_another_story_shows_as_well_stays_there(tmp_path: Path) -> None:
    folder = content(tmp_path, {**others(), **STORY, "stories/ferry/it.jpg": picture(1)})
    site, done = take_back(folder)
    assert done.found == ()
    assert shows(site.output) == {1}
    assert not (folder / f"stories/{KEY}/one.jpg").exists()


def test_two_flat_pictures_do_not_show_the_same(tmp_path: Path) -> None:
    flat: dict[str, str | bytes] = {}
    for name, colour in ((f"{KEY}/one.jpg", "teal"), ("ferry/it.jpg", "pink")):
        stream = io.BytesIO()
        Image.new("RGB", (90, 80), colour).save(stream, "JPEG")
        flat[f"stories/{name}"] = stream.getvalue()
    assert take_back(content(tmp_path, {**others(), **STORY, **flat}))[1].found == ()


@pytest.mark.parametrize("key", ["harbour", "work"])
def test_a_key_that_is_an_everyday_word_may_stand_in_other_texts(key: str, tmp_path: Path) -> None:
    quay = original("Quay", f"They walked along the {key} again.\n", rights="[work]")
    folder = content(tmp_path, {"stories/quay/en.md": quay, f"stories/{key}/en.md": original("Zephyr")})
    write(folder, {"glossary.yaml": "all: [Zephyr]\n"})
    assert take_back(folder, key)[1].found == ()


def test_a_title_that_another_text_has_as_well_does_not_leave_the_site_stuck(tmp_path: Path) -> None:
    folder = content(tmp_path, {f"stories/{key}/en.md": original("Quay") for key in ("one", "two", "three")})
    before = snapshot(folder)
    planned = plan(read_content(folder, LANGUAGES)[0], "two")
    try:
        carry_out(planned, DAY, "")
    except Faults:
        assert snapshot(folder) == before
    else:
        assert build(folder).codes == []


def test_nothing_is_found_in_a_site_that_never_had_the_story(former: Path, tmp_path: Path) -> None:
    traces = plan(read_content(former / "content", LANGUAGES)[0], KEY).traces
    site = build(ROOT / "content", tmp_path / "output", CACHE_PATH=str(tmp_path / "cache"))
    assert search(site.output, traces).found == ()
    quiet = build_site(tmp_path / "quiet", {"stories/quay/en.md": original("Quay")})
    assert search(quiet.output, traces).found == ()


# --- the search

SENTENCE = "The grumblewick counted seven velvet lanterns at dusk."
RUSSIAN = "Брындик насчитал семь бархатных фонарей вечером."
TRACES = Traces(
    titles=frozenset(["A grumblewick at large", "Брындик на воле", 'The "velvet" lantern']),
    summaries=frozenset(["How a grumblewick won & why."]),
    runs=frozenset(rows_of(words_of(SENTENCE)) | rows_of(words_of(RUSSIAN))),
    names=frozenset(["zuvira", "зувира"]),
    slugs=frozenset(["grumble-wick"]),
    steps=frozenset(["grumble-wick"]),
    digests=frozenset([hashlib.sha256(picture(1)).hexdigest()]),
    fingerprints=frozenset([fingerprint(Image.open(io.BytesIO(picture(1))))]),
)
TEXTS = {
    "the title": "<h1>A grumblewick at large</h1>",
    "the title across tags": "<h1>A <em>grumblewick</em>\n at <b>large</b></h1>",
    "the title in an attribute": '<meta content="A grumblewick at large">',
    "the title in entities": "A gr&#117;mblew&#x69;ck at&nbsp;large".replace("&nbsp;", "&#32;"),
    "the title in percents": f"/search?q={quote('Брындик на воле')}",
    "the title in JSON": json.dumps({"title": "Брындик на воле"}),
    "the title in JSON with quotation marks": json.dumps({"title": 'The "velvet" lantern'}),
    "the title in HTML with quotation marks": "<h1>The &quot;velvet&quot; lantern</h1>",
    "the title in letters and marks": "Брындик на воле".replace("й", "и\u0306"),
    "the summary": "<p>How a grumblewick won &amp; why.</p>",
    "six words": "counted seven velvet lanterns at dusk",
    "six words across tags": "<li>grumblewick <a href='/x/'>counted</a> seven</li><li>velvet, lanterns; at</li>",
    "six words in capitals": "COUNTED SEVEN VELVET LANTERNS AT DUSK",
    "six words in entities": html.escape(RUSSIAN).encode("ascii", "xmlcharrefreplace").decode(),
    "six words in percents": quote(RUSSIAN),
    "six words in JSON": json.dumps(RUSSIAN),
    "six words in an attribute": f'<img alt="{SENTENCE}">',
    "a name": "<p>It was Zuvira.</p>",
    "a name in an attribute": '<meta name="description" content="It was Zuvira.">',
    "a name in JSON": json.dumps("Это Зувира."),
    "a name in percents": quote("(Зувира)"),
    "a slug": '<a href="/en/stories/grumble-wick/">',
    "a slug in the sitemap": "<loc>https://stories.example/en/stories/grumble-wick/</loc>",
}


def packed(name: str, data: bytes, kind: str) -> bytes:
    """Return a file packed in a zip, gzip or tar."""
    stream = io.BytesIO()
    if kind == "gzip":
        return gzip.compress(data)
    if kind == "zip":
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
    else:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def found_in(folder: Path, name: str, data: str | bytes) -> tuple[tuple[str, str], ...]:
    write(folder / "site", {name: data, "en/index.html": "<p>Nothing of it.</p>"})
    return search(folder / "site", TRACES).found


@pytest.mark.parametrize("what", TEXTS)
def test_a_trace_in_a_text_is_found(what: str, tmp_path: Path) -> None:
    assert {name for name, _ in found_in(tmp_path, "en/page.html", TEXTS[what])} == {"en/page.html"}


def test_a_title_in_a_table_is_found(tmp_path: Path) -> None:
    assert found_in(tmp_path, "en/figures.csv", '\ufeff1,"The ""velvet"" lantern"\r\n') == (
        ("en/figures.csv", "the story's title"),
    )


@pytest.mark.parametrize("kinds", [["zip"], ["gzip"], ["tar"], ["zip", "zip"], ["tar", "gzip"], ["gzip", "zip", "tar"]])
@pytest.mark.parametrize("what", ["the title in JSON", "six words", "a name", "a slug"])
def test_a_trace_in_an_archive_is_found(what: str, kinds: list[str], tmp_path: Path) -> None:
    data = TEXTS[what].encode()
    for kind in kinds:
        data = packed("inner", data, kind)
    assert {name.split("!")[0] for name, _ in found_in(tmp_path, "all.bin", data)} == {"all.bin"}


@pytest.mark.parametrize(
    "name", ["en/stories/grumble-wick/index.html", "pictures/grumble-wick.jpg", "grumble-wick", "grumble-wick.html"]
)
def test_a_slug_in_the_name_of_a_file_is_found(name: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, name, "-") == ((name, "the story's slug in a file's name"),)
    inside = found_in(tmp_path / "packed", "all.zip", packed(name, b"-", "zip"))
    assert (f"all.zip!{name}", "the story's slug in a file's name") in inside


PICTURES = {
    "as it was": picture(1),
    "smaller": picture(1, size=(135, 120)),
    "larger": picture(1, size=(540, 480)),
    "poorer": picture(1, quality=15),
    "smaller and poorer": picture(1, size=(90, 80), quality=30),
    "as PNG": picture(1, "PNG"),
    "as WebP": picture(1, "WEBP", size=(200, 178), quality=40),
    "as AVIF": picture(1, "AVIF", size=(200, 178), quality=30),
    "in a zip": packed("it.jpg", picture(1, quality=40), "zip"),
}


@pytest.mark.parametrize("how", PICTURES)
def test_a_picture_of_the_story_is_found_however_it_was_made_anew(how: str, tmp_path: Path) -> None:
    assert [what[:9] for _, what in found_in(tmp_path, "pictures/0123.bin", PICTURES[how])] == ["a picture"]


def test_a_photograph_that_lay_on_its_side_is_found_upright() -> None:
    """The site shows pictures upright; the camera only noted how it was held."""
    turned = Image.Exif()
    turned[0x0112] = 6
    source = Image.open(io.BytesIO(picture(9, exif=turned)))
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(picture(9, exif=turned))))
    assert (fingerprint(source) ^ fingerprint(upright)).bit_count() < 6


def test_a_drawing_without_a_ground_is_no_flat_picture() -> None:
    drawing = Image.new("RGBA", (90, 80))
    drawing.paste("black", (20, 20, 60, 50))
    assert fingerprint(drawing) != 0


def test_words_in_the_comment_of_a_picture_are_found(tmp_path: Path) -> None:
    assert found_in(tmp_path, "pictures/0123.jpg", picture(4, comment=SENTENCE.encode())) != ()


def test_other_pictures_and_texts_are_not_taken_for_the_story(tmp_path: Path) -> None:
    texts = "<h1>A grumblewick</h1> zuvi <p>counted seven velvet lanterns</p> grumble-wicket grumble wick"
    write(tmp_path / "site", {f"pictures/{seed}.jpg": picture(seed) for seed in range(2, 40)})
    assert found_in(tmp_path, "en/page.html", texts) == ()


def test_the_addresses_in_rules_and_tombstones_are_no_traces_but_all_else_there_is(tmp_path: Path) -> None:
    gone = f'<at:deleted-entry ref="{URL}/en/stories/grumble-wick/" when="2026-05-04T00:00:00Z" />'
    write(tmp_path / "site", {"_redirects": "/en/stories/grumble-wick/* /404.html 410\n", "a.atom.xml": gone})
    assert found_in(tmp_path, "b.html", "-") == ()
    assert found_in(tmp_path, "a.atom.xml", f"{gone}<id>{URL}/en/stories/grumble-wick/</id>") != ()


def nested(depth: int) -> bytes:
    data = TEXTS["the title"].encode()
    for _ in range(depth):
        data = packed("inner", data, "zip")
    return data


@pytest.mark.parametrize("depth", [1, 3, 4, 5])
def test_archives_inside_each_other_are_searched(depth: int, tmp_path: Path) -> None:
    assert len(found_in(tmp_path, "all.zip", nested(depth))) == 1


@pytest.mark.parametrize("depth", [6, 12])
def test_archives_too_deep_inside_each_other_are_refused(depth: int, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="archives inside each other"):
        found_in(tmp_path, "all.zip", nested(depth))


def test_a_name_with_a_hyphen_is_a_trace(tmp_path: Path) -> None:
    text = original("Zephyr", "Zuvira-Lomé (name changed) came.\n", pseudonyms="[Zuvira-Lomé]")
    folder = content(tmp_path, {"stories/one/en.md": text})
    traces = plan(read_content(folder, LANGUAGES)[0], "one").traces
    write(tmp_path / "site", {"index.html": "<p>Ask Zuvira-Lomé.</p>"})
    assert [what for _, what in search(tmp_path / "site", traces).found] == ["a name that no other story uses"]


def test_letters_written_apart_from_their_marks_are_found_in_the_same_letters(tmp_path: Path) -> None:
    text = original("one", "It was Zuvir\u0301a (name changed).\n", pseudonyms="[Zuvir\u0301a]")
    text = text.replace("title: one", "title: Le\u0301gende").replace("in one.", "a\u0300 la mer.")
    folder = content(tmp_path, {"stories/one/en.md": text})
    traces = plan(read_content(folder, LANGUAGES)[0], "one").traces
    write(tmp_path / "site", {"index.html": text})
    found = {what for _, what in search(tmp_path / "site", traces).found}
    assert found >= {"the story's title", "the story's summary", "a name that no other story uses"}


def test_a_file_that_cannot_be_read_is_not_called_clean(tmp_path: Path) -> None:
    write(tmp_path / "site", {"a.gz": gzip.compress(b"a")[:-4]})
    with pytest.raises((OSError, EOFError)):
        search(tmp_path / "site", TRACES)


# --- what machines are told


def deleted(output: Path, feed: str) -> list[tuple[str, str]]:
    """Return address and moment of every tombstone of a feed."""
    tree = ElementTree.parse(output / feed)
    return [(str(each.get("ref")), str(each.get("when"))) for each in tree.getroot().findall(TOMBSTONE)]


def entries(output: Path, feed: str) -> list[str]:
    return [str(each.findtext(f"{ATOM}id")) for each in ElementTree.parse(output / feed).getroot().iter(f"{ATOM}entry")]


@pytest.mark.parametrize("feed", ["feeds/all.atom.xml", "feeds/categories/news.atom.xml"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_feeds_of_its_language_and_category_hold_a_tombstone(code: str, feed: str, former: Path, done: Done) -> None:
    address = f"{URL}/{code}/stories/vexquill-{code}/"
    assert address in entries(former / "output", f"{code}/{feed}")
    assert deleted(former / "output", f"{code}/{feed}") == []
    assert address not in entries(done.folder / "output", f"{code}/{feed}")
    ((ref, when),) = deleted(done.folder / "output", f"{code}/{feed}")
    assert ref == address
    assert datetime.datetime.fromisoformat(when).utcoffset() == datetime.timedelta(0)
    updated = ElementTree.parse(done.folder / "output" / code / feed).getroot().findtext(f"{ATOM}updated")
    assert updated == when


def test_feeds_of_another_category_hold_no_tombstone(tmp_path: Path) -> None:
    story = {**STORY, f"stories/{KEY}/en.md": ENGLISH.replace("[response-stories, news]", "[response-stories]")}
    site, _ = take_back(content(tmp_path, {**others(), **story}))
    assert deleted(site.output, "en/feeds/categories/news.atom.xml") == []
    assert len(deleted(site.output, "en/feeds/categories/response-stories.atom.xml")) == 1
    assert len(deleted(site.output, "en/feeds/all.atom.xml")) == 1


def test_the_sitemap_and_the_json_feed_drop_it(former: Path, done: Done) -> None:
    for name in ("sitemap.xml", "en/feeds/all.json", "ru/feeds/all.json", "kk/feeds/all.json"):
        assert "vexquill" in (former / "output" / name).read_text("utf-8")
        assert "vexquill" not in (done.folder / "output" / name).read_text("utf-8")


def test_the_address_of_a_text_that_was_never_published_is_not_made_public(tmp_path: Path) -> None:
    draft = original("Zephyr", status="draft", slug="vexquill-draft")
    site, _ = take_back(content(tmp_path, {"stories/quay/en.md": original("Quay"), "stories/one/en.md": draft}), "one")
    assert holding(site.output, ["vexquill"]) == {}


@pytest.mark.parametrize("path", ["", "/our/path"])
def test_servers_are_given_rules_for_the_old_addresses(path: str, tmp_path: Path) -> None:
    site, search_done = take_back(content(tmp_path, {**others(), **STORY}), SITEURL=f"{URL}{path}")
    assert search_done.found == ()
    gone = [f"{path}/{code}/stories/vexquill-{code}" for code in sorted(LANGUAGES)]
    assert [line.split()[0] for line in site.read("_redirects").splitlines()] == [f"{each}/*" for each in gone]
    assert {line.split()[2] for line in site.read("_redirects").splitlines()} == {"410"}
    hosting = tmp_path / "cache" / "hosting"
    apache = re.findall(r"^RedirectMatch 410 (\S+)$", site.read(".htaccess"), re.MULTILINE)
    nginx = re.findall(r"^location ~ (\S+) \{ return 410; \}$", (hosting / "nginx-gone.conf").read_text(), re.MULTILINE)
    for rules in (apache, nginx):
        assert len(rules) == len(gone)
        for rule, address in zip(rules, gone, strict=True):
            assert re.search(rule, address)
            assert re.search(rule, f"{address}/index.html")
            assert not re.search(rule, f"{address}-two/")
    caddy = (hosting / "Caddyfile-gone").read_text()
    assert "respond @gone 410" in caddy
    assert [word for word in caddy.split() if word.startswith("/")] == [
        part for each in gone for part in (each, f"{each}/*")
    ]


def test_a_site_without_withdrawals_holds_no_rules_for_them(former: Path) -> None:
    assert not (former / "output" / "_redirects").exists()
    assert holding(former / "output", ["nginx", "caddy", "deleted-entry", " 410", "redirectmatch"]) == {}
    for name in ("nginx-gone.conf", "Caddyfile-gone"):
        assert "410" not in (former / "cache/hosting" / name).read_text()


# --- pictures are nothing but pictures


def segment(marker: int, body: bytes, into: bytes) -> bytes:
    """Return a JPEG with one more part after its beginning."""
    return into[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + into[2:]


def chunk(kind: bytes, body: bytes, into: bytes) -> bytes:
    """Return a PNG with one more part after its header."""
    at = 8 + 25
    return (
        into[:at] + struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) + into[at:]
    )


def box(kind: bytes, body: bytes) -> bytes:
    """Return a part of an AVIF."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def moved(data: bytes, by: int) -> bytes:
    """Return an AVIF of one item with its place told as so many bytes further on."""
    at = data.index(b"iloc") + 18
    return data[:at] + struct.pack(">I", struct.unpack(">I", data[at : at + 4])[0] + by) + data[at + 4 :]


def longer(unit: bytes, data: bytes) -> bytes:
    """Return an AVIF of one item with one more unit in its bitstream."""
    at, start = data.index(b"iloc") + 22, data.index(b"mdat") - 4
    length, size = struct.unpack(">I", data[at : at + 4])[0], struct.unpack(">I", data[start : start + 4])[0]
    data = data[:at] + struct.pack(">I", length + len(unit)) + data[at + 4 :]
    return data[:start] + struct.pack(">I", size + len(unit)) + data[start + 4 :] + unit


def exif() -> Image.Exif:
    """Return invented EXIF data: a camera, a moment and a place."""
    made = Image.Exif()
    made[0x010F], made[0x9003] = "Invented camera", "2026:03:09 10:11:12"
    made.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0)})
    return made


def several(kind: str) -> bytes:
    stream = io.BytesIO()
    frames = [Image.open(io.BytesIO(picture(seed))) for seed in (7, 8)]
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
    return stream.getvalue()


JPEG, PNG, AVIF = picture(5), picture(5, "PNG"), picture(5, "AVIF")
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
JFIF = struct.pack(">5sHBHHBB", b"JFIF\0", 0x0101, 0, 1, 1, 1, 1) + b"\0\0\0"  # with a thumbnail of one pixel
ZTXT = b"Comment\0\0" + zlib.compress(b"words")
HIDDEN = {
    "JPEG, EXIF": ("a.jpg", picture(5, exif=exif()), "EXIF"),
    "JPEG, XMP": ("a.jpg", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>", JPEG), "XMP"),
    "JPEG, IPTC": ("a.jpg", segment(0xED, b"Photoshop 3.0\0", JPEG), "IPTC"),
    "JPEG, comment": ("a.jpg", picture(5, comment=b"words"), "comment"),
    "JPEG, colour profile": ("a.jpg", picture(5, icc_profile=b"0" * 200), "profile"),
    "JPEG, thumbnail": ("a.jpg", segment(0xE0, JFIF, JPEG), "0xe0"),
    "JPEG, extended thumbnail": ("a.jpg", segment(0xE0, b"JFXX\0\x10" + JPEG[:200], JPEG), "0xe0"),
    "JPEG, a second picture": ("a.jpg", JPEG + JPEG, "after its end"),
    "JPEG, bytes behind": ("a.jpg", JPEG + b"\0", "after its end"),
    "PNG, tEXt": ("a.png", chunk(b"tEXt", b"Comment\0words", PNG), "tEXt"),
    "PNG, zTXt": ("a.png", chunk(b"zTXt", ZTXT, PNG), "zTXt"),
    "PNG, iTXt": ("a.png", chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>", PNG), "iTXt"),
    "PNG, eXIf": ("a.png", picture(5, "PNG", exif=exif()), "eXIf"),
    "PNG, tIME": ("a.png", chunk(b"tIME", bytes(7), PNG), "tIME"),
    "PNG, iCCP": ("a.png", picture(5, "PNG", icc_profile=b"0" * 200), "iCCP"),
    "PNG, bytes behind": ("a.png", PNG + b"words", "after its end"),
    "AVIF, EXIF": ("a.avif", picture(5, "AVIF", exif=exif()), "EXIF"),
    "AVIF, XMP": ("a.avif", picture(5, "AVIF", xmp=b"<x/>"), "XMP"),
    "AVIF, colour profile": ("a.avif", picture(5, "AVIF", icc_profile=ICC), "profile"),
    "AVIF, a part of its own": ("a.avif", AVIF + box(b"uuid", b"words"), "uuid"),
    "AVIF, a part that is skipped": ("a.avif", AVIF + box(b"free", b"words"), "free"),
    "AVIF, a second picture": ("a.avif", AVIF + AVIF, "ftyp"),
    "AVIF, bytes behind": ("a.avif", AVIF + b"words", "cannot be read"),
    "AVIF, bytes that belong to nothing": ("a.avif", moved(AVIF, 1), "belong to no picture"),
    "AVIF, more bytes than its picture has": (
        "a.avif",
        AVIF[: (at := AVIF.index(b"mdat") - 4)] + box(b"mdat", AVIF[at + 8 :] + b"words"),
        "belong to no",
    ),
    "AVIF, a name of its handler": (
        "a.avif",
        AVIF.replace(b"pict" + bytes(13), b"pict" + bytes(8) + b"words", 1),
        "hdlr",
    ),
    "AVIF, a name of its item": ("a.avif", AVIF.replace(b"Color", b"words", 1), "another kind"),
    "AVIF, words for players": ("a.avif", longer(b"\x2a\x08\x04\xb5words\x80", AVIF), "metadata"),
    "AVIF, words as padding": ("a.avif", longer(b"\x7a\x06words\x80", AVIF), "metadata"),
    "AVIF that moves": ("a.avif", several("AVIF"), ""),
    "PNG as JPEG": ("a.jpg", PNG, "no picture of the kind"),
    "JPEG as PNG": ("a.png", JPEG, "no picture of the kind"),
    "JPEG as AVIF": ("a.avif", JPEG, "no picture of the kind"),
    "a film as AVIF": ("a.avif", AVIF.replace(b"ftypavif", b"ftypisom", 1), "ftyp"),
    "a text": ("a.jpg", b"words", "no picture of the kind"),
    "nothing": ("a.png", b"", "no picture of the kind"),
    "JPEG, words in its header": ("a.jpg", JPEG[:4] + b"\0\x15" + JPEG[6:20] + b"words" + JPEG[20:], ""),
    "JPEG, words in a restart interval": ("a.jpg", segment(0xDD, b"\0\0words", JPEG), ""),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_a_picture_holds_beside_the_picture_is_found(what: str) -> None:
    name, data, said = HIDDEN[what]
    held = hidden_in(name, data)
    assert held is not None
    assert said in held


@pytest.mark.parametrize(("name", "data"), [("a.jpg", JPEG), ("a.png", PNG), ("a.avif", AVIF)])
def test_a_picture_that_is_cut_off_anywhere_is_found(name: str, data: bytes) -> None:
    assert hidden_in(name, data) is None
    assert [length for length in range(len(data)) if hidden_in(name, data[:length]) is None] == []


def full(kind: str) -> bytes:
    """Return a picture with everything in it that Pillow can write."""
    options: dict[str, object] = {"exif": exif(), "icc_profile": b"0" * 200}
    if kind == "JPEG":
        options |= {"comment": b"words", "progressive": True}
    elif kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "Dilvana")
        info.add_itxt("XML:com.adobe.xmp", "<x/>")
        options["pnginfo"] = info
    else:
        options["xmp"] = b"<x/>"
    return picture(6, kind, **options)


def of_mode(mode: str, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.open(io.BytesIO(PNG)).convert(mode).save(stream, kind, **options)
    return stream.getvalue()


FULL = {
    "a JPEG": full("JPEG"),
    "a PNG": full("PNG"),
    "a WebP": full("WEBP"),
    "a JPEG with bytes behind": full("JPEG") + b"words",
    "a JPEG in CMYK": of_mode("CMYK", "JPEG"),
    "a grey JPEG": of_mode("L", "JPEG", exif=exif()),
    "a PNG with a palette": of_mode("P", "PNG", transparency=0),
    "a PNG with transparency": of_mode("RGBA", "PNG", exif=exif()),
    "a WebP with transparency": of_mode("RGBA", "WEBP", exif=exif()),
    "a lossless WebP": of_mode("RGBA", "WEBP", lossless=True, xmp=b"<x/>"),
    "a PNG that moves": several("PNG"),
    "a WebP that moves": several("WEBP"),
    "a JPEG of several pictures": several("MPO"),
}


@pytest.mark.parametrize("what", FULL)
def test_what_is_painted_of_any_picture_holds_nothing_else(what: str) -> None:
    made, faults = paint(FULL[what], "a.bin")
    assert faults == []
    assert len(made) > 1
    assert [hidden_in(each.name, each.data) for each in made] == [None] * len(made)


def test_a_site_with_a_picture_that_holds_more_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = picture(3, exif=exif())
    name = name_of(data, "jpg")

    def careless(source: bytes, shown: str) -> tuple[list[Painting], list[Fault]]:
        return [Painting(name, 270, 240, data)], []

    monkeypatch.setattr("plugins.pictures.album.paint", careless)
    site = build_site(tmp_path, {**others(), **STORY})
    assert site.lines == [f"output/pictures/{name}:1: proof/picture-data"]
    assert "EXIF" in site.faults[-1].message
    assert not site.output.exists()


# --- two folders change places


def two(folder: Path) -> tuple[Path, Path]:
    write(folder, {"one/a.txt": "one", "two/b.txt": "two"})
    return folder / "one", folder / "two"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
def test_two_folders_change_places(tmp_path: Path) -> None:
    one, other = two(tmp_path)
    assert swap(one, other)
    assert ((one / "b.txt").read_text(), (other / "a.txt").read_text()) == ("two", "one")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def unable(number: int) -> Callable[..., object]:
    """Return a stand-in for the system's library whose exchange fails with this number."""

    class Library:
        def renameat2(self, *_: object) -> int:
            ctypes.set_errno(number)
            return -1

    return lambda *_, **__: Library()


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP])
def test_where_the_file_system_cannot_exchange_nothing_is_changed(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two(tmp_path)
    before = snapshot(tmp_path)
    monkeypatch.setattr(ctypes, "CDLL", unable(number))
    assert not swap(one, other)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_say_that_they_cannot_exchange(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping.sys, "platform", platform)
    assert not swap(*two(tmp_path))


def test_an_old_library_says_that_it_cannot_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    assert not swap(*two(tmp_path))


def test_an_exchange_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", unable(errno.EACCES))
    with pytest.raises(OSError, match=r"denied") as failed:
        swap(*two(tmp_path))
    assert failed.value.errno == errno.EACCES
    assert failed.value.filename == str(tmp_path / "one")


@pytest.mark.parametrize("able", [True, False])
def test_a_site_takes_the_place_of_the_last_one_with_and_without_an_exchange(
    able: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not able:
        monkeypatch.setattr(ledger_output, "swap", lambda *_: False)
    for text in ("old", "new"):
        with replacing(tmp_path / "output", tmp_path / "content") as staging:
            write(staging, {f"{text}.html": text})
    assert sorted(snapshot(tmp_path / "output")) == [".made-by-response-stories.json", "new.html"]
    assert [path.name for path in tmp_path.iterdir() if path.name != ".output.lock"] == ["output"]
