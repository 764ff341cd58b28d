"""A check as a Word file: what the page says, the picture as tables, and every note."""

from typing import Final

from data.language import _
from data.register import Register
from export.word import NOTE, SMALL, Word
from views.check.result import CheckView
from views.view import Table

_PICTURE: Final = (26, 11, 11, 11, 11, 8, 8, 14)
_NOTES: Final = (24, 16, 12, 48)


def check_word(view: CheckView, register: Register) -> bytes:
    """Return the result of a check as a Word file (.docx)."""
    foot = _("Samarbeidskart · svarene er partenes egne og står ikke i registeret")
    word = Word(view.title, register.as_of, foot)
    word.title(view.title, view.lead)
    if view.key:
        names = " · ".join(f"{letter} {name}" for letter, name in view.key)
        word.text(_("Partene: {names}").format(names=names))
    for section in view.sections:
        word.heading(section.title)
        word.text(section.text)
        word.bullets(item.text for item in section.items)
    if view.key:
        word.heading(_("Bildet"))
        word.text(view.definition, style=NOTE)
        for table in view.tables:
            if table is not view.remarks:
                _table(word, table)
    if view.remarks is not None:
        word.heading(view.remarks.caption)
        word.table(view.remarks.caption, view.remarks.columns, _rows(view.remarks), _NOTES)
    return word.bytes()


def _table(word: Word, table: Table) -> None:
    word.heading(table.caption, 2)
    word.text(table.note, style=SMALL)
    word.table(table.caption, table.columns, _rows(table), _PICTURE)


def _rows(table: Table) -> list[list[str]]:
    return [[cell for cell in row if isinstance(cell, str)] for row in table.rows]
