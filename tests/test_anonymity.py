"""Anonymity: what could name or find somebody stops the build, and what names nobody passes."""

import ast
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.anonymity import RULES, Verdict, examine, explain
from plugins.anonymity.speech import spoken
from plugins.faults import Fault
from plugins.stories import read_content
from tests.tiny import ROOT, Built, build_site, content, original, translation

Files = Mapping[str, str | bytes]

LANGUAGES = ("en", "ru", "kk")
EN, RU = "stories/harbour/en.md", "stories/harbour/ru.md"
TOLD = "Dana (name changed) came.\n"
DANA = original(text=TOLD, pseudonyms="[Dana]")
GLOSSARY = """\
all:
  - Qorvex
  - Velmir Circle
en:
  - Harbour Aid Network
ru:
  - Береговой круг
kk:
  - Қайық қоры
"""
# By language: a name that the gate knows, and what a text writes after it where it is changed.
MARKED = {
    "az": ("Aygün", "adı dəyişdirilib"),
    "en": ("Tamsin", "name changed"),
    "hy": ("Գոհար", "անունը փոխված է"),
    "ka": ("ნინო", "სახელი შეცვლილია"),
    "kk": ("Айгүл", "есімі өзгертілген"),
    "ky": ("Айжан", "аты өзгөртүлгөн"),
    "mk": ("Драгана", "името е сменето"),
    "ro": ("Ioana", "numele a fost schimbat"),
    "ru": ("Айгуль", "имя изменено"),
    "tg": ("Гулнора", "номаш иваз шудааст"),
    "tr": ("Elif", "ismi değiştirilmiştir"),
    "uk": ("Оксана", "ім’я змінено"),
    "uz-cyrl": ("Нилуфар", "исми ўзгартирилган"),
    "uz-latn": ("Nilufar", "ismi oʻzgartirilgan"),
}


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(stream, "JPEG")
    return stream.getvalue()


def judged(tmp_path: Path, files: Files, languages: tuple[str, ...] = LANGUAGES) -> Verdict:
    """Return what the gate alone says of a content folder; each call has a folder of its own."""
    folder = content(Path(tempfile.mkdtemp(dir=tmp_path)), files)
    return examine(read_content(folder, languages)[0], tmp_path / "no-list.txt", languages)


def faults_of(
    tmp_path: Path, text: str, language: str = "en", files: Files | None = None, **keys: str
) -> tuple[Fault, ...]:
    """Return what the gate says of one story, whose title and summary name nothing unless `keys` say otherwise."""
    telling = original(text=f"{text}\n", **{"title": '"…"', "summary": '"…"', **keys})
    return judged(tmp_path, {f"stories/harbour/{language}.md": telling, **(files or {})}).faults


def said(tmp_path: Path, text: str, language: str = "en", files: Files | None = None, **keys: str) -> list[str]:
    """Return the codes of what the gate says of one story, without `anonymity/`."""
    return codes(faults_of(tmp_path, text, language, files, **keys))


def codes(faults: tuple[Fault, ...], severity: str = "") -> list[str]:
    """Return the codes of the gate's faults, without `anonymity/`; only those of a severity where one is given."""
    mine = [fault for fault in faults if fault.code.startswith("anonymity/") and severity in ("", fault.severity)]
    return [fault.code.removeprefix("anonymity/") for fault in mine]


def accepted(*names: str) -> str:
    return "[" + ", ".join(f"{{code: anonymity/{name}, why: it is invented}}" for name in names) + "]"


# Names


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A text.", {"title": "Zorvik at sea"}),
        ("A text.", {"summary": "About Zorvik."}),
        ("She met Zorvik there.", {}),
        ("Zorvik came home.", {}),
        ("> Zorvik came home.", {}),
        ("- Zorvik", {}),
        ("## About Zorvik\n\nA text.", {}),
        ("| Zorvik | b |\n|---|---|\n| a | b |", {}),
        ("![Zorvik on a bench](bench.jpg)", {}),
        ("[Zorvik](https://example.org/)", {}),
        ('[a](https://example.org/ "Zorvik")', {}),
        ('<abbr title="Zorvik">x</abbr>', {}),
        ("She met Zor**vik** there.", {}),
        ("She met Zor&#118;ik there.", {}),
        ("She met Zorvik-jan there.", {}),
        ("A text.", {"picture": "bench.jpg", "picture_alt": "Zorvik on a bench"}),
        ("A text.", {"partner": "{name: Zorvik, url: https://partner.example/}"}),
        ("A text.", {"also_read": "[{title: About Zorvik, url: https://example.org/}]"}),
    ],
)
def test_an_unknown_name_stops_the_build_wherever_it_stands(text: str, keys: dict[str, str], tmp_path: Path) -> None:
    assert said(tmp_path, text, files={"stories/harbour/bench.jpg": picture()}, **keys) == ["unmarked-name"]


def test_a_page_is_read_like_a_story(tmp_path: Path) -> None:
    page = "---\ntitle: About\nsummary: Who we are.\nstatus: published\nreviewed: 2026-03-08\n---\n\nWe met Zorvik.\n"
    assert codes(judged(tmp_path, {"pages/about/en.md": page}).faults) == ["unmarked-name"]


def test_a_term_of_the_vocabulary_that_may_name_somebody_stops_the_build(tmp_path: Path) -> None:
    site = build_site(tmp_path, {EN: original(), "vocabulary.yaml": "categories:\n  response-stories: {en: Zorvik}\n"})
    assert site.codes == ["anonymity/unmarked-name"]


def test_a_name_is_blamed_where_it_stands(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "She came.\n\nShe met **Zorvik** there.")
    assert (fault.path, fault.line, fault.column, fault.severity) == (EN, 13, 11, "block")


def test_a_close_pseudonym_is_offered_for_a_slip(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, f"{TOLD}\nLater Danna left.", pseudonyms="[Dana]")
    assert 'did you mean "dana"?' in fault.remedy.lower()


