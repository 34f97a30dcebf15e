"""Pictures: in the sizes that readers need, painted once, and nothing but pictures whatever the file was."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from plugins.pictures import Album, Lost, Painting, paint
from plugins.pictures.painting import PHONE_BYTES, SIDE_LIMIT, WIDTHS
from plugins.proof.media import hidden_in

KINDS = ("JPEG", "PNG", "WEBP")


def file(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return a picture as a file of this kind."""
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def scene(width: int, height: int = 90, mode: str = "RGB") -> Image.Image:
    """Return an invented picture of soft colours."""
    small = Image.frombytes("RGB", (8, 6), random.Random(1).randbytes(8 * 6 * 3))
    return small.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def painted(source: bytes, ending: str) -> list[Painting]:
    """Return what is painted of a picture in one kind."""
    made, faults = paint(source, "p.png")
    assert faults == []
    return [each for each in made if each.name.endswith(ending)]


def opened(each: Painting) -> Image.Image:
    """Return a painting as a browser shows it."""
    picture = Image.open(io.BytesIO(each.data))
    picture.load()
    return picture


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (300, [300]), (400, [400]), (500, [400, 500]), (800, [400, 800]), (1199, [400, 800, 1199]),
     (1200, [400, 800, 1200]), (1600, [400, 800, 1200])],
)  # fmt: skip
def test_no_picture_is_wider_than_it_was_or_than_a_page_needs(width: int, widths: list[int]) -> None:
    made, _ = paint(file(scene(width)), "p.png")
    assert {each.width for each in made} == set(widths)
    for each in made:
        assert opened(each).size == (each.width, each.height)
        assert abs(each.height - 90 * each.width / width) <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_width_is_there_as_jpeg_and_smaller_as_avif(kind: str) -> None:
    source = file(scene(1300, 900), kind)
    usual, modern = painted(source, ".jpg"), painted(source, ".avif")
    assert [each.width for each in usual] == [each.width for each in modern] == list(WIDTHS)
    assert all(len(small.data) < len(large.data) for small, large in zip(modern, usual, strict=True))


def test_an_avif_that_is_no_smaller_is_left_out() -> None:
    source = file(Image.new("RGBA", (9, 9), (0, 90, 90, 100)))
    assert painted(source, ".png")
    assert painted(source, ".avif") == []


