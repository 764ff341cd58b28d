"""Put a drawing's map on a canvas, layer by layer, as the drawing script does on the screen."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

import numpy as np
from matplotlib.path import Path

from export.canvas import Canvas, Write, curves_path, line_path, ring_path
from export.sign_pen import shape
from geo.curves import dashes
from geo.drawn import PAPER, Curve, Dot, Drawing, Mark, Ring, Shape, Text
from geo.style import BORDER, INK, MUTED, SEA

_HALO, _HALO_LABEL = (3.6, 0.88), (4.5, 0.92)
_STRIPE, _STRIPE_SHARE, _THIN = 11.0, 0.45, 1.3
_DOT_STEP, _DOT = 7.0, 1.05
_CIRCLE: Final = Path.unit_circle()
_COLOURS: Final = {"strong": INK, "normal": INK, "muted": MUTED, "second": MUTED}
_NUMBER, _NUMBERS = 13.5, 11.5


def draw_map(canvas: Canvas, drawing: Drawing) -> None:
    """Draw the map into the canvas's part, which is as big as the drawing."""
    frame = [(0, 0), (drawing.width, 0), (drawing.width, drawing.height), (0, drawing.height)]
    rim = ring_path([[*frame, frame[0]]])
    canvas.path(rim, fill=SEA)
    _areas(canvas, drawing)
    for line in drawing.outlines:
        _line(canvas, line.points, line.colour, line.width, dashes(line.dash, line.width))
    for look, pairs in groupby(drawing.pairs, key=lambda pair: (pair.colour, pair.width)):
        shown = [pair for pair in pairs if pair.bow]
        if shown:
            canvas.path(
                curves_path(pair.bow for pair in shown if pair.bow),
                stroke=look[0],
                width=look[1],
                opacity=shown[0].opacity,
                round_ends=True,
            )
    for index, mark in enumerate(drawing.hubs):
        _star(canvas, mark, [curve for curve in drawing.spokes if curve.hub == index])
    for dot in drawing.nodes:
        _dot(canvas, dot)
    for leader in drawing.leaders:
        _line(canvas, leader.points, leader.colour, leader.width)
    _texts(canvas, drawing.names, *_HALO)
    for mark in drawing.hubs:
        if mark.shows:
            _hub(canvas, mark)
    _texts(canvas, drawing.labels, *_HALO_LABEL)
    canvas.path(rim, stroke=BORDER, width=1.2)


def _areas(canvas: Canvas, drawing: Drawing) -> None:
    county_line_drawn = False
    for area in drawing.areas:
        if area.in_county and not county_line_drawn:
            for line in drawing.county:
                _line(canvas, line.points, line.colour, line.width)
            county_line_drawn = True
        path = _rings(area.rings)
        canvas.path(path, fill=area.fill, stroke=area.edge, width=area.edge_width)
        if area.pattern in ("hatch", "diagonal", "dots"):
            over = _dots(area) if area.pattern == "dots" else _stripes(area)
            canvas.path(over, fill=area.second, inside=path)
            canvas.path(path, stroke=area.edge, width=area.edge_width)


@lru_cache(maxsize=1024)
def _rings(rings: tuple[Ring, ...]) -> Path:
    return ring_path(rings)


def _bounds(area: Shape) -> tuple[float, float, float, float]:
    places = np.concatenate([np.array(ring) for ring in area.rings])
    left, top = places.min(axis=0)
    right, bottom = places.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _stripes(area: Shape) -> Path:
    """Return stripes that rise to the right and reach over an area, the same for every area."""
    left, top, right, bottom = _bounds(area)
    wide = _STRIPE * _STRIPE_SHARE if area.pattern == "hatch" else _THIN
    step, half = _STRIPE * np.sqrt(2), wide * np.sqrt(2)
    first = np.floor((left + top) / step) * step
    # A stripe is where x + y lies between two numbers.
    stripes = []
    for low in np.arange(first, right + bottom, step):
        high = low + half
        corners = [
            (low - top, top),
            (high - top, top),
            (high - bottom, bottom),
            (low - bottom, bottom),
        ]
        stripes.append([*corners, corners[0]])
    return ring_path(stripes)