SENTENCES = {
    "az": "O {} gördü.", "en": "She met {} there.", "hy": "Նա տեսավ {} այնտեղ։", "ka": "ის ნახავს {}.",
    "kk": "Ол {} көрді.", "ky": "Ал {} көрдү.", "mk": "Таа ја виде {} таму.", "ro": "Ea a văzut {} acolo.",
    "ru": "Она увидела {} там.", "tg": "Ӯ {} дид.", "tr": "O {} gördü.", "uk": "Вона бачила {} там.",
    "uz-cyrl": "У {} кўрди.", "uz-latn": "U {} koʻrdi.",
}  # fmt: skip


@pytest.mark.parametrize("language", MARKED)
def test_a_name_that_is_not_declared_stops_the_build_in_every_language(language: str, tmp_path: Path) -> None:
    assert said(tmp_path, SENTENCES[language].format(MARKED[language][0]), language) == ["unmarked-name"]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("az", "Leyla"), ("az", "Aylin"), ("en", "Frances"), ("hy", "Շուշան"), ("ka", "ლარისა"), ("kk", "Айдар"),
        ("kk", "Роман"), ("kk", "Дана"), ("ky", "Малика"), ("mk", "Катарина"), ("ro", "Iulia"), ("ru", "Мариам"),
        ("tg", "Марям"), ("tr", "Aylin"), ("uk", "Арам"), ("uz-cyrl", "Малика"), ("uz-latn", "Malika"),
    ],
)  # fmt: skip
def test_a_known_name_that_looks_like_an_inflected_term_stops_the_build(
    language: str, name: str, tmp_path: Path
) -> None:
    assert said(tmp_path, SENTENCES[language].format(name), language) == ["unmarked-name"]


@pytest.mark.parametrize(
    ("language", "name", "marker", "forms"),
    [
        ("en", "Dana", "name changed", "Dana's Dana’s Danas"),
        ("ru", "Дана", "имя изменено", "Даны Дане Дану Даной Даною"),
        ("kk", "Дана", "есімі өзгертілген", "Дананың Данаға Дананы Данада Данадан Данамен"),
        ("uk", "Дана", "ім’я змінено", "Дани Дані Дану Даною"),
        ("tr", "Elif", "ismi değiştirilmiştir", "Elif'in Elif’e Elif'i Elif'te Elif'ten Elif'le"),
        ("ka", "თამარი", "სახელი შეცვლილია", "თამარის თამარმა თამარს თამარით თამართან თამარისთვის"),
    ],
)
def test_a_pseudonym_passes_in_every_form_of_its_language(
    language: str, name: str, marker: str, forms: str, tmp_path: Path
) -> None:
    text = ". ".join([f"{name} ({marker})", *forms.split()])
    assert said(tmp_path, text, language, pseudonyms=f"[{name}]") == []


@pytest.mark.parametrize("form", ["თამარი", "თამარის", "თამარმა", "თამარს", "ნინოსთან", "თამართან", "დავითზე"])
def test_a_georgian_name_is_found_without_capitals(form: str, tmp_path: Path) -> None:

    assert said(tmp_path, f"ის მოვიდა {form}.", "ka") == ["unmarked-name"]


def test_ordinary_georgian_words_pass(tmp_path: Path) -> None:
    assert said(tmp_path, "ქალი მოვიდა საავადმყოფოში და ექიმს დაელაპარაკა.", "ka") == []


def test_a_pseudonym_written_small_is_a_slip(tmp_path: Path) -> None:
    assert said(tmp_path, "Then dana came.") == ["unmarked-name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Dana's story](../harbour/) is another.", []),
        ("[What Dana did](../harbour/#what-was-done) is another.", []),
        ("Dana told [another](../harbour/).", ["unmarked-name"]),
        ("[Dana's story](../pier/) is another.", ["unmarked-name"]),
        ("[Mira's story](../harbour/) is another.", ["unmarked-name"]),
    ],
)
def test_a_pseudonym_of_another_story_passes_only_in_a_link_to_it(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    files = {EN: DANA, "stories/pier/en.md": original("A pier"), "stories/quay/en.md": original("A quay", f"{text}\n")}
    assert codes(judged(tmp_path, files).faults) == expected


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "Rolan Tavik", "The minister Rolan Tavik spoke. Tavik's words stood there."),
        ("en", "Rolan Tavik", "The minister R. Tavik spoke."),
        ("ru", "Ролан Тавик", "Спросили Ролана Тавика. С Роланом Тавиком говорили. Ролану дали."),
        ("kk", "Ролан Тавик", "Ролан Тавиктің сөзі. Ролан Тавикке айтты."),
        ("uk", "Ролан Тавик", "Запитали Ролана Тавика. З Роланом Тавиком говорили."),
        ("tr", "Rolan Tavik", "Rolan Tavik'in sözü. Rolan Tavik’e söyledi."),
    ],
)
def test_a_public_person_passes_in_every_form_and_without_a_marker(
    language: str, name: str, text: str, tmp_path: Path
) -> None:
    assert said(tmp_path, text, language, public_people=f"[{{name: {name}, why: minister}}]") == []
    assert "block" in {fault.severity for fault in faults_of(tmp_path, text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She wrote to the Harbour Aid Network and to Qorvex."),
        ("en", "She saw Qorvex's people and the Velmir Circle."),
        ("ru", "Она писала в Береговой круг, была в Береговом круге и в Qorvex."),
        ("kk", "Ол Қайық қорына жазды. Ол Қайық қорының үйін көрді."),
        ("tr", "O Qorvex'e yazdı. O Velmir Circle için geldi."),
    ],
)
def test_a_term_of_the_glossary_passes_in_its_forms(language: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, language, {"glossary.yaml": GLOSSARY}) == []


