"""Neighbours: what shelves share is what their stories share, however it is counted."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from plugins.editions.neighbours import NEAREST, held

KEYS = [f"story-{number}" for number in range(9)]
DAYS = {key: date(2026 - number // 3, 1, 1).toordinal() for number, key in enumerate(KEYS)}
ON_A_SHELF = st.lists(st.sampled_from(KEYS), min_size=1, unique=True).map(sorted)
SHELVES = st.fixed_dictionaries(
    {
        "rights": st.dictionaries(st.sampled_from([f"right-{number}" for number in range(12)]), ON_A_SHELF),
        "countries": st.dictionaries(st.sampled_from(["GE", "KG", "KZ"]), ON_A_SHELF),
    }
)
Shelves = dict[str, dict[str, list[str]]]


@given(SHELVES)
def test_a_shelf_shares_with_its_neighbours_what_can_be_counted_on_both(shelves: Shelves) -> None:
    found = held(shelves, DAYS)
    assert found.keys() == {("", ""), *((kind, term) for kind, terms in shelves.items() for term in terms)}
    for (kind, term), holds in found.items():
        for other, near in holds.neighbours:
            assert near
            assert (other, term) not in [(kind, each) for each, _ in near]
            for each, shared in near:
                assert shared == len(set(shelves[kind][term]) & set(shelves[other][each]))
                assert shared or other == kind


@given(SHELVES)
def test_no_neighbour_is_nearer_than_those_that_are_shown(shelves: Shelves) -> None:
    for (kind, term), holds in held(shelves, DAYS).items():
        own = set(shelves[kind][term]) if kind else set()
        for other, near in holds.neighbours:
            shown = dict(near)
            left = [len(own & set(keys)) for each, keys in shelves[other].items() if each not in {*shown, term}]
            assert len(near) <= NEAREST
            assert not left or max(left) <= min(shown.values())
            assert len(near) == NEAREST or not any(left)


@given(SHELVES)
def test_countries_are_counted_only_where_every_story_names_one(shelves: Shelves) -> None:
    for (kind, term), holds in held(shelves, DAYS).items():
        own = set(shelves[kind][term]) if kind else set(KEYS)
        named = {country for country, keys in shelves["countries"].items() if own & set(keys)}
        whole = own <= {key for keys in shelves["countries"].values() for key in keys}
        assert holds.countries == (len(named) if whole else 0)


@given(SHELVES)
def test_years_are_those_of_the_first_and_the_last_story(shelves: Shelves) -> None:
    for (kind, term), holds in held(shelves, DAYS).items():
        years = [date.fromordinal(DAYS[key]).year for key in (shelves[kind][term] if kind else KEYS)]
        assert holds.years == (min(years), max(years))


def test_a_library_without_stories_has_no_years() -> None:
    assert held({"rights": {}, "countries": {}}, {})["", ""].years == ()
