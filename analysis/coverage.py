"""What each municipality of the county has of one service: the cell of the coverage matrix.

The states, and which of them count as cooperation, are those of `docs/architecture.md`: a cell
that nobody has answered is a possible gap and never counted together with a confirmed one.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from analysis.criteria import Switches
from analysis.selection import ENDED
from data.records import Agreement
from data.register import Register

State = Literal[
    "organ",
    "avtale",
    "form-ukjent",
    "prosjekt-nettverk",
    "under-utvikling",
    "alene",
    "ikke-kommunalt",
    "ikke-registrert",
]
Standing = Literal["med", "svakt", "alene", "ikke-registrert", "ikke-kommunalt", "holdt-utenfor"]

# Strongest first; the cell takes the strongest of what the register knows.
STATES: Final[tuple[State, ...]] = get_args(State)
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
COOPERATING: Final = frozenset(STATES[:5])
_BY_BINDING: Final[dict[str, State]] = {
    "organ": "organ",
    "avtale": "avtale",
    "nettverk": "prosjekt-nettverk",
    "prosjekt": "prosjekt-nettverk",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One municipality and one service.

    Attributes
    ----------
    state
        The strongest of what the register knows.
    standing
        What the state means under the switches and filters in force: whether it counts
        («med»), is a gap and of which kind, or is held outside by a filter.
    uncertain
        All rows that give the state are of unknown status or confidence C.
    rows
        Every row behind the cell, also those that do not give the state.
    """

    code: str
    state: State
    standing: Standing
    uncertain: bool
    rows: tuple[Agreement, ...]


def state_of(row: Agreement, register: Register) -> State:
    """Return the state that one agreement gives the cells of its members."""
    if row.status == "under-utvikling":
        return "under-utvikling"
    return _BY_BINDING.get(register.form_by_code[row.form].binding, "form-ukjent")


def cells(
    register: Register, service: str, switches: Switches, within: Collection[str] | None = None
) -> dict[str, Cell]:
    """Return the cell of each of the county's municipalities for `service`, in register order.

    Parameters
    ----------
    register
        The register in force.
    service
        Code of the service.
    switches
        Which states count, and whether ended agreements are read at all.
    within
        Ids of the agreements that the filters leave; None where nothing is filtered. A cell
        whose cooperation they take out is «holdt utenfor»: no gap, and not counted.
    """
    rows: dict[str, list[Agreement]] = {code: [] for code in register.county_codes}
    for row in register.agreement_records:
        if row.service == service and (switches.avsluttet or row.status != ENDED):
            for code in row.members:
                if code in rows:
                    rows[code].append(row)
    alone = {row.municipality for row in register.alone_records if row.service == service}
    left = register.service_by_code[service].not_municipal_since is not None
    return {
        code: _cell(code, group, register, switches, within, (code in alone, left))
        for code, group in rows.items()
    }


def tally(table: Mapping[str, Cell]) -> dict[Standing, int]:
    """Return how many municipalities stand where; the numbers add up to all of them."""
    counts = Counter(cell.standing for cell in table.values())
    return {standing: counts[standing] for standing in STANDINGS}


def _cell(
    code: str,
    rows: list[Agreement],
    register: Register,
    switches: Switches,
    within: Collection[str] | None,
    answers: tuple[bool, bool],
) -> Cell:
    alone, left = answers
    given = {row.id: state_of(row, register) for row in rows}
    state: State = "ikke-registrert"
    if given:
        state = min(given.values(), key=STATES.index)
    elif alone:
        state = "alene"
    elif left:
        state = "ikke-kommunalt"
    behind = [row for row in rows if given[row.id] == state]
    uncertain = bool(behind) and all(_is_uncertain(row) for row in behind)
    standing = _standing(state, uncertain, behind, switches, within)
    return Cell(code, state, standing, uncertain, tuple(rows))


def _is_uncertain(row: Agreement) -> bool:
    return row.status == "ukjent" or row.confidence == "C"


def _standing(
    state: State,
    uncertain: bool,
    behind: list[Agreement],
    switches: Switches,
    within: Collection[str] | None,
) -> Standing:
    if state not in COOPERATING:
        return state  # type: ignore[return-value]
    if state == "prosjekt-nettverk" and not switches.nettverk:
        return "svakt"
    if state == "under-utvikling" and not switches.utvikling:
        return "svakt"
    if uncertain and not switches.usikre:
        return "holdt-utenfor"
    if within is not None and not any(row.id in within for row in behind):
        return "holdt-utenfor"
    return "med"