def test_without_the_glossary_its_terms_may_be_names(tmp_path: Path) -> None:
    assert said(tmp_path, "She wrote to Qorvex and the Velmir Circle.") == ["unmarked-name", "unmarked-name"]
    assert said(tmp_path, "She met Velmir there.", files={"glossary.yaml": "kk: [Velmir]\n"}) == ["unmarked-name"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("She has HIV, went to the UN and wrote to the WHO.", "en"),
        ("In May she went from Almaty to Kazakhstan's north on a Monday.", "en"),
        ("Она живёт с ВИЧ и пишет в ООН.", "ru"),
        ("Ол АИТВ туралы БҰҰ-ға жазды.", "kk"),
        ("Ona İngiltere'den mektup geldi.", "tr"),
    ],
)
def test_acronyms_and_places_pass(text: str, language: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, language) == []


def test_a_known_name_in_capitals_is_no_acronym(tmp_path: Path) -> None:
    assert said(tmp_path, "She met ANNA there.") == ["unmarked-name"]


@pytest.mark.parametrize(
    ("text", "language", "pseudonym"),
    [
        ("Dana Zorvik (name changed) came.", "en", "Dana"),
        ("Dana Bekova (name changed) came.", "en", "Dana"),
        ("Dana-Zorvik (name changed) came.", "en", "Dana"),
        ("Dana BEKOVA (name changed) came.", "en", "Dana"),
        ("Дана Бекова (имя изменено) пришла.", "ru", "Дана"),
        ("Дана Сериковна (имя изменено) пришла.", "ru", "Дана"),
        ("Дана Бекова (есімі өзгертілген) келді.", "kk", "Дана"),
        ("Дана Коваленко (ім’я змінено) прийшла.", "uk", "Дана"),
        ("Elif Yılmazoğlu (ismi değiştirilmiştir) geldi.", "tr", "Elif"),
    ],
)
def test_a_surname_beside_a_changed_name_stops_the_build(
    text: str, language: str, pseudonym: str, tmp_path: Path
) -> None:
    assert said(tmp_path, text, language, pseudonyms=f"[{pseudonym}]") == ["surname"]


@pytest.mark.parametrize(
    ("leaking", "harmless", "language"),
    [
        ("Протокол составил Жук.", "Жук полз по стене.", "ru"),
        ("Протокол составил Борисов.", "Протокол составил жук.", "ru"),
        ("The report was written by Baker.", "The report was written by a baker.", "en"),
        ("Onu Əliyev yazdı.", "Heydər Əliyev Fondu kömək etdi.", "az"),
    ],
)
def test_a_surname_that_is_a_word_a_town_or_part_of_a_title_stops_the_build(
    leaking: str, harmless: str, language: str, tmp_path: Path
) -> None:
    assert len(said(tmp_path, leaking, language)) == 1
    assert said(tmp_path, harmless, language) == []


def test_a_georgian_surname_stops_the_build(tmp_path: Path) -> None:
    assert said(tmp_path, "ნინო ბერიძე (სახელი შეცვლილია) მოვიდა.", "ka", pseudonyms="[ნინო]") != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("She met A. Bekova there.", "en"),
        ("She met Bekova A. B. there.", "en"),
        ("She met Dana K. there.", "en"),
        ("Dana (name changed) came. Then Dana K. left.", "en"),
        ("Она увидела А. Бекову там.", "ru"),
        ("Она увидела Бекову А. Б. там.", "ru"),
    ],
)
def test_an_initial_beside_a_name_stops_the_build(text: str, language: str, tmp_path: Path) -> None:
    pseudonyms = {"pseudonyms": "[Dana]"} if "changed" in text else {}
    assert "surname" in said(tmp_path, text, language, **pseudonyms)


@pytest.mark.parametrize("text", ["Part A. It was long.", "Vitamin B. Then more.", "The hall (A. the first) was full."])
def test_a_letter_that_stands_for_no_name_passes(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hope came home late.", "en", ["unmarked-name"]),
        ("They waited for Hope there.", "en", ["unmarked-name"]),
        ("Hope for people remains.", "en", []),
        ("Grace near water.", "en", ["name-or-word"]),
        ("Надежда пришла домой.", "ru", ["unmarked-name"]),
        ("Надежда умирает последней.", "ru", []),
    ],
)
def test_a_word_that_is_also_a_name_is_told_by_what_follows(
    text: str, language: str, expected: list[str], tmp_path: Path
) -> None:
    assert said(tmp_path, text, language) == expected


# Addresses


@pytest.mark.parametrize(
    ("key", "keys", "text"),
    [
        ("bekova", {}, "A text."),
        ("aigerim-at-sea", {}, "A text."),
        ("harbour", {"slug": "bekova-at-sea"}, "A text."),
        ("harbour", {"slug": "dana-at-sea", "pseudonyms": "[Dana]"}, TOLD),
        ("harbour", {"slug": "janna-at-sea", "pseudonyms": "[Жанна]"}, "Жанна (name changed) came."),
        ("harbour", {"picture": "bekova.jpg", "picture_alt": "A bench"}, "A text."),
        ("harbour", {}, "![A bench](bekova.jpg)"),
        ("harbour", {}, "[A report](https://example.org/aigerim-bekova)"),
        ("harbour", {"also_read": "[{title: A book, url: https://example.org/bekova}]"}, "A text."),
    ],
)
def test_a_name_in_an_address_or_file_name_stops_the_build(
    key: str, keys: dict[str, str], text: str, tmp_path: Path
) -> None:
    files = {f"stories/{key}/en.md": original(text=f"{text}\n", **keys), f"stories/{key}/bekova.jpg": picture()}
    assert set(codes(judged(tmp_path, files).faults)) == {"name-in-address"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("[A report](https://example.org/night-bus-report)", {}),
        ("A text.", {"slug": "night-bus"}),
        ("Rolan Bekov spoke.", {"slug": "bekov", "public_people": "[{name: Rolan Bekov, why: minister}]"}),
    ],
)
def test_an_address_of_ordinary_words_or_public_people_passes(text: str, keys: dict[str, str], tmp_path: Path) -> None:
    assert said(tmp_path, text, **keys) == []


# Markers


def test_every_language_that_the_gate_reads_is_tested() -> None:
    assert set(MARKED) == spoken() == set(SENTENCES)


