"""Publication: what may not be published leaves no trace in the output, and what is stale says so."""

import datetime
import hashlib
import io
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.faults import Faults
from plugins.pictures import paint
from plugins.stories import digest, mark_translated
from tests.tiny import Built, build_site, content, original, read_library, snapshot, translation, write

QUAY = original("Quay", rights="[work]", country="KZ")
SHOWN = {
    "stories/quay/en.md": QUAY,
    "stories/quay/ru.md": translation(QUAY, "Причал"),
    "stories/night-bus/en.md": original("Night bus", rights="[work]"),
    "glossary.yaml": "all: [Zugzwang, Цугцванг]\n",
    "pages/about/en.md": "---\ntitle: About\nsummary: Who we are.\nstatus: published\nreviewed: 2026-03-01\n---\nWe.\n",
}
LATER = str(datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=2))
LANGUAGES = ("en", "ru", "kk")
PLAIN = original("Harbour", "A text.\n")

# A text whose every part that a reader could see bears the mark "zugzwang", and that alone uses some shelves.
TEXT = """\
The zugzwang-body. [zugzwang-link](../quay/) ![zugzwang-alt](zugzwang.png) [out](https://zugzwang.example/)

## A zugzwang-heading
"""
TOLD = {"summary": "A zugzwang-summary.", "slug": "zugzwang-slug"}
FACTS = {"rights": "[health-care]", "outcome": "restored", "country": "GE", "picture": "zugzwang.png"}


def hidden(**keys: str) -> str:
    """Return a marked original; it could be published unless a key says otherwise."""
    return original("Zugzwang-title", TEXT, **{**TOLD, **FACTS, "picture_alt": "zugzwang-lead", **keys})


def hidden_translation(of: str, **keys: str) -> str:
    """Return a marked translation."""
    return translation(of, "Zugzwang-название", TEXT, **{**TOLD, **keys})


WITHHELD = {
    "a draft": {"en": hidden(status="draft")},
    "a story under review": {"en": hidden(status="review")},
    "a withdrawn story": {"en": hidden(status="withdrawn")},
    "a story of the future": {"en": hidden(date=LATER)},
    "a story whose only language has no edition": {"de": hidden()},
    **{
        f"translations of a story with status {status}": {
            "en": hidden(status=status),
            "ru": hidden_translation(hidden(), picture_alt="zugzwang-lead"),
            "kk": hidden_translation(hidden(), picture_alt="zugzwang-lead"),
        }
        for status in ("draft", "review", "withdrawn")
    },
    "translations of a story of the future": {
        "en": hidden(date=LATER),
        "ru": hidden_translation(hidden(), picture_alt="zugzwang-lead"),
    },
}
BESIDE = {
    "a draft": {"ru": hidden_translation(PLAIN, status="draft")},
    "under review": {"ru": hidden_translation(PLAIN, status="review")},
    "withdrawn": {"ru": hidden_translation(PLAIN, status="withdrawn")},
    "in a language without an edition": {"de": hidden_translation(PLAIN)},
}


def picture(colour: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "PNG")
    return stream.getvalue()


def folder_of(tellings: dict[str, str], key: str) -> dict[str, str | bytes]:
    """Return the files of one folder, with the picture that marked texts show."""
    files: dict[str, str | bytes] = {f"{key}/{code}.md": text for code, text in tellings.items()}
    return files | {f"{key}/zugzwang.png": picture("teal")}


def traces(site: Built, mark: str) -> list[str]:
    """Return the files of a site that bear a mark in their name or their bytes, whatever its case."""
    assert site.codes == []
    found = [path for path in site.output.rglob("*") if path.is_file()]
    assert len(found) > 10
    return [
        path.name
        for path in found
        if mark in path.relative_to(site.output).as_posix().lower()
        or mark in path.read_bytes().decode("latin-1").lower()
    ]


@pytest.mark.parametrize("kind", WITHHELD)
def test_what_may_not_be_published_leaves_no_trace(kind: str, tmp_path: Path) -> None:
    site = build_site(tmp_path / "with", {**SHOWN, **folder_of(WITHHELD[kind], "stories/zugzwang-key")})
    assert traces(site, "zugzwang") == []
    assert snapshot(site.output) == snapshot(build_site(tmp_path / "without", SHOWN).output)


