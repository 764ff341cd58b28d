"""Who works with whom: each municipality's and region's partners, as numbers that describe.

Nothing here says that a number is good or bad: research finds that fixed partners do not improve
cooperation (Klok, Denters, Boogers & Sanders 2018, Public Administration Review).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.pairs import incidence
from analysis.selection import ENDED
from data.records import Agreement
from data.register import Register
from data.schema import BINDINGS

UNKNOWN_BINDING: Final = "ukjent"
# Rows of the congruence table held at a time: thousands of agreements squared fill the memory.
_BLOCK: Final = 1024

Matrix = npt.NDArray[np.float64]
Place = tuple[str, str]
"""A county and one of its regions."""


class Measures(NamedTuple):
    """One municipality's network; a share is 0 where there is no agreement.

    Attributes
    ----------
    code
        The municipality.
    agreements, partners, constellations
        Numbers of agreements, of distinct other municipalities and of distinct member sets.
    mean_size
        Participating municipalities per agreement, itself included.
    within_region, across_regions, across_county
        Shares (0 to 1) of the agreements: all members are of its region; a member is of another
        region of its county; a member is of another county. The last two may overlap, so that
        the three can add up to more than 1.
    hosted, bought
        Numbers of agreements where it is the host, and where another municipality is.
    bindings
        Number of agreements by the binding of their form, in the order of `BINDINGS` and then
        «ukjent».
    congruence
        Mean Jaccard index of two of its agreements' partners (0 to 1, 1 is always the same); see
        `_congruence`. None with fewer than two agreements that have a partner.
    effective_partners
        exp(H), in municipalities; see `_effective`. 0 without a partner.
    """

    code: str
    agreements: int
    partners: int
    constellations: int
    mean_size: float
    within_region: float
    across_regions: float
    across_county: float
    hosted: int
    bought: int
    bindings: tuple[tuple[str, int], ...]
    congruence: float | None
    effective_partners: float


class RegionMeasures(NamedTuple):
    """One region's network: the agreements with at least one member there, each counted once.

    Attributes
    ----------
    region
        Its name.
    municipalities, agreements, partners, constellations
        Numbers of municipalities in it, of agreements, of distinct municipalities outside it
        that they reach, and of distinct member sets.
    mean_size
        Participating municipalities per agreement, also those outside the region.
    within, across_regions, across_county
        Shares (0 to 1) of the agreements, as in `Measures`; the last two may overlap.
    congruence, effective_partners
        Means of its municipalities' own; those without congruence are left out.
    """

    region: str
    municipalities: int
    agreements: int
    partners: int
    constellations: int
    mean_size: float
    within: float
    across_regions: float
    across_county: float
    congruence: float | None
    effective_partners: float


class _Counted(NamedTuple):
    """What is counted of one agreement, looked up once and not once a member."""

    row: Agreement
    members: frozenset[str]
    places: frozenset[Place]


def living(register: Register) -> tuple[Agreement, ...]:
    """Return the agreements that have not ended and have a member named, sorted by id."""
    return tuple(row for row in register.agreement_records if row.status != ENDED and row.members)


def measures(rows: Iterable[Agreement], register: Register, code: str) -> Measures:
    """Return the network of one municipality in `rows`; KeyError if it is not in the register.

    What `rows` hold is counted, whatever its status; `living` leaves out what has ended.
    """
    return _measure(
        code, [row for row in _counted(rows, register) if code in row.members], register
    )


def all_measures(rows: Iterable[Agreement], register: Register) -> dict[str, Measures]:
    """Return the network of each of the county's municipalities, in register order."""
    return _measure_all(_counted(rows, register), register)


def region_measures(
    rows: Iterable[Agreement], register: Register, each: Mapping[str, Measures]
) -> list[RegionMeasures]:
    """Return the network of each region of the county's municipalities, in register order.

    Parameters
    ----------
    rows, register
        What is measured.
    each
        What `all_measures` gives for the same rows.
    """
    counted = _counted(rows, register)
    regions: dict[Place, set[str]] = {}
    for code in each:
        regions.setdefault(_place(register, code), set()).add(code)
    result = []
    for home, codes in regions.items():
        group = [row for row in counted if row.members & codes]
        own = [each[code] for code in codes]
        congruences = [m.congruence for m in own if m.congruence is not None]
        result.append(
            RegionMeasures(
                home[1],
                len(codes),
                len(group),
                len({code for row in group for code in row.members} - codes),
                len({row.members for row in group}),
                _mean([len(row.members) for row in group]),
                *_reach(group, home),
                _mean(congruences) if congruences else None,
                _mean([m.effective_partners for m in own]),
            )
        )
    return result


