"""Put single signs on a canvas: hubs, the badges of the list, and the signs of the key."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from matplotlib.path import Path

from export.canvas import Canvas, Place, Write, line_path, ring_path
from geo.drawn import PAPER
from geo.picture import Key, LegendRow
from geo.style import BORDER, INK, LAND

KEY_WIDTH, KEY_HEIGHT = 34.0, 18.0
"""The room that one sign of the key has, in its own units."""
BADGE: Final = 34.0
"""The room that a badge has, both ways, in its own units."""


def shape(
    canvas: Canvas, kind: str, at: Place, radius: float, colour: str, opacity: float = 1.0
) -> None:
    """Draw a hub: a square, a diamond, a hollow ring, or a dotted little ring for none."""
    x, y = at
    r = radius
    if kind == "square":
        path = _box(x - r, y - r, 2 * r, 2 * r)
        canvas.path(path, fill=colour, stroke=PAPER, width=1.6, opacity=opacity)
    elif kind == "diamond":
        d = r * 1.28
        path = ring_path([[(x, y - d), (x + d, y), (x, y + d), (x - d, y), (x, y - d)]])
        canvas.path(path, fill=colour, stroke=PAPER, width=1.6, opacity=opacity)
    elif kind == "hollow":
        canvas.circle(x, y, r + 1.4, fill=PAPER, opacity=opacity)
        canvas.circle(x, y, r - 0.6, fill=PAPER, stroke=colour, width=3, opacity=opacity)
    else:
        canvas.circle(x, y, r * 0.45, stroke=colour, width=1.5, dash=(2, 2), opacity=opacity)


def badge(canvas: Canvas, row: LegendRow) -> None:
    """Draw the sign of an agreement with its number, in a room of `BADGE` units both ways."""
    middle = BADGE / 2
    shape(canvas, row.shape, (middle, middle), 11.5, row.colour)
    text = str(row.number) if row.number else "–"
    hollow = row.shape in ("hollow", "none")
    size = 10.5 if len(text) > 2 else 13.5
    colour = INK if hollow else PAPER
    canvas.words([Write(text, middle, middle, size, colour, bold=True, anchor="middle")])


def key_sign(canvas: Canvas, key: Key) -> None:
    """Draw one sign of the key, in a room of `KEY_WIDTH` × `KEY_HEIGHT` units."""
    if key.sign in _DRAWN:
        _DRAWN[key.sign](canvas, key.colour)
    else:
        _pattern(canvas, key)


def _box(x: float, y: float, width: float, height: float) -> Path:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return ring_path([corners])


def _swatch(canvas: Canvas, fill: str, edge: str = BORDER, width: float = 1.0) -> None:
    canvas.path(_box(4, 2, 26, 14), fill=fill, stroke=edge, width=width)


def _bar(canvas: Canvas, colour: str, width: float, dash: tuple[float, ...] = ()) -> None:
    line = line_path(((2, 9), (32, 9)))
    canvas.path(line, stroke=colour, width=width, dash=dash, round_ends=bool(dash and dash[0] < 1))


def _host_and_arrow(canvas: Canvas, colour: str) -> None:
    shape(canvas, "square", (8, 9), 6, colour)
    canvas.path(line_path(((14, 9), (27, 9))), stroke=colour, width=2)
    canvas.path(ring_path([[(33, 9), (26, 5), (26, 13), (33, 9)]]), fill=colour)


def _dashed(canvas: Canvas, colour: str) -> None:
    _bar(canvas, colour, 2.4, (6, 4))
    shape(canvas, "hollow", (17, 9), 5, colour)


def _ring(canvas: Canvas, colour: str) -> None:
    canvas.circle(17, 9, 2.6, fill=PAPER, stroke=colour, width=1.4)
    for place in range(5):
        turn = place * 2 * math.pi / 5 - math.pi / 2
        canvas.circle(17 + 6.5 * math.cos(turn), 9 + 6.5 * math.sin(turn), 1.9, fill=colour)


def _tinted(canvas: Canvas, colour: str, opacity: float, edge: str, width: float) -> None:
    canvas.path(_box(4, 2, 26, 14), fill=colour, opacity=opacity)
    canvas.path(_box(4, 2, 26, 14), stroke=edge, width=width)


def _pattern(canvas: Canvas, key: Key) -> None:
    """Draw a box with dots, wide stripes (two or more) or thin ones (held outside)."""
    room = _box(4, 2, 26, 14)
    _swatch(canvas, LAND)
    if key.sign == "dots":
        for x in range(8, 30, 6):
            for y in (6, 12):
                canvas.circle(x, y, 1.1, fill=key.colour)
    else:
        for x in range(-4, 30, 6):
            line = line_path(((x, 16), (x + 8, 2)))
            width = 2.6 if key.sign == "hatch" else 1.0
            canvas.path(line, stroke=key.colour, width=width, inside=room)
    canvas.path(room, stroke=BORDER, width=1)


_DRAWN: Final[Mapping[str, Callable[[Canvas, str], None]]] = {
    "square": _host_and_arrow,
    "diamond": lambda canvas, colour: shape(canvas, "diamond", (17, 9), 6, colour),
    "hollow": lambda canvas, colour: shape(canvas, "hollow", (17, 9), 6.5, colour),
    "dashed": _dashed,
    "dotted": lambda canvas, colour: _bar(canvas, colour, 3.0, (0.1, 5)),
    "pair": lambda canvas, colour: _bar(canvas, colour, 5.0),
    "host": lambda canvas, colour: shape(canvas, "square", (17, 9), 7, colour),
    "ring": _ring,
    "fill": _swatch,
    "area": lambda canvas, colour: _tinted(canvas, colour, 0.35, colour, 2.0),
    "pale": lambda canvas, colour: _tinted(canvas, colour, 0.25, BORDER, 1.0),
    "alone": lambda canvas, colour: _swatch(canvas, PAPER, colour, 2.2),
}
