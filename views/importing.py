"""An import in words: its faults as a table, what it would change, and what waits for an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.database.changes import Change, Key
from data.errors import Fault
from data.intake.plan import Plan, Planned
from data.language import _, ngettext
from data.register import Register
from data.schema import AGREEMENTS
from views.columns import column_words
from views.draft import in_words
from views.view import Table
from views.words import number

_LOOSE: Final = 12


def faults_table(faults: Sequence[Fault], shown: int) -> Table:
    """Return the first faults: row, column, value, what is wrong, and what may be meant."""
    heads = (
        *(_("Rad"), _("Kolonne"), _("Verdi")),
        *(_("Hva er galt"), _("Forslag"), _("Kode")),
    )
    # Two sheets of a workbook count their rows each from the top.
    several = len({_sheet(fault.file) for fault in faults}) > 1
    rows = tuple(
        (
            f"{_sheet(fault.file) or '–'} {fault.line or ''}"
            if several
            else str(fault.line or "–"),
            fault.column or "–",
            fault.value or "–",
            fault.message,
            fault.suggestion or "–",
            fault.code,
        )
        for fault in faults[:shown]
    )
    rest = len(faults) - shown
    more = ngettext("… og {n} til.", "… og {n} til.", rest).format(n=number(rest))
    words = ngettext("{n} feil", "{n} feil", len(faults))
    if faults and all(fault.severity == "W" for fault in faults):
        words = ngettext("{n} merknad", "{n} merknader", len(faults))
    return Table(words.format(n=number(len(faults))), heads, rows, note=more if rest > 0 else "")


def _sheet(file: str) -> str:
    """Return the sheet that a fault is in, as `data.intake.workbook` names it; empty where none."""
    return file[:-1].rpartition("[")[2] if file.endswith("]") else ""


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
    if table == AGREEMENTS.name and not cells.get("navn") and key[0] in register.agreement_by_id:
        return register.agreement(key[0]).name
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


@dataclass(frozen=True)
class ToSave:
    """What an import may save: all of it, or the valid rows; and what is said about that.

    `blocked` is whether something keeps it from being saved as a whole.
    """

    whole: tuple[Change, ...]
    valid: tuple[Change, ...]
    blocked: bool
    lines: tuple[str, ...]


def choice(plan: Plan, *, remove: bool, resolve: Mapping[tuple[str, Key], str]) -> ToSave:
    """Return what can be saved of a plan; rows kept as they are by an answer stop nothing."""
    whole = plan.select("alt", remove, resolve)
    valid = plan.select("gyldige", remove, resolve)
    kept = {(p.table, p.line) for p in plan.conflicts if resolve.get((p.table, p.key)) != "fil"}
    left = [p for p in valid.left_out if (p.table, p.line) not in kept]
    blocked = plan.blocked or bool(left) or (remove and bool(plan.loose))
    waiting = {(p.table, p.line) for p in plan.waiting} & {(p.table, p.line) for p in left}
    lines = []
    if left:
        words = ngettext(
            "{n} rad kan ikke lagres slik den er.",
            "{n} rader kan ikke lagres slik de er.",
            len(left),
        )
        lines.append(words.format(n=number(len(left))))
    if waiting:
        words = ngettext(
            "{n} av dem venter på svar om en gammel kommune, ovenfor.",
            "{n} av dem venter på svar om gamle kommuner, ovenfor.",
            len(waiting),
        )
        lines.append(words.format(n=number(len(waiting))))
    if remove and plan.loose:
        lines += [fault.message for fault in plan.loose[:_LOOSE]]
    if remove and valid.not_removed:
        words = ngettext(
            "{n} rad blir stående fordi andre viser til den.",
            "{n} rader blir stående fordi andre viser til dem.",
            len(valid.not_removed),
        )
        lines.append(words.format(n=number(len(valid.not_removed))))
    return ToSave(() if blocked else whole.changes, valid.changes, blocked, tuple(lines))
