"""Languages: names, dates, plurals, order and direction are CLDR's; interface texts are whole or the build stops."""

import datetime
import re
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
import yaml
from babel import Locale
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup

from plugins.faults import Faults
from plugins.languages import (
    Catalogue,
    Language,
    is_country,
    is_language,
    language_hint,
    read_catalogue,
    sign_off,
    speak,
    standings,
)
from plugins.languages.catalogue import catalogue_path, plural_forms
from plugins.languages.extraction import update_catalogues
from plugins.languages.filling import fill, write_missing
from tests.tiny import ROOT, build_site, original, snapshot, translation

DAY = datetime.date(2026, 3, 9)
TRANSLATIONS = ROOT / "theme" / "translations"
ALL = tuple("en ru kk uk ky tg uz-latn az hy ka ro mk ar".split())
# What a translation may write as English does: it holds nothing but values and signs.
SAME = frozenset({"%(title)s: %(count)s.", "%(stories)s %(places)s"})


def language(code: str) -> Language:
    """Return a language without interface texts."""
    return Language(code, Catalogue((), {}), Locale.parse(code, sep="-"))


def in_order(code: str, *texts: str) -> bool:
    """Say whether these texts stand in this language's order."""
    return sorted(texts, key=language(code).sort_key) == list(texts)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("en", "English"), ("ru", "Русский"), ("kk", "Қазақ тілі"), ("ky", "Кыргызча"), ("tg", "Тоҷикӣ"),
        ("uk", "Українська"), ("uz-latn", "Oʻzbekcha"), ("az", "Azərbaycanca"), ("hy", "Հայերեն"), ("ar", "العربية"),
    ],
)  # fmt: skip
def test_a_language_bears_its_own_name_capitalised(code: str, name: str) -> None:
    assert language(code).name == name


def test_georgian_stays_in_the_letters_that_fonts_have() -> None:
    assert language("ka").name == "ქართული"  # Mkhedruli; str.upper() and capitalize() would give Mtavruli


@pytest.mark.parametrize(
    ("code", "date"),
    [
        ("en", "March 9, 2026"), ("ru", "9 марта 2026 г."), ("kk", "2026 ж. 9 наурыз"), ("ky", "2026-ж., 9-март"),
        ("uk", "9 березня 2026 р."), ("ka", "9 მარტი, 2026"), ("uz-latn", "2026-yil 9-mart"), ("ar", "9 مارس 2026"),
        ("tg", "9 марти соли 2026"), ("hy", "9 մարտի, 2026 թ."), ("az", "9 mart 2026"), ("ro", "9 martie 2026"),
        ("mk", "9 март 2026 г."),
    ],
)  # fmt: skip
def test_a_date_is_written_as_the_language_writes_it(code: str, date: str) -> None:
    assert language(code).date(DAY).replace("\u00a0", " ").replace("\u202f", " ") == date


@pytest.mark.parametrize(
    ("code", "name"), [("en", "Georgia"), ("ru", "Грузия"), ("kk", "Грузия"), ("ka", "საქართველო")]
)
def test_a_country_is_named_by_cldr(code: str, name: str) -> None:
    assert language(code).country("GE") == name