@pytest.mark.parametrize("language", MARKED)
def test_a_changed_name_is_marked_in_the_words_of_its_language(language: str, tmp_path: Path) -> None:
    name, marker = MARKED[language]
    keys = {"pseudonyms": f"[{name}]"}
    assert said(tmp_path, f"{name} ({marker}) …", language, **keys) == []
    assert said(tmp_path, f"{name} …", language, **keys) == ["no-marker"]
    assert said(tmp_path, f"{name} …. {name} ({marker}) …", language, **keys) == ["no-marker"]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Dana and Alan (names changed) came.", "en", "[Dana, Alan]"),
        ("Dana, Alan and Mira (names changed) came.", "en", "[Dana, Alan, Mira]"),
        ("Dana, a cook of many years (name changed), came.", "en", "[Dana]"),
        ("Dana (her name, as she asked us, has been changed) came.", "en", "[Dana]"),
        ("Dana (not her real name) came.", "en", "[Dana]"),
        ("Dana (name changed at her request - ed.) came.", "en", "[Dana]"),
        ("“Dana” (a pseudonym) came.", "en", "[Dana]"),
        ("We call her Dana.", "en", "[Dana]"),
        ("Under the pseudonym Dana she wrote to us.", "en", "[Dana]"),
        ("All names in this text have been changed.\n\nDana came.\n\nAlan came.", "en", "[Dana, Alan]"),
        ("Дана и Мира (имена изменены) пришли.", "ru", "[Дана, Мира]"),
        ("Назовём её Дана.", "ru", "[Дана]"),
        ("Все имена изменены.\n\nДана пришла. Мира ушла.", "ru", "[Дана, Мира]"),
        ("Дана мен Мира (есімдері өзгертілген) келді.", "kk", "[Дана, Мира]"),
    ],
)
def test_a_marker_may_be_worded_and_placed_as_people_write(
    text: str, language: str, names: str, tmp_path: Path
) -> None:
    assert said(tmp_path, text, language, pseudonyms=names) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dana came. All names in this text have been changed.",
        "Dana came home. Later Dana (name changed) left.",
        "Dana came. She changed the name of the street.",
        "The name of the street was changed. Dana came.",
        "Dana (from the street) came.",
        "Dana came with a long row of words that goes on and on and on and on and on and on (name changed).",
        "## What Dana did\n\nDana (name changed) came.",
    ],
)
def test_a_name_without_its_marker_at_the_first_use_stops_the_build(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, pseudonyms="[Dana]") == ["no-marker"]


@pytest.mark.parametrize(
    "text",
    [
        "Dana and Alan (name changed) came.",
        "Dana came. Alan (names changed) came too.",
        "Dana (name changed) and Alan came.",
    ],
)
def test_a_marker_covers_one_name_or_those_joined_with_it(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, pseudonyms="[Dana, Alan]") == ["no-marker"]


def test_a_marker_in_the_summary_does_not_count_for_the_text(tmp_path: Path) -> None:
    keys = {"summary": "Dana (name changed) came.", "pseudonyms": "[Dana]"}
    assert said(tmp_path, "Dana came.", **keys) == ["no-marker"]
    assert said(tmp_path, TOLD, **keys) == []


def test_a_pseudonym_in_the_title_and_one_that_is_not_used_are_warned_of(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, TOLD, title="Dana at sea", pseudonyms="[Dana, Mira]")
    assert codes(faults, "warn") == ["unused-pseudonym", "pseudonym-in-title"]
    assert codes(faults, "block") == []


@pytest.mark.parametrize("key", ["title", "summary"])
def test_a_diagnosis_is_warned_of_where_histories_and_previews_show_it(key: str, tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "A clinic answered.", **{key: "A year with tuberculosis"})
    assert codes(faults, "warn") == ["diagnosis-in-title"]
    assert codes(faults_of(tmp_path, "She has tuberculosis.", **{key: "A year at sea"}), "warn") == []


# Identifiers


@pytest.mark.parametrize(
    ("code", "leaking", "harmless"),
    [
        ("phone", "She wrote to +77010000001 again.", "In need she rang 101, 102, 103 or 112."),
        ("number", "The file 1234567 was hers.", "It was seen by 10 000 000 people."),
        ("number", "It was zero five five one two three four five.", "It was one two three."),
        ("card-number", "The card 4000 0012 3456 7899 was taken.", "She paid 1 250 000 tenge."),
        ("personal-number", "The IIN 900101300123 was asked for.", "The IIN was asked for."),
        ("personal-number", "The case number 123456 was read out.", "The case number was read out."),
        ("document-number", "The passport N 12345678 was taken.", "Her passport was taken in 2021."),
        ("email", "She wrote to nobody@mail.example then.", "She wrote to them @ noon."),
        ("email", "She wrote to nobody at mail dot example then.", "She was at work, at the dot."),
        ("email", "She wrote to nobody[at]mail.example then.", "A text [sic] then."),
        ("handle", "She is @nobody_here now.", "She met him on x.com then."),
        ("social-link", "See [here](https://t.me/nobody_here).", "See [here](https://example.org/report)."),
        ("social-link", "See www.facebook.com/nobody_here now.", "See www.facebook.com now."),
        ("contact", "See [here](mailto:nobody@mail.example).", "See [here](https://example.org/mailto)."),
        ("map-link", "See [here](https://osm.org/way/1).", "See [here](https://example.org/map)."),
        ("map-link", "See www.google.com/maps/place/1 now.", "See www.example.org/maps/ now."),
        ("coordinates", "It stands at 43.2389, 76.8897 there.", "The shares are 43.2, then 76.8 percent."),
        ("coordinates", "It stands at 43° 14' N there.", "It had 43 rooms and 14 doors."),
        ("ip-address", "She wrote from 192.0.2.14 then.", "She read version 1.2.3 then."),
        ("device", "The phone 00-1B-44-11-3A-B7 was taken.", "It was open 09:00–18:00 then."),
        ("street-address", "She lives at 15 Birch Street now.", "She walked along a street for 15 minutes."),
        ("street-address", "She lives in house 5, flat 12 now.", "The house has 15 rooms."),
        ("plate", "The car 123 ABC 02 stood there.", "The car stood there with 123 others."),
        ("birth-date", "He was born on the third of May 1991.", "The court met on the third of May 1991."),
        ("handle", "Her nickname on Telegram is quay_light95 now.", "She left Telegram in 2021."),
        ("coordinates", "The door is at 8FVC9G8F+6X now.", "Her grade was A+ and then B+ now."),
        ("birth-date", "A child was born on 4.05.1990 there.", "A child was born in 1990 there."),
        ("numbered-institution", "They went to school No. 15 there.", "The hospital has 15 beds."),
        ("numbered-institution", "They went to the 4th polyclinic.", "They went to the first polyclinic."),
        ("numbered-institution", "It was in ЛА-155/8 then.", "It was in a colony then."),
        ("real-name", "The real name is known to the editors.", "The real name is not given."),
        ("editors-note", "A text [TODO: check] more.", "A text [1] more."),
        ("editors-note", "Check her real name.", "A note to the editor was sent."),
        ("editors-note", "A text ???", "A text??"),
    ],
)
def test_what_leads_to_a_person_stops_the_build_and_what_looks_like_it_passes(
    code: str, leaking: str, harmless: str, tmp_path: Path
) -> None:
    assert codes(faults_of(tmp_path, leaking), "block") == [code]
    assert said(tmp_path, harmless) == []


