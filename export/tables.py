"""The CSV pen: pure data from line 1, and its title, filter, source and date beside it."""

import csv
import io
import json

from data.language import _
from data.register import Register
from export.inert import guarded
from views import organisasjonsform
from views.query import Query, to_string
from views.switches import filters_in_force
from views.view import Bar, Item, Table, View, tables_of


def csv_bytes(table: Table) -> bytes:
    """Return a table as Norwegian Excel reads it: UTF-8 with BOM, semicolons, heads on line 1."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([guarded(plain_text(cell)) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def meta_bytes(view: View, page: str, query: Query, register: Register) -> bytes:
    """Return what a table of pure data cannot say: what it is, under which filter, as of when."""
    content = {
        "tittel": view.title,
        "visning": page,
        "sporring": to_string(query),
        "filter": filters(page, query, register),
        "forklaring": view.lead,
        "tegnforklaring": [key.text for key in view.picture.keys] if view.picture else [],
        "kilde": "Samarbeidskart",
        "merknader": list(view.notes),
        "register": {"per": register.as_of, "revisjon": register.revision},
        "grenser": "© Kartverket (CC BY 4.0)",
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def listed_tables(view: View) -> tuple[Table, ...]:
    """Return every table of a view; where it has none, its figures as one."""
    found = tables_of(view)
    if found or not view.facts:
        return found
    return (Table(view.title, (_("Tall"), _("Hva")), view.facts),)


def filters(page: str, query: Query, register: Register) -> list[str]:
    """Return the filters that a page, or the open part of it, goes by, as short phrases."""
    if page == organisasjonsform.PAGE:
        return organisasjonsform.filters(query, register)
    return filters_in_force(page, query, register)


def plain_text(cell: str | Item | Bar) -> str:
    """Return what a cell says, without address or bar."""
    if isinstance(cell, Item):
        return cell.text
    return str(cell.value) if isinstance(cell, Bar) else cell
