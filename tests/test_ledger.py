"""The ledger: what is known of the last build is right or known to be wrong, and nothing stays that was taken out."""

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

import pytest

from plugins.faults import Fault, Faults
from plugins.ledger import UNSURE, Account, Damaged, Store, digest_of, spread, survey
from plugins.ledger.store import _PATIENCE
from plugins.ledger.twin import Twin
from plugins.publishing import carry_out, plan
from plugins.stories import read_content
from tests.editing import TODAY, picture
from tests.tiny import build, build_site, original, snapshot, translation, write

AGO = time.time() - 3600


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with a value in it."""
    made = Store(tmp_path / "a.sqlite", ["one", "other"])
    made.put("one", [("name", b"value" * 20), ("second", b"more")])
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story's folder that has not changed for an hour, as its file system says; time of change cannot be set."""
    write(tmp_path / "stories" / "harbour", {"en.md": "A text.", "ru.md": "Текст."})
    time.sleep(0.03)
    return tmp_path / "stories" / "harbour"


def mark(folder: Path) -> bytes:
    return survey(folder.parent.parent, ["stories"])["stories/harbour"]


def test_a_store_gives_back_what_was_put_in(store: Store) -> None:
    assert store.get("one", "name") == b"value" * 20
    assert dict(store.all("one")) == {"name": b"value" * 20, "second": b"more"}
    assert store.get("one", "nothing") is None
    assert store.names("other") == set()


def test_every_byte_of_a_value_that_is_another_is_noticed(store: Store, tmp_path: Path) -> None:
    store.close()
    data = (tmp_path / "a.sqlite").read_bytes()
    begin = data.index(b"value" * 20)
    for at in range(begin - 8, begin + 100):  # its check, and itself
        (tmp_path / "a.sqlite").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        damaged = Store(tmp_path / "a.sqlite", ["one", "other"])
        with pytest.raises(Damaged):
            damaged.get("one", "name")
        with pytest.raises(Damaged):
            dict(damaged.all("one"))
        damaged.close()


def test_no_byte_of_a_store_can_be_another_without_a_value_being_right_or_missing_or_damaged(
    store: Store, tmp_path: Path
) -> None:
    store.close()
    data = (tmp_path / "a.sqlite").read_bytes()
    for at in range(0, len(data), 37):
        (tmp_path / "a.sqlite").write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        try:
            damaged = Store(tmp_path / "a.sqlite", ["one", "other"])
            assert damaged.get("one", "name") in (b"value" * 20, None)
            with damaged:
                damaged.put("one", [("third", b"value")])
                damaged.drop("one", damaged.names("one"))
            damaged.close()
        except Damaged:
            pass


@pytest.mark.parametrize("data", [b"no store", b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "header"])
def test_what_is_no_store_is_damaged(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(data)
    with pytest.raises(Damaged):
        Store(tmp_path / "a.sqlite", ["one"])


def test_what_was_taken_out_or_replaced_is_not_in_the_file_any_more(store: Store, tmp_path: Path) -> None:
    for number in range(200):
        store.put("one", [(f"secret-{number}", b"hidden-%d " % number * number * 7)])
    store.put("one", [(f"secret-{number}", b"x") for number in range(0, 200, 2)])
    store.drop("one", [f"secret-{number}" for number in range(200)])
    store.close()
    data = (tmp_path / "a.sqlite").read_bytes()
    assert b"hidden" not in data
    assert b"secret" not in data


def begin_and_fail(store: Store) -> None:
    with store:
        store.put("one", [("name", b"another")])
        raise ZeroDivisionError


def test_a_change_that_fails_is_not_made(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        begin_and_fail(store)
    assert store.get("one", "name") == b"value" * 20


def test_a_store_whose_damaged_words_are_no_text_is_damaged(tmp_path: Path) -> None:
    Store(tmp_path / "store", ["facts"]).close()
    data = (tmp_path / "store").read_bytes()
    (tmp_path / "store").write_bytes(data.replace(b"CREATE TABLE facts", b"CREATE TAB\xce\xff facts"))
    with pytest.raises(Damaged):
        Store(tmp_path / "store", ["facts"])


def test_a_store_that_another_build_changes_is_busy_and_not_damaged(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _PATIENCE >= 10
    monkeypatch.setattr("plugins.ledger.store._PATIENCE", 0.01)
    other = store.again()
    with store, pytest.raises(Faults) as stopped:
        other.__enter__()
    assert [fault.code for fault in stopped.value.faults] == ["output/busy"]
    sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None).execute("BEGIN EXCLUSIVE")
    with pytest.raises(Faults):
        Store(tmp_path / "a.sqlite", ["one", "new"])


def test_a_build_while_another_one_changes_the_cache_is_told_to_wait_and_forgets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original()})
    monkeypatch.setattr("plugins.ledger.store._PATIENCE", 0.01)
    works = next(tmp_path.rglob("works.sqlite"))
    before = works.read_bytes()
    other = sqlite3.connect(works, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert build(site.content).codes == ["output/busy"]
    other.close()
    assert works.read_bytes() == before
    assert build(site.content).codes == []


def test_a_full_disk_is_said_to_be_full(store: Store) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc]
    store._connection = mock.Mock(executemany=mock.Mock(side_effect=error))  # type: ignore[assignment]
    with pytest.raises(OSError, match="full") as stopped:
        store.put("one", [])
    assert stopped.value.errno == errno.ENOSPC