@pytest.mark.parametrize(
    ("code", "language", "text"),
    [
        ("phone", "ru", "Она писала на +77010000001."),
        ("street-address", "ru", "Она жила на ул. Берёзовой, д. 15, кв. 3."),
        ("birth-date", "ru", "Она родилась 4 мая 1990 года."),
        ("birth-date", "ru", "Она родилась четвёртого мая 1990 года."),
        ("handle", "ru", "Её ник в телеграме dana_bek95."),
        ("street-address", "ru", "Она жила на Берёзовой, 15, кв. 3."),
        ("numbered-institution", "ru", "Она пошла в школу № 15."),
        ("personal-number", "ru", "Спросили ИИН 900101300123."),
        ("email", "ru", "Пишите nobody собака mail точка example."),
        ("editors-note", "ru", "Текст [ред.: проверить]."),
        ("numbered-institution", "kk", "Ол № 15 мектепке барды."),
        ("birth-date", "kk", "Ол 1990 жылғы 4 мамырда туған."),
        ("personal-number", "kk", "ЖСН 900101300123 сұралды."),
        ("street-address", "kk", "Ол тұрды: Қайың көшесі, 15."),
        ("numbered-institution", "uz-latn", "U 15-maktabga bordi."),
        ("phone", "ka", "მისწერა +77010000001."),
    ],
)
def test_identifiers_are_found_in_the_words_of_the_language(
    code: str, language: str, text: str, tmp_path: Path
) -> None:
    assert codes(faults_of(tmp_path, text, language), "block") == [code]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Article 131 of the Code of 7 July 2020 No. 360-VI was read.", "en"),
        ("Law No. 360 of 7.07.2020, Article 5, paragraph 3, part 12.", "en"),
        ("Order No. ҚР ДСМ-175/2020 and Order 2345678 were read.", "en"),
        ("In 2019–2021, and in 2022, 2023, it cost 3 500 000 tenge, or $7,000.", "en"),
        ("From 10 to 14 March 2021 the road was closed.", "en"),
        ("Статья 131 Кодекса от 7 июля 2020 года № 360-VI.", "ru"),
        ("Приказ № 15 от 4 мая 2020 года; сумма 1 250 000 тенге; звоните 101, 102, 103.", "ru"),
        ("2020 жылғы 7 шілдедегі № 360 заң, 131-бап, 1 250 000 теңге.", "kk"),
        ("The order No. 15 of the hospital was read.", "en"),
        ("Law No. 15 on hospitals was read.", "en"),
        ("Прочли приказ № 15 больницы.", "ru"),
    ],
)
def test_laws_sums_dates_years_and_emergency_numbers_pass(text: str, language: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, language) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("+7 701 000 00 01", "She wrote to +7-701-000-0001."),
        ("8 (800) 000-00-00", "The hotline is 88000000000."),
        ("help@net.example", "She wrote to Help@Net.example."),
        ("https://t.me/ournet", "[Our chat](https://t.me/ournet/)."),
    ],
)
def test_an_allowed_value_passes_in_another_spacing(value: str, text: str, tmp_path: Path) -> None:
    allowed = f"# Ours\n- value: '{value}'\n  why: our own, open to everybody\n"
    assert said(tmp_path, text, files={"allowed.yaml": allowed}) == []
    assert said(tmp_path, text, files={"allowed.yaml": "# Nothing yet\n"}) != []


# Lists


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("allowed.yaml", "- {value: x}\n", "anonymity/wrong-form"),
        ("allowed.yaml", "- x\n", "anonymity/wrong-form"),
        ("allowed.yaml", "- {value: x, why: y, until: z}\n", "anonymity/wrong-form"),
        ("allowed.yaml", "- {value: '', why: y}\n", "anonymity/wrong-form"),
        ("allowed.yaml", "value: x\n", "anonymity/wrong-form"),
        ("allowed.yaml", "- [\n", "stories/bad-yaml"),
        ("glossary.yaml", "en: Qorvex\n", "anonymity/wrong-form"),
        ("glossary.yaml", "en: [{a: b}]\n", "anonymity/wrong-form"),
        ("glossary.yaml", "en: [\n", "stories/bad-yaml"),
        ("glossary.yaml", "kz: [Qorvex]\n", "anonymity/unknown-language"),
        ("glossary.yaml", "all:\n  - Qorvex\n  - Aigerim\n", "anonymity/name-in-glossary"),
        ("glossary.yaml", "ru: [Айгуль Бекова]\n", "anonymity/name-in-glossary"),
        ("glossary.yaml", "ka: [ნინო]\n", "anonymity/name-in-glossary"),
    ],
)
def test_a_list_that_is_malformed_or_names_a_person_stops_the_build(
    name: str, text: str, code: str, tmp_path: Path
) -> None:
    site = build_site(tmp_path, {EN: original(), name: text})
    assert ([fault.path for fault in site.faults], site.codes) == ([name], [code])
    assert not site.output.exists()