def crowd(width: int, height: int) -> bytes:
    """Return a picture so full of detail that the usual quality is too heavy for a phone."""
    grain = Image.frombytes(
        "RGB", (width // 3, height // 3), random.Random(2).randbytes(width // 3 * (height // 3) * 3)
    )
    soft = scene(width, height)
    return file(Image.blend(soft, grain.resize((width, height), Image.Resampling.BICUBIC), 0.22))


def test_what_a_phone_loads_fits_beside_the_page() -> None:
    source = crowd(1200, 900)
    assert painted(source, ".avif")[2].width == 1200
    assert [len(each.data) <= PHONE_BYTES for each in painted(source, ".avif")] == [True, True, False]
    assert [len(each.data) <= PHONE_BYTES for each in painted(source, ".jpg")] == [True, False, False]


def test_what_is_transparent_stays_so() -> None:
    picture = scene(500, 300, "RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 500, 150))
    for kind in ("PNG", "WEBP"):
        for ending in (".png", ".avif"):
            made = painted(file(picture, kind), ending)
            assert [each.width for each in made] == [400, 500]
            for each in made:
                alpha = opened(each).getchannel("A")
                assert alpha.getpixel((20, 20)) == 0
                assert alpha.getpixel((20, each.height - 20)) == 255
        assert painted(file(picture, kind), ".jpg") == []


def test_a_picture_that_only_could_be_transparent_is_a_jpeg() -> None:
    assert len(painted(file(scene(300, mode="RGBA")), ".jpg")) == 1


def test_what_an_editor_made_transparent_cannot_be_seen_again() -> None:
    """Editors of pictures erase by making transparent; the colours are still in the file."""
    for width in (60, 900):
        picture = Image.new("RGBA", (width, 60), (10, 200, 30, 255))
        picture.paste((250, 0, 0, 0), (0, 0, width // 2, 60))
        for each in painted(file(picture), ".png"):
            red, _, _, alpha = opened(each).getpixel((each.width // 4, each.height // 2))
            assert (red, alpha) == (0, 0)


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    picture = Image.new("I;16", (40, 40), 32768)
    (made,) = painted(file(picture), ".jpg")
    assert abs(opened(made).getpixel((5, 5))[0] - 128) < 3


def test_the_same_file_gives_the_same_bytes() -> None:
    source = file(scene(900, 600), "JPEG")
    assert paint(source, "p.jpg") == paint(source, "p.jpg")
    assert [each.data for each in paint(source, "p.jpg")[0]] == [each.data for each in paint(source, "q.jpg")[0]]


@pytest.mark.parametrize("size", [(1, SIDE_LIMIT + 1), (SIDE_LIMIT + 1, 1), (9000, 7000)])
def test_a_picture_that_is_too_large_is_refused(size: tuple[int, int]) -> None:
    made, faults = paint(file(Image.new("1", size)), "stories/harbour/p.png")
    assert made == []
    assert [(fault.path, fault.code, fault.remedy) for fault in faults] == [
        ("stories/harbour/p.png", "pictures/unusable", "Make it smaller.")
    ]


@pytest.mark.parametrize("size", [(1, SIDE_LIMIT), (SIDE_LIMIT, 1)])
def test_a_picture_of_any_other_size_can_be_published(size: tuple[int, int]) -> None:
    made, faults = paint(file(Image.new("RGB", size)), "p.png")
    assert faults == []
    assert all(opened(each).size == (each.width, each.height) for each in made)


def sources() -> list[bytes]:
    """Return small pictures of every kind, with everything in them that can be broken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "words"
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0)})
    found = [
        file(scene(30, 20, mode), kind, exif=exif, icc_profile=b"0" * 40)
        for kind, modes in (("JPEG", ("RGB", "CMYK", "L")), ("PNG", ("RGBA", "P", "1")), ("WEBP", ("RGB", "RGBA")))
        for mode in modes
    ]
    frames = [scene(20, 20), scene(20, 20, "L")]
    several = {"save_all": True, "append_images": frames[1:]}
    return [*found, *(file(frames[0], kind, **several) for kind in ("PNG", "WEBP", "MPO"))]


SOURCES = sources()
change = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255))


@given(st.sampled_from(SOURCES), st.lists(change, max_size=12), st.floats(0.1, 1), st.binary(max_size=20))
def test_a_broken_file_is_a_fault_or_nothing_but_a_picture(
    source: bytes, changes: list[tuple[float, int]], rest: float, tail: bytes
) -> None:
    broken = bytearray(source)
    for at, value in changes:
        broken[int(at * len(broken))] = value
    made, faults = paint(bytes(broken[: int(rest * len(broken))]) + tail, "p.jpg")
    assert [fault.code for fault in faults] == ([] if made else ["pictures/unusable"])
    for each in made:
        assert hidden_in(each.name, each.data) is None
        assert opened(each).size == (each.width, each.height)


class Counted:
    """Paints, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, source: bytes, shown: str) -> object:
        self.times += 1
        return paint(source, shown)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counted = Counted()
    monkeypatch.setattr("plugins.pictures.album.paint", counted)
    return counted


def test_a_picture_is_painted_once_wherever_its_file_lies(tmp_path: Path, counted: Counted) -> None:
    for name in ("a.jpg", "b.png"):
        (tmp_path / name).write_bytes(file(scene(60)))
        first, _ = Album(tmp_path / "album").picture(tmp_path / name, name)
        again, _ = Album(tmp_path / "album").picture(tmp_path / name, name)
        assert first == again
        assert first
        for version in (*first.usual, *first.modern):
            data = Album(tmp_path / "album").read(first.kept, version.name)
            assert opened(Painting(*version, data)).size == version[1:]
    assert counted.times == 1


def test_another_picture_in_the_same_file_is_painted(tmp_path: Path, counted: Counted) -> None:
    path, album = tmp_path / "a.png", Album(tmp_path / "album")
    path.write_bytes(file(scene(60)))
    first, _ = album.picture(path, "a.png")
    path.write_bytes(file(scene(61)))
    second, _ = album.picture(path, "a.png")
    assert first
    assert second
    assert (first.widest.width, second.widest.width, counted.times) == (60, 61, 2)


def test_other_encoders_paint_anew(tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(file(scene(60)))
    for version in ("1", "2", "2"):
        monkeypatch.setattr("PIL.features.version", lambda name, version=version: version)
        Album(tmp_path / "album").picture(tmp_path / "a.png", "a.png")
    assert counted.times == 2


def test_what_is_damaged_is_never_used(tmp_path: Path, counted: Counted) -> None:
    path, album = tmp_path / "a.png", Album(tmp_path / "album")
    path.write_bytes(file(scene(60)))
    made, _ = album.picture(path, "a.png")
    assert made
    kept = tmp_path / "album" / made.kept
    whole = kept.read_bytes()
    places = range(0, len(whole), 97)
    other = [whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :] for at in places]
    for damaged in (*other, *(whole[:at] for at in places), whole + b"0"):
        kept.write_bytes(damaged)
        with pytest.raises(Lost):
            album.read(made.kept, made.widest.name)
    assert album.picture(path, "a.png") == (made, [])
    assert kept.read_bytes() == whole
    assert counted.times == 2


def test_one_picture_of_the_album_cannot_stand_for_another(tmp_path: Path) -> None:
    album = Album(tmp_path / "album")
    kept = []
    for width in (60, 61):
        (tmp_path / "a.png").write_bytes(file(scene(width)))
        made, _ = album.picture(tmp_path / "a.png", "a.png")
        assert made
        kept.append(made.kept)
    (tmp_path / "album" / kept[1]).rename(tmp_path / "album" / kept[0])
    with pytest.raises(Lost):
        album.read(kept[0], made.widest.name)


def test_the_album_keeps_only_what_is_wanted(tmp_path: Path) -> None:
    album = Album(tmp_path / "album")
    album.keep_only(frozenset())
    for width in (60, 61):
        (tmp_path / "a.png").write_bytes(file(scene(width)))
        made, _ = album.picture(tmp_path / "a.png", "a.png")
    (tmp_path / "album" / ".left.1").write_bytes(b"what an interrupted build leaves")
    assert made
    album.keep_only({made.kept})
    assert [path.name for path in (tmp_path / "album").iterdir()] == [made.kept]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    made, faults = Album(tmp_path / "album").picture(tmp_path / "gone.jpg", "stories/harbour/gone.jpg")
    assert made is None
    assert [(fault.path, fault.code) for fault in faults] == [("stories/harbour/gone.jpg", "pictures/unusable")]