def _dots(area: Shape) -> Path:
    left, top, right, bottom = _bounds(area)
    xs = np.arange(np.floor(left / _DOT_STEP), np.ceil(right / _DOT_STEP)) * _DOT_STEP
    ys = np.arange(np.floor(top / _DOT_STEP), np.ceil(bottom / _DOT_STEP)) * _DOT_STEP
    circle = np.asarray(_CIRCLE.vertices) * _DOT
    places = [(x + _DOT_STEP / 2, y + _DOT_STEP / 2) for x in xs for y in ys]
    vertices = np.concatenate([circle + place for place in places])
    return Path(vertices, np.tile(np.asarray(_CIRCLE.codes), len(places)))


def _line(
    canvas: Canvas, places: Ring, colour: str, width: float, dash: Sequence[float] = ()
) -> None:
    path = line_path(places)
    canvas.path(path, stroke=colour, width=width, dash=tuple(dash), round_ends=True)


def _star(canvas: Canvas, mark: Mark, curves: list[Curve]) -> None:
    """Draw the spokes of one hub: white beneath, colour above, arrowheads last."""
    faint = curves[0].opacity if curves else 1.0
    if mark.tie:
        ends = ((mark.x, mark.y), mark.home)
        canvas.path(line_path(ends), stroke=mark.colour, width=1.6, opacity=faint)
    by_dash = sorted((curve for curve in curves if curve.bow), key=lambda curve: curve.dash)
    for dash, group in groupby(by_dash, key=lambda curve: curve.dash):
        shown = list(group)
        path = curves_path(curve.bow for curve in shown if curve.bow)
        width = shown[0].width
        if shown[0].casing:
            canvas.path(path, stroke=PAPER, width=width + 2, opacity=0.7)
        canvas.path(
            path,
            stroke=mark.colour,
            width=width,
            dash=tuple(dashes(dash, width)),
            round_ends=dash != "solid",
            opacity=faint,
        )
    heads = [(*curve.arrow, curve.arrow[0]) for curve in curves if curve.arrow]
    if heads:
        path = ring_path(heads)
        canvas.path(path, fill=mark.colour, stroke=PAPER, width=0.8, opacity=faint)


def _dot(canvas: Canvas, dot: Dot) -> None:
    if dot.host_of:
        shape(canvas, "square", (dot.x, dot.y), dot.radius, INK)
        text = Write(str(dot.host_of), dot.x, dot.y, _NUMBER, PAPER, bold=True, anchor="middle")
        canvas.words([text])
        return
    if dot.text:
        canvas.circle(dot.x, dot.y, dot.radius, fill=PAPER, stroke=INK, width=1.6)
        size = 10.5 if len(dot.text) > 2 else _NUMBER
        canvas.words([Write(dot.text, dot.x, dot.y, size, INK, bold=True, anchor="middle")])
        return
    canvas.circle(dot.x, dot.y, dot.radius, fill=PAPER, stroke=INK, width=2)
    for x, y, colour in dot.ring:
        canvas.circle(x, y, 3, fill=colour, stroke=PAPER, width=0.9)


def _hub(canvas: Canvas, mark: Mark) -> None:
    shape(canvas, mark.shape, (mark.x, mark.y), mark.radius, mark.colour, mark.opacity)
    size = _NUMBERS if len(mark.text) > 1 else _NUMBER
    colour = INK if mark.shape == "hollow" else PAPER
    text = Write(mark.text, mark.x, mark.y, size, colour, bold=True, anchor="middle")
    canvas.words([text], mark.opacity)


def _texts(canvas: Canvas, texts: Iterable[Text], width: float, opacity: float) -> None:
    """Draw words over one white rim, so that none is covered by that of another."""
    lines = [
        Write(
            text.text,
            text.x,
            text.y,
            text.size,
            _COLOURS[text.weight],
            bold=text.weight == "strong",
            anchor=text.anchor,
        )
        for text in texts
    ]
    canvas.rims(lines, stroke=PAPER, width=width, opacity=opacity)
    canvas.words(lines)
