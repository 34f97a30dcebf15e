"""Equivalence: whatever changes, a build gives byte for byte what one from nothing gives, and says the same."""

import contextlib
import datetime
import gc
import os
import pkgutil
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from plugins.editions import alphabet, cards, sitemaps
from plugins.ledger import MANIFEST
from plugins.publishing import carry_out, plan
from plugins.stories import read_content
from tests.editing import KK, NAMED, NAMES, RU, TITLES, WORDS, World, compared, picture, settled, tree
from tests.tiny import ROOT, VOCABULARY

SEQUENCES = 336  # of three to six edits each
TEXTS = {"en": "Harbours are calm.", "ru": "В гавани тихо.", "kk": "Мұнда тыныш."}
Edit = Callable[[World, int], None]
EDITS: dict[str, Edit] = {}


def edit(change: Edit) -> Edit:
    """Let a function be one of the edits."""
    EDITS[change.__name__] = change
    return change


def story(world: World, number: int) -> dict[str, Any]:
    return world.stories[sorted(world.stories)[number % len(world.stories)]]


def told(world: World, number: int) -> tuple[str, dict[str, Any]]:
    """Return the code and the text of a translation; of an original where there is none."""
    every = [(code, each) for work in world.stories.values() for code, each in sorted(work["told"].items())]
    return every[number % len(every)] if every else ("en", story(world, number))