# Hidden text


@pytest.mark.parametrize(
    "letter",
    ["\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u200d", "\u200e", "\u3164", "\U000e0041", "\ue000"],
    ids=lambda letter: f"U+{ord(letter):04X}",
)
def test_an_invisible_character_stops_the_build(letter: str, tmp_path: Path) -> None:
    assert said(tmp_path, f"She wa{letter}s here.") == ["invisible-character"]
    assert said(tmp_path, "She was here.", summary=f'"She wa{letter}s here."') == ["invisible-character"]


@pytest.mark.parametrize(
    ("text", "language"), [("Он пришёл в дoм.", "ru"), ("She was hеre.", "en"), ("Ол үйгe келді.", "kk")]
)
def test_a_letter_of_another_alphabet_in_a_word_stops_the_build(text: str, language: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, language) == ["mixed-scripts"]


@pytest.mark.parametrize(
    "text",
    ["A family \U0001f468\u200d\U0001f469\u200d\U0001f467 and ❤\ufe0f.", "She\u00a0paid 5\u202f000 tenge.", "Café."],
)
def test_emoji_spaces_and_accents_pass(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text) == []


@pytest.mark.parametrize(
    "text", ['<span style="display:none">x</span>', "<bdi hidden>x</bdi>", '<p style="opacity: 0">x</p>']
)
def test_a_hidden_element_stops_the_build(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text) == ["hidden-element"]


# The private list


def with_list(tmp_path: Path, files: Files, names: str | bytes = "# Ours\nRolan Zorvik\n", **settings: object) -> Built:
    """Build a site with a private list of real names."""
    path = tmp_path / "real-names.txt"
    path.write_bytes(names if isinstance(names, bytes) else names.encode())
    return build_site(tmp_path, files, ANONYMITY_PRIVATE=str(path), **settings)


def shown(site: Built) -> str:
    """Return everything that the faults of a build show."""
    return "\n".join(f"{fault.path} {fault.message} {fault.remedy}" for fault in site.faults).lower()


@pytest.mark.parametrize(
    "files",
    [
        {EN: original(text="She met Zorvik.\n")},
        {EN: original(text="She met zorvik's people.\n")},
        {EN: original(text="She met ZORVIK-ke.\n")},
        {EN: original(text="She met Зорвик.\n")},
        {EN: original(text="She met Зорвиком.\n")},
        {EN: original(text="She met ზორვიკმა.\n")},
        {EN: original(text="She met z&#111;rvik.\n")},
        {EN: original(text="[a](https://example.org/%D0%97%D0%BE%D1%80%D0%B2%D0%B8%D0%BA)\n")},
        {EN: original(title="Zorvik at sea")},
        {EN: original(also_read="[zorvik]")},
        {EN: original(zorvik="x")},
        {EN: original(status="zorvik")},
        {EN: original(status="draft", text="A zorvik.\n")},
        {EN: original(status="withdrawn", text="A zorvik.\n")},
        {EN: original(public_people="[{name: Rolan Zorvik, why: minister}]", text="Rolan Zorvik came.\n")},
        {"stories/zorvik/en.md": original()},
        {EN: original(), "stories/harbour/zorvik.docx": b"x"},
        {EN: original(), "glossary.yaml": "en: [Zorvik]\n"},
    ],
)
def test_a_listed_name_stops_the_build_and_no_fault_shows_it(files: Files, tmp_path: Path) -> None:
    site = with_list(tmp_path, files)
    assert "anonymity/real-name-listed" in site.codes
    assert not site.output.exists()
    assert "zorvik" not in shown(site)
    assert "зорвик" not in shown(site)
    assert "ზორვიკ" not in shown(site)


@pytest.mark.parametrize(
    "files",
    [
        {EN: original(picture="my_zorvik_photo.jpg", picture_alt="A bench"),
         "stories/harbour/my_zorvik_photo.jpg": picture()},
        {EN: original(picture="zorvik1.jpg", picture_alt="A bench"), "stories/harbour/zorvik1.jpg": picture()},
        {EN: original(text="She met z**or**vik.\n")},
    ],
)  # fmt: skip
def test_a_listed_name_is_found_beside_digits_and_between_marks(files: Files, tmp_path: Path) -> None:
    site = with_list(tmp_path, files)
    assert "anonymity/real-name-listed" in site.codes
    assert "zorvik" not in shown(site)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("[a](../%D0%97%D0%BE%D1%80%D0%B2%D0%B8%D0%BA/)", "%d0%97%d0%be%d1%80%d0%b2%d0%b8%d0%ba"),
        ("[a](https://[zorv&#105;k)", "zorv&#105;k"),
        ("She met Ｚｏｒｖｉｋ.", "ｚｏｒｖｉｋ"),
        ("![a bench](my_zorvik.jpg)", "zorvik"),
    ],
)
def test_no_fault_shows_a_listed_name_in_another_spelling(text: str, spelling: str, tmp_path: Path) -> None:
    assert spelling not in shown(with_list(tmp_path, {EN: original(text=f"{text}\n")}))


def test_a_listed_name_in_the_output_alone_stops_the_build(tmp_path: Path) -> None:
    site = with_list(tmp_path, {EN: original()}, SITENAME="Stories of Zorvik")
    assert set(site.codes) == {"anonymity/real-name-listed"}
    assert all(fault.path.startswith("output/") for fault in site.faults)
    assert not site.output.exists()


