"""Leaks: on a corpus of invented tellings the gate finds the leaks and lets the harmless ones pass."""

from functools import cache

import pytest

from bench.leaks import CORPUS, PRACTICE, Case, Judged, cases, judge

# What was measured; `inv leaks` shows how much it is now. A change may raise the first and lower the second only.
LEAST_FOUND = {"aside": 0.98, "rest": 0.99, "practice": 0.985}
MOST_STOPPED = {"aside": 0.09, "rest": 0.03, "practice": 0.06}


def chosen(part: str) -> list[Case]:
    if part == "practice":
        return list(cases(PRACTICE))
    return [case for case in cases(CORPUS) if case.aside == (part == "aside")]


@cache
def judged(part: str) -> list[Judged]:
    return judge(chosen(part))[0]


@pytest.mark.parametrize("part", LEAST_FOUND)
def test_the_gate_finds_the_leaks(part: str) -> None:
    leaks = [each for each in judged(part) if each.case.leak]
    missed = [each.case.name for each in leaks if not each.faults]
    assert len(leaks) > 60
    assert 1 - len(missed) / len(leaks) >= LEAST_FOUND[part], missed


@pytest.mark.parametrize("part", MOST_STOPPED)
def test_the_gate_lets_harmless_texts_pass(part: str) -> None:
    harmless = [each for each in judged(part) if not each.case.leak]
    stopped = [each.case.name for each in harmless if each.faults]
    assert len(harmless) > 40
    assert len(stopped) / len(harmless) <= MOST_STOPPED[part], stopped


def test_the_corpus_is_as_large_and_as_wide_as_promised() -> None:
    found = list(cases(CORPUS))
    assert len({case.name for case in found}) == len(found) >= 170
    assert sum(not case.leak for case in found) >= 50
    languages = {case.language for case in found}
    assert languages == {case.language for case in cases(PRACTICE)}
    assert len(languages) == 14
    assert sum(case.language in ("en", "ru", "kk") for case in found) >= 150
    assert 0.25 < sum(case.aside for case in found) / len(found) < 0.4
