"""What stands on the slides after the first one of a view: each section's words, each table.

A section that is only words shares a slide with its neighbours; one with tables gets a slide for
each of them, and a long table goes on over several. Nothing is drawn here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from data.language import _
from export.slide_measure import height, width
from export.slide_table import SIZES, pages, row_height, widths, words_of
from export.slide_words import Line, bodies, lines_of
from views.view import Table, View

GAP: Final = 6.0
LEAD_SIZE: Final = 14.0
Lead = tuple[tuple[str, bool], ...]
"""What stands under a title: texts, and whether each is bold."""
_SMALL: Final = (11.0, 10.0)
"""Sizes of a table with so many columns that a word would be broken at the others."""
_PADDING: Final = 10.0
_BOLD: Final = 1.12
"""A word in the head is this much wider than the same word in a row."""
_BLANK: Final = "\u00a0"
_LONG: Final = 260
"""Characters of a section's text that still stand above its table."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slide: its lead, and either words (as XML) or some rows of a table.

    `whole` tells that these are all rows of the table; `below` are small tables that stand under
    it on the same slide, each with its lead.
    """

    lead: Lead
    words: str = ""
    table: Table | None = None
    rows: Sequence[tuple[Sequence[str], float]] = ()
    columns: Sequence[float] = ()
    size: float = 0.0
    whole: bool = False
    below: tuple["Sheet", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Words that belong together, or a table with what stands above it.

    `above` are a few words that come before a table and stand on its first slide.
    """

    words: tuple[Line, ...] = ()
    table: Table | None = None
    lead: Lead = ()
    above: Lead = ()


@dataclass(frozen=True, slots=True)
class Room:
    """The room of a slide: its width, its lower rim, and where it begins under a lead."""

    wide: float
    bottom: float
    top: Callable[[Lead], float]


def parts_of(view: View, title: str) -> list[Part]:
    """Return the parts of a view, in the order of reading."""
    found: list[Part] = []
    waiting: list[Line] = []
    if view.card is not None:
        found.append(_part(_card_table(view), "", title))
    for section in view.sections:
        tables = [table for table in section.tables if table.rows and table.columns]
        spoken = bool(section.items or section.template or len(section.text) > _LONG)
        if spoken or (not tables and section.text):
            waiting += lines_of(section)
        if tables and waiting:
            found.append(Part(tuple(waiting)))
            waiting = []
        for place, table in enumerate(tables):
            part = _part(table, section.title, title)
            if section.text and not spoken and place == 0:
                part = Part(table=table, lead=(*part.lead, (section.text, False)))
            found.append(part)
    if waiting:
        found.append(Part(tuple(waiting)))
    if view.card is None:
        found += [_part(t, "", title) for t in view.tables if t.rows and t.columns]
    return found


def _card_table(view: View) -> Table:
    """Return what is known of one agreement as a table."""
    card = view.card
    if card is None:
        return Table("", (), ())
    rows = [(line.label, "; ".join(item.text for item in line.items)) for line in card.lines]
    rows += [(_("Hva er usikkert"), doubt) for doubt in card.doubts]
    return Table(card.title, (_("Felt"), _("Innhold")), tuple(rows))


def _part(table: Table, section: str, title: str) -> Part:
    names = dict.fromkeys(name for name in (section, table.caption) if name and name != title)
    lead = [(" – ".join(names), True)] if names else []
    return Part(table=table, lead=(*lead, *([(table.note, False)] if table.note else [])))


