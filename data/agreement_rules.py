"""Check what no single cell of avtaler.csv shows: hosts, members, years, who is part of whom."""

from collections.abc import Iterator, Mapping
from typing import Final

from data.errors import Fault, Severity, shown
from data.language import _
from data.reading import Row, Table
from data.tables import Codes, modern_codes, split_list

_LEAST_MEMBERS: Final = 2


def check_agreements(table: Table, successors: Codes) -> Iterator[Fault]:
    """Give the faults of each row as a whole, and of chains that run in a circle.

    Old municipality codes count as the ones in `successors` that took their place.
    """
    for row in table.rows:
        yield from _check_row(row, table.file, successors)
    by_id = {row.cells["id"]: row for row in table.rows}
    for column in ("del_av", "erstattet_av"):
        for row in table.rows:
            if _runs_in_circle(row, column, by_id):
                message = _("«{column}» fører tilbake til avtalen selv.").format(column=column)
                yield Fault(table.file, row.line, column, "HENVISNING_SIRKEL", message)


def _check_row(row: Row, file: str, successors: Codes) -> Iterator[Fault]:
    def fault(column: str, code: str, message: str, severity: Severity = "R") -> Fault:
        return Fault(file, row.line, column, code, message, row.cells[column], None, severity)

    named = split_list(row.cells["deltakere"])
    members = modern_codes(row.cells["deltakere"], successors)
    host, start, end = row.cells["vert"], row.cells["fra"], row.cells["til"]
    if host and successors.get(host, host) not in members:
        message = _("Vertskommunen {host} står ikke blant deltakerne.").format(host=shown(host))
        yield fault("vert", "VERT_IKKE_MEDLEM", message)
    if len({code for code in named if code}) > len(members):
        message = _("Flere av kommunene er den samme i dag; den telles én gang.")
        yield fault("deltakere", "MEDLEM_DOBBEL", message, "W")
    if len(members) < _LEAST_MEMBERS:
        message = _("Avtalen navngir {n} kommuner.").format(n=len(members))
        yield fault("deltakere", "FOR_FA", message, "W")
    if start.isdecimal() and end.isdecimal() and int(end) < int(start):
        message = _("«til» ({end}) er før «fra» ({start}).").format(start=start, end=end)
        yield fault("til", "AR_UGYLDIG", message)


def _runs_in_circle(row: Row, column: str, by_id: Mapping[str, Row]) -> bool:
    start = row.cells["id"]
    passed = {start}
    step = row.cells[column]
    while step in by_id:
        if step in passed:
            return step == start
        passed.add(step)
        step = by_id[step].cells[column]
    return False
