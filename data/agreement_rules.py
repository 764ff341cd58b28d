"""Check what no single cell of avtaler.csv shows: hosts, members, years, who is part of whom."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from data.errors import Fault, Severity, shown
from data.language import _, ngettext
from data.reading import Row, Table
from data.schema import AGREEMENTS, SEPARATOR, YES_NO
from data.tables import Codes, modern_codes, split_list

REFERENCES: Final = tuple(c.name for c in AGREEMENTS.columns if c.refers_to == AGREEMENTS.name)
"""Columns that name another agreement."""

_LEAST_MEMBERS: Final = 2


def check_agreements(table: Table, successors: Codes) -> Iterator[Fault]:
    """Give the faults of each row as a whole, and of chains that run in a circle.

    Old municipality codes count as the ones in `successors` that took their place.
    """
    yield from check_wholes(table.rows, table.file, successors)
    by_id = {row.cells["id"]: row.cells for row in table.rows}
    yield from check_circles(table.rows, table.file, by_id)


def check_wholes(rows: Iterable[Row], file: str, successors: Codes) -> Iterator[Fault]:
    """Give the faults of each row as a whole."""
    for row in rows:
        yield from _check_row(row, file, successors)


def check_circles(
    rows: Iterable[Row], file: str, by_id: Mapping[str, Mapping[str, str]]
) -> Iterator[Fault]:
    """Give a fault for each of the rows whose references lead back to itself.

    `by_id` is the cells of every agreement there will be, the rows' own too.
    """
    rows = tuple(rows)
    for column in REFERENCES:
        around = in_circle({key: cells[column] for key, cells in by_id.items() if key})
        for row in rows:
            if row.cells["id"] in around:
                message = _("«{column}» fører tilbake til avtalen selv.").format(column=column)
                yield Fault(file, row.line, column, "HENVISNING_SIRKEL", message, row.cells[column])


def in_circle(steps: Mapping[str, str]) -> set[str]:
    """Return every key that steps lead back to; each key is walked from once."""
    steps = {key: target for key, target in steps.items() if target}
    around: set[str] = set()
    walked: set[str] = set()
    for start in steps:
        path: dict[str, int] = {}
        at = start
        while at in steps and at not in walked and at not in path:
            path[at] = len(path)
            at = steps[at]
        if at in path:
            around |= {key for key, place in path.items() if place >= path[at]}
        walked |= path.keys()
    return around


def _check_row(row: Row, file: str, successors: Codes) -> Iterator[Fault]:
    def fault(
        column: str,
        code: str,
        message: str,
        severity: Severity = "R",
        suggestion: str | None = None,
    ) -> Fault:
        value = row.cells[column]
        return Fault(file, row.line, column, code, message, value, None, severity, suggestion)

    named = split_list(row.cells["deltakere"])
    members = modern_codes(row.cells["deltakere"], successors)
    host, start, end = row.cells["vert"], row.cells["fra"], row.cells["til"]
    if host and successors.get(host, host) not in members:
        message = _("Vertskommunen {host} står ikke blant deltakerne.").format(host=shown(host))
        yield fault(
            "deltakere", "VERT_IKKE_MEDLEM", message, suggestion=SEPARATOR.join((*named, host))
        )
    different = {code for code in named if code}
    if len(different) > len(members):
        message = _("Flere av kommunene er den samme i dag; den telles én gang.")
        yield fault("deltakere", "MEDLEM_DOBBEL", message, "W", SEPARATOR.join(members))
    if len(members) < _LEAST_MEMBERS:
        yield fault("deltakere", "FOR_FA", *_too_few(row, members, different))
    if start.isdecimal() and end.isdecimal() and int(end) < int(start):
        message = _("«til» ({end}) er før «fra» ({start}).").format(start=start, end=end)
        yield fault("til", "AR_UGYLDIG", message)


def _too_few(row: Row, members: Collection[str], named: Collection[str]) -> tuple[str, Severity]:
    """Return what is said of too few members: a fault, unless there are known to be more.

    Municipalities that have become one since are no fault: they were several when they agreed.
    """
    words = ngettext("Avtalen navngir {n} kommune.", "Avtalen navngir {n} kommuner.", len(members))
    message = words.format(n=len(members))
    if row.cells["ufullstendig"] == YES_NO[0] or len(named) >= _LEAST_MEMBERS:
        return message, "W"
    more = _("Vet kilden om flere enn den navngir, skal «ufullstendig» være ja.")
    return f"{message} {more}", "R"