@pytest.mark.parametrize("kind", BESIDE)
def test_a_withheld_translation_leaves_no_trace_beside_its_original(kind: str, tmp_path: Path) -> None:
    published = {**SHOWN, "stories/harbour/en.md": PLAIN}
    site = build_site(tmp_path / "with", {**published, **folder_of(BESIDE[kind], "stories/harbour")})
    assert traces(site, "zugzwang") == []
    assert snapshot(site.output) == snapshot(build_site(tmp_path / "without", published).output)


def test_a_page_that_is_a_draft_leaves_no_trace(tmp_path: Path) -> None:
    page = hidden(status="draft", date="", categories="", consent="", picture_alt="", **dict.fromkeys(FACTS, ""))
    linked = page.replace("../quay/", "../about/")
    site = build_site(tmp_path / "with", {**SHOWN, **folder_of({"en": linked}, "pages/zugzwang-key")})
    assert traces(site, "zugzwang") == []
    assert snapshot(site.output) == snapshot(build_site(tmp_path / "without", SHOWN).output)


def test_the_marks_would_be_found_if_they_were_published(tmp_path: Path) -> None:
    site = build_site(tmp_path, {**SHOWN, **folder_of({"en": hidden()}, "stories/zugzwang-key")})
    page = site.read("en/stories/zugzwang-slug/index.html").lower()
    parts = ("-title", "-summary", "-body", "-link", "-alt", "-heading", "-lead", ".example")
    assert [part for part in parts if f"zugzwang{part}" not in page] == []
    assert len(traces(site, "zugzwang")) > 10


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
def test_a_link_to_an_unpublished_story_leaves_only_its_words(status: str, tmp_path: Path) -> None:
    hidden = original("Zugzwang", status=status, slug="zugzwang")
    quay = original("Quay", 'See [*the* case](../key-of-it/#part "Zugzwang") and [the bus](../night-bus/).\n')
    site = build_site(tmp_path, {**SHOWN, "stories/quay/en.md": quay, "stories/quay/ru.md": translation(quay),
                                 "stories/key-of-it/en.md": hidden})  # fmt: skip
    page = site.read("en/stories/quay/index.html")
    assert '<p>See <em>the</em> case and <a href="/en/stories/night-bus/">the bus</a>.</p>' in page
    assert traces(site, "zugzwang") == traces(site, "key-of-it") == []


def test_a_drafts_picture_stays_unpublished(tmp_path: Path) -> None:
    files = {"stories/harbour/en.md": original(status="draft", picture="p.png", picture_alt="A sea")}
    site = build_site(tmp_path, {**SHOWN, **files, "stories/harbour/p.png": picture("navy")})
    painted, _ = paint(picture("navy"), "p.png")
    assert painted
    assert not any(site.has(f"pictures/{each.name}") for each in painted)
    data = [each.data for each in painted]
    assert all(path.read_bytes() not in data for path in site.output.rglob("*") if path.is_file())


def test_a_picture_that_no_text_shows_stays_unpublished(tmp_path: Path) -> None:
    site = build_site(
        tmp_path, {**SHOWN, "stories/harbour/en.md": PLAIN, "stories/harbour/unused.png": picture("navy")}
    )
    assert not (site.output / "pictures").exists()


@pytest.mark.parametrize("entry", ["key-of-it", "Zugzwang", "Цугцванг"])
def test_a_withheld_storys_title_never_shows_in_anothers_also_read(entry: str, tmp_path: Path) -> None:
    hidden = original("Zugzwang", status="review")
    harbour = original(also_read=f"[{entry}, night-bus]")
    site = build_site(
        tmp_path,
        {
            **SHOWN,
            "stories/harbour/en.md": harbour,
            "stories/key-of-it/en.md": hidden,
            "stories/key-of-it/ru.md": translation(hidden, "Цугцванг"),
        },
    )
    assert [fault.code for fault in site.faults] == ["also-read/unpublished"]
    assert traces(site, "zugzwang") == traces(site, "key-of-it") == []
    assert all("Цугцванг".encode() not in path.read_bytes() for path in site.output.rglob("*.*"))
    assert "/en/stories/night-bus/" in site.read("en/stories/harbour/index.html").split('class="also-read"')[1]


@pytest.mark.parametrize(("days", "shown"), [(-1, True), (0, True), (1, False), (400, False)])
def test_a_future_date_waits_for_its_day(days: int, shown: bool, tmp_path: Path) -> None:
    today = datetime.date(2026, 3, 9)
    text = original(date=str(today + datetime.timedelta(days=days)))
    library, _ = read_library(content(tmp_path, {"stories/harbour/en.md": text}), LANGUAGES, today)
    assert ("harbour" in library.stories, "harbour" in library.withheld) == (shown, not shown)


