"""What stands on the slides after the first one of a view: each section's words, each table.

A section that is only words shares a slide with its neighbours; one with tables gets a slide for
each of them, and a long table goes on over several. Nothing is drawn here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.language import _
from export.slide_table import SIZES, pages, widths, words_of
from export.slide_words import Line, bodies, lines_of
from views.view import Table, View

GAP: Final = 6.0
Lead = tuple[tuple[str, bool], ...]
"""What stands under a title: texts, and whether each is bold."""
_LONG: Final = 260
"""Characters of a section's text that still stand above its table."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slide: its lead, and either words (as XML) or some rows of a table."""

    lead: Lead
    words: str = ""
    table: Table | None = None
    rows: Sequence[tuple[Sequence[str], float]] = ()
    columns: Sequence[float] = ()
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """Words that belong together, or a table with what stands above it."""

    words: tuple[Line, ...] = ()
    table: Table | None = None
    lead: Lead = ()


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
    for part in parts:
        above = () if found else first
        made = _rows(part, room, most, above) if part.table else _words(part, room, above)
        found += made
    return found or ([Sheet(first)] if first else [])


def _words(part: Part, room: Room, above: Lead) -> Iterator[Sheet]:
    high = room.bottom - room.top(above) - 2 * GAP
    for place, content in enumerate(bodies(part.words, room.wide, high)):
        yield Sheet(() if place else above, content)


def _rows(part: Part, room: Room, most: int, above: Lead) -> Iterator[Sheet]:
    table = part.table
    if table is None:
        return
    rows, lead = words_of(table), (*above, *part.lead)
    high = room.bottom - room.top(lead) - 2 * GAP
    for size in SIZES:
        columns = widths(table, rows, room.wide, size)
        split = list(pages(table, rows, columns, high, size))
        if len(split) == 1:
            break
    left = sum(len(page) for page in split[most:])
    for place, page in enumerate(split[:most]):
        own: Lead = part.lead[:1] if place else lead
        if left and place == most - 1:
            text = _("Viser {n} av {all} rader; resten står i Excel- og CSV-fila.")
            own = (*own[:1], (text.format(n=len(rows) - left, all=len(rows)), False))
        yield Sheet(own, table=table, rows=page, columns=columns, size=size)
