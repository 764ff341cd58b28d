"""The criteria for working together, each from 0 to 1, with weights that the reader sets.

They are those of Oslo Economics and NIBR (2023, for Kommunal- og distriktsdepartementet) on what
makes cooperation last: a history together, similar size and few partners; and nearness (Bel &
Warner 2016, Journal of Economic Policy Reform 19).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Final, NamedTuple

from analysis.distance import km
from analysis.partners import strengths_of
from data.records import Agreement
from data.register import Register

FAR_KM: Final = 100.0
FAR_MINUTES: Final = 120.0
_FEW, _FEW_STEP = 3, 4
_SIZE_SPAN: Final = math.log(30)

Travel = Mapping[tuple[str, str], float]


class Weights(NamedTuple):
    """How much each criterion counts; whole numbers, of which only the proportions matter."""

    history: int = 35
    nearness: int = 30
    size: int = 15
    few: int = 10
    region: int = 10


class Factors(NamedTuple):
    """The five criteria, each from 0 to 1; None where it does not apply."""

    history: float
    nearness: float
    size: float
    few: float | None
    region: float

    def score(self, weights: Weights) -> float:
        """Return the weighted mean of those that apply; 0 where all their weights are 0."""
        pairs = [(w, f) for w, f in zip(weights, self, strict=True) if f is not None]
        total = sum(w for w, _f in pairs)
        return sum(w * f for w, f in pairs) / total if total else 0.0


def mean_of(each: Sequence[Factors]) -> Factors:
    """Return the mean of each criterion; few partners applies to all of them or to none."""
    history, nearness, size, region = (
        fmean(values) for values in zip(*((f[0], f[1], f[2], f[4]) for f in each), strict=True)
    )
    few = [one.few for one in each if one.few is not None]
    return Factors(history, nearness, size, fmean(few) if few else None, region)


class Way(NamedTuple):
    """The way to a seat: municipality, km in a straight line, and minutes where they are known.

    `known` is False where no source names a seat and the nearest member stands for it.
    """

    to: str
    km: float
    minutes: float | None
    known: bool


@dataclass(frozen=True, eq=False)
class Asker:
    """The municipality that asks, and what the criteria need to know of it."""

    code: str
    register: Register
    travel: Travel
    known: dict[str, Mapping[str, float]] = field(default_factory=dict)

    def strengths(self, code: str) -> Mapping[str, float]:
        """Return w between a municipality and its partners, worked out once for each."""
        if code not in self.known:
            self.known[code] = strengths_of(code, self.register)
        return self.known[code]

    @property
    def strongest(self) -> float:
        """The asker's own strongest tie: what history is measured against."""
        return max(self.strengths(self.code).values(), default=1.0)

    def minutes(self, a: str, b: str) -> float | None:
        """Return the minutes between two municipalities, if known; the longer of two directions.

        A ferry may be slower one way: the same pair is the same way, whoever asks.
        """
        known = [self.travel[pair] for pair in ((a, b), (b, a)) if pair in self.travel]
        return max(known, default=None)

    def way(self, row: Agreement) -> Way:
        """Return the way from the asker to where an agreement has its seat."""
        places = self.register.municipality_by_code
        here = places[self.code]
        seat = row.seat or row.host
        if not seat:
            others = [code for code in row.members if code != self.code] or [self.code]
            seat = min(others, key=lambda code: (km(here, places[code]), code))
        known = bool(row.seat or row.host)
        return Way(seat, km(here, places[seat]), self.minutes(self.code, seat), known)

    def factors(self, row: Agreement) -> tuple[Factors, Way]:
        """Return the criteria for working with the other members of `row`."""
        places = self.register.municipality_by_code
        mine = places[self.code]
        others = [code for code in row.members if code != self.code]
        way, ties = self.way(row), self.strengths(self.code)
        middle = median([places[code].population for code in others])
        count = len(others)
        return (
            Factors(
                history=min(1.0, fmean(ties.get(c, 0.0) for c in others) / self.strongest),
                nearness=_nearness(way.km, way.minutes),
                size=_likeness(mine.population, middle),
                few=1 / (1 + max(0, count - _FEW) / _FEW_STEP),
                region=sum(places[c].region == mine.region for c in others) / count,
            ),
            way,
        )

    def pair(self, a: str, b: str) -> Factors:
        """Return the criteria for two municipalities that may be in a new group together.

        History is measured against the asker's strongest tie, whoever the two are.
        """
        places = self.register.municipality_by_code
        one, other = places[a], places[b]
        return Factors(
            history=min(1.0, self.strengths(a).get(b, 0.0) / self.strongest),
            nearness=_nearness(km(one, other), self.minutes(a, b)),
            size=_likeness(one.population, other.population),
            few=None,
            region=float(one.region == other.region),
        )


def _nearness(distance: float, minutes: float | None) -> float:
    if minutes is not None:
        return 1 - min(minutes, FAR_MINUTES) / FAR_MINUTES
    return 1 - min(distance, FAR_KM) / FAR_KM


def _likeness(a: float, b: float) -> float:
    """Return how alike two populations are: 1 if equal, 0 if one is 30 times the other."""
    if a <= 0 or b <= 0:
        return 0.0
    return max(0.0, 1 - abs(math.log(a) - math.log(b)) / _SIZE_SPAN)