@pytest.mark.parametrize(
    ("code", "direction"), [("en", "ltr"), ("kk", "ltr"), ("ka", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("ug", "rtl")]
)
def test_a_language_runs_in_its_scripts_direction(code: str, direction: str) -> None:
    assert language(code).direction == direction


@pytest.mark.parametrize(
    ("code", "tag"), [("kk", "kk"), ("uz-latn", "uz-Latn"), ("pt-br", "pt-BR"), ("es-419", "es-419")]
)
def test_pages_emit_a_tag_in_canonical_case(code: str, tag: str) -> None:
    assert language(code).tag == tag


def test_open_graph_gets_a_likely_country() -> None:
    assert [language(code).open_graph for code in ("kk", "ru", "uz-latn", "pt-br")] == [
        "kk_KZ",
        "ru_RU",
        "uz_UZ",
        "pt_BR",
    ]


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", ("one", "other")), ("kk", ("one", "other")), ("tg", ("other",)), ("ru", ("one", "few", "many")),
        ("uk", ("one", "few", "many")), ("ar", ("zero", "one", "two", "few", "many", "other")),
    ],
)  # fmt: skip
def test_whole_numbers_take_cldrs_plural_forms(code: str, forms: tuple[str, ...]) -> None:
    assert plural_forms(Locale.parse(code, sep="-")) == forms


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("uk", {1: "1 історія", 3: "3 історії", 11: "11 історій", 21: "21 історія"}),
        ("ro", {1: "1 poveste", 2: "2 povești", 19: "19 povești", 20: "20 de povești", 101: "101 povești"}),
        ("ar", {0: "لا قصص", 1: "قصة واحدة", 2: "قصتان", 3: "3 قصص", 11: "11 قصة", 100: "100 قصة"}),
        ("mk", {1: "1 приказна", 2: "2 приказни", 11: "11 приказни", 21: "21 приказна"}),
        ("ka", {1: "1 ისტორია", 5: "5 ისტორია"}),
        ("tg", {1: "1 ҳикоя", 5: "5 ҳикоя"}),
    ],
)
def test_stories_are_counted_as_the_language_counts(code: str, told: dict[int, str]) -> None:
    here = speak([code], TRANSLATIONS)[code]
    assert {count: here.ngettext("%(count)s story", "%(count)s stories", count) for count in told} == told


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 история"), (2, "2 истории"), (5, "5 историй"), (11, "11 историй"), (21, "21 история")]
)
def test_russian_counts_stories_as_russian_does(count: int, text: str) -> None:
    assert speak(["ru"], TRANSLATIONS)["ru"].ngettext("%(count)s story", "%(count)s stories", count) == text


def test_a_list_ends_with_the_languages_own_and() -> None:
    assert language("en").join(["a", "b"]) == "a and b"
    assert language("ru").join(["a", "b"]) == "a и b"
    assert language("tg").join(["a", "b", "c"]) == "a, b ва c"
    assert language("tg").join(["a"]) == "a"


def test_what_runs_against_the_text_keeps_its_signs_to_itself() -> None:
    arabic, english = speak(["ar", "en"], TRANSLATIONS).values()
    page = {"number": "2"}
    assert arabic.gettext("%(title)s, page %(number)s", title="Work (2)", **page) == "⁨Work (2)⁩، الصفحة 2"
    assert arabic.gettext("%(title)s, page %(number)s", title="العمل", **page) == "العمل، الصفحة 2"
    assert english.gettext("%(title)s, page %(number)s", title="العمل", **page) == "⁨العمل⁩, page 2"
    assert english.gettext("%(title)s, page %(number)s", title="Работа", **page) == "Работа, page 2"
    assert arabic.join(["Quay", "مرفأ"]) == "⁨Quay⁩ ومرفأ"


def test_a_term_inside_a_sentence_begins_small_unless_it_is_an_abbreviation() -> None:
    assert language("en").within("Access to health care") == "access to health care"
    assert language("en").within("LGBTQIA+ people") == "LGBTQIA+ people"
    assert language("az").within("İş hüququ") == "iş hüququ"
    assert language("az").within("Işıq") == "ışıq"


