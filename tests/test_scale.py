"""Scale: several processes make the ordinary site, and the tables hold what was measured. Nothing is timed."""

import marshal
import pickle
from pathlib import Path

import pytest

from bench.corpus import Corpus
from bench.ours import write_content
from bench.processes import Failed
from bench.scale import Measured, measure, tables, told
from bench.simulation import compared, simulated, together
from bench.stopwatch import STEPS
from bench.workers import Differs, Place, join, plan, press, study
from plugins.faults import Faults
from tests.tiny import build, write

STORIES = 9


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A shared folder with the content of nine stories, three of them with a picture."""
    write_content(Corpus(STORIES, pictures=3), tmp_path / "shared" / "content")
    return tmp_path / "shared"


def studied(place: Path) -> None:
    for number in range(2):
        study(Place(place, f"worker-{number}"), number, 2)


def test_two_workers_make_the_ordinary_site_byte_for_byte(tmp_path: Path, place: Path) -> None:
    ordinary = build(place / "content", tmp_path / "output")
    assert ordinary.codes == []
    assert [(step, len(costs)) for step, costs in together(place, 2)] == [
        ("study", 2),
        ("plan", 1),
        ("press", 2),
        ("join", 1),
    ]
    assert len(list((place / "site" / "pictures").iterdir())) == 3 * 4  # two widths, two kinds
    assert compared(ordinary.output, place / "site") == []
    (place / "site" / "robots.txt").unlink()
    assert compared(ordinary.output, place / "site") == ["robots.txt"]


def test_a_worker_that_fails_stops_all_before_anything_is_made(place: Path) -> None:
    write(place / "content", {"stories/story-00003/en.md": "---\ntitle: No end\n"})
    done = []
    with pytest.raises(Failed):
        done += [step for step, _ in together(place, 2)]
    assert not (place / "site").exists()


def test_what_one_worker_finds_wrong_stops_the_plan(place: Path) -> None:
    path = place / "content" / "stories" / "story-00003" / "en.md"
    path.write_text(path.read_text("utf-8") + "\nHer number is +7 701 234 56 78.\n", "utf-8")
    studied(place)
    with pytest.raises(Faults):
        plan(Place(place, "coordinator"), 2)
    assert not (place / "plans").exists()


def test_facts_of_other_contents_or_of_another_tool_are_refused(place: Path) -> None:
    studied(place)
    path = place / "content" / "stories" / "story-00003" / "ru.md"
    path.write_text(path.read_text("utf-8") + "\nОна вернулась домой.\n", "utf-8")
    with pytest.raises(Differs, match="3 tellings"):
        plan(Place(place, "coordinator"), 2)
    _, found = marshal.loads((place / "facts" / "1").read_bytes())
    (place / "facts" / "1").write_bytes(marshal.dumps((b"another tool", found)))
    with pytest.raises(Differs, match="tool"):
        plan(Place(place, "another-coordinator"), 2)


def test_a_worker_that_is_missing_keeps_everything_back(place: Path) -> None:
    studied(place)
    plan(Place(place, "coordinator"), 2)
    press(Place(place, "worker-0"), 0, 2)
    with pytest.raises(Differs, match="not made"):
        join(Place(place, "coordinator"), 2)


def test_no_worker_is_given_what_is_made_from_the_private_list(place: Path) -> None:
    studied(place)
    plan(Place(place, "coordinator"), 2)
    plans = [each for data in Place(place, "any").every("plans") for each in pickle.loads(data)]
    assert len(plans) > 100
    assert {each.mark for each in plans} == {0}
    _, over = pickle.loads((place / "over").read_bytes())
    assert set(over.common.values()) == {0}


def test_every_step_is_measured_and_the_steps_add_up(tmp_path: Path) -> None:
    few, many = (measure(size, tmp_path) for size in (3, STORIES))
    assert (many.tellings, many.addresses > many.tellings, many.pages < many.files) == (27, True, True)
    for each in (few, many):
        assert sum(each.seconds[step] for step in (*STEPS, "rest")) == pytest.approx(each.seconds["all"])
        assert min(each.seconds.values()) >= 0
        assert list(each.peaks.values()) == sorted(each.peaks.values())
        assert min(each.kept.values()) > 0
    lines = list(tables(few, many))
    assert any(line.startswith("gate, per telling") for line in lines)
    assert any(line.split() == ["tellings", "9", "27", "1,200,000"] for line in lines)


def test_what_would_be_is_on_the_line_through_what_was_measured() -> None:
    def invented(stories: int) -> Measured:
        steps = dict.fromkeys((*STEPS, "rest", "all", "on the clock"), 1 + stories / 1000)
        peaks, kept = {"end": stories << 20}, {"facts": stories * 300}
        return Measured(stories, stories * 3, stories * 5, stories * 4, stories * 6, steps, 1, 2, peaks, kept, stories)

    lines = [line.split() for line in tables(invented(1000), invented(3000))]
    assert ["gate,", "per", "telling", "0.667", "0.444", "0.67", f"{4 / 9000 * 1_200_000 / 3600:.2f}"] in lines
    assert ["facts", "100", "100", "0.11"] in lines


def test_options_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    for lines in (told([1000], tmp_path), told([3000, 1000], tmp_path), simulated(STORIES, 1, tmp_path)):
        with pytest.raises(ValueError, match="--"):
            next(lines)