def test_a_folder_that_nobody_touched_has_the_same_mark(folder: Path) -> None:
    assert mark(folder) == mark(folder) != UNSURE


@pytest.mark.parametrize("change", ["size", "mtime", "same-size-and-mtime", "name", "rights", "replaced", "gone"])
def test_a_folder_in_which_anything_changed_has_another_mark(change: str, folder: Path) -> None:
    before, path = mark(folder), folder / "en.md"
    known = path.stat()
    if change == "size":
        path.write_text("A longer text.")
    elif change == "mtime":
        os.utime(path, (AGO, AGO))
    elif change == "same-size-and-mtime":
        path.write_text("B text.")
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    elif change == "name":
        path.rename(folder / "kk.md")
    elif change == "rights":
        path.chmod(0o600)
    elif change == "replaced":
        write(folder, {".new": "A text."})
        os.utime(folder / ".new", ns=(known.st_atime_ns, known.st_mtime_ns))
        (folder / ".new").rename(path)
    else:
        path.unlink()
    time.sleep(0.03)
    assert mark(folder) not in (before, UNSURE)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "just-now", "future", "linked-folder"])
def test_a_folder_of_which_a_glance_tells_nothing_is_unsure(kind: str, folder: Path) -> None:
    if kind == "link":
        (folder / "kk.md").symlink_to(folder / "en.md")
    elif kind == "pipe":
        os.mkfifo(folder / "kk.md")
    elif kind == "folder":
        (folder / "kk").mkdir()
    elif kind == "just-now":
        (folder / "en.md").touch()
    elif kind == "linked-folder":
        folder.rename(folder.with_name("moved"))
        folder.symlink_to(folder.with_name("moved"))
    ahead = time.time_ns() - (3600 * 10**9 if kind == "future" else 0)
    with mock.patch("plugins.ledger.survey.time.time_ns", return_value=ahead):  # the clock has been put back
        assert mark(folder) == UNSURE


def test_a_digest_tells_contents_names_folders_and_links_apart(tmp_path: Path) -> None:
    def digest(place: str) -> bytes:
        return digest_of(tmp_path / place)

    for place in ("same", "again", "other", "named", "empty", "linked"):
        write(tmp_path / place, {"en.md": "A text.", "sub/x": "1"})
    write(tmp_path, {"other/en.md": "B text."})
    (tmp_path / "named" / "en.md").rename(tmp_path / "named" / "ru.md")
    (tmp_path / "empty" / "drafts").mkdir()
    (tmp_path / "linked" / "en.md").unlink()
    (tmp_path / "linked" / "en.md").symlink_to(tmp_path / "same" / "en.md")
    assert digest("same") == digest("again")
    assert len({digest(place) for place in ("same", "other", "named", "empty", "linked", "nothing")}) == 6


