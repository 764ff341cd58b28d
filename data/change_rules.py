"""Check that the steps between municipalities end, and end at the numbers of today."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from data.errors import Fault, shown
from data.language import _
from data.reading import Table
from data.schema import STAYS
from data.tables import split_list


def check_changes(table: Table) -> Iterator[Fault]:
    """Give the faults of steps that run in a circle or do not lead to `dagens_nummer`."""
    moves = [row for row in table.rows if row.cells["slag"] not in STAYS]
    steps: dict[str, set[str]] = defaultdict(set)
    for row in moves:
        steps[row.cells["fra_nummer"]].add(row.cells["til_nummer"])
    for row in moves:
        start, today = row.cells["fra_nummer"], row.cells["dagens_nummer"]
        reached = _reached(start, steps)
        if start in reached:
            message = _("Endringene fra {start} fører tilbake til {start}.").format(
                start=shown(start)
            )
            yield Fault(table.file, row.line, "til_nummer", "HENVISNING_SIRKEL", message)
            continue
        ends = sorted(reached - steps.keys())
        if not set(split_list(today)) <= set(ends):
            accepted = ", ".join(ends)
            message = _(
                "«dagens_nummer» er «{today}», men endringene fra {start} fører til {accepted}."
            ).format(today=shown(today), start=shown(start), accepted=shown(accepted))
            yield Fault(
                table.file, row.line, "dagens_nummer", "KJEDE_BRUTT", message, today, accepted
            )


def _reached(start: str, steps: Mapping[str, Set[str]]) -> set[str]:
    """Return every number that one or more steps lead to from `start`."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = steps.get(waiting.pop(), frozenset()) - reached
        reached |= new
        waiting += new
    return reached
