"""Lay out a picture's page: words above, the map to the left, list or card and key beside it.

All in units of a page that is `HIGH` units high; nothing is drawn here. The list's size is the
largest at which all of it fits; a list that no readable size can hold ends with how many more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.language import _
from data.schema import COUNTY
from export.canvas import Write
from export.side import Block, Make, blocks_of, flow, key_blocks
from export.typeface import width as width_of
from export.typeface import wrap
from geo.drawn import Drawing
from geo.picture import Key, LegendRow
from geo.style import INK, MUTED
from views.view import View

HIGH: Final = 1080.0
LARGE: Final = 27.0
"""20 points where a page of 1080 units is shown on 1080 lines."""

_MARGIN, _GAP = 34.0, 30.0
_TITLE_SIZES: Final = (42.0, 38.0, 34.0, 30.0, LARGE)
_LEAD_SIZES: Final = (LARGE, 24.0, 22.0, 20.0)
_MOST_WORDS: Final = 0.17
_LEADING: Final = 1.22
_FOOT_SIZES: Final = (20.0, 18.0, 16.0, 14.0, 12.0)
_FOOT_HIGH: Final = 34.0
_LEAST_SIDE: Final = 0.27
_SIZES: Final = (27.0, 25.0, 23.0, 21.0, 20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0)
# A list that is cut anyway is cut where it is easy to read.
_CUT_SIZE, _CUT_KEY = 20.0, LARGE
_REST_HIGH: Final = 1.6
_MOST_BLOCKS: Final = 60
_NARROWEST_COLUMN: Final = 330.0


class Sign(NamedTuple):
    """A badge of the list or a sign of the key: its top left corner, and its height."""

    what: LegendRow | Key
    x: float
    y: float
    high: float


@dataclass(frozen=True, slots=True)
class Page:
    """Where everything stands; the map's corner, and how large a unit of the drawing is."""

    width: float
    left: float
    top: float
    scale: float
    words: tuple[Write, ...]
    signs: tuple[Sign, ...]
    left_out: int = 0


def lay_out(view: View, drawing: Drawing, width: float) -> Page:
    """Return the page of a view.

    Parameters
    ----------
    view
        Says what stands beside the map: the card of one agreement, or the list.
    drawing
        The map.
    width
        How wide the page is, in units.
    """
    room = width - 2 * _MARGIN
    head, top = _head(view, room)
    high = HIGH - top - _FOOT_HIGH - _MARGIN / 2
    widest = room * (1 - _LEAST_SIDE) - _GAP
    scale = min(high / drawing.height, widest / drawing.width)
    side = _MARGIN + drawing.width * scale + _GAP
    words, signs, left_out = _side(view, drawing, (side, top, width - _MARGIN, top + high))
    foot = _foot(drawing, room)
    # A map that is narrower than its room stands at the top of it, beside the list.
    return Page(width, _MARGIN, top, scale, (*head, *words, foot), signs, left_out)


def _head(view: View, room: float) -> tuple[list[Write], float]:
    """Return title, lead and notes, and where the map begins."""
    size, lines = next(
        (
            (size, lines)
            for size in _TITLE_SIZES
            if len(lines := wrap(view.title, size, room, bold=True)) == 1
        ),
        (_TITLE_SIZES[2], wrap(view.title, _TITLE_SIZES[2], room, bold=True)[:2]),
    )
    y = _MARGIN * 0.8
    words = []
    for line in lines:
        words.append(Write(line, _MARGIN, y + size * _LEADING / 2, size, INK, bold=True))
        y += size * _LEADING
    texts = [(view.lead, MUTED), (" ".join(view.notes), INK)]
    small, told = _small(texts, room, HIGH * _MOST_WORDS - (y - _MARGIN * 0.8) + 30)
    for line, colour in told:
        words.append(Write(line, _MARGIN, y + small * _LEADING / 2, small, colour))
        y += small * _LEADING
    return words, y + 12