def test_a_preview_shows_drafts_but_never_what_was_withdrawn(tmp_path: Path) -> None:
    files = {f"stories/{status}/en.md": original(status, status=status) for status in ("draft", "review", "withdrawn")}
    folder = content(tmp_path, {**files, "stories/later/en.md": original(date=LATER)})
    library, _ = read_library(folder, LANGUAGES, datetime.date(2026, 6, 1), drafts=True)
    assert set(library.stories) == {"draft", "review", "later"}


def test_a_withdrawn_story_is_gone_after_the_next_build(tmp_path: Path) -> None:
    harbour = original("Zugzwang", slug="zugzwang")
    site = build_site(tmp_path, {**SHOWN, "stories/harbour/en.md": harbour})
    assert traces(site, "zugzwang") != []
    after = build_site(tmp_path, {"stories/harbour/en.md": harbour.replace("status: published", "status: withdrawn")})
    assert traces(after, "zugzwang") == []


@pytest.mark.parametrize(
    ("code", "words"), [("ru", "Этот перевод обновляется."), ("kk", "Бұл аударма жаңартылып жатыр.")]
)
def test_a_stale_translation_says_so_and_leads_to_its_original(code: str, words: str, tmp_path: Path) -> None:
    stale = translation(PLAIN, "Гавань", translation_of="en@000000000000")
    site = build_site(tmp_path, {"stories/harbour/en.md": PLAIN, f"stories/harbour/{code}.md": stale})
    assert site.codes == []
    notice = BeautifulSoup(site.read(f"{code}/stories/harbour/index.html"), "html.parser").select_one(".notice")
    assert notice.strong.text == words
    assert (notice.a["href"], notice.a["lang"], notice.a.text) == ("/en/stories/harbour/", "en", "Harbour")