def double(items: Sequence[int]) -> Iterator[int]:
    return (2 * item for item in items)


def fail(items: Sequence[int]) -> Iterator[int]:
    for item in items:
        if item == 150:
            raise Faults([Fault("x", 1, 1, "a/b", "message", "remedy")])
        yield item


class Stubborn(Exception):
    """Cannot be handed from one process to another."""

    def __init__(self, one: object, other: object) -> None:
        super().__init__(f"{one} and {other}")


def stubborn(items: Sequence[int]) -> Iterator[int]:
    raise Stubborn("this", "that")


def die(items: Sequence[int]) -> Iterator[int]:
    yield from items[:70]
    os._exit(1)


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_work_that_is_shared_is_done_once_each(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.ledger.crew.cores", lambda: processes)
    for count in (0, 1, 63, 64, 65, 1000):
        assert sorted(spread(double, range(count), 1)) == [2 * item for item in range(count)]


@pytest.mark.parametrize("processes", [1, 3])
def test_what_a_part_of_the_work_raises_is_raised(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.ledger.crew.cores", lambda: processes)
    with pytest.raises(Faults) as stopped:
        list(spread(fail, range(400), 1))
    assert [fault.code for fault in stopped.value.faults] == ["a/b"]
    with pytest.raises(Stubborn if processes == 1 else RuntimeError, match="this and that"):
        list(spread(stubborn, range(400), 1))


def test_a_part_of_the_work_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.ledger.crew.cores", lambda: 2)
    with pytest.raises(RuntimeError, match="ended from outside"):
        list(spread(die, range(400), 1))


@pytest.mark.parametrize("links", [True, False], ids=["links", "copies"])
def test_a_twin_becomes_the_next_site_and_the_last_site_the_twin(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr("plugins.ledger.twin.os.link", mock.Mock(side_effect=OSError(errno.EPERM, "no links")))
    output, staging, former, twin = tmp_path / "out", tmp_path / "new", tmp_path / "old", Twin(tmp_path / "cache")
    names = ["index.html", "en/a/index.html", "en/b/index.html"]
    write(output, dict.fromkeys(names, "old"))
    twin.grow(output, names)
    assert snapshot(twin.tree) == snapshot(output)
    assert (twin.tree / names[0]).samefile(output / names[0]) == links
    write(staging, {"en/a/index.html": "new", "en/c/index.html": "new"})
    twin.become(staging, ["en/b/index.html"])
    assert not twin.is_ready()
    output.rename(former)
    staging.rename(output)
    twin.follow(former, output, ["en/a/index.html", "en/c/index.html"], ["en/b/index.html"])
    assert twin.is_ready()
    assert snapshot(twin.tree) == snapshot(output)
    assert sorted(path.name for path in (output / "en").iterdir()) == ["a", "c"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two stories, built twice so that there is a twin; returns the content folder."""
    files = {f"stories/{key}/en.md": original(key.title()) for key in ("harbour", "lighthouse")}
    built = build_site(tmp_path, files)
    write(built.content, {"stories/harbour/en.md": original(text="Another text.\n")})
    assert build(built.content).codes == []
    return built.content


def known(content: Path) -> bool:
    """Say whether the output is as the account says."""
    return Account.of(content.parent / "output", content.parent / "cache").read()


@pytest.mark.parametrize("touch", ["edit", "delete", "replace", "add", "add-beside-a-page", "add-folder", "twin"])
def test_an_output_that_somebody_touched_is_not_taken_for_the_last_one(touch: str, site: Path) -> None:
    output = site.parent / "output"
    page = output / "en/stories/harbour/index.html"
    assert known(site)
    if touch == "edit":
        page.write_text("edited")
    elif touch == "delete":
        page.unlink()
    elif touch == "replace":
        shutil.copy2(page, output / "x")
        (output / "x").rename(page)
    elif touch == "add-folder":
        (output / "en" / "stories" / "mine").mkdir()
    elif touch == "twin":
        next((site.parent / "cache").rglob("twin/en/stories/harbour/index.html")).unlink()
    else:
        (page.with_name("mine.txt") if touch == "add-beside-a-page" else output / "mine.txt").write_text("mine")
    assert not known(site)


@pytest.mark.parametrize("place", ["mine.txt", "en/mine.txt", "en/stories/harbour/mine.txt", "feeds/x/mine.txt"])
@pytest.mark.parametrize("edited", [True, False])
def test_a_file_of_somebody_else_in_the_output_stops_every_build_and_stays(
    place: str, edited: bool, site: Path
) -> None:
    output = site.parent / "output"
    write(output, {place: "mine"})
    before = snapshot(output)
    for text in ("One.\n", "Two.\n", "Three.\n"):
        if edited:
            write(site, {"stories/harbour/en.md": original(text=text)})
        assert build(site).codes == ["output/foreign"]
        assert snapshot(output) == before


def test_a_picture_that_is_gone_from_the_cache_is_painted_again(tmp_path: Path) -> None:
    files = {
        "stories/harbour/en.md": original(picture="a.png", picture_alt="A door."),
        "stories/harbour/a.png": picture(1),
    }
    first = build_site(tmp_path, files)
    kept = next((tmp_path / "cache").rglob("pictures/*"))
    for damage in (kept.unlink, lambda: kept.write_bytes(b"no picture")):
        damage()
        again = build(first.content, tmp_path / "second" / "output")
        assert again.codes == []
        assert snapshot(again.output) == snapshot(first.output)
        shutil.rmtree(again.output)


SECRETS = [b"zedkey", b"zedslug", b"Zedtitle", b"zedtitle", b"zedsummary", b"zedword", b"Zedname", b"zedheading"]


def remains(folder: Path) -> list[tuple[str, bytes]]:
    """Return where one of the planted words stands in any file below a folder, or in its name."""
    found = []
    for path in folder.rglob("*"):
        text = bytes(path.relative_to(folder)) + (path.read_bytes() if path.is_file() else b"")
        found += [(str(path), secret) for secret in SECRETS if secret in text]
    return found


@pytest.mark.parametrize("way", ["withdrawn", "deleted", "never-published"])
def test_nothing_of_a_story_that_was_taken_back_stays_in_the_cache(way: str, tmp_path: Path) -> None:
    text = "Zedname (name changed) said zedword.\n\n## A zedheading\n\nzedword.\n\n![A hall](hall.png)\n"
    secret = original("Zedtitle", text, summary="A zedsummary.", slug="zedslug", pseudonyms="[Zedname]")
    files = {f"stories/{key}/en.md": original(key.title()) for key in ("harbour", "lighthouse")}
    zed = {"stories/zedkey/en.md": secret, "stories/zedkey/hall.png": picture(7)}
    zed["stories/zedkey/ru.md"] = translation(
        secret, "Гавань", "Zedname (имя изменено): zedword.\n", pseudonyms="[Zedname]"
    )
    lists = {"glossary.yaml": "all:\n  - Zedtitle\n"} if way != "never-published" else {}
    site = build_site(tmp_path, {**files, **zed, **lists})
    assert bool(site.codes) == (way == "never-published")
    cache = tmp_path / "cache"
    painted = {path.read_bytes() for path in cache.rglob("pictures/*")}
    assert painted
    assert remains(cache)
    if way == "withdrawn":
        carry_out(plan(read_content(site.content, ["en", "ru", "kk"])[0], "zedkey"), TODAY, "")
        (site.content / "glossary.yaml").unlink()
    else:
        shutil.rmtree(site.content / "stories" / "zedkey")
    assert build(site.content).codes == []
    # As long as its file is there, a withdrawn text's names are known, so that nobody leads to it; never its words.
    names = {b"zedkey", b"zedslug", b"Zedtitle", b"zedtitle"} if way == "withdrawn" else set()
    assert [found for found in remains(cache) if found[1] not in names] == []
    assert not painted & {path.read_bytes() for path in cache.rglob("pictures/*")}