def other(world: World, number: int) -> str:
    return sorted(world.stories)[(number // 7) % len(world.stories)]


@edit
def body(world: World, number: int) -> None:
    story(world, number)["text"] = f"{WORDS['en'][number // 5 % 4]} {TEXTS['en']}\n\n## What helped\n\nA letter.\n"


@edit
def body_of_a_translation(world: World, number: int) -> None:
    code, text = told(world, number)
    text["text"] = f"{WORDS[code][number // 5 % 4]} {TEXTS[code]}\n"


@edit
def one_word_more(world: World, number: int) -> None:
    code, text = told(world, number)
    text["text"] += f"\n{WORDS[code][number // 5 % 4]}\n"


@edit
def title(world: World, number: int) -> None:
    story(world, number)["title"] = f"{TITLES[number // 3 % len(TITLES)]} again"


@edit
def title_of_a_translation(world: World, number: int) -> None:
    code, text = told(world, number)
    text["title"] = {"en": TITLES, "ru": RU, "kk": KK}[code][number // 3 % len(TITLES)]


@edit
def summary(world: World, number: int) -> None:
    story(world, number)["keys"]["summary"] = ["A letter helped.", "Nothing helped.", ""][number // 3 % 3]


@edit
def slug(world: World, number: int) -> None:
    told(world, number)[1]["keys"]["slug"] = ["calm", "other-name", ""][number // 3 % 3]


@edit
def date(world: World, number: int) -> None:
    story(world, number)["keys"]["date"] = ["2026-01-01", "2025-12-31", "2026-11-24"][number // 3 % 3]


@edit
def date_to_come(world: World, number: int) -> None:
    story(world, number)["keys"]["date"] = ["2026-11-25", "2026-11-27", "2027-01-01"][number // 3 % 3]


@edit
def a_day_passes(world: World, number: int) -> None:
    world.day += datetime.timedelta(days=1 + number % 3)


@edit
def the_clock_goes_back(world: World, number: int) -> None:
    world.day -= datetime.timedelta(days=1 + number % 3)


@edit
def what_it_is_filed_under(world: World, number: int) -> None:
    changes = [
        {"categories": "[news]"}, {"categories": "[news, response-stories]"}, {"rights": "[work, health-care]"},
        {"rights": ""}, {"country": "GE"}, {"country": "[KZ, GE]"}, {"country": ""}, {"populations": "[plwh]"},
        {"outcome": "[restored]"}, {"settings": "[hospital]"}, {"content_notice": "[threats]"},
        {"modified": "2026-11-20"}, {"partner": "{name: Other House, url: https://house.example/a}"}, {"partner": ""},
    ]  # fmt: skip
    story(world, number)["keys"] |= changes[number // 7 % len(changes)]


@edit
def all_in_one_place(world: World, number: int) -> None:
    """Counts rise above the number from which they are told, or fall below it."""
    for work in list(world.stories.values())[number % 2 :]:
        work["keys"]["settings"] = ["[hospital]", ""][number // 3 % 2]
        work["keys"]["date"] = ["2024-05-01", "2026-05-01"][number // 7 % 2]


@edit
def status(world: World, number: int) -> None:
    story(world, number)["keys"]["status"] = ["draft", "review", "published", "withdrawn"][number // 7 % 4]


@edit
def status_of_a_translation(world: World, number: int) -> None:
    told(world, number)[1]["keys"]["status"] = ["draft", "review", "published"][number // 7 % 3]


@edit
def a_translation(world: World, number: int) -> None:
    world.translate(story(world, number), ["ru", "kk"][number // 7 % 2], number)


@edit
def no_translation(world: World, number: int) -> None:
    story(world, number)["told"] = {}


@edit
def translations_up_to_date(world: World, number: int) -> None:
    work = story(world, number)
    for code in work["told"]:
        world.translate(work, code, number)


@edit
def a_story_more(world: World, number: int) -> None:
    world.add(number)


@edit
def a_story_less(world: World, number: int) -> None:
    if len(world.stories) > 2:
        del world.stories[sorted(world.stories)[number % len(world.stories)]]


@edit
def another_key(world: World, number: int) -> None:
    key = sorted(world.stories)[number % len(world.stories)]
    world.stories[["a-new-key", "zoo"][number // 3 % 2]] = world.stories.pop(key)


@edit
def a_page(world: World, number: int) -> None:
    world.add_page(number)
    world.pages[sorted(world.pages)[0]]["text"] = f"Page {number % 3}.\n\n## Where\n\nHere.\n"


@edit
def a_page_otherwise(world: World, number: int) -> None:
    keys = sorted(world.pages)
    if len(keys) > 1 and number % 2:
        del world.pages[keys[number % len(keys)]]
    else:
        world.pages[keys[0]]["title"] = ["About us", "Contact", "About"][number // 3 % 3]


@edit
def a_picture(world: World, number: int) -> None:
    work = story(world, number)
    work["files"]["door.png"] = picture(number // 3 % 2)
    work["keys"] |= {"picture": "door.png", "picture_alt": "A door."}
    for code, text in work["told"].items():
        text["keys"]["picture_alt"] = {"ru": "Дверь.", "kk": "Есік."}[code]


@edit
def a_picture_in_the_text(world: World, number: int) -> None:
    work = story(world, number)
    work["files"]["hall.png"] = picture(number // 3 % 2)
    work["text"] += "\n![A hall](hall.png)\n"


@edit
def another_picture(world: World, number: int) -> None:
    for work in world.stories.values():
        for name in work["files"]:
            work["files"][name] = picture(number % 5)


@edit
def a_broken_picture(world: World, number: int) -> None:
    for work in world.stories.values():
        for name, data in work["files"].items():
            work["files"][name] = bytes(data)[: 40 + number % 40]


@edit
def no_picture(world: World, number: int) -> None:
    for work in world.stories.values():
        if work["files"] and number % 3:
            work["files"].clear()
            for keys in (work["keys"], *(text["keys"] for text in work["told"].values())):
                keys |= {"picture": "", "picture_alt": ""}
            work["text"] = work["text"].replace("\n![A hall](hall.png)\n", "")
        elif work["files"]:
            work["files"].clear()  # the texts still show it: a fault


@edit
def somebody(world: World, number: int) -> None:
    name, work = number // 7 % 2, story(world, number)
    for code, text in [("en", work), *work["told"].items()]:
        text["text"] = f"{NAMED[code][name]}{TEXTS[code]}\n"
        text["keys"]["pseudonyms"] = f"[{NAMES[code][name]}]"


@edit
def a_link(world: World, number: int) -> None:
    part = ["", "#what-helped", "#what-helped"][number // 3 % 3]
    story(world, number)["text"] += f"\nSee [Dana's story](../{other(world, number)}/{part}).\n"


@edit
def a_link_between_rooms(world: World, number: int) -> None:
    page = sorted(world.pages)[number % len(world.pages)]
    story(world, number)["text"] += f"\nSee [where](../../pages/{page}/#where).\n"
    world.pages[page]["text"] += f"\nSee [one](../../stories/{other(world, number)}/).\n"


@edit
def another_place(world: World, number: int) -> None:
    for work in (story(world, number), world.pages[sorted(world.pages)[number % len(world.pages)]]):
        work["text"] = work["text"].replace("## What helped", "## What did help").replace("## Where", "## There")


@edit
def also_read(world: World, number: int) -> None:
    key = other(world, number)
    work = world.stories[key]
    names = [key, f'"{work["title"]}"', *(f'"{text["title"]}"' for text in work["told"].values())]
    entries = [*names, '{title: Elsewhere, url: "https://other.example/x"}']
    told(world, number)[1]["keys"]["also_read"] = f"[{entries[number // 3 % len(entries)]}]"


@edit
def vocabulary(world: World, number: int) -> None:
    terms = VOCABULARY
    changes = [
        ("en: News", "en: Reports"), ("ru: Новости", "ru: Отчёты"), ("  news: ", "  reports: {en: Reports}\n  news: "),
        ("en: Right to work, ", ""), ("  news: {en: News, ru: Новости, kk: Жаңалықтар}\n", ""), ("", ""),
    ]  # fmt: skip
    world.lists["vocabulary.yaml"] = terms.replace(*changes[number % len(changes)])


@edit
def glossary(world: World, number: int) -> None:
    world.lists["glossary.yaml"] = ["kk:\n  - Айлақ\n", "kk:\n  - Айлақ\nen:\n  - House\n", "en:\n  - House\n"][
        number % 3
    ]


@edit
def private_names(world: World, number: int) -> None:
    path = world.folder / "private.txt"
    if number % 4:
        path.write_text(["Zulfiya", "Zulfiya\nGulnara", "Harbour", "Other"][number % 4])
    else:
        path.unlink(missing_ok=True)


@edit
def a_private_name_outside_of_the_texts(world: World, number: int) -> None:
    private = world.folder / "private.txt"
    if not private.exists():
        private.write_text("Zulfiya\n")
    places = ["stories/.notes.md", "stories/.bin/notes.md", ".notes.md", f"stories/{other(world, number)}/.notes.md"]
    world.lists[places[number % 4]] = ["Nobody.", "Zulfiya."][number // 5 % 2]


@edit
def what_does_not_belong(world: World, number: int) -> None:
    places = ["stories/notes.txt", "pages/notes.txt", "notes.txt", f"stories/{other(world, number)}/notes.txt"]
    world.lists[places[number % 4]] = "Notes."


@edit
def setting(world: World, number: int) -> None:
    changes: list[dict[str, Any]] = [
        {"EDITIONS_PER_PAGE": 1}, {"EDITIONS_PER_PAGE": 2}, {"SITENAME": "Calm Stories"}, {"ALSO_READ_LIMIT": 1},
        {"ALSO_READ_LIMIT": 0}, {"LANGUAGES": ["ru", "en", "kk"]}, {"LANGUAGES": ["en", "ru"]}, {"SITENAMES": {}},
        {"EDITIONS_MENU": ["help"]}, {"SITEURL": "https://other.example/stories"}, {"DEFAULT_LANG": "ru"},
        {"JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": False, "lstrip_blocks": False, "extensions": []}},
        {"EDITIONS_PREVIEW": True}, {"EDITIONS_EXIT": "https://weather.example/"}, {"EDITIONS_HIDDEN": True},
        {"EDITIONS_ONION": "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"},
        {"EDITIONS_SHARE_CARDS": False},
    ]  # fmt: skip
    world.settings |= changes[number % len(changes)]


@edit
def theme(world: World, number: int) -> None:
    folder = world.folder / "theme"
    if not folder.exists():
        shutil.copytree(ROOT / "theme", folder)
    world.settings |= {"THEME": str(folder), "THEME_TEMPLATES_OVERRIDES": [str(folder / "components")]}
    changes = ["templates/story.html", "templates/base.html", "styles/base.css", "components/card/card.css"]
    path = folder / changes[number % 4]
    if path.suffix == ".css":
        path.write_text(path.read_text() + f"\n.calm-{number % 9} {{ color: inherit }}\n")
    else:
        path.write_text(path.read_text().replace("</main>", f"<!-- {number % 9} --></main>"))


@edit
def templates_of_ones_own(world: World, number: int) -> None:
    folder = world.folder / "own"
    folder.mkdir(exist_ok=True)
    shown = (ROOT / "theme" / "templates" / "notfound.html").read_text()
    (folder / "notfound.html").write_text(shown.replace("</h1>", f"</h1><p>{number % 3}</p>"))
    world.settings["THEME_TEMPLATES_OVERRIDES"] = [str(folder), str(ROOT / "theme" / "components")]


@edit
def an_earlier_state(world: World, number: int) -> None:
    state, times = world.history[number % len(world.history)]
    world.back_to(state)
    world.utime = times


@edit
def other_bytes_of_the_same_size_and_time(world: World, number: int) -> None:
    text = told(world, number)[1]
    text["text"] = text["text"].replace("e", "a", 1) if number % 2 else text["text"].swapcase()
    world.keeps_times = True


@edit
def nothing(world: World, number: int) -> None:
    pass


@edit
def touched_files(world: World, number: int) -> None:
    for path in world.content.rglob("*.md"):
        path.touch()


@edit
def files_from_the_future(world: World, number: int) -> None:
    for path in list(world.content.rglob("*.md"))[number % 3 :: 3]:
        ahead = path.stat().st_mtime_ns + 10**12
        os.utime(path, ns=(ahead, ahead))


@edit
def a_fault(world: World, number: int) -> None:
    faults = ["Rustam came.\n", "[lost](../nowhere/)\n", "# Top\n", "![](gone.png)\n", "Call 8 701 555 01 23.\n"]
    story(world, number)["text"] += faults[number // 7 % len(faults)]


@edit
def output_files_edited(world: World, number: int) -> None:
    files = sorted(path for path in world.output.rglob("*") if path.is_file() and path.name[0] != ".")
    for path in files[number % 5 : number % 5 + 1]:
        path.write_bytes(b"edited")


@edit
def output_files_deleted(world: World, number: int) -> None:
    # Without the list of its own files, and with nothing in the cache, an output is a stranger's: see test_output.
    files = sorted(path for path in world.output.rglob("*") if path.is_file() and path.name != MANIFEST)
    for path in files[number % 11 :: 11]:
        path.unlink()


@edit
def output_deleted(world: World, number: int) -> None:
    shutil.rmtree(world.output, ignore_errors=True)


@edit
def cache_deleted(world: World, number: int) -> None:
    ledger = world.folder / "cache" / "ledger"
    folders = [world.folder / "cache", ledger, *sorted(ledger.glob("*")), *sorted(ledger.glob("*/*"))]
    gone = folders[number % len(folders)]
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink(missing_ok=True)


@edit
def a_file_of_the_cache_deleted(world: World, number: int) -> None:
    files = sorted(path for path in (world.folder / "cache").rglob("*") if path.is_file())
    for path in files[number % 7 :: 7]:
        path.unlink()


def stores(world: World, number: int) -> Iterator[Path]:
    yield from sorted((world.folder / "cache").rglob("*.sqlite"))[number % 2 :]
    if number % 3 == 0:
        yield from (world.folder / "cache").rglob("pictures/*")
    if number % 3 == 1:
        yield from (path for path in (world.folder / "cache" / "templates").glob("*") if path.is_file())


@edit
def cache_truncated(world: World, number: int) -> None:
    for path in stores(world, number):
        path.write_bytes(path.read_bytes()[: number % (path.stat().st_size + 1)])


@edit
def cache_damaged(world: World, number: int) -> None:
    for path in stores(world, number):
        data = bytearray(path.read_bytes())
        for at in range(number % 4001, len(data), 4001):
            data[at] ^= 1 + number % 255
        path.write_bytes(data)


@edit
def cache_of_another_time(world: World, number: int) -> None:
    """Put back the cache as it was when this was done before."""
    kept, now = world.folder / "kept", world.folder / "cache"
    if kept.exists():
        for path in stores(world, number):
            former = kept / path.relative_to(now)
            if former.is_file():
                path.write_bytes(former.read_bytes())
        shutil.rmtree(kept)
    elif now.exists():
        shutil.copytree(now, kept)


@edit
def a_preview(world: World, number: int) -> None:
    world.build(world.folder / "preview", EDITIONS_PREVIEW=True)


@edit
def another_output(world: World, number: int) -> None:
    world.build(world.folder / "second", command=True, **[{"ALSO_READ_LIMIT": 1}, {"EDITIONS_PER_PAGE": 1}][number % 2])


@edit
def a_story_taken_back(world: World, number: int) -> None:
    if world.lists.get("withdrawn.yaml") or len(world.stories) < 3:
        return
    world.sync()
    key = sorted(world.stories)[number % len(world.stories)]
    with contextlib.suppress(Exception):
        carry_out(plan(read_content(world.content, ["en", "ru", "kk"])[0], key), world.day, "")
    world.adopt(key)


CRASHES = [
    "plugins.ledger.store.Store.put", "plugins.ledger.store.Store.drop", "plugins.ledger.store.Store.__exit__",
    "plugins.ledger.account.Account.settle", "plugins.ledger.account.Account.keep", "plugins.ledger.twin.Twin.become",
    "plugins.ledger.twin.Twin.follow", "plugins.ledger.twin.Twin.grow", "plugins.ledger.twin._drop",
    "plugins.ledger.output.link_all", "plugins.ledger.output.swap", "plugins.ledger.output._write_list",
    "plugins.ledger.output._remove", "plugins.editions.generator.look", "plugins.editions.generator.Press.make",
    "plugins.editions.knowing.Memory._settle", "plugins.editions.knowing.Memory.keep", "shutil.rmtree", "os.replace",
    "plugins.pictures.album.Album._keep",
    "plugins.pictures.album.Album.keep_only", "os.link", "os.unlink", "os.rename", "os.mkdir", "os.rmdir",
]  # fmt: skip


class Crash(Exception):
    """Stands for whatever may end a build at any moment."""


def crashing(where: str, call: int, *, after: bool, dies: bool) -> Any:
    """Let a function fail at its n-th call, before or after it has done its work: by an exception, or by death."""
    calls = iter(range(call + 1))
    holder, _, name = where.rpartition(".")
    real = getattr(pkgutil.resolve_name(holder), name)

    def wrapped(*given: Any, **named: Any) -> Any:
        ends = next(calls, None) == call
        if ends and not after:
            os._exit(9) if dies else _raise()
        found = real(*given, **named)
        if ends and after:
            os._exit(9) if dies else _raise()
        return found

    return mock.patch(where, wrapped)


def _raise() -> None:
    raise Crash


def crash(world: World, number: int) -> None:
    """Begin a build that ends somewhere on its way; the site is the last one or the next, and whole."""
    before, (outcome, after) = tree(world.output), world.anew()
    where = CRASHES[number % len(CRASHES)]
    way = crashing(where, number // 29 % 3, after=bool(number // 31 % 2), dies=bool(number // 37 % 2))
    child = os.fork() if number // 37 % 2 else None
    if child is None or child == 0:
        try:
            with contextlib.suppress(Crash), way:
                world.build(command=bool(number // 41 % 2))
        finally:
            if child == 0:
                os._exit(0)
            gc.collect()  # a process that ends lets go of what it held; this one goes on
    else:
        os.waitpid(child, 0)
    assert tree(world.output) in ([before] if outcome[0] else [before, after])


# What was once found to be built otherwise than from nothing: edits, and what the site and its cache went through.
FOUND = {
    "a clock put back": ["date:6", "nothing:0", "the_clock_goes_back:0"],
    "a day on which nothing is due, and one on which something is": [
        "date_to_come:3",
        "a_day_passes:0",
        "a_day_passes:1",
    ],
    "another limit for a second output": ["another_output:0", "body_of_a_translation:5", "body:1"],
    "a stray file in a room": ["what_does_not_belong:0"],
    "a stray file in a story": ["what_does_not_belong:3", "body:4"],
    "a private name in a hidden file": [
        "a_private_name_outside_of_the_texts:0",
        "a_private_name_outside_of_the_texts:8",
    ],
    "a private name in a hidden folder": [
        "a_private_name_outside_of_the_texts:1",
        "a_private_name_outside_of_the_texts:5",
    ],
    "another way to read templates": ["setting:11"],
    "templates of one's own": ["templates_of_ones_own:1", "nothing:0", "templates_of_ones_own:2"],
    "a preview between": ["a_preview:0", "body:1", "a_preview:0"],
    "a preview of what waits": ["date_to_come:3", "setting:12", "body:0", "body:1", "body:2", "body:3"],
    "a place to which another page links": ["a_link:3", "another_place:0", "another_place:1"],
    "a site that is hidden, and found again": ["setting:14", "body:1", "an_earlier_state:0", "title:1"],
    "another way out": ["setting:13", "body:1", "setting:15", "body:2"],
    "names of others that are others": ["somebody:0", "a_link:0", "somebody:7"],
}


@pytest.mark.parametrize("command", [True, False], ids=["command", "pelican"])
@pytest.mark.parametrize("edits", FOUND.values(), ids=FOUND)
def test_what_was_once_built_otherwise_is_not_again(edits: list[str], command: bool, tmp_path: Path) -> None:
    steps = [each.partition(":") for each in ["nothing:0", *edits]]  # with nothing to do, the cache comes to rest
    _hold(World(tmp_path, 3), [(name, int(number), 1 + 2 * command) for name, _, number in steps])


def test_an_empty_folder_and_a_link_out_of_the_library_are_noticed(tmp_path: Path) -> None:
    world = World(tmp_path, 0)
    compared(world, world.build(command=True), {})
    (world.content / "stories" / "harbour" / "drafts").mkdir()
    settled()
    compared(world, world.build(command=True), tree(world.output))
    path = world.content / "stories" / "harbour" / "en.md"
    path.rename(tmp_path / "outside.md")
    path.symlink_to(tmp_path / "outside.md")
    settled()
    before = tree(world.output)
    assert compared(world, world.build(command=True), before)[0]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("number", range(SEQUENCES))
def test_a_build_after_any_edits_is_one_from_nothing(number: int, tmp_path: Path) -> None:
    """Not hypothesis: it draws from the constants of whatever is loaded, so that no two runs had the same edits."""
    chance = random.Random(number)
    edits = [
        (chance.choice(sorted(EDITS)), chance.randrange(10_000), chance.randrange(16))
        for _ in range(chance.randint(3, 6))
    ]
    with _large() if number % 2 else contextlib.nullcontext():
        _hold(World(tmp_path, chance.randrange(100)), edits)


@contextlib.contextmanager
def _large() -> Iterator[None]:
    """Let a few stories be too many for one page, one sitemap, or one file of cards."""
    with (
        mock.patch.object(sitemaps, "_MOST", 8),
        mock.patch.object(alphabet, "PER_PAGE", 2),
        mock.patch.multiple(cards, MEAN=2, MOST=2),
    ):
        yield


def _hold(world: World, edits: list[tuple[str, int, int]]) -> None:
    """Build after each edit, and hold what comes out against a build from nothing."""
    stopped, good = compared(world, world.build(command=True), {})[0], world.state()
    for name, number, way in edits:
        if stopped:
            world.back_to(good)
        good = world.state()
        world.remember()
        EDITS[name](world, number)
        world.sync()
        if way & 1:
            settled()
        if way & 14 == 14:
            crash(world, number)
        before = tree(world.output)
        stopped = compared(world, world.build(command=bool(way & 2)), before)[0]
