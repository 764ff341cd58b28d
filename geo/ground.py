"""The ground of a drawing: municipalities and their borders in units, cut at the frame."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from geo.boundaries import Boundaries
from geo.curves import Box
from geo.drawn import PAPER, Path, Ring, Shape
from geo.picture import Area, Frame, Picture, Point
from geo.placement import to_units
from geo.style import BORDER, COUNTY_LINE, INK, LAND, NEIGHBOUR_LAND

_DECIMALS: Final = 2
_EDGE_OUTSIDE, _EDGE_COUNTY, _EDGE_ALONE = 0.7, 0.8, 2.6
_COUNTY_LINE_WIDTH: Final = 2.6
# Stripes of a second agreement are a little deeper than the ground they lie on.
_DEEPER: Final = 0.14
_DOTS_OPACITY: Final = 0.75
# Less than this of a municipality, in square units, is nothing to see: the frame grazes it.
_SLIVER: Final = 0.1


class _Part(NamedTuple):
    code: str
    name: str
    in_county: bool
    rings: tuple[Ring, ...]


def areas_of(picture: Picture, boundaries: Boundaries) -> tuple[Shape, ...]:
    """Return every municipality that shows; those outside the county first, then the county's.

    Those confirmed alone have a heavy edge and come last.
    """
    marked = {area.code: area for area in picture.areas}
    shapes = [
        _marked(part, marked[part.code]) if part.code in marked else _plain(part)
        for part in _parts(boundaries, picture.frame)
    ]
    return tuple(sorted(shapes, key=lambda s: (s.in_county, s.pattern == "alone")))


def county_of(boundaries: Boundaries, frame: Frame) -> tuple[Path, ...]:
    """Return the county's own border, to be drawn under its municipalities."""
    return tuple(Path(ring, COUNTY_LINE, _COUNTY_LINE_WIDTH) for ring in _border(boundaries, frame))


def outlines_of(picture: Picture, box: Box) -> tuple[Path, ...]:
    """Return the calm borders round sets of municipalities, cut at the frame."""
    paths: list[Path] = []
    for line in picture.outlines:
        rings = [shapely.LineString(_units(ring, picture.frame)) for ring in line.rings]
        paths.extend(
            Path(piece, line.colour, line.width, line.dash) for piece in _cut_lines(rings, box)
        )
    return tuple(paths)


def on_land(colour: str, opacity: float) -> str:
    """Return a colour laid on land with this opacity, as an opaque colour."""
    pairs = zip(_channels(colour), _channels(LAND), strict=True)
    mixed = (int(top * opacity + land * (1 - opacity) + 0.5) for top, land in pairs)
    return "#" + "".join(f"{min(max(value, 0), 255):02X}" for value in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _plain(part: _Part) -> Shape:
    inside = part.in_county
    return Shape(
        code=part.code,
        name=part.name,
        rings=part.rings,
        fill=LAND if inside else NEIGHBOUR_LAND,
        opacity=1.0,
        pattern="plain",
        second="",
        edge=BORDER,
        edge_width=_EDGE_COUNTY if inside else _EDGE_OUTSIDE,
        in_county=inside,
    )


def _marked(part: _Part, area: Area) -> Shape:
    fill, second = _paint(area)
    alone = area.pattern == "alone"
    return Shape(
        code=part.code,
        name=part.name,
        rings=part.rings,
        fill=fill,
        opacity=area.opacity,
        pattern=area.pattern,
        second=second,
        edge=INK if alone else BORDER,
        edge_width=_EDGE_ALONE if alone else _EDGE_COUNTY if part.in_county else _EDGE_OUTSIDE,
        in_county=part.in_county,
        colour=area.colour,
        marked=True,
        note=area.note,
    )


def _paint(area: Area) -> tuple[str, str]:
    """Return the opaque colours of an area's ground and of what lies over it."""
    if area.pattern == "plain":
        return on_land(area.colour, area.opacity), ""
    if area.pattern == "hatch":
        second = on_land(area.second, area.opacity + _DEEPER)
        return on_land(area.colour, area.opacity), second
    if area.pattern == "alone":
        return PAPER, ""
    opacity = _DOTS_OPACITY if area.pattern == "dots" else area.opacity
    return LAND, on_land(area.colour, opacity)


@lru_cache(maxsize=8)
def _parts(boundaries: Boundaries, frame: Frame) -> tuple[_Part, ...]:
    """Return the municipalities that reach into the frame."""
    box = _box(frame)
    parts = []
    for code, shape in zip(boundaries.codes, _projected(boundaries, frame), strict=True):
        rings = _cut_area(shape, box)
        if rings:
            inside = code in boundaries.in_county
            parts.append(_Part(code, boundaries.names[code], inside, rings))
    return tuple(parts)


@lru_cache(maxsize=8)
def _border(boundaries: Boundaries, frame: Frame) -> tuple[Ring, ...]:
    """Return the border of all the county's municipalities together, cut at the frame."""
    shapes = zip(boundaries.codes, _projected(boundaries, frame), strict=True)
    own = shapely.union_all([shape for code, shape in shapes if code in boundaries.in_county])
    return _cut_lines(list(shapely.get_parts(shapely.boundary(own))), _box(frame))


@lru_cache(maxsize=2)
def _projected(boundaries: Boundaries, frame: Frame) -> tuple[shapely.Geometry, ...]:
    return tuple(
        shapely.transform(shape, lambda places: _project(places, frame))
        for shape in boundaries.shapes
    )


def _project(places: npt.NDArray[np.float64], frame: Frame) -> npt.NDArray[np.float64]:
    """Return degrees as units; the same as `to_units`, for many at once."""
    # A degree east is always as wide, and so is a step of Mercator's own latitude north.
    wide = to_units(Point(frame.west + 1, frame.north), frame)[0]
    north = np.arcsinh(np.tan(np.radians(frame.north)))
    y = (north - np.arcsinh(np.tan(np.radians(places[:, 1])))) * np.degrees(wide)
    return np.column_stack([(places[:, 0] - frame.west) * wide, y])


def _units(ring: Iterable[Point], frame: Frame) -> npt.NDArray[np.float64]:
    return _project(np.array([tuple(point) for point in ring]), frame)


def _box(frame: Frame) -> Box:
    return 0.0, 0.0, *to_units(Point(frame.east, frame.south), frame)


def _cut_area(shape: shapely.Geometry, box: Box) -> tuple[Ring, ...]:
    """Return outer rings and holes inside the frame, holes turned the other way."""
    window = shapely.box(*box)
    if not shapely.intersects(window, shape):
        return ()
    if not shapely.contains(window, shape):
        shape = shapely.intersection(shape, window)
    if shapely.area(shape) < _SLIVER:
        return ()
    rings = []
    for polygon in shapely.get_parts(shapely.orient_polygons(shape)):
        if polygon.geom_type == "Polygon" and polygon.area > 0:
            rings += [_places(ring) for ring in (polygon.exterior, *polygon.interiors)]
    return tuple(rings)


def _cut_lines(lines: Sequence[shapely.Geometry], box: Box) -> tuple[Ring, ...]:
    """Return the pieces of lines that lie inside the frame."""
    inside = shapely.clip_by_rect(lines, *box)
    pieces = shapely.get_parts(shapely.line_merge(inside))
    return tuple(_places(p) for p in pieces if p.geom_type == "LineString" and not p.is_empty)


def _places(line: shapely.Geometry) -> Ring:
    return tuple((x, y) for x, y in np.round(shapely.get_coordinates(line), _DECIMALS).tolist())
