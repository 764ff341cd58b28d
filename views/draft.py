"""An agreement while it is being written: its faults, what is changed, and what it will look like.

A draft is cells of text in the register's own form, so that it is checked by the same rules as a
row of an import.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from data.agreement_rules import check_agreements
from data.errors import Fault
from data.hints import slug
from data.intake.names import vocabulary_of
from data.limits import limit
from data.reading import Row, Table
from data.register import Register
from data.schema import AGREEMENTS, ALONE
from data.tables import split_list
from data.tables import table as build_table
from data.validation import check_cells
from geo.boundaries import Boundaries
from views import kart
from views.card import build_card
from views.columns import column_words
from views.query import DEFAULT
from views.view import View
from views.words import listing, municipality_names

__all__ = [
    "blank",
    "differences",
    "fault_line",
    "faults",
    "free_id",
    "in_words",
    "preview",
    "slug",
    "with_draft",
]

Cells = Mapping[str, str]

_LINE: Final = 1
_LISTS: Final = ("andre", "kilde", "kilde_url")
_COLUMN: Final = re.compile(r"«(\w+)»")


def blank() -> dict[str, str]:
    """Return the cells of an agreement that nobody has written anything about."""
    given = {"status": "aktiv", "ufullstendig": "nei", "form": "ukjent", "sikkerhet": "A"}
    return {name: given.get(name, "") for name in AGREEMENTS.headers}


def free_id(name: str, taken: Container[str]) -> str:
    """Return the id that a name gives; with a number behind where another agreement has it."""
    wanted = slug(name)
    stem = wanted[: limit("id_length") - 5].strip("-")
    tries = (wanted, *(f"{stem}-{n}" for n in range(2, 10_000)))
    return next(id_ for id_ in tries if id_ not in taken) if wanted else ""


def fault_line(fault: Fault) -> str:
    """Return what is wrong in words for a form: columns by the names that its fields have."""

    def label(found: re.Match[str]) -> str:
        known = found[1] in AGREEMENTS.headers or found[1] in ALONE.headers
        return f"«{column_words(found[1]).label}»" if known else found[0]

    return _COLUMN.sub(label, fault.message)


def faults(cells: Cells, others: Sequence[Cells], register: Register) -> tuple[Fault, ...]:
    """Return what is wrong with a draft, among the rows that are there without it."""
    table = Table("", (Row(_LINE, cells),))
    vocabulary = vocabulary_of(register)
    rows = (Row(_LINE, cells), *(Row(_LINE + 1 + i, row) for i, row in enumerate(others)))
    found = list(check_cells(table, AGREEMENTS, vocabulary))
    found += [f for f in check_agreements(Table("", rows), {}) if f.line == _LINE]
    return tuple(found)


def with_draft(register: Register, cells: Cells) -> Register:
    """Return the register as it would be with the draft in it. The draft must have no fault."""
    row = build_table(AGREEMENTS, [Row(_LINE, cells)], {})
    rest = register.agreements.drop(index=cells["id"], errors="ignore")
    mark = f"{register.revision}+{hash(tuple(cells.items())):x}"
    return replace(register, agreements=pd.concat([rest, row]), revision=mark)


def preview(register: Register, cells: Cells, boundaries: Boundaries | None) -> View:
    """Return the map and the card of a draft without faults."""
    changed = with_draft(register, cells)
    view = kart.build(changed, DEFAULT.but(avtale=(cells["id"],), avsluttet=True), boundaries)
    card = build_card(changed.agreement(cells["id"]), changed)
    return replace(view, card=card)


def differences(
    before: Cells, after: Cells, register: Register
) -> tuple[tuple[str, str, str, str], ...]:
    """Return each column that differs: its code, its name, and both values in plain words."""
    return tuple(
        (
            name,
            column_words(name).label,
            in_words(name, before.get(name, ""), register),
            in_words(name, after.get(name, ""), register),
        )
        for name in after
        if name != "versjon" and before.get(name, "") != after[name]
    )


def in_words(column: str, cell: str, register: Register) -> str:
    """Return a cell as a reader understands it: names for codes, commas between items."""
    if not cell:
        return "–"
    if column in ("vert", "sete", "kommune", "deltakere"):
        codes = [code for code in split_list(cell) if code]
        known = [code for code in codes if code in register.municipality_by_code]
        rest = [code for code in codes if code not in register.municipality_by_code]
        return listing([*municipality_names(known, register), *rest])
    if column == "tjeneste" and cell in register.service_by_code:
        return register.service_by_code[cell].name
    if column == "form" and cell in register.form_by_code:
        return register.form_by_code[cell].name
    if column in ("del_av", "erstattet_av") and cell in register.agreement_by_id:
        return register.agreement(cell).name
    return " · ".join(filter(None, split_list(cell))) if column in _LISTS else cell
