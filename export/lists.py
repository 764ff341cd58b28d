"""The sheet «Lister»: what may stand in the cells that are chosen from a list."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from data.language import _
from data.register import Register
from data.schema import AGREEMENTS, ALONE
from export.sheets import Book, Heading, Sheet

Lists = Mapping[str, str]
"""Header of a column → the range on the sheet that its cells are chosen from."""


class _List(NamedTuple):
    """A list: the columns that choose from its first one, its headers, and its rows."""

    columns: tuple[str, ...]
    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


_WIDTH: Final = 14
_SIDE_BY_SIDE: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_lists(book: Book, sheet: Sheet, register: Register) -> Lists:
    """Write every list side by side, and return where each column's is."""
    found: dict[str, str] = {}
    headings: list[Heading] = []
    for choice in _lists(register):
        first = len(headings)
        for place, header in enumerate(choice.headers):
            width = max(_WIDTH, *(len(row[place]) for row in choice.rows)) + 2
            headings.append(Heading(header, "optional head", width))
        for at, row in enumerate(choice.rows, start=1):
            for place, text in enumerate(row):
                book.put(sheet, at, first + place, text)
        letter = _SIDE_BY_SIDE[first]
        source = f"={sheet.get_name()}!${letter}$2:${letter}${len(choice.rows) + 1}"
        found |= dict.fromkeys(choice.columns, source)
    book.headings(sheet, headings, 0)
    return found


def _lists(register: Register) -> tuple[_List, ...]:
    """Return the lists. Their headers are no headers of the register: it is not read from here."""
    code, name = _("kode"), _("navn")
    # Four figures say nothing to most: a municipality is chosen by number and name together,
    # which the import reads as its number.
    places = [(f"{m.code} {m.name}", *m[:2]) for m in register.municipality_by_code.values()]
    choices = {column.name: column.accepted for column in (*AGREEMENTS.columns, *ALONE.columns)}
    return (
        _List(
            ("tjeneste",),
            (_("Tjeneste ({code})").format(code=code), _("Tjeneste ({name})").format(name=name)),
            [(row.code, row.name) for row in register.service_by_code.values()],
        ),
        _List(
            ("form",),
            (_("Form ({code})").format(code=code), _("Form ({name})").format(name=name)),
            [(row.code, row.name) for row in register.form_by_code.values()],
        ),
        _List(
            ("vert", "sete", "kommune"),
            (
                _("Kommune (velg)"),
                _("Kommune ({code})").format(code=code),
                _("Kommune ({name})").format(name=name),
            ),
            places,
        ),
        *(
            _List((column,), (_("{column}: lov").format(column=column),), [(w,) for w in words])
            for column, words in choices.items()
            if words
        ),
    )
