"""Small multiples: one small map for each agreement, all of the county and all to the same scale.

What a map with many stars cannot show at once: who is in each of them. Only filled areas, no
lines and no words, so that the eye compares shapes.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import shapely

from data.register import Register
from geo.boundaries import Boundaries
from geo.drawing import Shape, compose
from geo.labels import COUNTY_FRAME
from geo.picture import Picture
from geo.style import BORDER, COUNTY_LINE, LAND, SEA
from views.query import DEFAULT
from views.screen import places
from views.view import View, page_link

_WIDTH: Final = 230  # pixels; the height follows from the frame
_TOLERANCE: Final = 1.0  # pixels: finer than this no screen shows
_LEAST: Final = 4.0  # square pixels: smaller islets are dust


class SmallMap(NamedTuple):
    """One agreement: what it is called, the address of its page, and its map.

    `svg` is drawn from numbers and colours of ours alone; no text from data is in it.
    """

    title: str
    detail: str
    link: str
    alt: str
    svg: str


def small_maps(
    view: View, register: Register, boundaries: Boundaries | None
) -> tuple[SmallMap, ...]:
    """Return a small map for each agreement of the list that names a municipality of the county."""
    if view.picture is None or boundaries is None:
        return ()
    ground, width, height = _ground(register, boundaries)
    rest = "".join(ground.values())
    found = []
    for row in view.picture.legend:
        members = [c for c in register.agreement(row.agreement).members if c in ground]
        if not members:
            continue
        mine = "".join(ground[code] for code in members)
        names = ", ".join(register.municipality_by_code[code].name for code in members)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}"><rect width="100%" height="100%" fill="{SEA}"/>'
            f'<path d="{rest}" fill="{LAND}" stroke="{BORDER}" stroke-width=".5"/>'
            f'<path d="{mine}" fill="{row.colour}" stroke="{COUNTY_LINE}" stroke-width=".7"/></svg>'
        )
        link = page_link("kart", DEFAULT.but(avtale=(row.agreement,)))
        found.append(SmallMap(row.title, row.detail, link, f"{row.title}: {names}", svg))
    return tuple(found)


@lru_cache(maxsize=4)
def _ground(register: Register, boundaries: Boundaries) -> tuple[dict[str, str], int, int]:
    """Return the county's areas as paths by code, and the size of a map, in pixels."""
    blank = Picture(kind="county", title="", lead="", frame=COUNTY_FRAME)
    drawing = compose(blank, boundaries, places(register))
    scale = _WIDTH / drawing.width
    paths = {s.code: _path(s, scale) for s in drawing.areas if s.in_county}
    return paths, _WIDTH, round(drawing.height * scale)


def _path(shape: Shape, scale: float) -> str:
    """Return an area's rings as an SVG path, coarse enough for a small map."""
    rings = [[(x * scale, y * scale) for x, y in ring] for ring in shape.rings if len(ring) > 3]
    sized = sorted(rings, key=lambda ring: -shapely.Polygon(ring).area)
    kept = [ring for i, ring in enumerate(sized) if not i or shapely.Polygon(ring).area > _LEAST]
    return "".join(map(_ring, kept))


def _ring(points: Iterable[tuple[float, float]]) -> str:
    line = shapely.LineString(list(points)).simplify(_TOLERANCE, preserve_topology=True)
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in line.coords[:-1])
    return f"M{steps}Z"