def test_words_that_begin_like_a_listed_name_and_comments_of_the_list_pass(tmp_path: Path) -> None:
    text = "The annual list also had a zorvik.\n"
    assert with_list(tmp_path, {EN: original(text=text)}, "# Zorvik is no name\nAnna Lis\n").faults == ()


@pytest.mark.parametrize("names", [b"\xff\xfe\n", b"Zorvik \xe9\n"])
def test_a_list_that_cannot_be_read_stops_the_build(names: bytes, tmp_path: Path) -> None:
    site = with_list(tmp_path, {EN: original()}, names)
    assert site.codes == ["anonymity/private-unreadable"]
    assert "zorvik" not in shown(site)
    assert not site.output.exists()


def test_a_folder_in_the_place_of_the_list_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    site = build_site(tmp_path, {EN: original()}, ANONYMITY_PRIVATE=str(tmp_path / "names"))
    assert site.codes == ["anonymity/private-unreadable"]


def test_a_list_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert build_site(tmp_path, {EN: original()}, ANONYMITY_PRIVATE=str(tmp_path / "none.txt")).faults == ()


# Details together


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("She was 34 years old.", "en", ["exact-age"]),
        ("She was in her thirties.", "en", []),
        ("Ей было 34 года.", "ru", ["exact-age"]),
        ("Ол 34 жаста.", "kk", ["exact-age"]),
        ("She came home on 14 March 2021.", "en", ["exact-date"]),
        ("The bridge was opened on 14 March 2021.", "en", []),
        ("The law of 14 March 2021 helped her.", "en", []),
        ("Она пришла 14 марта 2021 года.", "ru", ["exact-date"]),
        ("Закон от 14 марта 2021 года ей помог.", "ru", []),
        ("She was the only teacher in the village.", "en", ["unique"]),
        ("It was the only way.", "en", []),
        ("Она была единственной в селе.", "ru", ["unique"]),
        ("Ол ауылдағы жалғыз мұғалім.", "kk", ["unique"]),
        ("A nurse, divorced, with HIV, a refugee.", "en", ["mosaic"]),
        ("A nurse, divorced, with HIV.", "en", []),
        ("Медсестра, разведена, с ВИЧ, беженка.", "ru", ["mosaic"]),
        ("The rate was 43.2 percent.", "en", []),
        ("Under order No. 15 of 14 March 2021 she was refused.", "en", []),
        ("2021 жылғы 14 наурыздағы заң оған көмектесті.", "kk", []),
    ],
)
def test_details_that_single_somebody_out_are_warned_of(
    text: str, language: str, expected: list[str], tmp_path: Path
) -> None:
    faults = faults_of(tmp_path, text, language)
    assert (codes(faults), codes(faults, "block")) == (expected, [])


def test_a_date_beside_a_changed_name_is_warned_of(tmp_path: Path) -> None:
    assert said(tmp_path, "Dana (name changed) came on 14 March.", pseudonyms="[Dana]") == ["exact-date"]


def test_a_pseudonym_of_two_stories_is_warned_of_in_both(tmp_path: Path) -> None:
    files = {EN: DANA, "stories/quay/en.md": original("A quay", TOLD, pseudonyms="[Dana]")}
    site = build_site(tmp_path, files)
    assert [(fault.path, fault.line, fault.code, fault.severity) for fault in site.faults] == [
        (EN, 9, "anonymity/shared-pseudonym", "warn"),
        ("stories/quay/en.md", 9, "anonymity/shared-pseudonym", "warn"),
    ]


def test_two_spellings_of_a_pseudonym_are_warned_of(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "Alena and Alyona (names changed) came.", pseudonyms="[Alena, Alyona]")
    assert (codes(faults, "warn"), codes(faults, "block")) == (["pseudonym-spelled-twice"], [])


# Acceptances


def test_an_accepted_warning_is_silent(tmp_path: Path) -> None:
    text = "She was 34 years old and came on 14 March 2021."
    assert said(tmp_path, text) == ["exact-age", "exact-date"]
    assert said(tmp_path, text, accepted=accepted("exact-age")) == ["exact-date"]


def test_an_acceptance_of_nothing_stops_the_build(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "She was old.", accepted=accepted("exact-age"))
    assert (fault.code, fault.severity, fault.line) == ("anonymity/unused-acceptance", "block", 9)


@pytest.mark.parametrize("status", ["published", "draft"])
def test_what_blocks_cannot_be_accepted(status: str, tmp_path: Path) -> None:
    codes_said = said(tmp_path, "She met Zorvik.", status=status, accepted=accepted("unmarked-name"))
    assert codes_said == ["not-acceptable", "unmarked-name"]


def test_a_misspelled_acceptance_is_named_with_the_right_one(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "She was old.", accepted=accepted("exact-agee"))
    assert (fault.code, fault.severity) == ("anonymity/not-acceptable", "block")
    assert 'Did you mean "anonymity/exact-age"?' in fault.remedy


def test_accepting_the_warning_does_not_accept_the_block_of_the_same_code(tmp_path: Path) -> None:
    fewer = translation(DANA, text="Она пришла.\n", accepted=accepted("other-people"))
    assert codes(judged(tmp_path, {EN: DANA, RU: fewer}).faults, "block") == ["unused-acceptance", "other-people"]


# Translations


def translated(pseudonyms: str, text: str, *, stale: bool = False, **keys: str) -> str:
    """Return a translation of DANA, perhaps of how it was before it changed."""
    of = DANA.replace("came", "went") if stale else DANA
    return translation(of, text=f"{text}\n", pseudonyms=pseudonyms, **keys)


PAGE = "ru/stories/harbour/index.html"
HERE, ELSE = "Дана (имя изменено) пришла.", "Мира (имя изменено) пришла."


def test_a_translation_with_the_same_people_passes(tmp_path: Path) -> None:
    assert build_site(tmp_path, {EN: DANA, RU: translated("[Дана]", HERE)}).faults == ()


def test_an_up_to_date_translation_with_another_number_of_people_stops_the_build(tmp_path: Path) -> None:
    site = build_site(tmp_path, {EN: DANA, RU: translated("", "Она пришла.")})
    assert site.lines == [f"{RU}:2: anonymity/other-people"]