def _counted(rows: Iterable[Agreement], register: Register) -> list[_Counted]:
    places = {code: _place(register, code) for code in register.municipality_by_code}
    return [
        _Counted(row, frozenset(row.members), frozenset(places[code] for code in row.members))
        for row in rows
    ]


def _place(register: Register, code: str) -> Place:
    municipality = register.municipality_by_code[code]
    return municipality.county, municipality.region


def _measure_all(counted: list[_Counted], register: Register) -> dict[str, Measures]:
    groups: dict[str, list[_Counted]] = {code: [] for code in register.county_codes}
    for row in counted:
        for code in row.members & groups.keys():
            groups[code].append(row)
    return {code: _measure(code, group, register) for code, group in groups.items()}


def _measure(code: str, group: list[_Counted], register: Register) -> Measures:
    """Return the network of `code`, a member of every agreement of `group`."""
    sets = Counter(row.members for row in group)
    hosts = Counter(row.row.host for row in group if row.row.host)
    bindings = Counter(register.form_by_code[row.row.form].binding for row in group)
    known = [(binding, bindings[binding]) for binding in BINDINGS]
    held, counts = _partner_sets(sets, code)
    return Measures(
        code,
        len(group),
        held.shape[1],
        len(sets),
        _mean([len(row.members) for row in group]),
        *_reach(group, _place(register, code)),
        hosts[code],
        hosts.total() - hosts[code],
        (*known, (UNKNOWN_BINDING, len(group) - sum(count for _, count in known))),
        _congruence(held, counts),
        _effective(held, counts),
    )


def _reach(group: list[_Counted], home: Place) -> tuple[float, float, float]:
    """Return the shares of agreements within `home`, across regions and across counties."""
    within = [row.places <= {home} for row in group]
    regions = [any(p[0] == home[0] and p != home for p in row.places) for row in group]
    counties = [any(county != home[0] for county, _ in row.places) for row in group]
    return _mean(within), _mean(regions), _mean(counties)


def _mean(values: Collection[float]) -> float:
    """Return the mean, 0 of nothing; an exact sum, so that the order of values does not show."""
    return math.fsum(values) / len(values) if values else 0.0


def _partner_sets(sets: Mapping[frozenset[str], int], code: str) -> tuple[Matrix, Matrix]:
    """Return the distinct sets of partners of `code`, and how many agreements have each.

    A row a set and a column a partner; sorted, so that sums over them are always the same.
    Agreements without a partner are left out.
    """
    groups = sorted(
        (sorted(members - {code}), n) for members, n in sets.items() if len(members) > 1
    )
    number = {c: i for i, c in enumerate(sorted({c for group, _ in groups for c in group}))}
    held = incidence([[number[c] for c in group] for group, _ in groups], len(number))
    return held, np.array([count for _, count in groups], dtype=np.float64)


def _effective(held: Matrix, counts: Matrix) -> float:
    """Return exp(H), H = −Σ p ln p over p = w / Σ w: as many equal partners are as diverse.

    Jost 2006, «Entropy and diversity», Oikos 113: 363–375; w as in `analysis.partners`, where
    k − 1 is the size of a partner set. 0 without a partner.
    """
    if not counts.size:
        return 0.0
    strengths = (held * (counts / held.sum(axis=1))[:, None]).sum(axis=0)
    shares = strengths / strengths.sum()
    return math.exp(-float((shares * np.log(shares)).sum()))


def _congruence(held: Matrix, counts: Matrix) -> float | None:
    """Return the mean Jaccard index |A∩B| / |A∪B| over all pairs of agreements, 0 to 1.

    A and B are the partners in two agreements, without the municipality itself; 1 is always the
    same partners. None with fewer than two agreements that have a partner.
    """
    total = float(counts.sum())
    if total < 2:
        return None
    size = held.sum(axis=1)
    sum_all = 0.0
    # Equal sets are one row, and the rest whole numbers in products of matrices: thousands of
    # agreements a municipality make millions of pairs.
    for start in range(0, len(held), _BLOCK):
        part = slice(start, start + _BLOCK)
        both = held[part] @ held.T
        jaccard = both / (size[part, None] + size - both)
        sum_all += float(counts[part] @ (jaccard @ counts))
    # The sum has every pair twice, and every agreement with itself (1) once.
    return (sum_all - total) / (total * (total - 1))
