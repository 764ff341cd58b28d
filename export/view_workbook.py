"""A view as a workbook: «Om» with what it is, then one sheet for each of its tables."""

from typing import Final

from data.language import _
from data.register import Register
from export.sheets import Book, Heading
from export.tables import filters, listed_tables, plain_text
from views.query import Query, to_string
from views.view import Table, View

_ABOUT: Final = "Om"
_LONGEST_NAME: Final = 31  # what a sheet's name may hold
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDEST, _NARROWEST = 60, 8


def workbook(view: View, page: str, query: Query, register: Register) -> bytes:
    """Return the tables of a view as XLSX; every cell is text and nothing runs."""
    book = Book(view.title, register.as_of)
    about = book.add(_ABOUT)
    about.set_column(0, 0, 22)
    about.set_column(1, 1, 100)
    lines = (
        (_("Tittel"), view.title),
        (_("Hva du ser"), view.lead),
        *((_("Merknad"), note) for note in view.notes),
        (_("Visning"), page),
        (_("Filter"), "; ".join(filters(page, query, register)) or _("ingen")),
        (_("Lenke"), to_string(query) or _("uten filter")),
        *((_("Tegnforklaring"), key.text) for key in (view.picture.keys if view.picture else ())),
        (_("Kilde"), _("Samarbeidskart; kildene til hver rad står i registeret.")),
        (_("Registeret per"), register.as_of or _("ikke oppgitt")),
        (_("Revisjon"), register.revision),
        (_("Grenser"), "© Kartverket (CC BY 4.0)"),
    )
    for row, (label, text) in enumerate(lines):
        book.put(about, row, 0, label, "heading")
        book.put(about, row, 1, text, "title" if row == 0 else "wrapped")
    used = {_ABOUT.casefold()}
    for number, table in enumerate(listed_tables(view), start=1):
        _fill(book, _name(table.caption, number, used), table)
    return book.bytes()


def _fill(book: Book, name: str, table: Table) -> None:
    sheet = book.add(name)
    rows = [[plain_text(cell) for cell in row] for row in table.rows]
    headings = [
        Heading(column, "optional head", _width([column, *(row[place] for row in rows)]))
        for place, column in enumerate(table.columns)
    ]
    book.headings(sheet, headings, 1)
    for line, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            book.put(sheet, line, place, text)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)


def _width(texts: list[str]) -> int:
    return max(_NARROWEST, min(_WIDEST, max(map(len, texts)) + 2))


def _name(caption: str, number: int, used: set[str]) -> str:
    """Return a sheet's name that a spreadsheet accepts and no other sheet has."""
    bare = "".join(c for c in caption.translate(_FORBIDDEN) if c.isprintable())
    name = " ".join(bare.split())[:_LONGEST_NAME].strip() or _("Tabell {n}").format(n=number)
    if name.casefold() in used:
        name = f"{name[: _LONGEST_NAME - 4].strip()} {number}"
    used.add(name.casefold())
    return name