def test_an_up_to_date_translation_with_other_names_is_warned_of(tmp_path: Path) -> None:
    site = build_site(tmp_path, {EN: DANA, RU: translated("[Мира]", ELSE)})
    assert (codes(site.faults, "warn"), site.codes) == (["other-people"], [])
    assert site.has(PAGE)


def test_public_people_are_compared_too(tmp_path: Path) -> None:
    told = original(text="Rolan Tavik spoke.\n", public_people="[{name: Rolan Tavik, why: minister}]")
    other = translation(told, text="Министр говорил.\n")
    same = translation(told, text="Ролан Тавик говорил.\n", public_people="[{name: Ролан Тавик, why: министр}]")
    assert codes(judged(tmp_path, {EN: told, RU: other}).faults) == ["other-people"]
    assert codes(judged(tmp_path, {EN: told, RU: same}).faults) == []


@pytest.mark.parametrize(
    ("pseudonyms", "text", "keys"),
    [
        ("[Мира]", ELSE, {}),
        ("", "Она пришла.", {}),
        ("[Мира]", ELSE, {"accepted": accepted("withheld-translation")}),
    ],
)
def test_a_stale_translation_with_other_people_is_withheld(
    pseudonyms: str, text: str, keys: dict[str, str], tmp_path: Path
) -> None:
    site = build_site(tmp_path, {EN: DANA, RU: translated(pseudonyms, text, stale=True, **keys)})
    assert site.codes == []
    assert codes(site.faults, "warn") == ([] if keys else ["withheld-translation"])
    assert site.has("en/stories/harbour/index.html")
    assert not site.has(PAGE)
    assert not any("Мира".encode() in path.read_bytes() for path in site.output.rglob("*") if path.is_file())


def test_a_stale_translation_with_the_same_people_is_published_with_its_notice(tmp_path: Path) -> None:
    site = build_site(tmp_path, {EN: DANA, RU: translated("[Дана]", HERE, stale=True)})
    assert site.faults == ()
    assert BeautifulSoup(site.read(PAGE), "html.parser").select_one("p.notice") is not None


# What is read, and how strictly


def test_a_draft_is_only_warned_of(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "She met Zorvik at 15 Birch Street.", status="draft")
    assert (codes(faults, "block"), codes(faults, "warn")) == ([], ["unmarked-name", "street-address"])


def test_a_text_in_review_is_read_like_a_published_one(tmp_path: Path) -> None:
    assert codes(faults_of(tmp_path, "She met Zorvik.", status="review"), "block") == ["unmarked-name"]


def test_a_withdrawn_text_is_not_read(tmp_path: Path) -> None:
    assert said(tmp_path, "She met Zorvik.", status="withdrawn", accepted=accepted("exact-age")) == []


@pytest.mark.parametrize(("languages", "severity"), [(("en", "sw"), "block"), (("en",), "warn")])
def test_a_language_that_the_gate_cannot_read_blocks_only_if_it_is_published(
    languages: tuple[str, ...], severity: str, tmp_path: Path
) -> None:
    (fault,) = judged(tmp_path, {"stories/harbour/sw.md": original()}, languages).faults
    assert (fault.code, fault.severity) == ("anonymity/unknown-language", severity)


@pytest.mark.parametrize("language", ["uz", "kk-kz", "uz-cyrl-uz"])
def test_a_language_is_read_by_its_script_whatever_its_country(language: str, tmp_path: Path) -> None:
    assert said(tmp_path, "12", language) == []


def test_a_preview_shows_the_words_of_the_gate_and_blocks_nothing(tmp_path: Path) -> None:
    files = {EN: original(text="She met Zorvik.\n"), "stories/quay/en.md": original("A quay", status="draft")}
    assert build_site(tmp_path / "public", files).lines == [f"{EN}:11: anonymity/unmarked-name"]
    site = build_site(tmp_path / "preview", files, EDITIONS_PREVIEW=True)
    assert (site.codes, codes(site.faults)) == ([], ["unmarked-name"])
    page = BeautifulSoup(site.read("en/stories/harbour/index.html"), "html.parser").get_text()
    assert '"Zorvik" may be a person\'s name' in page
    assert "may be a person's name" not in site.read("en/stories/quay/index.html")


def test_a_preview_shows_a_translation_that_would_be_withheld(tmp_path: Path) -> None:
    site = build_site(tmp_path, {EN: DANA, RU: translated("[Мира]", ELSE, stale=True)}, EDITIONS_PREVIEW=True)
    assert (codes(site.faults), site.has(PAGE)) == (["withheld-translation"], True)


# Rules


def used() -> Iterator[str]:
    """Yield every code that the sources of the gate write into a fault."""
    for path in sorted((ROOT / "plugins" / "anonymity").glob("*.py")):
        if path.name == "rules.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("anonymity/"):
                yield str(node.value).removeprefix("anonymity/")
            elif isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                at = {"blame": 2, "_warn": 4, "Find": 0, "_fault": 2}.get(name, len(node.args))
                yield from (each.value for each in node.args[at : at + 1] if isinstance(each, ast.Constant))
            elif isinstance(node, ast.Dict) and path.name == "identifiers.py":
                yield from (each.value for each in node.keys if isinstance(each, ast.Constant))


def test_every_code_that_the_gate_uses_has_a_rule_and_every_rule_is_used() -> None:
    assert {code for code in used() if isinstance(code, str) and code} == set(RULES)


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_is_explained_with_its_source(name: str) -> None:
    for code in (name, f"anonymity/{name}"):
        told = explain(code)
        assert told.startswith(f"anonymity/{name}\n{RULES[name].why}\n")
        assert f"Source: {RULES[name].source}." in told
        assert ("may accept" in told) is RULES[name].warns


def test_a_code_without_a_rule_has_no_explanation() -> None:
    with pytest.raises(KeyError):
        explain("anonymity/weather")