@pytest.mark.parametrize(
    ("code", "alphabet"),
    [
        ("kk", "АӘБВГҒДЕЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"),
        ("ky", "АБВГДЕЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ"),
        ("tg", "АБВГҒДЕЖЗИӢЙКҚЛМНОПРСТУӮФХҲЧҶШЪЭЮЯ"),
        ("uk", "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"),
        ("ru", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"),
        ("az", "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"),
        ("ro", "AĂÂBCDEFGHIÎJKLMNOPQRSȘTȚUVWXYZ"),
        ("mk", "АБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШ"),
        ("ka", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"),
        ("hy", "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ"),
        ("ar", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    ],
)
def test_letters_stand_in_the_alphabets_order(code: str, alphabet: str) -> None:
    assert in_order(code, *alphabet)
    assert in_order(code, *(f"{first}{last}" for first in alphabet for last in alphabet))


@pytest.mark.parametrize("code", ["kk", "ky", "tg", "uk", "ru", "az", "uz-latn", "hy", "ka", "mk"])
def test_no_country_stands_out_of_its_letter(code: str) -> None:
    here = language(code)
    names = sorted((name for key, name in here.locale.territories.items() if is_country(key)), key=here.sort_key)
    firsts = [re.match("[OG][ʻ‘]|[SC]h|.", name)[0].replace("‘", "ʻ").upper() for name in names]
    assert len(list(groupby(firsts))) == len(set(firsts))


def test_kazakh_letters_stand_in_their_place_among_countries() -> None:
    assert in_order("kk", "Аустрия", "Әзірбайжан", "Багам аралдары", "Кюрасао", "Қазақстан", "Лаос")
    assert in_order("kk", "Ауғанстан", "Аустралия")
    assert in_order("kk", "Оңтүстік Корея", "Өзбекстан", "Палау", "Уругвай", "Ұлыбритания", "Үндістан", "Фиджи")


def test_ukrainian_ignores_the_apostrophe() -> None:
    assert in_order("uk", "Вануату", "Венесуела", "Вʼєтнам", "Вірменія")
    assert in_order("uk", "Австрія", "Ґана", "Єгипет", "Ємен", "Замбія", "Ізраїль", "Йорданія")


def test_uzbek_letters_of_two_signs_stand_at_the_end() -> None:
    assert in_order("uz-latn", "Gana", "Suriya", "Zimbabve", "Oʻzbekiston", "G‘arb", "Shvetsiya", "Chili")
    assert in_order("uz-latn", "Chad", "Chili") == in_order("uz-latn", "chad", "chili") is True


def test_russian_yo_stands_beside_ye() -> None:
    assert in_order("ru", "Танзания", "Тёркс и Кайкос", "Тефлон", "Того")
    assert in_order("ru", "все", "всё", "всегда")


def test_arabic_letters_with_hamza_stand_beside_their_letter() -> None:
    assert in_order(
        "ar", "آيسلندا", "إثيوبيا", "أذربيجان", "أرمينيا", "إريتريا", "الأردن", "أوزبكستان", "إيران", "بولندا"
    )
    assert in_order("ar", "بيت", "تاريخ", "مدرسة", "مدرستان", "مَرفأ", "مرهم")
    assert in_order("ar", "كـتاب", "كتابة")


def test_numbers_stand_by_value_and_spaces_before_letters() -> None:
    assert in_order("en", "a b", "ab", "b1")
    assert in_order("ru", "о-ва Кука", "ОАЭ", "Оман")


@pytest.mark.parametrize(("wrong", "right"), [("kz", "kk"), ("ua", "uk"), ("cz", "cs"), ("ge", "ka")])
def test_a_country_code_for_a_language_gets_its_language_named(wrong: str, right: str) -> None:
    assert not is_language(wrong)
    assert f'"{right}"' in language_hint(wrong)


@pytest.mark.parametrize("code", ["EN", "kk_KZ", "uz-Latn", "xx", "", "english", "../en"])
def test_only_lower_case_tags_that_cldr_knows_are_languages(code: str) -> None:
    assert not is_language(code)


def test_a_country_is_one_of_iso_3166_and_nothing_else() -> None:
    assert all(map(is_country, ["KZ", "GE", "NO", "TW"]))
    assert not any(map(is_country, ["kz", "EU", "UN", "XK", "ZZ", "XA", "150", "001", ""]))


@pytest.mark.parametrize(
    ("codes", "faults"),
    [
        ([], ["languages/no-language"]),
        (["en", "en"], ["languages/twice"]),
        (["en", "kz"], ["languages/unknown"]),
        (["en", "tr"], ["languages/no-catalogue"]),
    ],
)
def test_a_wrong_list_of_languages_stops_everything(codes: list[str], faults: list[str]) -> None:
    with pytest.raises(Faults) as stopped:
        speak(codes, TRANSLATIONS)
    assert [fault.code for fault in stopped.value.faults] == faults


@pytest.mark.parametrize("code", ALL)
def test_the_catalogue_is_complete_and_without_faults(code: str) -> None:
    catalogue, faults = read_catalogue(TRANSLATIONS, code)
    assert faults == []
    with (TRANSLATIONS / "messages.pot").open("rb") as stream:
        wanted = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(stream) if m.id}
    assert set(catalogue.texts) == wanted
    assert all(all(forms) for forms in catalogue.texts.values())


@pytest.mark.parametrize("code", [code for code in ALL if code != "en"])
def test_no_text_was_left_in_english(code: str) -> None:
    catalogue, english = (read_catalogue(TRANSLATIONS, each)[0].texts for each in (code, "en"))
    same = {text for text, forms in catalogue.items() if set(forms) & {text, *english[text]}}
    assert same <= SAME


@pytest.mark.parametrize("code", [code for code in ALL if code != "en"])
def test_a_language_is_switched_on_with_one_line(code: str, tmp_path: Path) -> None:
    vocabulary = (ROOT / "content" / "vocabulary.yaml").read_text("utf-8")
    terms = {
        "categories": "[response-stories]", "rights": "[work, privacy]", "populations": "[plwh, sw, sogiesc]",
        "settings": "[aids-centre]", "outcome": "[open]", "content_notice": "[threats, illness]", "country": "[KZ, GE]",
    }  # fmt: skip
    files = {
        "vocabulary.yaml": vocabulary, "stories/harbour/en.md": original(**terms),
        "stories/quay/en.md": original("Quay", **terms), "pages/about/en.md": ABOUT,
    }  # fmt: skip
    site = build_site(tmp_path, files, LANGUAGES=["en", code])
    assert site.faults == ()
    home = BeautifulSoup(site.read(f"{code}/index.html"), "html.parser")
    here = language(code)
    assert (home.html["lang"], home.html["dir"]) == (here.tag, here.direction)
    assert home.h1.text != "Response Stories"
    assert [link.text for link in home.select(".languages a")] == ["English", here.name]
    assert home.select(".shelves [lang]") == []  # every shelf has a name in this language
    assert [link["lang"] for link in home.select(".footer li a[lang]")] == ["en"]
    assert [story["lang"] for story in home.select(".card-title a")] == ["en", "en"]
    untold = BeautifulSoup(site.read(f"{code}/stories/harbour/index.html"), "html.parser")
    assert untold.select_one(".editions a")["href"] == "/en/stories/harbour/"
    assert untold.html["lang"] == here.tag


ABOUT = "---\ntitle: About\nsummary: Who we are.\nstatus: published\nreviewed: 2026-03-08\n---\n\nUs.\n"


def test_a_story_in_a_language_that_the_gate_cannot_read_is_refused(tmp_path: Path) -> None:
    told = original()
    files = {
        "stories/harbour/en.md": told,
        "stories/harbour/ar.md": translation(told, "الميناء", "نص.\n", summary="قصة."),
    }
    site = build_site(tmp_path, files, LANGUAGES=["en", "ar"])
    assert site.lines == ["stories/harbour/ar.md:1: anonymity/unknown-language"]
    assert not site.output.exists()
    (said,) = [fault for fault in site.faults if fault.severity == "block"]
    assert 'cannot read "ar"' in said.message


def test_a_catalogue_is_machine_made_until_somebody_signs_it_off(tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    translations = tmp_path / "theme" / "translations"
    path = catalogue_path(translations, "ru")
    assert "X-Signed-Off: no, translated by machine" in path.read_text("utf-8")
    sign_off(translations, "ru", DAY)
    assert '"X-Signed-Off: 2026-03-09 ' in path.read_text("utf-8")
    list(update_catalogues(tmp_path, None))
    assert {each.code: each.signed for each in standings(translations)} == {
        **dict.fromkeys(ALL, False), "en": None, "ru": True,
    }  # fmt: skip
    path.write_text(path.read_text("utf-8").replace('"Читайте также"', '"Читайте ещё"'), "utf-8")
    assert not read_catalogue(translations, "ru")[0].signed  # a text that nobody read came in


def test_a_command_shows_which_languages_nobody_has_signed_off() -> None:
    done = subprocess.run([sys.executable, "-m", "invoke", "languages"], cwd=ROOT, capture_output=True, check=True)
    rows = {line.split()[0]: line for line in done.stdout.decode("utf-8").splitlines()[1:]}
    assert rows.keys() == set(ALL)
    assert re.search(r"Русский +on +complete +no, made by machine +yes", rows["ru"])
    assert re.search(r"English +on +complete +the source +yes", rows["en"])
    assert re.search(r"العربية +off +complete +no, made by machine +no, so no stories", rows["ar"])


def test_a_page_says_in_its_language_that_nobody_has_signed_it_off(tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    sign_off(tmp_path / "theme" / "translations", "kk", DAY)
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, **themed(tmp_path))
    assert site.codes == []
    said = {
        code: BeautifulSoup(site.read(f"{code}/index.html"), "html.parser").footer.text for code in ("en", "ru", "kk")
    }
    machine = "The menus and headings of this site were translated by machine. No native speaker has checked them yet."
    assert {code: speak([code], TRANSLATIONS)[code].gettext(machine) in text for code, text in said.items()} == {
        "en": False, "ru": True, "kk": False,
    }  # fmt: skip


def test_new_texts_are_translated_into_every_language_in_one_file(tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    translations, file = tmp_path / "theme" / "translations", tmp_path / "new.yaml"
    home = tmp_path / "theme" / "templates" / "home.html"
    home.write_text(home.read_text("utf-8") + '{{ _("A quay") }}{{ ngettext("%(count)s quay", "%(count)s quays", 2) }}')
    list(update_catalogues(tmp_path, None))
    assert write_missing(translations, file) == 2
    wanted = yaml.safe_load(file.read_text("utf-8"))
    assert set(wanted["A quay"]) == set(ALL) - {"en"}
    assert wanted["%(count)s quay"]["ro"] == {"one": "", "few": "", "other": ""}
    for each in wanted["%(count)s quay"].values():
        each.update({form: f"{form} %(count)s" for form in each})
    wanted["A quay"] = dict.fromkeys(wanted["A quay"], "причал")
    file.write_text(yaml.safe_dump(wanted, allow_unicode=True), "utf-8")
    list(fill(translations, file))
    list(update_catalogues(tmp_path, None))
    assert [fault for code in ALL for fault in read_catalogue(translations, code)[1]] == []
    told = speak(["ka"], translations)["ka"]
    assert (told.gettext("A quay"), told.ngettext("%(count)s quay", "", 1)) == ("причал", "one 1")
    assert write_missing(translations, file) == 0


@pytest.mark.parametrize(
    "text",
    [
        "- a list", "a: b: c", "No such text: {ru: Нет}", "Home: {xx: Дом}", "Home: {ru: [Дом]}",
        '"%(count)s story": {ru: история}', '"%(count)s story": {ru: {one: история, two: истории}}',
    ],
)  # fmt: skip
def test_a_file_that_fits_no_catalogue_fills_none(text: str, tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    before = snapshot(tmp_path)
    (tmp_path / "new.yaml").write_text(text, "utf-8")
    with pytest.raises(Faults, match="languages/not-filled"):
        list(fill(tmp_path / "theme" / "translations", tmp_path / "new.yaml"))
    (tmp_path / "new.yaml").unlink()
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("code", ["en", "tr", "../ru"])
def test_only_translated_texts_are_signed_off(code: str, tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    with pytest.raises(Faults, match="languages/no-catalogue"):
        sign_off(tmp_path / "theme" / "translations", code, DAY)


def test_a_faulty_catalogue_is_not_signed_off(tmp_path: Path) -> None:
    spoiled(tmp_path, *CASES["languages/missing-text"])
    with pytest.raises(Faults, match="languages/missing-text"):
        sign_off(tmp_path / "theme" / "translations", "ru", DAY)


def test_the_catalogues_ask_for_what_templates_and_rooms_ask_for(tmp_path: Path) -> None:
    """Otherwise run `inv strings`, translate what it names, and commit what it wrote."""
    copy_of_the_theme(tmp_path)
    list(update_catalogues(tmp_path, None))
    assert snapshot(tmp_path / "theme" / "translations") == snapshot(TRANSLATIONS)


CASES = {
    "languages/missing-text": ('msgstr "Читайте также"', 'msgstr ""'),
    "languages/fuzzy-text": ('msgid "Also read"', '#, fuzzy\nmsgid "Also read"'),
    "languages/stale-text": ('msgid "Also read"', 'msgid "Gone"\nmsgstr "Нет"\n\nmsgid "Also read"'),
    "languages/lost-value": ('msgstr "та же тема: %(topic)s"', 'msgstr "та же тема"'),
    "languages/fuzzy-header": ('msgid ""', '#, fuzzy\nmsgid ""'),
}


@pytest.mark.parametrize("code", CASES)
def test_a_fault_of_a_catalogue_is_named_at_its_line(code: str, tmp_path: Path) -> None:
    old, new = CASES[code]
    path = spoiled(tmp_path, old, new)
    catalogue, (fault, *more) = read_catalogue(tmp_path / "theme" / "translations", "ru")
    assert (fault.code, fault.path, more) == (code, "theme/translations/ru/LC_MESSAGES/messages.po", [])
    assert catalogue.texts
    lines = path.read_text("utf-8").splitlines()
    assert code == "languages/fuzzy-header" or fault.message.split('"')[1] in lines[fault.line - 1]


def test_a_plural_rule_other_than_cldrs_is_a_fault(tmp_path: Path) -> None:
    header = next(line for line in russian().splitlines() if "Plural-Forms" in line)
    spoiled(tmp_path, header, '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"')
    assert codes(tmp_path) == ["languages/plural-rule"]


def test_a_missing_plural_form_is_a_fault(tmp_path: Path) -> None:
    spoiled(tmp_path, 'msgstr[2] "%(count)s историй"\n', "")
    assert set(codes(tmp_path)) & {"languages/missing-text", "languages/plural-count"}


def test_a_catalogue_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    path = catalogue_path(tmp_path / "theme" / "translations", "ru")
    path.write_bytes(russian().encode("utf-16"))
    assert codes(tmp_path) == ["languages/bad-catalogue"]
    path.unlink()
    assert codes(tmp_path) == ["languages/no-catalogue"]


def test_a_faulty_catalogue_stops_the_build(tmp_path: Path) -> None:
    spoiled(tmp_path, *CASES["languages/missing-text"])
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, **themed(tmp_path))
    assert site.codes == ["languages/missing-text"]
    assert not site.output.exists()


def test_new_texts_come_untranslated_and_unused_ones_go(tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    notice = tmp_path / "theme" / "components" / "notice" / "notice.html"
    notice.write_text(notice.read_text("utf-8").replace("Before you read:", "Before reading:"), "utf-8")
    lines = list(update_catalogues(tmp_path, None))
    assert "ru/LC_MESSAGES/messages.po: 1 to translate" in lines
    assert codes(tmp_path) == ["languages/missing-text"]
    assert "Before you read:" not in catalogue_path(tmp_path / "theme" / "translations", "ru").read_text("utf-8")


def test_a_catalogue_is_begun_for_languages_only(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="languages/unknown"):
        list(update_catalogues(tmp_path, "kz"))
    assert list(tmp_path.iterdir()) == []


def test_a_further_language_needs_a_catalogue_and_one_line(tmp_path: Path) -> None:
    copy_of_the_theme(tmp_path)
    list(update_catalogues(tmp_path, "fa"))
    mark(catalogue_path(tmp_path / "theme" / "translations", "fa"), "fa")
    english = original(categories="[response-stories]", rights="[work]", country="KZ")
    files = {f"stories/story-{number}/en.md": english.replace("Harbour", f"Harbour {number}") for number in range(3)}
    site = build_site(tmp_path, files, **themed(tmp_path), LANGUAGES=["en", "fa"])
    assert site.codes == []
    assert {fault.code for fault in site.faults} == {"stories/untranslated-term"}
    page = BeautifulSoup(site.read("fa/index.html"), "html.parser")
    assert (page.html["lang"], page.html["dir"]) == ("fa", "rtl")
    assert page.find("link", hreflang="fa")["href"] == "https://stories.example/fa/"
    assert page.find(id="newest").text == "ع Newest stories"
    assert "ع1 " in page.select_one(".more").text  # three is "other"
    english_home = BeautifulSoup(site.read("en/index.html"), "html.parser")
    assert english_home.select_one('.languages a[lang="fa"]')["dir"] == "rtl"


def test_what_arabic_lacks_is_shown_marked_in_another_language(tmp_path: Path) -> None:
    english = original(rights="[work]", country="KZ")
    site = build_site(tmp_path, {"stories/harbour/en.md": english}, LANGUAGES=["en", "ar"])
    page = BeautifulSoup(site.read("ar/index.html"), "html.parser")
    right = page.find("a", href="/ar/rights/work/")
    assert (right["lang"], right.text) == ("en", "Right to work")
    country = page.find("a", href="/ar/countries/kz/")
    assert (country.get("lang"), country.text) == (None, "كازاخستان")
    story = page.select_one(".card-title a")
    assert (story["lang"], story["dir"], story["hreflang"], story["href"]) == (
        "en",
        "ltr",
        "en",
        "/en/stories/harbour/",
    )
    assert page.select_one(".card-language").text == "English"
    shelf = BeautifulSoup(site.read("ar/rights/work/index.html"), "html.parser")
    assert (shelf.h1["lang"], shelf.h1["dir"], shelf.h1.text) == ("en", "ltr", "Right to work")


def russian() -> str:
    return catalogue_path(TRANSLATIONS, "ru").read_text("utf-8")


def copy_of_the_theme(folder: Path) -> None:
    """Copy what extraction reads, so that a test may change it."""
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copytree(ROOT / "plugins" / "editions", folder / "plugins" / "editions")


def themed(folder: Path) -> dict[str, object]:
    return {"THEME": str(folder / "theme"), "THEME_TEMPLATES_OVERRIDES": [str(folder / "theme" / "components")]}


def spoiled(folder: Path, old: str, new: str) -> Path:
    """Copy the theme with one place of its Russian catalogue changed; return the catalogue."""
    copy_of_the_theme(folder)
    path = catalogue_path(folder / "theme" / "translations", "ru")
    assert old in russian()
    path.write_text(russian().replace(old, new, 1), "utf-8")
    return path


def codes(folder: Path) -> list[str]:
    return [fault.code for fault in read_catalogue(folder / "theme" / "translations", "ru")[1]]


def mark(path: Path, code: str) -> None:
    """Translate every text of a catalogue by a mark before it, plural forms by the number of the form too."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=Locale(code))
    head = path.read_text("utf-8").split("\n\n", 1)[0]
    for message in catalogue:
        if message.id:
            one, many = (message.id, None) if isinstance(message.id, str) else message.id
            forms = range(len(plural_forms(Locale(code))))
            message.string = f"ع {one}" if many is None else tuple(f"ع{form} {many}" for form in forms)
    with path.open("wb") as stream:
        stream.write(f"{head}\n\n".encode())
        write_po(stream, catalogue, omit_header=True)