def test_an_up_to_date_translation_bears_no_notice(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": PLAIN, "stories/harbour/ru.md": translation(PLAIN)})
    assert "notice" not in BeautifulSoup(site.read("ru/stories/harbour/index.html"), "html.parser").main.decode()


def test_a_changed_comma_makes_a_translation_stale_and_white_space_does_not(tmp_path: Path) -> None:
    def stale(name: str, english: str) -> bool:
        files = {"stories/harbour/en.md": english, "stories/harbour/ru.md": translation(PLAIN)}
        library, _ = read_library(content(tmp_path / name, files), LANGUAGES, datetime.date(2026, 6, 1))
        return library.stories["harbour"].tellings["ru"].stale

    assert not stale("spaces", PLAIN.replace("A text.\n", "\r\nA text.  \r\n\r\n"))
    assert stale("comma", PLAIN.replace("A text.", "A text, changed."))
    assert stale("title", PLAIN.replace("title: Harbour", "title: Harbours"))
    assert stale("summary", PLAIN.replace("summary: What", "summary: All that"))


def documented(title: str, summary: str, body: str) -> str:
    """The digest as the design describes it, made in another way than the room makes it."""
    parts = []
    for part in (title, summary, body):
        lines = unicodedata.normalize("NFC", "\n".join("\n".join(part.split("\r\n")).split("\r"))).split("\n")
        parts.append("\n".join(line.rstrip() for line in lines).strip())
    return hashlib.sha256(f"{parts[0]}\n{parts[1]}\n{parts[2]}".encode()).hexdigest()[:12]


def test_the_digest_of_a_known_text_is_known() -> None:
    whole = hashlib.sha256("Порт\nЧто было.\nОдин.\n\nДва.".encode()).hexdigest()
    assert digest(" Порт ", "Что было. ", "\r\n\r\nОдин.  \r\n\r\nДва.\t\n\n") == whole[:12]
    assert digest("й", "", "") == digest("и\u0306", "", "")  # one letter, or a letter and its sign


@given(*[st.text(st.sampled_from("aйи\u0306é \t\r\n.—")) for _ in range(3)])
def test_the_digest_is_the_documented_one(title: str, summary: str, body: str) -> None:
    assert digest(title, summary, body) == documented(title, summary, body)


RECORD = translation(PLAIN, "Гавань", translation_of="en@000000000000")
CURRENT = f"en@{digest('Harbour', 'What happened in Harbour.', 'A text.')}"
FORMS = {
    "plain": RECORD,
    "with a comment": RECORD.replace("en@000000000000", "en@000000000000   # checked by the second reader"),
    "between quotes": RECORD.replace("en@000000000000", '"en@000000000000"'),
    "with a quoted key": RECORD.replace("translation_of", '"translation_of"'),
    "on the next line": RECORD.replace(" en@000000000000", "\n  en@000000000000"),
    "with wide spaces": RECORD.replace("translation_of: ", "translation_of   :    "),
    "with the same words in the text": RECORD + "translation_of: en@000000000000\n",
    "in a mapping": "---\n{title: A, summary: B, translation_of: en@000000000000, status: draft}\n---\nC\n",
    "without a last line end": RECORD.rstrip("\n"),
    "with old line ends": RECORD.replace("\n", "\r"),
    "with Windows line ends": RECORD.replace("\n", "\r\n"),
    "with mixed line ends": RECORD.replace("\n", "\r\n", 4),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_recording_a_translation_changes_its_reference_and_no_other_byte(form: str, tmp_path: Path) -> None:
    folder = content(tmp_path, {"stories/harbour/en.md": PLAIN, "stories/harbour/ru.md": FORMS[form]})
    assert mark_translated(folder, "harbour", "ru") == (CURRENT, True)
    written = (folder / "stories/harbour/ru.md").read_bytes()
    assert written == FORMS[form].replace("en@000000000000", CURRENT, 1).encode()
    assert mark_translated(folder, "harbour", "ru") == (CURRENT, False)
    assert (folder / "stories/harbour/ru.md").read_bytes() == written
    assert sorted(path.name for path in (folder / "stories/harbour").iterdir()) == ["en.md", "ru.md"]


@pytest.mark.parametrize(
    "summary", ["|\n  One line,\n  another.", ">\n  One line,\n  another.", "'One line,\n\n  another.'"]
)
def test_a_recorded_translation_is_up_to_date_for_the_build(summary: str, tmp_path: Path) -> None:
    files = {"stories/harbour/en.md": original(summary=summary), "stories/harbour/ru.md": RECORD}
    folder = content(tmp_path, files)
    mark_translated(folder, "harbour", "ru")
    library, _ = read_library(folder, LANGUAGES, datetime.date(2026, 6, 1))
    assert not library.stories["harbour"].tellings["ru"].stale


def test_a_page_is_recorded_too_and_keeps_its_rights(tmp_path: Path) -> None:
    page = original("About", "We.\n", date="", categories="", consent="")
    folder = content(tmp_path, {"pages/about/en.md": page, "pages/about/ru.md": RECORD})
    (folder / "pages/about/ru.md").chmod(0o640)
    assert mark_translated(folder, "about", "ru")[1]
    assert (folder / "pages/about/ru.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("key", "code", "fault"),
    [
        ("nowhere", "ru", "stories/unknown-story"),
        ("harbour", "kk", "stories/no-telling"),
        ("harbour", "en", "stories/not-a-translation"),
        ("lonely", "ru", "stories/no-original"),
        ("escaped", "ru", "stories/bad-reference"),
        ("broken", "ru", "stories/bad-yaml"),
        ("broken", "kk", "stories/unclosed-front-matter"),
    ],
)
def test_what_cannot_be_recorded_is_a_fault_and_changes_nothing(
    key: str, code: str, fault: str, tmp_path: Path
) -> None:
    folder = content(tmp_path, {"stories/harbour/en.md": PLAIN, "stories/lonely/ru.md": RECORD})
    write(folder / "stories/broken", {"en.md": PLAIN, "ru.md": "---\na: [\n---\n", "kk.md": "---\na: b\n"})
    escaped = RECORD.replace("en@000000000000", '"en\\x40000000000000"')
    write(folder / "stories/escaped", {"en.md": PLAIN, "ru.md": escaped})
    before = snapshot(folder)
    with pytest.raises(Faults) as stopped:
        mark_translated(folder, key, code)
    assert [found.code for found in stopped.value.faults] == [fault]
    assert snapshot(folder) == before


def test_a_stale_translation_says_so_even_where_its_original_has_no_edition(tmp_path: Path) -> None:
    site = build_site(
        tmp_path,
        {
            "stories/harbour/de.md": original(),
            "stories/harbour/ru.md": translation(original(), translation_of="de@000000000000"),
        },
    )
    assert 'class="notice"' in site.read("ru/stories/harbour/index.html")