def sheets(parts: Sequence[Part], room: Room, most: int, first: Lead = ()) -> list[Sheet]:
    """Return the slides of some parts.

    Parameters
    ----------
    parts
        What is shown.
    room
        The room of a slide.
    most
        How many slides a table may take.
    first
        What stands under the title of the first slide before its own lead.
    """
    found: list[Sheet] = []
    for part in _joined(parts):
        above = () if found else first
        made = _rows(part, room, most, above) if part.table else _words(part, room, above)
        found += made
    return _packed(found, room) or ([Sheet(first)] if first else [])


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield parts; a heading with a short text goes along with the table that comes after it."""
    above: Lead = ()
    for part, after in zip_longest(parts, parts[1:]):
        short = len(part.words) <= 2 and sum(len(text) for text, _head in part.words) <= _LONG
        if part.table is None and short and after is not None and after.table is not None:
            above = part.words
            continue
        yield replace(part, above=above)
        above = ()


def _packed(found: Sequence[Sheet], room: Room) -> list[Sheet]:
    """Return slides with small tables under one another, where their letters stay large enough."""
    packed: list[Sheet] = []
    for sheet in found:
        together = _under(packed[-1], sheet, room) if packed else None
        if together is not None:
            packed[-1] = together
        else:
            packed.append(sheet)
    return packed


def _under(upper: Sheet, lower: Sheet, room: Room) -> Sheet | None:
    """Return one slide with both, or None where there is no room for that."""
    if not (upper.whole and lower.whole):
        return None
    made = [_smaller(sheet, room.wide) for sheet in (replace(upper, below=()), lower)]
    made[1:1] = [_smaller(sheet, room.wide) for sheet in upper.below]
    first, *below = made
    used = room.top(first.lead) + GAP + tall(first)
    used += sum(2 * GAP + lead_height(sheet.lead, room.wide) + tall(sheet) for sheet in below)
    return replace(first, below=tuple(below)) if used <= room.bottom - GAP else None


def _smaller(sheet: Sheet, wide: float) -> Sheet:
    """Return a table in the size of several on a slide; one that is smaller already as it is."""
    size = SIZES[1]
    if sheet.table is None or sheet.size <= size:
        return sheet
    rows = [row for row, _high in sheet.rows]
    columns, fits = _columns(sheet.table, rows, wide, size)
    high = [(row, row_height(row, columns, size)) for row in rows]
    return replace(sheet, rows=high, columns=columns, size=size) if fits else sheet


def tall(sheet: Sheet) -> float:
    """Return how high the table of a slide is."""
    if sheet.table is None:
        return 0.0
    head = row_height(sheet.table.columns, sheet.columns, sheet.size, bold=True)
    return head + sum(high for _row, high in sheet.rows)


def lead_height(lead: Lead, wide: float) -> float:
    """Return how high the words under a title, or over a table, are."""
    return sum(height(text, LEAD_SIZE, wide, bold=bold) + 2 for text, bold in lead)


def _words(part: Part, room: Room, above: Lead) -> Iterator[Sheet]:
    high = room.bottom - room.top(above) - 2 * GAP
    for place, content in enumerate(bodies(part.words, room.wide, high)):
        yield Sheet(() if place else above, content)


def _rows(part: Part, room: Room, most: int, above: Lead) -> Iterator[Sheet]:
    table = part.table
    if table is None:
        return
    # A cell without any letter would be as high as those of the theme, not of the table.
    rows = [[text or _BLANK for text in row] for row in words_of(table)]
    lead = (*above, *part.above, *part.lead)
    high = room.bottom - room.top(lead) - 2 * GAP
    for size in (*SIZES, *_SMALL):
        columns, whole = _columns(table, rows, room.wide, size)
        split = list(pages(table, rows, columns, high, size))
        if whole and (len(split) == 1 or size <= SIZES[-1]):
            break
    left = sum(len(page) for page in split[most:])
    for place, page in enumerate(split[:most]):
        own: Lead = part.lead[:1] if place else lead
        if left and place == most - 1:
            text = _("Viser {n} av {all} rader; resten står i Excel- og CSV-fila.")
            own = (*own[:1], (text.format(n=len(rows) - left, all=len(rows)), False))
        one = len(split) == 1
        yield Sheet(own, table=table, rows=page, columns=columns, size=size, whole=one)


def _columns(
    table: Table, rows: Sequence[Sequence[str]], room: float, size: float
) -> tuple[list[float], bool]:
    """Return how wide each column is, and whether all have room for their longest word."""
    found = widths(table, rows, room, size)
    least = [
        _PADDING
        + max(
            width(word, size) * (_BOLD if line is table.columns else 1.0)
            for line in (table.columns, *rows)
            for word in (line[place].split() or ("",))
        )
        for place in range(len(table.columns))
    ]
    spare = [max(wide - need, 0.0) for wide, need in zip(found, least, strict=True)]
    short = sum(max(need - wide, 0.0) for wide, need in zip(found, least, strict=True))
    if short > sum(spare):
        return found, False
    share = short / (sum(spare) or 1.0)
    moved = zip(found, least, spare, strict=True)
    return [max(wide - share * more, need) for wide, need, more in moved], True
