"""Offering: what is offered under each telling, kept from build to build as far as nothing can have changed it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from plugins.also_read import Choices, Filed, Offer, Reason, offers
from plugins.editions.knowing import Memory
from plugins.editions.study import Facts
from plugins.ledger import number
from plugins.stories import Outside


class Row(NamedTuple):
    """The offers under one telling, as plain data, and a number that is another for other offers."""

    mark: int
    offers: tuple[tuple[Any, ...], ...]

    def targets(self) -> tuple[str, ...]:
        """Return the keys of the stories that are offered."""
        return tuple(target for target, *_ in self.offers if isinstance(target, str))


def rows(
    stories: Sequence[Facts], choices: Mapping[str, Choices], languages: Sequence[str], limit: int, memory: Memory
) -> Mapping[str, Mapping[str, Row]]:
    """Return the offers under each telling by language and story. They depend on nothing but the stories, the editor's
    choices, the languages and the limit; what is remembered saves time and decides nothing."""
    told = repr([each for each in choices.items() if each[1].own or each[1].overrides])
    settings = number(repr((tuple(languages), limit)))
    asked = hash((settings, number(told), *(each.likeness for each in stories)))
    terms = hash((settings, *(each.terms for each in stories)))
    before = memory.kept("asked") or (0, 0)
    kept = {code: memory.kept(f"rows-{code}") for code in languages}
    former = {code: each or {} for code, each in kept.items()}
    if before[0] == asked and None not in kept.values():
        return {code: {key: Row(*row) for key, row in found.items()} for code, found in former.items()}
    filed = [Filed._make(each.filed) for each in stories]
    found, ranks = offers(filed, choices, languages, limit, memory.kept("ranks"))
    made: dict[str, dict[str, Row]] = {}
    for code, edition in found.items():
        made[code] = {}
        for key, targets in edition.rows.items():
            row, chosen = former[code].get(key), choices[key].for_language(code)
            told_why = [(_plain(target), isinstance(target, str) and target not in chosen) for target in targets]
            # Why a story is offered depends on what stories are filed under.
            if row and before[1] == terms and [offer[:2] for offer in row[1]] == told_why:
                made[code][key] = Row(*row)
            else:
                offered = tuple(map(_row, edition[key]))
                made[code][key] = Row(number(repr(offered)), offered)
    plain = {f"rows-{code}": {key: tuple(row) for key, row in each.items()} for code, each in made.items()}
    memory.keep(asked=(asked, terms), ranks=ranks, **plain)
    return made


def row_of(key: str, language: str, memory: Memory) -> Row | None:
    """Return the remembered offers under one telling."""
    row = (memory.kept(f"rows-{language}") or {}).get(key)
    return Row(*row) if row else None


def offer_of(plain: tuple[Any, ...]) -> Offer:
    """Return an offer of a row."""
    target, reasoned, topic, country = plain
    return Offer(target if isinstance(target, str) else Outside(*target), Reason(topic, country) if reasoned else None)


def _row(offer: Offer) -> tuple[Any, ...]:
    reason = offer.reason
    return _plain(offer.target), reason is not None, reason and reason.topic, reason and reason.country


def _plain(target: str | Outside) -> str | tuple[str, str]:
    return target if isinstance(target, str) else (target.title, target.url)
