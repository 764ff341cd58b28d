"""How firmly agreements are organised: the weak ones and the unknown ones, counted apart.

Weak is what `analysis.selection.is_weak` says; a form that no source names is never weak, only
unknown. So a share is a span: at least the weak ones, at most the unknown ones with them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from analysis.selection import UNKNOWN_FORM, is_weak
from data.records import Agreement

# Control 1–2 of 5 in the register's own classing of forms: little or none by councils.
LITTLE_CONTROL: Final = 2


class Tally(NamedTuple):
    """How many of `all` agreements are counted in, and of how many the form is unknown."""

    all: int
    weak: int
    unknown: int

    @property
    def firm(self) -> int:
        """The rest: of a known form that is not counted in."""
        return self.all - self.weak - self.unknown

    @property
    def least(self) -> int:
        """Per cent that is counted in for certain."""
        return percent(self.weak, self.all)

    @property
    def most(self) -> int:
        """Per cent where all of unknown form are counted in too."""
        return percent(self.weak + self.unknown, self.all)


def percent(part: int, whole: int) -> int:
    """Return how many per cent `part` is of `whole`, half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def tally(rows: Iterable[Agreement]) -> Tally:
    """Return how many agreements are weakly organised."""
    found = tuple(rows)
    unknown = sum(row.form == UNKNOWN_FORM for row in found)
    return Tally(len(found), sum(map(is_weak, found)), unknown)


def little_control(rows: Iterable[Agreement], control: Mapping[str, int | None]) -> Tally:
    """Return how many agreements have a form that councils steer little.

    Parameters
    ----------
    rows
        The agreements.
    control
        The political control of each form, 1 to 5; None where the form is unknown.
    """
    levels = [control[row.form] for row in rows]
    low = sum(level is not None and level <= LITTLE_CONTROL for level in levels)
    return Tally(len(levels), low, levels.count(None))


def by_service(rows: Iterable[Agreement]) -> dict[str, Tally]:
    """Return the tally of each service that has agreements."""
    return _grouped((row.service, row) for row in rows)


def by_municipality(rows: Iterable[Agreement], codes: Iterable[str]) -> dict[str, Tally]:
    """Return the tally of each of these municipalities, an agreement in each of its members."""
    found = _grouped((code, row) for row in rows for code in row.members)
    return {code: found.get(code, Tally(0, 0, 0)) for code in codes}


def by_region(rows: Iterable[Agreement], regions: Mapping[str, str]) -> dict[str, Tally]:
    """Return the tally of each region, an agreement once in each that it has a member in.

    Parameters
    ----------
    rows
        The agreements.
    regions
        The region of each municipality that is counted, by code; members of others are not.
    """
    found = _grouped(
        (region, row)
        for row in rows
        for region in {regions[code] for code in row.members if code in regions}
    )
    return {name: found.get(name, Tally(0, 0, 0)) for name in dict.fromkeys(regions.values())}


def forms_by_service(rows: Iterable[Agreement]) -> dict[str, Counter[str]]:
    """Return how many agreements of each form each service has."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.service, Counter())[row.form] += 1
    return found


def services_by_form(rows: Iterable[Agreement]) -> dict[str, Counter[str]]:
    """Return how many agreements in each service each form has."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row.form, Counter())[row.service] += 1
    return found


def _grouped(pairs: Iterable[tuple[str, Agreement]]) -> dict[str, Tally]:
    groups: dict[str, list[Agreement]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return {key: tally(group) for key, group in groups.items()}
