"""An agreement while it is being written: its faults, what is changed, and what it will look like.

A draft is cells of text in the register's own form, so that it is checked by the same rules as a
row of an import.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from data.agreement_rules import check_agreements
from data.errors import Fault
from data.intake.names import vocabulary_of
from data.limits import limit
from data.reading import Row, Table
from data.register import Register
from data.schema import AGREEMENTS
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

Cells = Mapping[str, str]

_LINE: Final = 1
_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_LISTS: Final = ("andre", "kilde", "kilde_url")


def blank() -> dict[str, str]:
    """Return the cells of an agreement that nobody has written anything about."""
    given = {"status": "aktiv", "ufullstendig": "nei", "form": "ukjent", "sikkerhet": "A"}
    return {name: given.get(name, "") for name in AGREEMENTS.headers}


def slug(name: str) -> str:
    """Return the id that a name gives: a–z, 0–9 and hyphens, no longer than an id may be."""
    text = unicodedata.normalize("NFC", name).casefold().translate(_PLAIN)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[: limit("id_length")].strip("-")


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
        known = [code for code in split_list(cell) if code in register.municipality_by_code]
        return listing(municipality_names(known, register)) or cell
    if column == "tjeneste" and cell in register.service_by_code:
        return register.service_by_code[cell].name
    if column == "form" and cell in register.form_by_code:
        return register.form_by_code[cell].name
    if column in ("del_av", "erstattet_av") and cell in register.agreement_by_id:
        return register.agreement(cell).name
    return " · ".join(filter(None, split_list(cell))) if column in _LISTS else cell
