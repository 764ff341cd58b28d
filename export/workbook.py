"""The register as a workbook: an empty template to fill in, or every row of it for editing."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from data.language import _
from data.limits import limit
from data.register import Register
from data.schema import AGREEMENTS, ALONE, Column, FileSchema
from data.tables import split_list
from export.about import about
from export.explanation import accepted, columns_of, how_to
from export.kept import VERSION, Kept, line, version_text
from export.lists import Lists, write_lists
from export.sheets import Book, Heading, Sheet, drop_down

EXPLANATION: Final = "Forklaring"
LISTS: Final = "Lister"
ABOUT: Final = "Om"
PASSED_OVER: Final = (EXPLANATION, LISTS, ABOUT)
"""Sheets that hold no rows; an import passes them over."""

_WIDTHS: Final[Mapping[str, int]] = {
    "id": 34,
    "navn": 44,
    "del_av": 26,
    "erstattet_av": 26,
    "tjeneste": 26,
    "form": 20,
    "deltakere": 32,
    "andre": 28,
    "status": 17,
    "orgnr": 12,
    "formål": 48,
    "kilde": 44,
    "kilde_url": 36,
    "merknad": 44,
    "ufullstendig": 13,
}
_WIDTH: Final = 11
_HELPER_WIDTH: Final = 24
_KEPT_IN_SIGHT: Final = 2
_LINE: Final = 15


def template(register: Register, rows: Iterable[Kept] = (), alone: Iterable[Kept] = ()) -> bytes:
    """Return a workbook (XLSX) with sheets for avtaler and alene, explained and with lists.

    Without rows it is the template to fill in; with the register's rows it is the register, to
    be edited and imported again: then nothing has changed but what was changed in it. The same
    register and rows give the same bytes.

    Parameters
    ----------
    register
        For the lists of services, forms and municipalities, and for names beside the codes.
    rows, alone
        Rows of avtaler and of alene as the store keeps them (`export.kept.rows_of` makes such of
        plain cells).

    Raises
    ------
    ValueError
        If a cell has more than 32,767 characters, which the register's limit on text forbids.
    """
    agreements, answers = tuple(rows), tuple(alone)
    told = about(register, len(agreements), len(answers))
    book = Book(told[0][1][0], register.as_of)
    explanation = book.add(EXPLANATION)
    sheets = {schema.name: book.add(schema.name) for schema in (AGREEMENTS, ALONE)}
    lists = write_lists(book, book.add(LISTS), register)
    _explain(book, explanation)
    for schema, kept in ((AGREEMENTS, agreements), (ALONE, answers)):
        _fill(book, sheets[schema.name], schema, kept, _Names(register), lists)
    _tell(book, book.add(ABOUT), told)
    if agreements or answers:
        sheets[AGREEMENTS.name].activate()
    return book.bytes()


class _Names:
    """The helper columns: names beside the codes, under headers that an import passes over."""

    def __init__(self, register: Register) -> None:
        services = {code: row.name for code, row in register.service_by_code.items()}
        forms = {code: row.name for code, row in register.form_by_code.items()}
        places = {code: row.name for code, row in register.municipality_by_code.items()}
        self._of: Mapping[str, Callable[[str], str]] = {
            "tjeneste": lambda cell: services.get(cell, ""),
            "form": lambda cell: forms.get(cell, ""),
            **dict.fromkeys(("vert", "sete", "kommune"), lambda cell: places.get(cell, "")),
            "deltakere": lambda cell: ", ".join(
                places.get(code, code) for code in split_list(cell)
            ),
        }

    def has(self, column: Column) -> bool:
        return column.name in self._of

    def beside(self, header: str, cell: str) -> str:
        return self._of[header](cell)


def helper_header(header: str) -> str:
    """Return the header over the names that belong to the codes of another column."""
    return f"({header}, navn)"


def _fill(
    book: Book,
    sheet: Sheet,
    schema: FileSchema,
    kept: Sequence[Kept],
    names: _Names,
    lists: Lists,
) -> None:
    """Write the header, the drop-downs and the rows of a sheet."""
    headings: list[Heading] = []
    last = max(limit("rows"), len(kept))
    for column in schema.columns:
        at = len(headings)
        style = "required head" if column.required else "optional head"
        note = _note(column)
        headings.append(Heading(column.name, style, _WIDTHS.get(column.name, _WIDTH), note))
        if source := lists.get(column.name):
            drop_down(sheet, at, last, source, (_("Ikke i lista"), _warning(column)))
        if names.has(column):
            header = helper_header(column.name)
            # Nothing fills them in an empty sheet.
            headings.append(Heading(header, "helper head", _HELPER_WIDTH if kept else 0))
    headings.append(Heading(VERSION, "helper head", _WIDTH, _("Settes av programmet: ikke endre.")))
    book.headings(sheet, headings, _KEPT_IN_SIGHT)
    for at, row in enumerate(kept, start=1):
        for place, text in enumerate(_cells(row, schema, names)):
            if text:
                book.put(sheet, at, place, text)
    if kept:
        sheet.autofilter(0, 0, len(kept), len(headings) - 1)


def _cells(row: Kept, schema: FileSchema, names: _Names) -> Iterable[str]:
    """Give the cells of a row, each code followed by its name."""
    for column, cell in zip(schema.columns, line(row, schema), strict=True):
        yield cell
        if names.has(column):
            yield names.beside(column.name, cell)
    yield version_text(row)


def _note(column: Column) -> str:
    """Return what shows when one points at a header."""
    filled = _("Må fylles ut.") if column.required else _("Kan stå tom.")
    return _("{filled} Godtas: {accepted}.").format(filled=filled, accepted=accepted(column))


def _warning(column: Column) -> str:
    return _("Godtas: {accepted}. Se arket «{sheet}».").format(
        accepted=accepted(column), sheet=LISTS
    )


def _explain(book: Book, sheet: Sheet) -> None:
    """Write the sheet that says how to fill the workbook in and what each column holds."""
    widths = (20, 13, 52, 44, 44)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width, book.styles["wrapped"])
    book.put(sheet, 0, 0, _("Slik fyller du ut registeret"), "title")
    at = 2
    for heading, lines in how_to():
        book.put(sheet, at, 0, heading, "heading")
        for text in lines:
            at += 1
            sheet.merge_range(at, 0, at, 4, "", book.styles["wrapped"])
            # A merged cell does not grow by itself.
            sheet.set_row(at, _LINE * math.ceil(len(text) / (sum(widths) - 20)))
            book.put(sheet, at, 0, text, "wrapped")
        at += 2
    for schema in (AGREEMENTS, ALONE):
        title = _("Kolonnene på arket «{sheet}»").format(sheet=schema.name)
        book.put(sheet, at, 0, title, "heading")
        heads = (_("Kolonne"), _("Må fylles ut"), _("Betyr"), _("Godtas"), _("Eksempel"))
        for place, text in enumerate(heads):
            book.put(sheet, at + 1, place, text, "optional head")
        at += 2
        for described in columns_of(schema):
            for place, text in enumerate(described):
                book.put(sheet, at, place, text, "wrapped")
            at += 1
        at += 1


def _tell(book: Book, sheet: Sheet, told: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Write the sheet that says what the file is, from when, and under which licence."""
    sheet.set_column(0, 0, 16, book.styles["wrapped"])
    sheet.set_column(1, 1, 90, book.styles["wrapped"])
    at = 0
    for heading, lines in told:
        book.put(sheet, at, 0, heading, "heading")
        for text in lines:
            book.put(sheet, at, 1, text, "wrapped")
            at += 1
