"""What stands beside a map on a page: the numbered list, the card of one agreement, the key.

Each entry is a `Block` of lines with a sign, made for a size of text and a width; `flow` puts
blocks into columns.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from data.language import _
from export.typeface import width, wrap
from geo.drawn import Drawing
from geo.picture import Key, LegendRow
from geo.style import INK, MUTED
from views.view import Card, View
from views.words import number

WARN: Final = "#8A4B00"

_STEP: Final = 1.2
_DETAIL, _FLAGS, _HEADING = 0.86, 0.82, 1.15
_BADGE, _BADGE_ROOM = 1.5, 1.85
_ROW_GAP, _FIELD_GAP = 0.42, 0.3
_KEY_SIGN, _KEY_ROOM, _KEY_STEP = 0.95, 2.3, 1.34
_KEY_TEXT: Final = 0.86

Line = tuple[str, float, float, float, str, bool]
"""Text, its place from the block's corner (the middle line), size, colour, bold."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, and the sign before them."""

    high: float
    lines: tuple[Line, ...]
    sign: LegendRow | Key | None = None
    sign_top: float = 0.0
    sign_high: float = 0.0


Make = Callable[[float, float], Block]
"""Makes a block for a size of text and a width."""


def blocks_of(view: View, drawing: Drawing) -> list[Make]:
    """Return what stands beside the map: the card where one agreement is looked at, or the list."""
    if view.card is not None:
        return _card(view.card, view.title)
    if not drawing.legend:
        return [*(_fact(value, text) for value, text in view.facts), *_first_section(view)]
    heading = _("Samarbeid ({n})").format(n=number(len(drawing.legend)))
    return [_heading(heading), *(_row(row) for row in drawing.legend)]


def key_blocks(keys: Iterable[Key], size: float, room: float) -> list[Block]:
    """Return what the map's signs mean, as many in a line as there is room for."""
    return [_key(key, size, room) for key in keys]


def flow(
    blocks: Sequence[Block], box: tuple[float, float, float, float], columns: int
) -> list[tuple[Block, float, float]] | None:
    """Return blocks with their places, column by column, or None if they do not fit.

    `box` is left, top, the width of a column, and bottom.
    """
    left, top, wide, bottom = box
    placed: list[tuple[Block, float, float]] = []
    column, y = 0, top
    # With more columns than one the heading stands above the first only.
    for block in blocks:
        if y + block.high > bottom and y > top:
            column, y = column + 1, top
        if column >= columns or y + block.high > bottom:
            return None
        placed.append((block, left + column * (wide + 30.0), y))
        y += block.high
    return placed


class _Pile:
    """Lines put under one another."""

    def __init__(self, indent: float, room: float) -> None:
        self.indent, self.room, self.y = indent, room, 0.0
        self.lines: list[Line] = []

    def put(self, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Put a text, in as many lines as it takes."""
        for line in wrap(text, size, self.room - self.indent, bold=bold):
            place = self.y + size * _STEP / 2
            self.lines.append((line, self.indent, place, size, colour, bold))
            self.y += size * _STEP

    def put_after(self, label: str, text: str, size: float) -> None:
        """Put a label and, on the same line, its text."""
        room = self.room - self.indent
        space = width(f"{label} ", size, bold=True)
        for index, line in enumerate(wrap(text, size, room, indent=space)):
            place = self.y + size * _STEP / 2
            if index == 0:
                self.lines.append((label, self.indent, place, size, MUTED, True))
            left = self.indent + (0 if index else space)
            self.lines.append((line, left, place, size, INK, False))
            self.y += size * _STEP


def _first_section(view: View) -> list[Make]:
    """Return the first part of the page that is words."""
    for part in view.sections:
        if part.text or part.items:
            texts = (part.text, *(item.text for item in part.items))
            return [_heading(part.title), *(_text(text) for text in texts if text)]
    return []


def _fact(value: str, text: str) -> Make:
    def make(size: float, room: float) -> Block:
        pile = _Pile(0, room)
        pile.put(value, size * _HEADING, INK, bold=True)
        pile.put(text, size * _DETAIL, MUTED)
        return Block(pile.y + size * _ROW_GAP, tuple(pile.lines))

    return make


def _text(text: str) -> Make:
    def make(size: float, room: float) -> Block:
        pile = _Pile(0, room)
        pile.put(text, size * _DETAIL, INK)
        return Block(pile.y + size * _FIELD_GAP, tuple(pile.lines))

    return make


def _heading(text: str) -> Make:
    def make(size: float, room: float) -> Block:
        pile = _Pile(0, room)
        pile.put(text, size * _HEADING, INK, bold=True)
        return Block(pile.y + size * _ROW_GAP, tuple(pile.lines))

    return make


def _row(row: LegendRow) -> Make:
    def make(size: float, room: float) -> Block:
        pile = _Pile(size * _BADGE_ROOM, room)
        pile.put(row.title, size, INK, bold=True)
        detail = f"{row.detail} [{row.mark}]" if row.mark else row.detail
        pile.put(detail, size * _DETAIL, MUTED)
        pile.put(" · ".join(row.flags), size * _FLAGS, WARN)
        top = size * (_STEP - _BADGE) / 2
        return Block(pile.y + size * _ROW_GAP, tuple(pile.lines), row, top, size * _BADGE)

    return make


def _key(key: Key, size: float, room: float) -> Block:
    small = size * _KEY_TEXT
    pile = _Pile(small * _KEY_ROOM, room)
    pile.put(key.text, small, INK)
    high = pile.y + small * (_KEY_STEP - _STEP)
    top = small * (_STEP - _KEY_SIGN) / 2
    return Block(high, tuple(pile.lines), key, top, small * _KEY_SIGN)


def _card(card: Card, title: str) -> list[Make]:
    """Return the card: its title where the page has another, marks, fields, what is uncertain."""

    def top(size: float, room: float) -> Block:
        pile = _Pile(0, room)
        if card.title != title:
            pile.put(card.title, size * _HEADING, INK, bold=True)
        for badge in card.badges:
            pile.put(badge.text, size, WARN if badge.tone == "warn" else MUTED, bold=True)
        return Block(pile.y + (size * _FIELD_GAP if pile.lines else 0), tuple(pile.lines))

    fields = [_field(line.label, [item.text for item in line.items]) for line in card.lines]
    doubts = [_field(_("Hva er usikkert"), card.doubts)] if card.doubts else []
    return [top, *fields, *doubts]


def _field(label: str, texts: Sequence[str]) -> Make:
    def make(size: float, room: float) -> Block:
        pile = _Pile(0, room)
        pile.put_after(f"{label}:", "; ".join(texts), size)
        return Block(pile.y + size * _FIELD_GAP, tuple(pile.lines))

    return make
