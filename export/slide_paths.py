"""Rings and curves of a drawing as the geometry of freeforms: whole numbers on a fine grid."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from export.slide_xml import Box
from geo.curves import Bow, Place
from geo.drawn import Ring

# How fine the grid is, in units: coasts have more points than a slide can show.
_COAST, _FINE = 0.25, 0.02
_Cell = tuple[int, int]


class Paper(NamedTuple):
    """Where a drawing lies on a slide: its north-west corner, and points for each unit."""

    left: float
    top: float
    scale: float

    def at(self, place: Place) -> Place:
        """Return a place of the drawing in points of the slide."""
        return self.left + place[0] * self.scale, self.top + place[1] * self.scale

    def square(self, x: float, y: float, radius: float) -> Box:
        """Return the box of a sign round a place."""
        left, top = self.at((x - radius, y - radius))
        return left, top, 2 * radius * self.scale, 2 * radius * self.scale


class _Outline(NamedTuple):
    """Geometry, and where its box lies in units."""

    geometry: str
    box: Box


def rings(paper: Paper, found: tuple[Ring, ...], *, filled: bool) -> tuple[Box, str]:
    """Return the box and geometry of rings (holes are rings among them) or of open lines.

    Parameters
    ----------
    paper
        Where the drawing lies.
    found
        Places in units.
    filled
        Rings are closed; a line is closed only where its last place is its first.
    """
    outline = _rings(found, filled)
    return _placed(paper, outline.box), outline.geometry


def curve(paper: Paper, bow: Bow, end: Place | None = None) -> tuple[Box, str]:
    """Return the box and geometry of a curve, which may end at another place (an arrow's tip)."""
    places = [_cell(place, _FINE) for place in (bow.start, bow.control, end or bow.end)]
    box, (start, bend, stop) = _boxed(places)
    path = (
        f"<a:moveTo>{_point(start)}</a:moveTo>"
        f"<a:quadBezTo>{_point(bend)}{_point(stop)}</a:quadBezTo>"
    )
    return _placed(paper, _units(box, _FINE)), _geometry(path, box, filled=False)


@lru_cache(maxsize=1024)
def _rings(found: tuple[Ring, ...], filled: bool) -> _Outline:
    cells = [_thinned(ring) for ring in found]
    # A ring that is smaller than the grid shows is no ring.
    kept = [ring for ring in cells if len(ring) > (3 if filled else 1)] or cells[:1]
    box, flat = _boxed([cell for ring in kept for cell in ring])
    parts, start = [], 0
    for ring in kept:
        own = flat[start : start + len(ring)]
        start += len(ring)
        closed = filled or own[0] == own[-1]
        if closed and len(own) > 2 and own[0] == own[-1]:
            own = own[:-1]
        parts.append(
            f"<a:moveTo>{_point(own[0])}</a:moveTo>"
            + "".join(f"<a:lnTo>{_point(cell)}</a:lnTo>" for cell in own[1:])
            + ("<a:close/>" if closed else "")
        )
    return _Outline(_geometry("".join(parts), box, filled=filled), _units(box, _COAST))


def _thinned(ring: Ring) -> list[_Cell]:
    """Return a ring on the grid, without places that fall on the one before."""
    cells: list[_Cell] = []
    for place in ring:
        cell = _cell(place, _COAST)
        if not cells or cell != cells[-1]:
            cells.append(cell)
    return cells


def _cell(place: Place, grid: float) -> _Cell:
    return round(place[0] / grid), round(place[1] / grid)


def _boxed(cells: Sequence[_Cell]) -> tuple[tuple[int, int, int, int], list[_Cell]]:
    """Return left, top, width and height of places, and the places from its corner."""
    left, top = min(x for x, _y in cells), min(y for _x, y in cells)
    wide, high = max(x for x, _y in cells) - left, max(y for _x, y in cells) - top
    return (left, top, max(wide, 1), max(high, 1)), [(x - left, y - top) for x, y in cells]


def _units(box: tuple[int, int, int, int], grid: float) -> Box:
    left, top, wide, high = (part * grid for part in box)
    return left, top, wide, high


def _placed(paper: Paper, box: Box) -> Box:
    left, top = paper.at(box[:2])
    return left, top, box[2] * paper.scale, box[3] * paper.scale


def _point(cell: _Cell) -> str:
    return f'<a:pt x="{cell[0]}" y="{cell[1]}"/>'


def _geometry(path: str, box: tuple[int, int, int, int], *, filled: bool) -> str:
    none = "" if filled else ' fill="none"'
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{box[2]}" h="{box[3]}"{none}>{path}</a:path></a:pathLst>'
        "</a:custGeom>"
    )