def _small(
    texts: Sequence[tuple[str, str]], room: float, high: float
) -> tuple[float, list[tuple[str, str]]]:
    """Return the largest size at which texts fit, and their lines; the smallest is not cut."""
    made = {
        size: [(line, colour) for text, colour in texts for line in wrap(text, size, room)]
        for size in _LEAD_SIZES
    }
    # One line less is worth a little smaller words: the map has the room instead.
    few = len(made[_LEAD_SIZES[-2]])
    for size, lines in made.items():
        if len(lines) <= few and len(lines) * size * _LEADING <= high:
            return size, lines
    return _LEAD_SIZES[-1], made[_LEAD_SIZES[-1]]


def _side(
    view: View, drawing: Drawing, box: tuple[float, float, float, float]
) -> tuple[tuple[Write, ...], tuple[Sign, ...], int]:
    """Fill the room beside the map: list or card from the top, the key at the bottom."""
    left, top, right, bottom = box
    room = right - left
    blocks = blocks_of(view, drawing)
    # What does not fit at the smallest size does at none.
    if _try(blocks, drawing.keys, box, _SIZES[-1]) is not None:
        for size in _SIZES:
            placed = _try(blocks, drawing.keys, box, size)
            if placed is not None:
                return (*_placed(placed), 0)
    keys = key_blocks(drawing.keys, _CUT_KEY, room)
    floor = bottom - sum(block.high for block in keys)
    made = [block(_CUT_SIZE, room) for block in blocks[:_MOST_BLOCKS]]
    kept, y = 0, top + _CUT_SIZE * _REST_HIGH
    while kept < len(made) and y + made[kept].high <= floor - _GAP / 2:
        y += made[kept].high
        kept += 1
    cut = len(blocks) - kept
    shown = [*made[:kept], _rest(cut, _CUT_SIZE, view)]
    return (*_placed([*_stack(shown, left, top), *_stack(keys, left, floor)]), cut)


def _try(
    blocks: Sequence[Make], keys: Sequence[Key], box: tuple[float, float, float, float], size: float
) -> list[tuple[Block, float, float]] | None:
    """Return all blocks and the key with their places, or None where they do not fit."""
    left, top, right, bottom = box
    room = right - left
    below = key_blocks(keys, size, room)
    floor = bottom - sum(block.high for block in below)
    for columns in _columns(len(blocks), room):
        wide = (room - (columns - 1) * _GAP) / columns
        made = [block(size, wide) for block in blocks]
        placed = flow(made, (left, top, wide, floor - _GAP / 2), columns)
        if placed is not None:
            return [*placed, *_stack(below, left, floor)]
    return None


def _columns(many: int, room: float) -> tuple[int, ...]:
    return (1, 2) if many > 4 and room >= 2 * _NARROWEST_COLUMN + _GAP else (1,)


def _rest(cut: int, size: float, view: View) -> Block:
    """Return the line that says how much of the list has no room."""
    text = "…" if view.card else _("… og {n} til. Hele lista fås som Excel-fil.").format(n=cut)
    line = (text, 0.0, size * _REST_HIGH / 2, size * 0.9, MUTED, False)
    return Block(size * _REST_HIGH, (line,))


def _stack(blocks: Iterable[Block], left: float, top: float) -> list[tuple[Block, float, float]]:
    placed = []
    for block in blocks:
        placed.append((block, left, top))
        top += block.high
    return placed


def _placed(
    placed: Iterable[tuple[Block, float, float]],
) -> tuple[tuple[Write, ...], tuple[Sign, ...]]:
    words: list[Write] = []
    signs: list[Sign] = []
    for block, x, y in placed:
        for text, dx, dy, size, colour, bold in block.lines:
            words.append(Write(text, x + dx, y + dy, size, colour, bold))
        if block.sign is not None:
            signs.append(Sign(block.sign, x, y + block.sign_top, block.sign_high))
    return tuple(words), tuple(signs)


def _foot(drawing: Drawing, room: float) -> Write:
    """Return where it all comes from: the register, its date, and the borders' owner."""
    source = _("Kilde: Samarbeidskart, registeret over interkommunalt samarbeid i {county}")
    text = f"{source.format(county=COUNTY)} · {drawing.attribution}"
    size = next((s for s in _FOOT_SIZES if width_of(text, s) <= room), _FOOT_SIZES[-1])
    return Write(text, _MARGIN, HIGH - _FOOT_HIGH / 2 - 4, size, MUTED)
