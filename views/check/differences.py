"""What each party says of each point, and how far apart they are: never one number for them all."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple

from data.language import _, mark, ngettext
from views.check.answers import LETTERS, SHORT, UNKNOWN, Check
from views.check.points import ORDER, POINTS, Point

LARGE: Final = 2
"""Steps between the highest and the lowest answer from which a difference is called large."""
_AGREES: Final = 3
_MOST_NAMED: Final = 4
_WORDS: Final = (
    mark("likt svar"),
    mark("liten forskjell"),
    mark("stor forskjell"),
    mark("svært stor forskjell"),
)


class Place(NamedTuple):
    """Where a party stands on the scale of one point; `value` is None where it has not answered."""

    letter: str
    name: str
    value: int | None
    note: str

    @property
    def on_scale(self) -> bool:
        """Whether it has answered something else than «vet ikke»."""
        return self.value not in (None, UNKNOWN)

    @property
    def agrees(self) -> bool:
        """Whether it says that the point fits well or wholly."""
        return self.value is not None and self.value >= _AGREES


class Difference(NamedTuple):
    """A point with every party's place, and what lies between them."""

    point: Point
    places: tuple[Place, ...]

    @property
    def values(self) -> tuple[int, ...]:
        """The answers that can be compared, the lowest first."""
        return tuple(sorted(p.value for p in self.places if p.value is not None and p.on_scale))

    @property
    def spread(self) -> int | None:
        """Steps from the lowest to the highest; None where fewer than two can be compared."""
        values = self.values
        return values[-1] - values[0] if len(values) > 1 else None

    @property
    def large(self) -> bool:
        """Whether the difference is to be talked about."""
        return self.spread is not None and self.spread >= LARGE

    @property
    def answered(self) -> int:
        """How many parties have answered, «vet ikke» included."""
        return sum(place.value is not None for place in self.places)

    @property
    def distance(self) -> float:
        """Steps between two parties, over all pairs of them: who stands alone, and who halves."""
        values = self.values
        pairs = len(values) * (len(values) - 1) // 2
        return sum(b - a for a, b in combinations(values, 2)) / pairs if pairs else 0.0


def differences(check: Check, *, ranked: bool = False) -> tuple[Difference, ...]:
    """Return every point with all parties' answers.

    Parameters
    ----------
    check
        The parties; the first is A.
    ranked
        The largest difference first, and those that cannot be compared last; else in order.
    """
    found = [
        Difference(
            point,
            tuple(
                Place(letter, party.name, *party.answer(point.code))
                for letter, party in zip(LETTERS, check.parties, strict=False)
            ),
        )
        for point in POINTS
    ]
    return tuple(sorted(found, key=_rank)) if ranked else tuple(found)


def _rank(found: Difference) -> tuple[int, float, int, int]:
    spread = found.spread
    order = ORDER[found.point.code]
    return (-1 if spread is None else spread) * -1, -found.distance, -found.answered, order


def word(found: Difference) -> str:
    """Return what lies between the parties, in words."""
    if found.spread is not None:
        text = _WORDS[found.spread]
        return _(text)
    compared = len(found.values)
    if compared:
        return _("bare ett svar")
    return _("ingen vet") if found.answered else _("ikke svart")


def told(places: Sequence[Place]) -> str:
    """Return who says what: «Aure, Smøla: helt; Eierne: ikke», the highest first.

    Where they are many they go by their letters: the names would be longer than what they say.
    """
    groups: dict[int | None, list[str]] = {}
    for place in places:
        name = place.name if len(places) <= _MOST_NAMED else place.letter
        groups.setdefault(place.value, []).append(name)
    values = [v for v in (4, 3, 2, 1, UNKNOWN, None) if v in groups]
    return "; ".join(f"{_listed(groups[value])}: {short(value)}" for value in values)


def short(value: int | None) -> str:
    """Return an answer in a word or two."""
    if value is None:
        return _("ikke svart")
    text = SHORT[value]
    return _(text)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def all_see(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return the warning signs that every party says are there; there must be two of them."""
    return tuple(
        one
        for one in found
        if one.point.warning and len(one.places) > 1 and all(p.agrees for p in one.places)
    )


def some_see(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return the warning signs that one party or more, but not all, says are there."""
    everyone = all_see(found)
    return tuple(
        one
        for one in found
        if one.point.warning and one not in everyone and any(p.agrees for p in one.places)
    )


def alike(found: Sequence[Difference], *, high: bool) -> tuple[Difference, ...]:
    """Return the points, signs apart, that all agree to, or that none does."""
    return tuple(
        one
        for one in found
        if not one.point.warning
        and len(one.places) > 1
        and all(p.on_scale and p.agrees == high for p in one.places)
    )


def counted(count: int) -> str:
    """Return «1 punkt», «2 punkter»."""
    return ngettext("{n} punkt", "{n} punkter", count).format(n=count)
