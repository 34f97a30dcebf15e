"""Cards: what is seen where a link is shared says the title and the site's name, in every script, and nothing else."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops, features

from plugins.editions.addresses import FONT
from plugins.faults import Faults
from plugins.pictures import Card, Cards
from plugins.proof.media import hidden_in
from tests.tiny import ROOT, URL, Built, build, build_site, content, original, snapshot, translation, write

# Titles in every language that the site is made for, with the letters that others lack.
TITLES = {
    "ar": "مقعد في الحافلة الليلية",
    "az": "Gecə avtobusunda yer: şoför üzr istədi, ığ",
    "en": "A seat on the night bus",
    "hy": "Տեղ գիշերային ավտոբուսում",
    "ka": "ადგილი ღამის ავტობუსში",
    "kk": "Түнгі автобустағы орын, әғқңөұүһі",
    "ky": "Түнкү автобустагы орун, ңөү",
    "mk": "Место во ноќниот автобус, ѓѕјљњќџ",
    "ro": "Un loc în autobuzul de noapte, ășțâ",
    "ru": "Место в ночном автобусе, ёъэ",
    "tg": "Ҷойи нишаст дар автобуси шабона, ғӣқӯҳҷ",
    "uk": "Місце в нічному автобусі, ґєї",
    "uz-latn": "Tungi avtobusdagi joy, oʻgʻ, ʼ",
}
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
shaping = pytest.mark.skipif(
    not (features.check("raqm") and features.check("fribidi")), reason="not tested: FriBiDi is not here."
)


@pytest.fixture(scope="module")
def cards() -> Cards:
    return Cards(ROOT / "theme" / FONT)


def drawn(cards: Cards, title: str, *, rtl: bool = False) -> Image.Image:
    """Return a card as others see it."""
    return Image.open(io.BytesIO(cards.draw(Card(title, "Stories", rtl)))).convert("L")


def ink(cards: Cards, title: str, *, rtl: bool = False) -> Image.Image:
    """Return what a title adds to a card."""
    return ImageChops.difference(drawn(cards, title, rtl=rtl), drawn(cards, "", rtl=rtl)).point(
        lambda each: each and 255
    )


@shaping
@pytest.mark.parametrize("language", TITLES)
def test_a_title_of_any_language_is_written_within_the_margins(cards: Cards, language: str) -> None:
    for times in (1, 4, 30):
        box = ink(cards, " ".join([TITLES[language]] * times), rtl=language == "ar").getbbox()
        assert box is not None
        assert box[0] >= 80
        assert box[1] >= 80
        assert box[2] <= 1120
        assert box[3] <= 490


def test_a_word_that_is_too_long_is_broken(cards: Cards) -> None:
    box = ink(cards, f"A {LONG_WORD}").getbbox()
    assert box is not None
    assert box[2] <= 1120


def gaps(made: Image.Image) -> int:
    """Return how many times there is nothing between what stands side by side."""
    left, _, right, _ = made.getbbox()
    columns = [made.crop((at, 0, at + 1, made.height)).getbbox() is not None for at in range(left, right)]
    return sum(before and not after for before, after in pairwise(columns))


@shaping
def test_arabic_letters_are_joined_and_run_from_right_to_left(cards: Cards) -> None:
    assert gaps(ink(cards, "بببب", rtl=True)) == 0
    tall_first = ink(cards, "ابب", rtl=True)  # it begins with an upright letter: that stands at the right
    left, top, right, _ = tall_first.getbbox()
    middle = (left + right) // 2
    assert tall_first.crop((middle, 0, right, tall_first.height)).getbbox()[1] == top
    assert tall_first.crop((left, 0, middle, tall_first.height)).getbbox()[1] > top
    assert right > 1100  # at the margin where a reader begins


@shaping
def test_an_arabic_word_in_another_language_is_joined_as_well(cards: Cards) -> None:
    assert gaps(ink(cards, "بببب")) == 0


@pytest.mark.parametrize("missing", ["raqm", "fribidi"])
def test_where_letters_cannot_be_joined_no_card_is_made(
    cards: Cards, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.features.check", lambda name: name != missing)
    with pytest.raises(Faults) as stopped:
        cards.draw(Card(TITLES["ar"], "Stories", rtl=True))
    assert [fault.code for fault in stopped.value.faults] == ["pictures/no-shaping"]
    assert "libfribidi0" in stopped.value.faults[0].remedy
    assert cards.draw(Card(TITLES["kk"], "Stories", rtl=False))  # these need nothing of it


def test_a_title_with_a_letter_that_the_font_lacks_is_left_out(cards: Cards) -> None:
    for title in ("漢字", "A seat 漢", "A bus \N{BUS}"):
        assert ink(cards, title).getbbox() is None


def test_a_card_is_of_the_size_that_is_asked_for_light_and_nothing_but_a_picture(cards: Cards) -> None:
    data = cards.draw(Card(TITLES["ru"], "Истории реагирования", rtl=False))
    assert Image.open(io.BytesIO(data)).size == (1200, 630)
    assert hidden_in("a.png", data) is None
    assert len(data) < 30_000
    assert data == Cards(ROOT / "theme" / FONT).draw(Card(TITLES["ru"], "Истории реагирования", rtl=False))


HARBOUR = original(picture="p.png", picture_alt="A quay")
QUAY = io.BytesIO()
Image.new("RGB", (500, 300), "teal").save(QUAY, "PNG")
FILES: dict[str, str | bytes] = {
    "stories/harbour/en.md": HARBOUR,
    "stories/harbour/ru.md": translation(HARBOUR, picture_alt="Причал"),
    "stories/harbour/p.png": QUAY.getvalue(),
    "stories/quay/en.md": original("Quay"),
}


def image(built: Built, address: str) -> dict[str, str]:
    """Return what a page says of the picture that is seen where a link to it is shared."""
    html = BeautifulSoup(built.read(f"{address}/index.html"), "html.parser")
    found = html.find_all("meta", property=lambda name: name and name.startswith("og:image"))
    return {each["property"].removeprefix("og:image").lstrip(":"): each["content"] for each in found}


def seen(built: Built, address: str) -> bytes:
    """Return that picture."""
    return (built.output / image(built, address)[""].removeprefix(f"{URL}/")).read_bytes()


def test_every_telling_has_a_card_with_its_title_and_no_picture(tmp_path: Path, cards: Cards) -> None:
    built = build_site(tmp_path, FILES)
    assert built.codes == []
    assert seen(built, "en/stories/harbour") == cards.draw(Card("Harbour", "Response Stories", rtl=False))
    assert seen(built, "ru/stories/harbour") == cards.draw(Card("Гавань", "Истории реагирования", rtl=False))
    assert len(list((built.output / "cards").iterdir())) == 3
    said = image(built, "ru/stories/harbour")
    said.pop("")
    assert said == {"width": "1200", "height": "630", "alt": "Гавань — Истории реагирования"}


def test_without_cards_a_shared_link_shows_the_storys_picture(tmp_path: Path) -> None:
    built = build_site(tmp_path, FILES, EDITIONS_SHARE_CARDS=False)
    assert not (built.output / "cards").exists()
    assert seen(built, "en/stories/harbour") in [each.read_bytes() for each in built.output.rglob("*.jpg")]
    said = image(built, "en/stories/harbour")
    said.pop("")
    assert said == {"width": "500", "height": "300", "alt": "A quay"}
    assert image(built, "en/stories/quay") == {}


def test_a_card_is_drawn_again_only_for_another_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titles: list[str] = []
    draw = Cards.draw

    def noted(self: Cards, card: Card) -> bytes:
        titles.append(card.title)
        return draw(self, card)

    monkeypatch.setattr(Cards, "draw", noted)
    folder = content(tmp_path, FILES)
    first = build(folder)
    assert sorted(titles) == ["Harbour", "Quay", "Гавань"]
    titles.clear()
    edited = {"stories/quay/en.md": original("Quay", "Another text.\n", summary="Another summary.", country="KZ")}
    write(folder, edited)
    second = build(folder)
    assert titles == []
    write(folder, {"stories/quay/en.md": original("A long quay")})
    third = build(folder)
    assert titles == ["A long quay"]
    assert [each.codes for each in (first, second, third)] == [[], [], []]
    again = build(folder, tmp_path / "other" / "output")
    assert snapshot(again.output) == snapshot(third.output)
    assert len(list((third.output / "cards").iterdir())) == 3
