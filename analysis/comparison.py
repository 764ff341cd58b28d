"""Two to six municipalities side by side: what they share, and what only some of them have."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from analysis.selection import sort_key
from data.records import Agreement
from data.register import Register

FEWEST_COMPARED: Final = 2
MOST_COMPARED: Final = 6


class Subset(NamedTuple):
    """Some of the compared municipalities, and the agreements with exactly these among them."""

    codes: tuple[str, ...]
    agreements: tuple[Agreement, ...]


class Comparison(NamedTuple):
    """What two to six municipalities have together; agreements are sorted by name.

    Attributes
    ----------
    codes
        The municipalities, in the order given.
    shared
        Agreements with all of them.
    some
        The smaller subsets that occur: largest first, then by number of agreements, then codes
        (as in UpSet; Lex et al. 2014, IEEE Trans. Vis. Comput. Graph. 20: 1983–1992).
    """

    codes: tuple[str, ...]
    shared: tuple[Agreement, ...]
    some: tuple[Subset, ...]


def compare(rows: Iterable[Agreement], register: Register, codes: Iterable[str]) -> Comparison:
    """Return which agreements some municipalities share, all of them and some of them.

    Raises
    ------
    ValueError
        If `codes` are not two to six different municipalities of the register.
    """
    wanted = tuple(dict.fromkeys(codes))
    if not FEWEST_COMPARED <= len(wanted) <= MOST_COMPARED:
        msg = f"`codes` must name {FEWEST_COMPARED} to {MOST_COMPARED} different municipalities"
        raise ValueError(msg)
    if unknown := [code for code in wanted if code not in register.municipality_by_code]:
        msg = f"`codes` must be municipalities of the register, not {', '.join(unknown)}"
        raise ValueError(msg)
    groups: dict[tuple[str, ...], list[Agreement]] = {}
    for row in sorted(rows, key=lambda row: (sort_key(row.name), row.id)):
        if subset := tuple(code for code in wanted if code in row.members):
            groups.setdefault(subset, []).append(row)
    shared = tuple(groups.pop(wanted, ()))
    some = [Subset(subset, tuple(group)) for subset, group in groups.items()]
    some.sort(key=lambda s: (-len(s.codes), -len(s.agreements), s.codes))
    return Comparison(wanted, shared, tuple(some))
