"""The sheets of a workbook: cells that are text and nothing else, styles, drop-down lists.

xlsxwriter is told never to make a formula, a link or a number of a text; see `new_book`.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

from export.inert import one_kind_of_line, recoverable
from geo.style import INK, MUTED, NEIGHBOUR_LAND, PRIMARY, SEA

Sheet = Any
"""A worksheet of xlsxwriter, which has no types."""

TEXT_FORMAT: Final = "@"
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "des",
)
_WITHOUT_DATE: Final = dt.datetime(2000, 1, 1)
_FONT: Final = {"font_name": "Calibri", "font_size": 11, "font_color": INK}


class Heading(NamedTuple):
    """A column of a sheet: its header, its style, its width in characters, and a note."""

    text: str
    style: str
    width: int
    note: str = ""


class Book:
    """A workbook under way: add sheets, then `bytes()`."""

    def __init__(self, title: str, as_of: str) -> None:
        self._target = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        # The clock stays out of it: the same register gives the same bytes.
        self._book.set_properties({"title": title, "created": created(as_of)})
        self.styles = {name: self._book.add_format(style) for name, style in _styles().items()}

    def add(self, name: str) -> Sheet:
        """Add an empty sheet, on which figures kept as text are no fault to point at."""
        sheet = self._book.add_worksheet(name)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def put(self, sheet: Sheet, row: int, column: int, text: str, style: str = "") -> None:
        """Write a cell of text, whatever the text looks like; an empty one is left blank."""
        text = recoverable(one_kind_of_line(text))
        shape = (self.styles[style],) if style else ()
        if text.startswith("<r>") and text.endswith("</r>"):
            # xlsxwriter would take this for XML of its own and put it in the file as it stands.
            done = sheet.write_rich_string(row, column, text[0], self.styles["plain"], text[1:])
        elif text:
            done = sheet.write_string(row, column, text, *shape)
        else:
            done = sheet.write_blank(row, column, None, *shape) if style else 0
        if done:
            message = f"a cell of {len(text)} characters in row {row + 1} does not fit in a sheet"
            raise ValueError(message)

    def headings(self, sheet: Sheet, headings: Sequence[Heading], beside: int) -> None:
        """Write the header row, with widths and text format, and freeze it.

        `beside` is how many columns stay in sight when one scrolls to the right. A column without
        width is hidden.
        """
        for at, heading in enumerate(headings):
            helper = heading.style == "helper head"
            shape = self.styles["helper" if helper else "text"]
            sheet.set_column(at, at, heading.width, shape, {"hidden": not heading.width})
            self.put(sheet, 0, at, heading.text, heading.style)
            if heading.note:
                sheet.write_comment(0, at, heading.note, {"x_scale": 2.2, "y_scale": 1.2})
        sheet.set_row(0, 22)
        sheet.freeze_panes(1, beside)

    def bytes(self) -> bytes:
        """Return the finished file."""
        self._book.close()
        return self._target.getvalue()


def created(as_of: str) -> dt.datetime:
    """Return the first day of what «november 2026» names; a fixed day where it names none."""
    found = re.search(r"\b(19|20)\d\d\b", as_of)
    if found is None:
        return _WITHOUT_DATE
    month = next((n for n, word in enumerate(_MONTHS, 1) if word in as_of.casefold()), 1)
    return dt.datetime(int(found.group()), month, 1)


def drop_down(sheet: Sheet, column: int, rows: int, source: str, words: tuple[str, str]) -> None:
    """Let the cells under a header be chosen from a list; `words` are a title and a sentence.

    Another text can be written after a warning: the import tells what is accepted, and knows more
    spellings than a list can.
    """
    title, sentence = words
    sheet.data_validation(
        1,
        column,
        rows,
        column,
        {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": title,
            "error_message": sentence,
        },
    )


def _styles() -> dict[str, dict[str, object]]:
    """Return the few styles there are; dark and light headers tell what must be filled in."""
    head = {**_FONT, "bold": True, "valign": "vcenter", "border": 1, "border_color": MUTED}
    cell = {**_FONT, "num_format": TEXT_FORMAT, "valign": "top"}
    wrap = {**cell, "text_wrap": True}
    return {
        "plain": dict(_FONT),
        "text": cell,
        "helper": {**cell, "font_color": MUTED, "italic": True, "bg_color": NEIGHBOUR_LAND},
        "required head": {**head, "font_color": "#FFFFFF", "bg_color": PRIMARY},
        "optional head": {**head, "bg_color": SEA},
        "helper head": {
            **head, "bold": False, "italic": True, "font_color": MUTED, "bg_color": NEIGHBOUR_LAND
        },
        "title": {**wrap, "bold": True, "font_size": 16, "font_color": PRIMARY},
        "heading": {**wrap, "bold": True, "font_size": 12},
        "wrapped": wrap,
    }  # fmt: skip
