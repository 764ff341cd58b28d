"""An import in words: its faults as a table, what it would change, and what waits for an answer."""

from collections.abc import Iterable, Mapping, Sequence

from data.errors import Fault
from data.intake.plan import Plan, Planned
from data.language import _, ngettext
from data.register import Register
from data.schema import AGREEMENTS
from views.columns import column_words
from views.draft import in_words
from views.view import Table
from views.words import number


def faults_table(faults: Sequence[Fault], shown: int) -> Table:
    """Return the first faults: row, column, value, what is wrong, and what may be meant."""
    heads = (_("Rad"), _("Kolonne"), _("Verdi"), _("Hva er galt"), _("Forslag"))
    rows = tuple(
        (
            str(fault.line or "–"),
            fault.column or "–",
            fault.value or "–",
            fault.message,
            fault.suggestion or "–",
        )
        for fault in faults[:shown]
    )
    rest = len(faults) - shown
    more = ngettext("… og {n} til.", "… og {n} til.", rest).format(n=number(rest))
    words = ngettext("{n} feil", "{n} feil", len(faults))
    return Table(words.format(n=number(len(faults))), heads, rows, note=more if rest > 0 else "")


def summary(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the numbers of a plan with their words."""
    return (
        (number(len(plan.new)), _("nye rader")),
        (number(len(plan.changed)), _("endrede rader")),
        (number(len(plan.conflicts)), _("endret av andre siden fila ble laget")),
        (number(len(plan.gone)), _("i registeret, men ikke i fila")),
        (number(len(plan.unchanged)), _("uendrede rader")),
        (number(len(stopping(plan.faults))), _("feil")),
    )


def stopping(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults that keep a row or a file out."""
    return tuple(fault for fault in faults if fault.severity != "W")


def row_name(table: str, key: Sequence[str], cells: Mapping[str, str], register: Register) -> str:
    """Return what a row is called: the agreement's name, or municipality and service."""
    if table == AGREEMENTS.name:
        return cells.get("navn") or key[0]
    return f"{in_words('kommune', key[0], register)}: {in_words('tjeneste', key[1], register)}"


def row_table(row: Planned, register: Register) -> Table:
    """Return one row of the file: what it changes field by field, or all that a new one says."""
    name = row_name(row.table, row.key, row.cells, register)
    if row.stored is None:
        lines = tuple(
            (column_words(column).label, in_words(column, cell, register))
            for column, cell in row.cells.items()
            if cell
        )
        return Table(name, (_("Felt"), _("Ny verdi")), lines)
    lines_changed = tuple(
        (
            column_words(change.column).label,
            in_words(change.column, change.before, register),
            in_words(change.column, change.after, register),
        )
        for change in row.differences
    )
    return Table(name, (_("Felt"), _("I registeret"), _("I fila")), lines_changed)
