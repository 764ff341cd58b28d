"""Turn the rows of a sheet into records: each cell as the text that a CSV file would hold."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any, Final

from data.intake.package import Package, too_large
from data.limits import limit
from data.reading import Fatal, Record, clean_text
from data.schema import YES_NO

LAST_ROW: Final = 1_048_576
"""The last row that a sheet can have."""

_ESCAPE: Final = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")
_UNDERSCORE: Final = "_x005F_"
_DIGITS: Final = 15
"""Digits of a number that a spreadsheet holds for sure."""
_EVERY: Final = 250
_EMPTY_TEXT: Final = "str"
_ERROR: Final = "e"


def text_of(value: object, *, escapes: bool = False) -> str:
    """Return a cell's value as text: whole numbers without decimals, dates as ISO, ja and nei.

    A control character stands as `_x000B_` in a workbook, and what only looks like one has its
    underscore escaped. openpyxl drops that escape, so in a workbook that has any (`escapes`), what
    looks like a control character is taken for text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        if "_x00" in value:
            if escapes:
                value = value.replace(_UNDERSCORE, "_")
            else:
                value = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
        return clean_text(value).strip()
    if isinstance(value, bool):
        return YES_NO[0] if value else YES_NO[1]
    if isinstance(value, float) and not (value.is_integer() and abs(value) < 10**_DIGITS):
        return format(value, f".{_DIGITS}g")
    if isinstance(value, int | float):
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return clean_text(str(value)).strip()


def records_of(
    sheet: Any,  # noqa: ANN401 — a worksheet of openpyxl, which has no types
    formulas: Any | None,  # noqa: ANN401 — the same one, with formulas instead of values
    package: Package,
    file: str,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Record]:
    """Give each row of a sheet that has a filled cell, without the empty cells at its end.

    A cell with an error value is marked as bad, and so, with `formulas`, is one with a formula that
    has no value. Raises Fatal where there is more text than what may be read, and whatever openpyxl
    raises on damaged content. `progress` is told the number of the row, now and then.
    """
    size = told = 0
    plain = formulas is None and not package.errors
    for number, values, bad in _values(sheet) if plain else _checked(sheet, formulas):
        if progress and number - told >= _EVERY:
            told = number
            progress(number)
        cells = _trimmed(values, escapes=package.escapes)
        if not cells and not bad:
            continue
        size += sum(map(len, cells))
        if size > limit("sheet_text"):
            raise Fatal(too_large(file))
        yield Record(number, cells, bad) if bad else Record(number, cells)


def _rows(sheet: Any, *, values_only: bool) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Give the rows of a sheet, whatever size it says that it has."""
    sheet.reset_dimensions()
    yield from sheet.iter_rows(
        max_row=LAST_ROW, max_col=2 * limit("columns"), values_only=values_only
    )


_Found = Iterator[tuple[int, tuple[Any, ...], dict[int, str]]]


def _values(sheet: Any) -> _Found:  # noqa: ANN401
    blank: tuple[Any, ...] | None = None
    for number, row in enumerate(_rows(sheet, values_only=True), 1):
        # A sheet may have a million empty rows, for which openpyxl gives the same one again.
        if row is blank:
            continue
        if row.count(None) == len(row):
            blank = row
        else:
            yield number, row, {}


def _checked(sheet: Any, formulas: Any | None) -> _Found:  # noqa: ANN401
    """Give the rows with the codes of bad cells; slower, and with formulas read twice."""
    written = repeat(()) if formulas is None else _rows(formulas, values_only=True)
    twice = zip(_rows(sheet, values_only=False), written, strict=False)
    blank: tuple[Any, ...] | None = None
    for number, (row, twin) in enumerate(twice, 1):
        if row is blank:
            continue
        bad = {i: "CELLE_FEIL" for i, cell in enumerate(row) if cell.data_type == _ERROR}
        for i, (cell, formula) in enumerate(zip(row, twin, strict=False)):
            # A formula whose value is an empty text has been worked out: it is just empty.
            if formula is not None and cell.value is None and cell.data_type != _EMPTY_TEXT:
                bad[i] = "CELLE_FORMEL"
        values = tuple(cell.value for cell in row)
        if bad or values.count(None) < len(values):
            yield number, values, bad
        else:
            blank = row


def _trimmed(row: tuple[Any, ...], *, escapes: bool) -> list[str]:
    """Return the texts of a row up to the last that is not empty."""
    last = next((i for i in range(len(row), 0, -1) if row[i - 1] is not None), 0)
    cells = [text_of(value, escapes=escapes) for value in row[:last]]
    while cells and not cells[-1]:
        cells.pop()
    return cells
